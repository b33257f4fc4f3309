// Moments that the extracts are made of: civil days of Paris, cut in steps.
import { dayInstant, parisDay } from '../../paris-clock';

const DAY = 86_400_000;

/** Number of a civil day. */
export function dayOf(text: string): number {
  return Date.parse(`${text}T00:00:00Z`) / DAY;
}

/** The starts of all steps of these civil days in Paris: 92 quarters of an hour where the clock goes forward, 100 where it goes back. */
export function steps(first: number, days: number, minutes: number): readonly number[] {
  const [from, to] = [dayInstant(first), dayInstant(first + days)];
  return Array.from({ length: (to - from) / (minutes * 60_000) }, (_, n) => from + n * minutes * 60_000);
}

/** Two days of a winter, and those around both changes of the clock in 2026. */
const ALWAYS: readonly (readonly [first: string, days: number])[] = [
  ['2026-01-01', 2],
  ['2026-03-27', 5],
  ['2026-10-23', 5],
];

/** So many days up to today are there too. */
const LATELY = 9;

/** In their order; of today, those that have begun. */
export function moments(now: number, minutes: number): readonly number[] {
  const today = parisDay(now);
  const always = ALWAYS.flatMap(([first, days]) => steps(dayOf(first), days, minutes));
  const lately = steps(today - LATELY, LATELY + 1, minutes).filter((at) => at <= now);
  return [...new Set([...always, ...lately])].sort((a, b) => a - b);
}

/** When what grows by the day was last changed: this morning, or before it yesterday. */
export function thisMorning(now: number): string {
  const today = parisDay(now);
  const at = dayInstant(today, 6, 12);
  return new Date(at <= now ? at : dayInstant(today - 1, 6, 12)).toISOString();
}

/** A table with a row per moment and category, made when it is looked at. */
export function rowsBy<Category, Made>(
  at: readonly number[],
  categories: readonly Category[],
  make: (at: number, category: Category, number: number) => Made,
): { readonly count: number; readonly row: (index: number) => Made } {
  const width = categories.length;
  return {
    count: at.length * width,
    row: (index) => make(at[Math.floor(index / width)] ?? 0, categories[index % width] as Category, index % width),
  };
}
