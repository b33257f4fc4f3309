// What was wrong with the rows of an answer, counted.

/** A row that is no point. */
export type Gap = (typeof GAPS)[number];
const GAPS = ['no-value', 'not-a-number', 'negative', 'no-date', 'no-step'] as const;

/** `duplicate`: the same interval with another value; `outside`: of a day that was not asked for. */
export type BodyWarning = Gap | 'duplicate' | 'overlap' | 'outside' | 'other-direction' | 'other-quantity';

export type WarningCounts = Readonly<Partial<Record<BodyWarning, number>>>;

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
