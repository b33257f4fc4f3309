// What may still be drawn before the mean power of a Td period passes the subscribed power, on PME-PMI and SAPHIR
// (spec/tic.md §2.8). Two rules: BT > 36 kVA counts apparent power over the last Td minutes, renewed every minute; HTA counts
// active energy per Td period. The exact billing rule (Enedis-NOI-CPT_36E, 56E) could not be read: this is the document of
// the meter's own counters, applied as the Flex Ready reference asks. A number that cannot be known is null, never a guess.
import { Agreement } from '../belief/agreement';
import type { SubscribedPower } from '../families/family';
import { TdTops } from './td-tops';

export type BudgetRule = 'sliding' | 'block';

export interface PowerBudgetView {
  rule: BudgetRule;
  /** Of all powers here; energies are in this unit times hours. */
  unit: 'kVA' | 'kW';
  subscribed: number;
  /** Minutes; null until it is learnt. */
  td: number | null;
  /** Mean now: of the last Td minutes (sliding), of the period until now (block). */
  mean: number | null;
  /** Energy that may still be drawn until the next top for the mean of this period not to pass the subscribed power. */
  left: number | null;
  /** Mean power that uses `left` up until the next top. */
  maxMean: number | null;
  secondsToTop: number | null;
}

export interface BudgetFrame {
  /** The meter's clock, epoch milliseconds; null where it did not come. */
  readonly at: number | null;
  /** Apparent (VAh) and active (Wh) energy since the last top; null where it did not come. */
  readonly apparentVah: number | null;
  readonly activeWh: number | null;
  /** As this frame says; null where it does not, or not for sure. */
  readonly subscribed: SubscribedPower | null;
  /** Td where the meter sends it, minutes. */
  readonly tdMinutes: number | null;
}

const MINUTE = 60_000;
const HOUR = 3_600_000;
/**
 * A long frame of a SAPHIR keeps a line at 1200 Bd busy for 19 s, one of a producer for 31 s; what is further apart has frames
 * missing between. Below a minute, so that no more than one top can lie between two frames.
 */
export const LONGEST_GAP_MS = 45_000;
/** A rise that would need more than this times the subscribed power is damage, until frames in a row agree on it. */
const MARGIN = 2.5;
const AGREEING_FRAMES = 3;
/** Below a minute of a period its mean is mostly rounding. */
const FIRST_MEAN_MS = MINUTE;

interface Point {
  readonly at: number;
  /** Energy since an arbitrary begin, over the tops. */
  readonly total: number;
}

interface Count {
  readonly at: number;
  readonly energy: number;
}

export class PowerBudget {
  private readonly tops = new TdTops();
  private points: Point[] = [];
  private last: Count | null = null;
  /** The last of so many counts in a row that no building should reach. */
  private readonly doubted = new Agreement<Count>(AGREEING_FRAMES);
  /** What this building was seen to draw, W. */
  private strongestW = 0;
  private rule: BudgetRule = 'block';
  private subscribed: SubscribedPower | null = null;
  /** As it was known last. */
  private formerly: SubscribedPower | null = null;
  private slidingMean: number | null = null;
  private meanMinute = -1;
  /** The last frame told clock and counter. */
  private current = false;
  /** Milliseconds between two frames of this meter on this line, the shortest seen. */
  private rhythm = Infinity;

  constructor(private readonly wished: BudgetRule | null = null) {}

  /**
   * A frame ended. Clock in epoch milliseconds, energies in Wh and VAh since the last Td top, Td in minutes (Enedis-NOI-
   * CPT_02E
   * §2.9, §2.10; spec/tic.md §2.4, §2.5); null: the frame did not bring it.
   */
  frame(frame: BudgetFrame): void {
    this.choose(frame.subscribed);
    if (frame.tdMinutes !== null) this.tops.tell(frame.tdMinutes);
    const energy = this.formerly?.unit === 'kVA' ? frame.apparentVah : frame.activeWh;
    const { at } = frame;
    const before = this.last;
    if (at === null || energy === null || (before !== null && !this.isPlausible(before, { at, energy }))) {
      this.current = false;
      return;
    }
    const step = this.tops.step(at, energy, LONGEST_GAP_MS);
    this.last = { at, energy };
    this.current = true;
    const end = this.points.at(-1);
    if (step.kind === 'broken' || before === null || end === undefined) this.points = [{ at, total: 0 }];
    else if (step.kind === 'same') this.points.push({ at, total: end.total + energy - before.energy });
    else if (this.hasGap(at - before.at)) this.points = [{ at, total: 0 }];
    else this.points.push({ at, total: end.total + this.tail(step.at) + energy });
    if (before !== null && at > before.at) this.rhythm = Math.min(this.rhythm, at - before.at);
    this.renewMean();
  }

