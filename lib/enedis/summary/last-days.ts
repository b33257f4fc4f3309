// What a screen shows of the last days, one by one: energy and maximum of each, and the curve of the newest.
import { isoParis, PARIS, type DayKey } from '../../grid/paris-time';
import { byDay, type Point } from '../../grid/point';
import type { DayFigures, DirectionSummary } from './energy-summary';
import type { KnownDay } from './known-days';

const MOST_DAYS = 31;

/** From the oldest of these days until yesterday: what `daysUntil` wants to know the maxima of. */
export function windowOfDays(today: DayKey): { from: DayKey; to: DayKey } {
  return { from: PARIS.addDays(today, -MOST_DAYS), to: today };
}

/**
 * Newest first, until the oldest of the last 31 of which something is known.
 * @param maxima of the last days; several of one day: the highest counts
 */
export function daysUntil(
  today: DayKey,
  known: ReadonlyMap<DayKey, KnownDay>,
  maxima: readonly Point[],
): readonly DayFigures[] {
  const maximaOf = byDay(maxima);
  const days: DayFigures[] = [];
  let told = 0;
  for (let ago = 1; ago <= MOST_DAYS; ago += 1) {
    const day = PARIS.addDays(today, -ago);
    const [wh, highest] = [known.get(day)?.wh, highestOf(maximaOf.get(day) ?? [])];
    days.push({
      day,
      kWh: wh === undefined ? null : wh / 1000,
      maxKVA: highest === undefined ? null : highest.value / 1000,
      maxAt: highest === undefined ? null : isoParis(highest.start),
    });
    if (wh !== undefined || highest !== undefined) told = ago;
  }
  return days.slice(0, told);
}

/** The first of those that are as high. */
export function highestOf(maxima: readonly Point[]): Point | undefined {
  return maxima.reduce<Point | undefined>(
    (highest, one) => (highest === undefined || one.value > highest.value ? one : highest),
    undefined,
  );
}

/** @param points of one day, in order; none: nothing */
export function curveOf(points: readonly Point[]): Pick<DirectionSummary, 'lastCurve' | 'curve'> {
  const last = points.at(-1);
  if (last === undefined) return { lastCurve: null };
  return {
    lastCurve: { start: isoParis(last.start), end: isoParis(last.end), kW: last.value / 1000 },
    curve: points.map(({ start, value }) => ({ start: isoParis(start), kW: value / 1000 })),
  };
}
