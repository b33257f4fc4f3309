// What a flow tells of an asset that no meter output measures: a power now and then, a counter of energy, or the energy of a time.
import { Counter, LONGEST_GAP_MS } from './counter';
import type { Span } from './spans';

/** One of them is there. Instants are epoch milliseconds. */
export type Told =
  /** The power at an instant, W; negative: it injects. */
  | { readonly kind: 'power'; readonly at: number; readonly powerW: number }
  /** A counter that only grows, Wh. */
  | { readonly kind: 'count'; readonly at: number; readonly energyWh: number }
  /** Energy between two instants, Wh. */
  | { readonly kind: 'span'; readonly start: number; readonly end: number; readonly energyWh: number };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** W. No more is connected to HTA. */
const MOST_W = 40_000_000;

export class ToldPower {
  private readonly count = new Counter({ stepMs: MINUTE, mostW: MOST_W, stepWh: 1 });
  private readonly sum = new Counter({ stepMs: MINUTE, mostW: MOST_W, stepWh: 1, mayFall: true });
  private last: { readonly at: number; readonly powerW: number } | undefined;

  /** @returns the stretches that are closed now */
  hear(told: Told): Span[] {
    if (told.kind === 'span') return [spanOf(told)];
    if (told.kind === 'count') return this.count.hear({ at: told.at, wh: told.energyWh });
    return this.hearPower(told);
  }

  /** What comes next follows nothing. */
  breakOff(): Span[] {
    this.last = undefined;
    return [...this.count.breakOff(), ...this.sum.breakOff()];
  }

  /** Between two powers it was their mean; over a longer gap nobody knows. */
  private hearPower(now: { readonly at: number; readonly powerW: number }): Span[] {
    const { last } = this;
    const gap = last === undefined ? Infinity : now.at - last.at;
    if (gap === 0) return [];
    this.last = now;
    if (last === undefined || gap < 0 || gap > LONGEST_GAP_MS) return this.sum.breakOff({ at: now.at, wh: 0 });
    const total = this.sum.state?.last.wh ?? 0;
    return this.sum.hear({ at: now.at, wh: total + (((last.powerW + now.powerW) / 2) * gap) / HOUR });
  }
}

/** How a long one was spread nobody knows. */
function spanOf({ start, end, energyWh }: { start: number; end: number; energyWh: number }): Span {
  return end - start > HOUR ? { start, end, wh: energyWh, whole: true } : { start, end, wh: energyWh };
}
