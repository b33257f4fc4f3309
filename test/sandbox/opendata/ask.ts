// A question to a stand-in, and what came.
export interface Said {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export async function ask(
  base: string,
  path: string,
  params: Readonly<Record<string, string>> | readonly (readonly [string, string])[] = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Said> {
  const search = new URLSearchParams(params as Record<string, string>).toString();
  const answer = await fetch(`${base}${path}${search === '' ? '' : `?${search}`}`, { headers });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

export interface Records {
  readonly total_count?: number;
  readonly results: readonly Readonly<Record<string, unknown>>[];
}

export interface Lines {
  readonly total?: number;
  readonly next?: string;
  readonly results: readonly Readonly<Record<string, unknown>>[];
  readonly meta?: { readonly hints: readonly string[] };
}

export function json({ text }: Said): unknown {
  return JSON.parse(text);
}
