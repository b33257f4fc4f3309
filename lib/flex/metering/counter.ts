// A counter of energy into energy over time: differences of two counts, cut on whole steps of the hour. What a counter did while
// nobody read it is known as a whole and not in its parts; a fall or a leap is no consumption.
import type { Span } from './spans';

export interface Count {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly wh: number;
}

/** What must outlive a restart. */
export interface CounterState {
  /** Where the stretch begins that is not closed yet. */
  readonly open: Count;
  readonly last: Count;
}

export interface CounterKind {
  /** Stretches end on multiples of it: finer than one step of the count they would be rounding. */
  readonly stepMs: number;
  /** The most that can flow, W: more is a leap. */
  readonly mostW: number;
  /** One step of the count. */
  readonly stepWh: number;
  /** It may fall: a sum of powers with their sign. */
  readonly mayFall?: true;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Readings come at least once a minute (CONTRACTS: reading); over more than some of them that are missing nobody knows when it flowed. */
export const LONGEST_GAP_MS = 5 * MINUTE;
/** Readings may be dated a little before the one that came before them. */
const JITTER_MS = 10_000;
/** A rise is measured over at least so long. */
const LEAST_ELAPSED_MS = MINUTE;

export class Counter {
  constructor(
    private readonly kind: CounterKind,
    private known?: CounterState,
  ) {}

  get state(): CounterState | undefined {
    return this.known;
  }

  /** @returns the stretches that are closed now, in order */
  hear(count: Count): Span[] {
    const { known } = this;
    if (known === undefined) return this.begin(count);
    const { last } = known;
    const gap = count.at - last.at;
    if (gap <= 0 && gap >= -JITTER_MS && count.wh >= last.wh) return [];
    if (gap <= 0 || !this.mayFollow(last, count)) return this.breakOff(count);
    if (gap <= LONGEST_GAP_MS) return this.goOn(known, count);
    const spans = [
      ...this.breakOff(count),
      { start: last.at, end: count.at, wh: count.wh - last.wh, whole: true } as const,
    ];
    return spans;
  }

  /** What comes next follows nothing. @param next where it begins anew @returns what was not closed yet */
  breakOff(next?: Count): Span[] {
    const { known } = this;
    this.known = next && { open: next, last: next };
    if (known === undefined || known.last.at <= known.open.at) return [];
    return [between(known.open, known.last)];
  }

  private begin(count: Count): Span[] {
    this.known = { open: count, last: count };
    return [];
  }

  private goOn({ open, last }: CounterState, count: Count): Span[] {
    const { stepMs } = this.kind;
    const spans: Span[] = [];
    let from = open;
    for (let at = (Math.floor(last.at / stepMs) + 1) * stepMs; at <= count.at; at += stepMs) {
      const share = (at - last.at) / (count.at - last.at);
      const edge = { at, wh: last.wh + share * (count.wh - last.wh) };
      spans.push(between(from, edge));
      from = edge;
    }
    this.known = { open: from, last: count };
    return spans;
  }

  private mayFollow(last: Count, count: Count): boolean {
    const { mostW, stepWh, mayFall } = this.kind;
    const rise = count.wh - last.wh;
    const most = (mostW * Math.max(count.at - last.at, LEAST_ELAPSED_MS)) / HOUR + stepWh;
    return (rise >= 0 || mayFall === true) && Math.abs(rise) <= most;
  }
}

function between(from: Count, to: Count): Span {
  return { start: from.at, end: to.at, wh: to.wh - from.wh };
}
