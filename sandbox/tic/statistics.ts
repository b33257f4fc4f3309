// The meter's little statistics: the maximum of a day and the mean of a period, each with its horodate.

/** A value and the instant that its horodate names. */
export interface Stamped {
  readonly value: number;
  readonly at: number;
}

/** Weight of one second in the filter before the maximum: a switch-on spike is no maximum. */
const WEIGHT = 0.02;

export class RunningMax {
  today: Stamped | undefined;
  yesterday: Stamped | undefined;
  private day = Number.NaN;
  private level: number | undefined;

  /** `day` is the civil day of `at`; `step` the milliseconds that the value stood for. */
  add(at: number, day: number, value: number, step: number): void {
    const weight = Math.min(1, (WEIGHT * step) / 1000);
    this.level = this.level === undefined ? value : this.level + weight * (value - this.level);
    if (day !== this.day) {
      this.yesterday = this.today;
      this.today = undefined;
      this.day = day;
    }
    if (this.today === undefined || this.level > this.today.value) this.today = { value: this.level, at };
  }
}

/** A finished period shows up a few seconds after its end, with the end as its horodate. */
const PUBLISHED_AFTER = 6_000;

export class PeriodMean {
  last: Stamped | undefined;
  previous: Stamped | undefined;
  private pending: Stamped | undefined;
  private period = Number.NaN;
  private total = 0;
  private samples = 0;

  constructor(private readonly length: number) {}

  add(at: number, value: number): void {
    const period = Math.floor(at / this.length);
    if (period !== this.period) {
      if (this.samples > 0) this.pending = { value: this.total / this.samples, at: (this.period + 1) * this.length };
      this.period = period;
      this.total = 0;
      this.samples = 0;
    }
    this.total += value;
    this.samples += 1;
    if (this.pending !== undefined && at >= this.pending.at + PUBLISHED_AFTER) {
      this.previous = this.last;
      this.last = this.pending;
      this.pending = undefined;
    }
  }
}
