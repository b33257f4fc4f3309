// When to ask for the prices again. Pure: from the last call and the clock to the next call; the ledger has the last word. When a
// supplier publishes is not in the reference.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * @param lastCall undefined when there was none
 * @param everyMs between two calls
 * @param minute 0..59, the same for an account after each start: many of them must not come on the hour together
 */
export function nextPricesCall(lastCall: number | undefined, now: number, everyMs: number, minute: number): number {
  if (lastCall === undefined || lastCall > now) return now;
  const next = lastCall + everyMs;
  if (everyMs < HOUR) return Math.max(now, next);
  // Within the hour in which it is due: never earlier than half of it before.
  const hour = Math.floor(next / HOUR) * HOUR + minute * MINUTE;
  const due = hour < lastCall + everyMs / 2 ? hour + HOUR : hour;
  return Math.max(now, due);
}
