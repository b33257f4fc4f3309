// A business on a meter above 36 kVA: a workshop with a fast charger that takes it over its subscribed power at fixed hours,
// and whenever somebody plugs in. Counters, tops and means are kept second by second, as the meter keeps them.
import { parisTime, parisWall } from '../paris-clock';
import { hash, noiseAt } from '../random';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const POINT = 10 * MINUTE;

export interface BuildingOptions {
  /** Subscribed, kVA or kW; off-peak hours have a fifth more. */
  readonly subscribed: number;
  /** Minutes of a Td period. */
  readonly td: 5 | 10;
  readonly start: number;
  readonly seed: string | number;
}

export type Period = 'HPH' | 'HCH';

/** Wh, VAh, varh since the last top. */
export interface Counters {
  active: number;
  apparent: number;
  reactive: number;
}

/** A mean of the load curve, with the instant at which it ended. */
export interface Point {
  readonly at: number;
  readonly kw: number;
}

/** At these hours the charger runs for so many minutes. */
const CHARGER_HOURS = [11, 15, 19];
const CHARGER_MINUTES = 25;
/** Of the subscribed power. */
const CHARGER = 0.62;
/** What is left where the loads that can be shed are off: light, lifts, servers. */
const UNSHEDDABLE = 0.3;
/** A truck: the mean of a quarter of an hour is above the subscribed power whenever it begins. */
const OVER = 1.25;
const TANGENT = 0.31;

export class Building {
  readonly counters: Counters = { active: 0, apparent: 0, reactive: 0 };
  /** kWh of each period. */
  readonly indexes: Record<Period, number>;
  /** kvarh of each period. */
  readonly reactiveIndexes: Record<Period, number> = { HPH: 12_345, HCH: 2345 };
  /** Means of the last whole minute. */
  minute = { kw: 0, kva: 0 };
  /** Highest mean of a Td period, kW and kVA. */
  highest = { kw: 0, kva: 0 };
  /** Newest first. */
  readonly points: Point[] = [];
  private readonly plugged: { readonly from: number; readonly to: number }[] = [];
  private loadsAreOn = true;
  private readonly seed: number;
  private next: number;
  private minuteSum = { wh: 0, vah: 0 };
  private pointWh = 0;

  constructor(private readonly options: BuildingOptions) {
    this.seed = hash(`building ${String(options.seed)}`);
    this.indexes = { HPH: 900_000 + (Math.abs(this.seed) % 50_000), HCH: 300_000 + (Math.abs(this.seed) % 9000) };
    // Seven points are lived through before the first frame, so that the six that are shown are honest.
    this.next = Math.floor(options.start / POINT) * POINT - 7 * POINT;
    this.advance(options.start);
  }

  /** Lives up to `instant` (excluded), second by second. */
  advance(instant: number): void {
    for (; this.next + SECOND <= instant; this.next += SECOND) this.live(this.next);
  }

  /** A truck at the fast charger (epoch milliseconds): what it draws takes the building over its subscribed power, at any hour. */
  plug(from: number, to: number): void {
    this.plugged.push({ from, to });
  }

  /** From the second on that it lives next: heating, cooling and chargers, all that a building can do without for an hour. */
  switchLoads(on: boolean): void {
    this.loadsAreOn = on;
  }

  static period(at: number): Period {
    const { hour } = parisTime(at);
    return hour >= 6 && hour < 22 ? 'HPH' : 'HCH';
  }

  /** In the unit of the contract. */
  subscribed(at: number): number {
    return Building.period(at) === 'HPH' ? this.peakSubscribed : this.offPeakSubscribed;
  }

  get peakSubscribed(): number {
    return this.options.subscribed;
  }

  get offPeakSubscribed(): number {
    return Math.round(this.options.subscribed * 1.2);
  }

  private live(at: number): void {
    const watts = this.watts(at);
    const [wh, varh] = [watts / 3600, (watts * TANGENT) / 3600];
    const vah = Math.hypot(wh, varh);
    this.counters.active += wh;
    this.counters.reactive += varh;
    this.counters.apparent += vah;
    const period = Building.period(at);
    this.indexes[period] += wh / 1000;
    this.reactiveIndexes[period] += varh / 1000;
    this.minuteSum.wh += wh;
    this.minuteSum.vah += vah;
    this.pointWh += wh;
    this.turn(at + SECOND);
  }

  /** What ends with this instant: a frame of the very instant of a top shows the new counter. */
  private turn(at: number): void {
    if (at % MINUTE === 0) {
      this.minute = { kw: (this.minuteSum.wh * 60) / 1000, kva: (this.minuteSum.vah * 60) / 1000 };
      this.minuteSum = { wh: 0, vah: 0 };
    }
    if (at % POINT === 0) {
      this.points.unshift({ at, kw: (this.pointWh * 6) / 1000 });
      this.points.length = Math.min(this.points.length, 6);
      this.pointWh = 0;
    }
    const { td } = this.options;
    if (at % (td * MINUTE) !== 0) return;
    const { active, apparent } = this.counters;
    this.highest = {
      kw: Math.max(this.highest.kw, (active * 60) / td / 1000),
      kva: Math.max(this.highest.kva, (apparent * 60) / td / 1000),
    };
    Object.assign(this.counters, { active: 0, apparent: 0, reactive: 0 });
  }

  private watts(at: number): number {
    const { subscribed } = this.options;
    const minute = (parisWall(at) % 86_400_000) / MINUTE;
    const works = minute > 6.5 * 60 && minute < 20 * 60 ? 0.3 : 0;
    const swing = 0.03 * Math.sin(minute / 7) + 0.02 * noiseAt(this.seed, Math.floor(at / (20 * SECOND)));
    const isPlugged = this.plugged.some(({ from, to }) => at >= from && at < to);
    const charger = isPlugged || Building.chargesUsually(at) ? CHARGER : 0;
    const share = this.loadsAreOn ? 0.28 + works + swing + charger : (0.28 + works + swing) * UNSHEDDABLE;
    const watts = subscribed * 1000 * share;
    return isPlugged && this.loadsAreOn ? Math.max(watts, OVER * 1000 * this.subscribed(at)) : watts;
  }

  private static chargesUsually(at: number): boolean {
    const { hour, minute } = parisTime(at);
    return CHARGER_HOURS.includes(hour) && minute < CHARGER_MINUTES;
  }
}
