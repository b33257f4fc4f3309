// What is implausible, or said for the first time on a bad line, is believed when it is said so many times in a row.

export class Agreement<T> {
  /** What was said when the present row began, and last; null: nothing waits. */
  first: T | null = null;
  last: T | null = null;
  times = 0;

  /** @param needed how many times in a row something must be said */
  constructor(private readonly needed: number) {}

  /**
   * True: it has been said often enough.
   * @param value null: nothing is said, the row is broken
   * @param agrees it goes with what was said last
   */
  says(value: T | null, agrees = value === this.last): boolean {
    this.times = value === null ? 0 : agrees && this.last !== null ? this.times + 1 : 1;
    if (this.times < 2) this.first = value;
    this.last = value;
    return this.isReached;
  }

  get isReached(): boolean {
    return this.times >= this.needed;
  }

  /** Something was said that is not believed yet, or was not forgotten since. */
  get isPending(): boolean {
    return this.last !== null;
  }

  forget(): void {
    this.says(null);
  }
}

/** The same for each of several labels. */
export class Agreements<T> {
  /** Null until something waits: on a good line that is never. */
  private byLabel: Map<string, Agreement<T>> | null = null;

  constructor(private readonly needed: number) {}

  says(label: string, value: T): boolean {
    this.byLabel ??= new Map();
    let agreement = this.byLabel.get(label);
    if (agreement === undefined) this.byLabel.set(label, (agreement = new Agreement(this.needed)));
    return agreement.says(value);
  }

  isPending(label: string): boolean {
    return this.byLabel?.has(label) === true;
  }

  forget(label: string): void {
    const { byLabel } = this;
    // Even on a bad line mostly nothing waits.
    if (byLabel !== null && byLabel.size > 0) byLabel.delete(label);
  }

  /** Forgets what is said of any other label. */
  keepOnly(labels: ReadonlySet<string>): void {
    const { byLabel } = this;
    if (byLabel !== null) for (const label of byLabel.keys()) if (!labels.has(label)) byLabel.delete(label);
  }
}
