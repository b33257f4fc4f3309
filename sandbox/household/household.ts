// A meter and what it has measured since it was switched on: the truth that the stand-ins of Enedis publish, day after day.
import { dayInstant, parisTime } from '../paris-clock';
import { netOfDay, SLICE_MS, type House } from './load';

export type Direction = 'consumption' | 'production';

/** One interval of the load curve: whole Wh, so that Σ of a day is its energy to the Wh. */
export interface Slot {
  /** Epoch ms. */
  readonly start: number;
  readonly end: number;
  readonly wh: number;
}

export interface Meter extends House {
  /** 14 digits, of nobody. */
  readonly prm: string;
  /** One sentence for a list. */
  /** On the page of the consent, which speaks French as that of Enedis does. */
  readonly describe: string;
  /** Numbers of civil days, see paris-clock: from then on there are values. */
  readonly activeFrom: number;
  /** Like that of Enedis: C5 up to 36 kVA, P4 a producer's. */
  readonly segment: 'C2' | 'C3' | 'C4' | 'C5';
  readonly subscribedKva: number;
  /** Whether the holder lets the load curve be recorded and collected. */
  readonly collectsCurve: boolean;
  /** Fixed: whatever the season, this step in minutes; else the steps change as told in `stepsOf`. */
  readonly step?: number;
  /** Neither holes nor late days. */
  readonly isSmooth?: true;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The register shows this on the day of the activation. */
const FIRST_INDEX = 41_000;

export class Household {
  private readonly days = new Map<string, readonly Slot[]>();
  private readonly indices = new Map<string, readonly { hp: number; hc: number }[]>();

  constructor(readonly meter: Meter) {}

  get prm(): string {
    return this.meter.prm;
  }

  produces(): boolean {
    return this.meter.roofW > 0;
  }

  /** The civil day in intervals without a hole, in order; none before the activation. */
  slots(day: number, direction: Direction): readonly Slot[] {
    const key = `${direction} ${String(day)}`;
    let found = this.days.get(key);
    if (found === undefined) this.days.set(key, (found = this.measured(day, direction)));
    return found;
  }

  /** Wh of a civil day. */
  energy(day: number, direction: Direction): number {
    return this.slots(day, direction).reduce((sum, { wh }) => sum + wh, 0);
  }

  /** The highest apparent power of a day, and when. */
  peak(day: number): { at: number; va: number } {
    const net = netOfDay(this.meter, day);
    const highest = Math.max(0, ...net);
    const at = dayInstant(day) + Math.max(0, net.indexOf(highest)) * SLICE_MS;
    // Short peaks lie above the mean of five minutes; stamps of a maximum have odd seconds.
    return { at: at + (day % 240) * 1000 + 3000, va: Math.round((highest * 1.08) / 10) * 10 };
  }

  /** The register of peak and off-peak hours at 00:00 of a civil day, in Wh. */
  index(day: number, direction: Direction): { hp: number; hc: number } {
    let known = this.indices.get(direction);
    const reached = day - this.meter.activeFrom;
    if (known === undefined || known.length <= reached) {
      const more = [...(known ?? [{ hp: FIRST_INDEX, hc: FIRST_INDEX }])];
      for (let n = more.length; n <= reached; n += 1) {
        const { hp, hc } = more[n - 1] ?? { hp: 0, hc: 0 };
        const slots = this.slots(this.meter.activeFrom + n - 1, direction);
        const off = slots.filter(({ start }) => isOffPeak(start)).reduce((sum, { wh }) => sum + wh, 0);
        const all = slots.reduce((sum, { wh }) => sum + wh, 0);
        more.push({ hp: hp + all - off, hc: hc + off });
      }
      this.indices.set(direction, (known = more));
    }
    return known[reached] ?? { hp: 0, hc: 0 };
  }

  private measured(day: number, direction: Direction): readonly Slot[] {
    if (day < this.meter.activeFrom || (direction === 'production' && !this.produces())) return [];
    const slots: Slot[] = [];
    const net = netOfDay(this.meter, day);
    const sign = direction === 'consumption' ? 1 : -1;
    const midnight = dayInstant(day);
    for (let n = 0; n < net.length;) {
      const start = midnight + n * SLICE_MS;
      const minutes = this.step(day, start);
      const slices = net.slice(n, n + (minutes * MINUTE) / SLICE_MS);
      // What the house and its roof do to each other stays behind the meter.
      const mean = slices.reduce((sum, watts) => sum + Math.max(0, sign * watts), 0) / slices.length;
      slots.push({ start, end: start + minutes * MINUTE, wh: Math.round((mean * minutes) / 60) });
      n += slices.length;
    }
    return slots;
  }

  private step(day: number, at: number): number {
    return this.meter.step ?? stepAt(day - this.meter.activeFrom, day, at);
  }
}

/** A new meter records by the hour; in May the grid studies it, and on the 25th the step changes four times in one day. */
function stepAt(age: number, day: number, at: number): number {
  const date = new Date(day * DAY);
  if (date.getUTCMonth() === 4) {
    const dayOfMonth = date.getUTCDate();
    if (dayOfMonth >= 11 && dayOfMonth <= 17) return 10;
    if (dayOfMonth >= 18 && dayOfMonth <= 24) return 15;
    if (dayOfMonth === 25) return [30, 10, 15, 60][Math.floor(parisTime(at).hour / 6)] ?? 30;
  }
  return age < 60 ? 60 : 30;
}

/** HC (22H00-6H00). */
function isOffPeak(at: number): boolean {
  const { hour } = parisTime(at);
  return hour >= 22 || hour < 6;
}
