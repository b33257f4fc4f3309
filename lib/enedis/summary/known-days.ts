// The energy of each day, by the meter, else by a curve that is complete; and the days that lack something.
import { PARIS, type DayKey } from '../../grid/paris-time';
import { byDay, sumOf, type Direction, type Point } from '../../grid/point';
import { daysOf } from '../kept/kept-points';
import type { Measure } from '../series';
import type { SummarySource } from './summarise';

export interface KnownDay {
  readonly wh: number;
  readonly quality: Point['quality'];
}

export interface KnownDays {
  /** Ascending. */
  readonly days: ReadonlyMap<DayKey, KnownDay>;
  /** Days after the first that is known which lack energy, or the curve that is wanted. Ascending. */
  readonly missing: readonly DayKey[];
}

/** Three years, and what Enedis gives beyond them. */
const HISTORY_DAYS = 3 * 366 + 31;

export async function knownDays(
  source: SummarySource,
  direction: Direction,
  measures: readonly Measure[],
  today: DayKey,
): Promise<KnownDays> {
  const window = { from: PARIS.addDays(today, -HISTORY_DAYS), to: today };
  const daily = byDay(await source.read(direction, 'energy', window));
  const hasCurve = await source.complete(direction, 'load-curve', window);
  const all = daysOf(window);
  const byCurve = await curvesOf(
    source,
    direction,
    all.filter((day) => !daily.has(day) && hasCurve(day)),
  );
  const wantsCurve = measures.includes('load-curve');
  const days = new Map<DayKey, KnownDay>();
  for (const day of all) {
    const [point] = daily.get(day) ?? [];
    const wh = byCurve.get(day);
    if (point !== undefined)
      days.set(day, { wh: point.value, quality: qualityOf(point, wantsCurve && !hasCurve(day)) });
    else if (wh !== undefined) days.set(day, { wh, quality: 'derived' });
  }
  const firstDay = all.find((day) => days.has(day));
  const firstCurve = all.find(hasCurve);
  const lacks = (day: DayKey): boolean =>
    !days.has(day) || (wantsCurve && firstCurve !== undefined && day >= firstCurve && !hasCurve(day));
  return { days, missing: firstDay === undefined ? [] : all.filter((day) => day >= firstDay && lacks(day)) };
}

function qualityOf({ quality }: Point, lacksCurve: boolean): Point['quality'] {
  return quality === 'measured' && lacksCurve ? 'daily-only' : quality;
}

/** What complete curves make of these days, in Wh: a month at a time, for a curve is long. */
async function curvesOf(
  source: SummarySource,
  direction: Direction,
  days: readonly DayKey[],
): Promise<ReadonlyMap<DayKey, number>> {
  const sums = new Map<DayKey, number>();
  for (const month of new Set(days.map((day) => day.slice(0, 7)))) {
    const ofMonth = days.filter((day) => day.startsWith(month));
    const [first = '', last = ''] = [ofMonth[0], ofMonth.at(-1)];
    const curve = byDay(await source.read(direction, 'load-curve', { from: first, to: PARIS.addDays(last, 1) }));
    for (const day of ofMonth) sums.set(day, sumOf(curve.get(day) ?? []));
  }
  return sums;
}
