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

/** So many days up to yesterday are there too. */
const LATELY = 9;

/**
 * In their order; the last of them end the day before the last publication: between two of them a set keeps its rows, as its version
 * says. One that grew meanwhile could not be read by whoever takes longer than a step.
 */
export function moments(now: number, minutes: number): readonly number[] {
  const always = ALWAYS.flatMap(([first, days]) => steps(dayOf(first), days, minutes));
  const lately = steps(publication(now).day - LATELY, LATELY, minutes);
  return [...new Set([...always, ...lately])].sort((a, b) => a - b);
}

/** When what grows by the day was last changed. */
export function thisMorning(now: number): string {
  return new Date(publication(now).at).toISOString();
}

/** The last morning on which something was published; before the curves of households come, which are laid beside a profile. */
export function publication(now: number): { readonly day: number; readonly at: number } {
  const today = parisDay(now);
  const day = dayInstant(today, 5, 12) <= now ? today : today - 1;
  return { day, at: dayInstant(day, 5, 12) };
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