  /** The clock of the meter was set: nothing holds that was measured by it. */
  clockSet(): void {
    this.tops.forget();
    this.points = [];
    this.last = null;
    this.doubted.forget();
    this.slidingMean = null;
    this.current = false;
  }

  /** Null while the subscribed power is not known. */
  get view(): PowerBudgetView | null {
    const { subscribed, tops, last, rule, current } = this;
    if (subscribed === null) return null;
    const { td, start } = tops;
    const known = current && td !== null && start !== null && last !== null;
    const elapsed = known ? last.at - start : 0;
    const toTop = known ? td * MINUTE - elapsed : null;
    const left = known ? (subscribed.value * td) / 60 - last.energy / 1000 : null;
    const blockMean = known && elapsed >= FIRST_MEAN_MS ? (last.energy / 1000) * (HOUR / elapsed) : null;
    return {
      rule,
      unit: subscribed.unit,
      subscribed: subscribed.value,
      td,
      mean: rounded(rule === 'block' ? blockMean : current ? this.slidingMean : null),
      left: rounded(left),
      maxMean: left !== null && toTop !== null && toTop > 0 ? rounded(Math.max(0, left) * (HOUR / toTop)) : null,
      secondsToTop: toTop === null ? null : Math.round(toTop / 1000),
    };
  }

  private choose(subscribed: SubscribedPower | null): void {
    this.subscribed = subscribed;
    if (subscribed === null) return;
    // Another unit is another counter.
    if (this.formerly !== null && subscribed.unit !== this.formerly.unit) this.clockSet();
    this.rule = this.wished ?? (subscribed.unit === 'kVA' ? 'sliding' : 'block');
    this.formerly = subscribed;
  }

  /** A rise that no building should bring is damage that the sum did not show. A fall is judged by where it lies. */
  private isPlausible(before: Count, now: Count): boolean {
    const rise = now.energy - before.energy;
    const seconds = (now.at - before.at) / 1000;
    const bound = Math.max(MARGIN * (this.formerly?.value ?? Infinity) * 1000, this.strongestW);
    if (rise <= 0 || rise <= (bound * (seconds + 1)) / 3600 + 1) {
      this.doubted.forget();
      return true;
    }
    const { last } = this.doubted;
    if (!this.doubted.says(now, last !== null && now.energy >= last.energy && now.at > last.at)) return false;
    this.strongestW = (2 * rise * 3600) / Math.max(seconds, 1);
    this.doubted.forget();
    return true;
  }

  /** Frames are missing: what was drawn between the last of them and the top is not known. */
  private hasGap(ms: number): boolean {
    return ms > 2 * this.rhythm + 2000;
  }

  /** Energy between the last frame of a period and its end, at the power of the frames before. */
  private tail(top: number): number {
    const [before, end] = this.points.slice(-2);
    if (before === undefined || end === undefined || end.at === before.at) return 0;
    return Math.max(0, ((end.total - before.total) / (end.at - before.at)) * (top - end.at));
  }

  private renewMean(): void {
    const { td } = this.tops;
    const now = this.points.at(-1);
    if (td === null || now === undefined) {
      this.slidingMean = null;
      return;
    }
    const from = now.at - td * MINUTE;
    const first = this.points.findIndex(({ at }) => at >= from);
    const [after, before] = [this.points[first], this.points[first - 1]];
    if (after === undefined || (after.at > from && before === undefined)) {
      this.slidingMean = null;
      return;
    }
    if (first > 1) this.points.splice(0, first - 1);
    const minute = Math.floor(now.at / MINUTE);
    if (minute === this.meanMinute && this.slidingMean !== null) return;
    this.meanMinute = minute;
    const share = before === undefined || after.at === before.at ? 0 : (after.at - from) / (after.at - before.at);
    const begin = after.total - share * (after.total - (before?.total ?? after.total));
    this.slidingMean = ((now.total - begin) / 1000) * (60 / td);
  }
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1000) / 1000;
}
