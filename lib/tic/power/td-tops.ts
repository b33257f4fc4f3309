// When the Td periods of a business meter begin. A meter counts energy from one top to the next; it tells Td at most in
// long frames (SAPHIR), so tops are seen as falls of the counter, on round minutes of the meter's clock.

const MINUTE = 60_000;
/** 10 minutes as a rule, 5 are possible (spec/tic.md §2.4). */
const POSSIBLE_TD = [5, 10, 15, 20, 30];
export const LONGEST_TD = 30;
/** Whatever Td is, tops lie on multiples of this. */
const SHORTEST_TD_MS = 5 * MINUTE;
/** A frame that bears the very instant of a top may still show the counter of before it. */
const LATCH_MS = 1500;

export type Step =
  /** The same period goes on. */
  | { readonly kind: 'same' }
  /** A new period began, at this instant. */
  | { readonly kind: 'top'; readonly at: number }
  /** Frames are missing, the clock was set, or the counter does what it should not: nothing is known of the period. */
  | { readonly kind: 'broken' };

interface Sample {
  readonly at: number;
  readonly energy: number;
}

export class TdTops {
  /** Minutes; null until two tops in a row, or the meter, told it. */
  td: number | null = null;
  /** Begin of the period in hand; null while not known. */
  start: number | null = null;
  private last: Sample | null = null;
  /** The last top, as long as no frame was missed since. */
  private lastTop: number | null = null;
  private told: number | null = null;

  /** The meter says how long its periods are. */
  tell(minutes: number): void {
    if (minutes === this.told) return;
    this.told = minutes;
    if (this.td !== null && this.td !== minutes) this.start = null;
    this.td = minutes;
  }

  /**
   * The counter at an instant of the meter's clock.
   * @param longestGapMs frames further apart than this have others missing between them
   */
  step(at: number, energy: number, longestGapMs: number): Step {
    const before = this.last;
    this.last = { at, energy };
    if (before === null) return this.lose();
    const gap = at - before.at;
    if (gap <= 0 || gap > longestGapMs) return this.lose();
    const due = this.start === null || this.td === null ? null : this.start + this.td * MINUTE;
    if (energy >= before.energy) {
      // A top shows as a fall, unless nothing was drawn before it.
      if (due === null && before.energy === 0 && this.mayHideTop(before.at, at)) this.lastTop = null;
      if (due === null || at < due + LATCH_MS) return { kind: 'same' };
      return before.energy === 0 ? this.begin(due) : this.unlearn();
    }
    const top = Math.floor(at / MINUTE) * MINUTE;
    if (top < before.at - LATCH_MS || (due !== null && top !== due)) return this.unlearn(top);
    return this.begin(top);
  }

  /** Forgets the period in hand; Td stays. */
  lose(): Step {
    this.start = null;
    this.lastTop = null;
    return { kind: 'broken' };
  }

  /** The clock was set: the next frame follows none. */
  forget(): void {
    this.lose();
    this.last = null;
  }

  private begin(top: number): Step {
    if (this.lastTop !== null) {
      const minutes = (top - this.lastTop) / MINUTE;
      if (this.told === null && POSSIBLE_TD.includes(minutes)) this.td = minutes;
      else if (this.td !== minutes) return this.unlearn(top);
    }
    this.lastTop = top;
    this.start = this.td === null ? null : top;
    return { kind: 'top', at: top };
  }

  /** Td is not what it was taken for. A top that was seen is the first of the next two. */
  private unlearn(top: number | null = null): Step {
    this.td = this.told;
    this.start = null;
    this.lastTop = top;
    return { kind: 'broken' };
  }

  /** Between these instants there may have been a top that was not seen. */
  private mayHideTop(before: number, now: number): boolean {
    const possible = Math.floor(now / SHORTEST_TD_MS) * SHORTEST_TD_MS;
    return possible > before - LATCH_MS && possible !== this.lastTop;
  }
}
