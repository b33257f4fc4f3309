// The counters of meters above 36 kVA (EA_s of a PME-PMI, EAS of a SAPHIR, EA of an ICE) begin at 0 with each Td period; no total
// of theirs is finer than a kWh, or is one at all (spec/tic.md §2.4 to §2.6). Here they go on over the tops.
import type { Counter, CounterState } from './counter';
import type { Span } from './spans';

/** A count as a reading brings it. */
export interface TopCount {
  /** At the host, epoch milliseconds. */
  readonly at: number;
  /** The same instant by the meter's clock, on which the tops lie. */
  readonly meterAt: number;
  /** Wh since the last top. */
  readonly wh: number;
}

const MINUTE = 60_000;
/** Whatever Td is, tops lie on multiples of this of the meter's clock. */
const TOPS_MS = 5 * MINUTE;
/** A reading that bears the very instant of a top may still show the count of before it. */
const LATCH_MS = 1500;
/** So long before a top the power is taken to go on as it was since the reading before: the count of that time is lost with the top. */
const LONGEST_TAIL_MS = MINUTE;

export class SinceTop {
  /** Between the last two readings of a period, Wh per ms; null: it has one only. */
  private pace: number | null = null;

  /** @param counter of a total that has no meaning but its differences */
  constructor(
    private readonly counter: Counter,
    private last?: TopCount,
  ) {}

  /** What must outlive a restart. */
  get state(): { readonly counter?: CounterState; readonly last?: TopCount } {
    const { last } = this;
    const counter = this.counter.state;
    return { ...(counter && { counter }), ...(last && { last }) };
  }

  /** @returns the stretches that are closed now, in order */
  hear(count: TopCount): Span[] {
    const before = this.last;
    if (before !== undefined && count.meterAt <= before.meterAt && count.wh >= before.wh) return [];
    this.last = count;
    if (before === undefined) return this.anew(count);
    const gap = count.meterAt - before.meterAt;
    if (gap <= 0 || gap > TOPS_MS) return this.anew(count);
    const top = Math.floor(count.meterAt / TOPS_MS) * TOPS_MS;
    const mayHaveTop = top > before.meterAt - LATCH_MS;
    if (count.wh < before.wh) return mayHaveTop ? this.over(top, before, count) : this.anew(count);
    // After a long silence a count that is higher may be one of the next period.
    if (mayHaveTop && gap > LONGEST_TAIL_MS) return this.anew(count);
    return this.goOn(before, count);
  }

  /** What comes next follows nothing. */
  breakOff(): Span[] {
    this.last = undefined;
    this.pace = null;
    return this.counter.breakOff();
  }

  private anew(count: TopCount): Span[] {
    this.pace = null;
    return this.counter.breakOff({ at: count.at, wh: 0 });
  }

  private goOn(before: TopCount, count: TopCount): Span[] {
    const rise = count.wh - before.wh;
    this.pace = count.at > before.at ? rise / (count.at - before.at) : this.pace;
    return this.counter.hear({ at: count.at, wh: this.total + rise });
  }

  private over(top: number, before: TopCount, count: TopCount): Span[] {
    const { pace } = this;
    const topAt = Math.max(count.at - (count.meterAt - top), before.at);
    const tail = topAt - before.at;
    this.pace = count.at > topAt ? count.wh / (count.at - topAt) : pace;
    const isKnown = tail <= LATCH_MS || (pace !== null && tail <= LONGEST_TAIL_MS);
    const begin = { at: topAt, wh: this.total + tail * (pace ?? 0) };
    const spans = isKnown ? this.counter.hear(begin) : this.counter.breakOff(begin);
    return [...spans, ...this.counter.hear({ at: count.at, wh: begin.wh + count.wh })];
  }

  private get total(): number {
    return this.counter.state?.last.wh ?? 0;
  }
}
