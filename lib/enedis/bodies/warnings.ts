// What was wrong with the rows of an answer, counted.

/** A row that is no point. */
export type Gap = (typeof GAPS)[number];
const GAPS = ['no-value', 'not-a-number', 'negative', 'no-date', 'no-step'] as const;

/** `duplicate`: the same interval with another value; `outside`: of a day that was not asked for. */
export type BodyWarning = Gap | 'duplicate' | 'overlap' | 'outside' | 'other-direction' | 'other-quantity';

export type WarningCounts = Readonly<Partial<Record<BodyWarning, number>>>;

const WORDS: Readonly<Record<BodyWarning, string>> = {
  'no-value': 'rows without a value',
  'not-a-number': 'values that are no number',
  negative: 'values below zero',
  'no-date': 'rows without a date that can be read',
  'no-step': 'rows without a length of their interval',
  duplicate: 'intervals with two different values (the later one is taken)',
  overlap: 'intervals that lie over others',
  outside: 'points of days that were not asked for',
  'other-direction': 'series of the other direction',
  'other-quantity': 'series of other quantities',
};

/** English, for a log: `values below zero: 3`. */
export function remarksOf(counts: WarningCounts): string[] {
  return (Object.keys(WORDS) as BodyWarning[]).flatMap((what) => {
    const count = counts[what];
    return count === undefined ? [] : [`${WORDS[what]}: ${count}`];
  });
}

export class Warnings {
  private readonly seen: Partial<Record<BodyWarning, number>> = {};

  add(what: BodyWarning): void {
    this.seen[what] = (this.seen[what] ?? 0) + 1;
  }

  get counts(): WarningCounts {
    return this.seen;
  }

  get gaps(): number {
    return GAPS.reduce((sum, what) => sum + (this.seen[what] ?? 0), 0);
  }
}
