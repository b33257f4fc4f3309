// Moments that the extracts are made of: civil days of Paris, cut in steps.
import { dayInstant, parisInstant } from '../../paris-clock';

const DAY = 86_400_000;

/** Number of a civil day. */
export function dayOf(text: string): number {
  return Date.parse(`${text}T00:00:00Z`) / DAY;
}

/** The starts of all steps of these civil days in Paris: 92 quarters of an hour where the clock goes forward, 100 where it goes back. */
export function steps(first: string, days: number, minutes: number): readonly number[] {
  const [from, to] = [dayInstant(dayOf(first)), dayInstant(dayOf(first) + days)];
  return Array.from({ length: (to - from) / (minutes * 60_000) }, (_, n) => from + n * minutes * 60_000);
}

/** The days around both changes of the clock in 2026. */
export const CLOCK_CHANGES: readonly (readonly [first: string, days: number])[] = [
  ['2026-03-27', 5],
  ['2026-10-23', 5],
];

export function aroundClockChanges(minutes: number): readonly number[] {
  return CLOCK_CHANGES.flatMap(([first, days]) => steps(first, days, minutes));
}

/** `yyyy-MM-dd` in Paris of noon of a day. */
export function dayText(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

export { parisInstant };
