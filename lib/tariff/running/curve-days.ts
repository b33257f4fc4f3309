// Days of which a load curve has been seen: their daily energy has no cost of its own any more. Kept over a restart.
import * as v from 'valibot';
import { PARIS, type DayKey } from '../../grid/paris-time';
import { byDay, type Point } from '../../grid/point';
import { checkedBy, type Format } from '../../store/store';

const Run = v.object({ from: v.string(), to: v.string() });
/** By meter and direction: runs of days, both ends included. */
const Kept = v.record(v.string(), v.array(Run));
export type KeptCurveDays = v.InferOutput<typeof Kept>;
export const CURVE_DAYS: Format<KeptCurveDays> = { version: 1, check: checkedBy(Kept) };

export class CurveDays {
  private readonly series = new Map<string, Set<DayKey>>();

  /** @returns whether a day is new */
  note(points: readonly Point[]): boolean {
    let isNews = false;
    for (const point of points) {
      if (!isCurve(point)) continue;
      const days = this.daysOf(point);
      const day = PARIS.dayKey(point.start);
      isNews ||= !days.has(day);
      days.add(day);
    }
    return isNews;
  }

  /** Whether one of the days of this point has a curve. */
  covers(point: Point): boolean {
    const days = this.daysOf(point);
    const last = PARIS.dayKey(point.end - 1);
    for (let day = PARIS.dayKey(point.start); day <= last; day = PARIS.addDays(day, 1)) if (days.has(day)) return true;
    return false;
  }

  restore(kept: KeptCurveDays): void {
    for (const [name, runs] of Object.entries(kept)) {
      const days = new Set<DayKey>();
      for (const { from, to } of runs) for (let day = from; day <= to; day = PARIS.addDays(day, 1)) days.add(day);
      this.series.set(name, days);
    }
  }

  kept(): KeptCurveDays {
    return Object.fromEntries([...this.series].map(([name, days]) => [name, runsOf(days)]));
  }

  private daysOf({ prm, direction }: Point): Set<DayKey> {
    const name = `${prm}/${direction}`;
    const days = this.series.get(name) ?? new Set();
    this.series.set(name, days);
    return days;
  }
}

/** Energy or mean power of less than a day. */
export function isCurve({ kind, quantity, start, end }: Point): boolean {
  return quantity === 'active' && (kind === 'load-curve' || (kind === 'energy' && end - start < SHORTEST_DAY_MS));
}

/** Energy of whole days. */
export function isDaily({ kind, quantity, start, end }: Point): boolean {
  return quantity === 'active' && kind === 'energy' && end - start >= SHORTEST_DAY_MS;
}

/** Civil days that points of energy touch. */
export function daysTouched(points: readonly Point[]): DayKey[] {
  return [...byDay(points).keys()].sort();
}

const SHORTEST_DAY_MS = 23 * 3_600_000;

function runsOf(days: ReadonlySet<DayKey>): KeptCurveDays[string] {
  const runs: { from: DayKey; to: DayKey }[] = [];
  for (const day of [...days].sort()) {
    const last = runs.at(-1);
    if (last !== undefined && PARIS.addDays(last.to, 1) === day) last.to = day;
    else runs.push({ from: day, to: day });
  }
  return runs;
}
