// Dates of the business meters: civil time without a season, `JJ/MM/AA HH:MM:SS` or with slashes (NOI-CPT_02E §2.7–2.10).
import { parisTime } from '../paris-clock';

export function civilDate(at: number, between: ':' | '/'): string {
  const { day, month, year, hour, minute, second } = parisTime(at);
  const two = (n: number): string => String(n % 100).padStart(2, '0');
  return `${[day, month, year].map(two).join('/')} ${[hour, minute, second].map(two).join(between)}`;
}

/** The instant at which the civil month of `at`, or the one before, began. */
export function monthStart(at: number, before = 0): number {
  const { year, month } = parisTime(at);
  const first = Date.UTC(year, month - 1 - before, 1);
  // Midnight on the wall: an hour or two before that of UTC.
  const summer = parisTime(first).summer;
  return first - (summer ? 2 : 1) * 3_600_000;
}
