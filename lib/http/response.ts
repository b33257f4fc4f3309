// What axios hands back, as this package knows it.
import type { AxiosResponse } from 'axios';

export function plainHeaders(response: AxiosResponse): Record<string, string> {
  const entries = Object.entries(response.headers as Record<string, unknown>);
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

/** Where redirects have led, without the query; undefined where there was none. */
export function redirectedTo(response: AxiosResponse, asked: string): string | undefined {
  const { request } = response as { request?: { res?: { responseUrl?: unknown } } };
  const url = request?.res?.responseUrl;
  if (typeof url !== 'string' || !URL.canParse(url) || !URL.canParse(asked)) return undefined;
  const [to, from] = [new URL(url), new URL(asked)].map(({ origin, pathname }) => `${origin}${pathname}`);
  return to === from ? undefined : to;
}

/** Of what axios throws. */
export function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'no answer';
}
