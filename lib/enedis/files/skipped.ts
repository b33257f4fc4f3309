// What of a file became no point, counted.

/**
 * `empty`: nobody has measured it; `unreadable`: its date or its value; `negative`; `impossible`: a time that no clock showed;
 * `repeated`: said before, the same; `contradicted`: said again, otherwise (the later one counts); `overlapping`: it lies over a finer
 * one; `lengthless`: nothing tells how long its interval is; `other`: no active energy, or that of more than a day.
 */
export type SkipReason =
  | 'empty'
  | 'unreadable'
  | 'negative'
  | 'impossible'
  | 'repeated'
  | 'contradicted'
  | 'overlapping'
  | 'lengthless'
  | 'other';

export type SkipCounts = Readonly<Partial<Record<SkipReason, number>>>;

export class Skipped {
  readonly counts: Partial<Record<SkipReason, number>> = {};
  /** The first line that could not be read. */
  unreadableLine: number | undefined;

  add(reason: SkipReason, count = 1): void {
    if (count > 0) this.counts[reason] = (this.counts[reason] ?? 0) + count;
  }

  unreadable(line: number): void {
    this.unreadableLine ??= line;
    this.add('unreadable');
  }
}
