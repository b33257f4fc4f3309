// What a portal says when it does not give what was asked: JSON of two forms, French text, nothing, a page for people.
import * as v from 'valibot';
import { LinkyRedError } from '../../errors';
import { parseJson } from '../../http/json';
import type { HttpAnswer } from '../../http/request';
import { LONGEST_CLOSURE_MS } from '../../http/retry';

export interface Asked {
  readonly host: string;
  /** Where a 404 may mean that it is not there. */
  readonly dataset?: string;
}

type Said = Pick<HttpAnswer, 'status' | 'text' | 'headers' | 'redirectedTo'>;

/** A sentence is enough; some portals print a whole trace. */
const LONGEST_DETAIL = 300;

/** Opendatasoft has two forms, the one of its quotas being the older. */
const JsonError = v.union([
  v.object({ message: v.string(), error_code: v.optional(v.string()) }),
  v.object({ error: v.string() }),
]);

/** What an answer means that is neither 2xx nor 429. */
export function refusalOf(answer: Said, { host, dataset }: Asked): LinkyRedError {
  const { status, headers, redirectedTo } = answer;
  if (status >= 300 && status < 400)
    return new LinkyRedError('ERR_PORTAL_MOVED', { host, to: whereTo(headers['location'], host) });
  if (isPage(answer) && redirectedTo !== undefined)
    return new LinkyRedError('ERR_PORTAL_MOVED', { host, to: redirectedTo });
  if (status === 401 || status === 403) return new LinkyRedError('ERR_PORTAL_KEY', { host, status });
  if (status === 410) return new LinkyRedError('ERR_PORTAL_GONE', { host, status });
  if (status === 404)
    return dataset === undefined || isPage(answer) || /unknown api/i.test(answer.text)
      ? new LinkyRedError('ERR_PORTAL_GONE', { host, status })
      : new LinkyRedError('ERR_DATASET', { host, dataset });
  const code = status >= 500 ? 'ERR_PORTAL_FAILED' : 'ERR_PORTAL_REFUSED';
  return new LinkyRedError(code, { host, status, detail: detailOf(answer) });
}

/** Whether another way to the same data is worth a try after this: the door is closed, or this one cannot be asked. */
export function leavesOtherWays(error: unknown): error is LinkyRedError {
  return error instanceof LinkyRedError && OTHER_WAYS.has(error.code);
}
const OTHER_WAYS = new Set<string>(['ERR_PORTAL_GONE', 'ERR_PORTAL_FAILED', 'ERR_PORTAL_MOVED', 'ERR_OPENDATA_CANNOT']);

/** A page for people, where data were asked for. */
export function isPage({ headers, text }: Pick<Said, 'headers' | 'text'>): boolean {
  return (headers['content-type'] ?? '').includes('html') || /^\s*<(?:!doctype|html)/i.test(text);
}

/** In its own words; a dash where there are none. */
function detailOf(answer: Said): string {
  if (isPage(answer)) return NO_WORD;
  const json = v.safeParse(JsonError, parseJson(answer.text));
  const text = !json.success ? answer.text : 'error' in json.output ? json.output.error : json.output.message;
  const line = text.replace(/\s+/g, ' ').trim();
  return line === '' ? NO_WORD : line.length > LONGEST_DETAIL ? `${line.slice(0, LONGEST_DETAIL)}…` : line;
}
const NO_WORD = '–';

function whereTo(location: string | undefined, host: string): string {
  if (location === undefined || !URL.canParse(location, `https://${host}`)) return NO_WORD;
  const { origin, pathname } = new URL(location, `https://${host}`);
  return `${origin}${pathname}`;
}

const Quota = v.object({ reset_time: v.string() });

/** @returns until when a 429 closes, epoch ms; undefined where it does not say it */
export function closedUntil({ text, headers }: Pick<Said, 'text' | 'headers'>, now: number): number | undefined {
  const json = v.safeParse(Quota, parseJson(text));
  const said = json.success ? Date.parse(json.output.reset_time) : resetAt(headers);
  return said === undefined || !(said > now) ? undefined : Math.min(said, now + LONGEST_CLOSURE_MS);
}

export interface SaidQuota {
  readonly limit: number | null;
  readonly remaining: number;
  /** Epoch ms. */
  readonly resetAt: number | null;
}

/** Opendatasoft's headers on every answer; undefined where there are none. */
export function quotaOf(headers: Said['headers']): SaidQuota | undefined {
  const remaining = figure(headers['x-ratelimit-remaining']);
  if (remaining === undefined) return undefined;
  return { remaining, limit: figure(headers['x-ratelimit-limit']) ?? null, resetAt: resetAt(headers) ?? null };
}

/** Epoch seconds, or a date. */
function resetAt(headers: Said['headers']): number | undefined {
  const text = headers['x-ratelimit-reset'];
  const seconds = figure(text);
  const at = seconds === undefined ? Date.parse(text ?? '') : seconds * 1000;
  return Number.isNaN(at) ? undefined : at;
}

function figure(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text.trim()) ? Number(text) : undefined;
}
