// Points that have no cost yet because nobody has said the colour of their day. In memory, and no more of them than fit.
import type { DayKey } from '../../grid/paris-time';
import type { Point } from '../../grid/point';

/** Five and a half years of half hours. */
const MOST_POINTS = 100_000;

interface Awaited {
  readonly point: Point;
  /** Tariff days whose colour it needs. */
  readonly days: readonly DayKey[];
}

export class AwaitedPoints {
  private readonly points = new Map<string, Awaited>();

  constructor(private readonly most = MOST_POINTS) {}

  /** The same point a second time takes the place of the first; of too many the oldest are forgotten. */
  add(point: Point, days: readonly DayKey[]): void {
    const key = `${point.prm}/${point.direction}/${point.kind}/${point.start}`;
    this.points.delete(key);
    this.points.set(key, { point, days });
    if (this.points.size <= this.most) return;
    const [oldest] = this.points.keys();
    if (oldest !== undefined) this.points.delete(oldest);
  }

  /** Takes out all of which `isKnown` holds for a day, in order of time. */
  take(isKnown: (day: DayKey) => boolean): Point[] {
    const taken: Point[] = [];
    for (const [key, { point, days }] of this.points) {
      if (!days.some(isKnown)) continue;
      this.points.delete(key);
      taken.push(point);
    }
    return withoutCovered(taken);
  }

  /** Days that are waited for, in order. */
  get days(): DayKey[] {
    return [...new Set([...this.points.values()].flatMap(({ days }) => days))].sort();
  }
}

/**
 * In order of time, without those that begin in one that came later: a curve that was sent again in longer steps.
 * @param came in the order in which they came
 */
function withoutCovered(came: readonly Point[]): Point[] {
  const orders = new Map(came.map((point, order) => [point, order]));
  const orderOf = (point: Point): number => orders.get(point) ?? 0;
  const last = new Map<string, Point>();
  return [...came]
    .sort((a, b) => a.start - b.start)
    .filter((point) => {
      const series = `${point.prm}/${point.direction}`;
      const before = last.get(series);
      if (before !== undefined && point.start < before.end && orderOf(point) < orderOf(before)) return false;
      last.set(series, point);
      return true;
    });
}
