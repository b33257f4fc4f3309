// What the statuses of both APIs mean to whoever called. Codes and words of an answer's body are repeated as far as they look like
// some: what comes from outside is nothing to be shown at any length.
import { LinkyRedError } from '../../errors';
import { isoParis } from '../../grid/paris-time';
import { parseJson } from '../../http/json';
import type { Refused } from '../../provider/provider';

/** After 429 without a Retry-After. */
export const FLEX_CLOSED_MS = 15 * 60_000;
/** Longest part of an answer's words that an error repeats. */
const QUOTED = 200;
/** Where answers say what was wrong. Which of them a server uses, the reference does not say. */
const WORDS = ['error', 'code', 'rule', 'reason', 'message', 'detail', 'title', 'field'] as const;

/** @param tokenUntil when the token says that it ends, epoch ms */
export function flexRefusal(
  answer: Refused,
  { host, now, tokenUntil }: { readonly host: string; readonly now: number; readonly tokenUntil: number | null },
): LinkyRedError {
  const { status } = answer;
  const facts = { host, detail: saidIn(answer.text) || String(status) };
  switch (status) {
    case 400:
      return new LinkyRedError('ERR_FLEX_MALFORMED', facts);
    case 401:
      return tokenUntil !== null && tokenUntil <= now
        ? new LinkyRedError('ERR_FLEX_TOKEN_EXPIRED', { host, until: isoParis(tokenUntil) })
        : new LinkyRedError('ERR_FLEX_TOKEN', facts);
    case 403:
      return new LinkyRedError('ERR_FLEX_FORBIDDEN', facts);
    case 404:
      return new LinkyRedError('ERR_FLEX_UNKNOWN', facts);
    case 409:
      return new LinkyRedError('ERR_FLEX_CONFLICT', facts);
    case 422:
      return new LinkyRedError('ERR_FLEX_REFUSED', facts);
    case 429:
      return new LinkyRedError('ERR_QUOTA', { until: isoParis(now + (answer.retryAfterMs ?? FLEX_CLOSED_MS)) });
    case 503:
      return new LinkyRedError('ERR_FLEX_UNAVAILABLE', facts);
    default:
      return new LinkyRedError('ERR_STATUS', { host, status, detail: saidIn(answer.text) });
  }
}

function saidIn(text: string): string {
  const words = wordsOf(parseJson(text)).join(', ');
  const plain = words.replace(/[\p{Cc}\p{Cf}<>]/gu, ' ').trim();
  return plain.length > QUOTED ? `${plain.slice(0, QUOTED)}…` : plain;
}

function wordsOf(json: unknown): string[] {
  if (typeof json !== 'object' || json === null) return [];
  if (Array.isArray(json)) return json.slice(0, 3).flatMap(wordsOf);
  const body = json as Readonly<Record<string, unknown>>;
  return WORDS.flatMap((name) => {
    const value = body[name];
    return typeof value === 'string' ? [value] : wordsOf(value);
  });
}
