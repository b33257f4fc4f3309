// When to come back: the header Retry-After, and the back-off without it. Pure.

/** No provider closes for longer; a header that says so is broken. */
export const LONGEST_CLOSURE_MS = 24 * 3_600_000;

/**
 * @param header seconds or an HTTP date (RFC 9110 §10.2.3)
 * @param now what the host says the time is (its header Date), where it says one: our clock may be a day ahead, and then its pause
 * would be over before it begins
 * @returns ms from now, a day at most; undefined without a header that asks for a pause
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : httpDate(text) - now;
  return ms > 0 ? Math.min(ms, LONGEST_CLOSURE_MS) : undefined;
}

/** @returns epoch ms; NaN: it is none */
export function httpDate(text = ''): number {
  // Date.parse takes nearly anything for a date ("-1" is one): only the three HTTP forms begin with a weekday.
  return /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : NaN;
}

/** A row of retries: how often, and how long between. `attempts` 1: never by itself (the gateways, RTE's counted calls). */
export interface RetryRow {
  /** The first one counts. */
  readonly attempts: number;
  readonly firstMs: number;
  readonly longestMs: number;
}

export const NO_RETRY: RetryRow = { attempts: 1, firstMs: 0, longestMs: 0 };

/**
 * Exponential back-off with full jitter in its upper half, so that many installations do not come back together.
 * @param attempt 1 after the first failure
 * @param random 0 to 1
 */
export function backOffMs(row: RetryRow, attempt: number, random: number): number {
  const ceiling = Math.min(row.longestMs, row.firstMs * 2 ** (attempt - 1));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
