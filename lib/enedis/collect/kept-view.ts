// What is kept of a meter, as whoever asks for it sees it: with what is derived, and with what lacks.
import { PARIS, type DayKey } from '../../grid/paris-time';
import { byDay, dayOf, sumOf, type Direction, type Point } from '../../grid/point';
import { daysBetween } from '../kept/day';
import type { SummarySource } from '../summary/summarise';
import { daysOf, type KeptPoints } from '../kept/kept-points';
import type { DayWindow, Measure, Series } from '../series';
import type { Request, SumDifference } from './news';
import { askedFor, isDerived, wiresOf } from './wanted';
import type { Wire } from './progress';

/** The sum of a curve and the day's energy may differ by so much: rounding, and what Enedis does not promise. */
const TOLERANCE_WH = 5;
const TOLERANCE = 0.005;

/** What is older is the last value of nothing. */
const LAST_DAYS = 366;
/** Nobody keeps more than the whole history; a period without end is no reason to look for more files. */
const LONGEST_DAYS = 12 * 366;

export class KeptView implements SummarySource {
  constructor(
    private readonly kept: KeptPoints,
    private readonly prm: string,
  ) {}

  series({ direction, measure }: Wire): Series {
    return { prm: this.prm, direction, measure };
  }

  /** Sorted by series and time. */
  async points(request: Request): Promise<Point[]> {
    const window = sensible(request.window);
    const found: Point[][] = [];
    // Years of five minutes are more points than a call takes arguments.
    for (const wire of wiresOf(request)) found.push(await this.ofWire(wire, window));
    return found.flat();
  }

  read(direction: Direction, measure: Measure, window: DayWindow): Promise<readonly Point[]> {
    return this.ofWire({ direction, measure }, window);
  }

  async last(direction: Direction, measure: Measure, to: DayKey): Promise<readonly Point[]> {
    const wire = { direction, measure };
    const series = this.series(askedFor(wire));
    const window = { from: PARIS.addDays(to, -LAST_DAYS), to };
    await this.kept.load(series, window);
    const day = daysOf(window).findLast((one) => (this.kept.day(series, one)?.count ?? 0) > 0);
    return day === undefined ? [] : await this.ofWire(wire, { from: day, to: PARIS.addDays(day, 1) });
  }

  async complete(direction: Direction, measure: Measure, window: DayWindow): Promise<(day: DayKey) => boolean> {
    const series = this.series(askedFor({ direction, measure }));
    await this.kept.load(series, window);
    return (day) => this.kept.day(series, day)?.state === 'complete';
  }

  /** Days that lack something, ascending. */
  async missing(request: Request): Promise<DayKey[]> {
    const window = sensible(request.window);
    const wires = wiresOf(request).map((wire) => this.series(askedFor(wire)));
    for (const series of wires) await this.kept.load(series, window);
    return daysOf(window).filter((day) => wires.some((series) => this.kept.day(series, day)?.state !== 'complete'));
  }

  /** Of the days that something new came for, with what is derived of it. */
  async of(wire: Wire, days: readonly DayKey[]): Promise<Point[]> {
    const [first, last] = [days[0], days.at(-1)];
    if (first === undefined || last === undefined) return [];
    const window = { from: first, to: PARIS.addDays(last, 1) };
    const points = (await this.kept.read(this.series(wire), window)).filter((point) => days.includes(dayOf(point)));
    const derives = wire.direction === 'production' && wire.measure === 'load-curve';
    return derives ? [...points, ...maximaOf(points)] : points;
  }

  /** Days of these whose curve is complete, and is not what the meter says of the day. */
  async differences(wire: Wire, days: readonly DayKey[]): Promise<SumDifference[]> {
    const [first, last] = [days[0], days.at(-1)];
    const isSummed = wire.measure === 'load-curve' || wire.measure === 'energy';
    if (first === undefined || last === undefined || !isSummed) return [];
    const { direction } = wire;
    const [curve, energy] = [
      this.series({ direction, measure: 'load-curve' }),
      this.series({ direction, measure: 'energy' }),
    ];
    const window = { from: first, to: PARIS.addDays(last, 1) };
    await this.kept.load(curve, window);
    const summed = days.filter((day) => this.kept.day(curve, day)?.state === 'complete');
    if (summed.length === 0) return [];
    const curves = byDay(await this.kept.read(curve, window));
    const daily = byDay(await this.kept.read(energy, window));
    return summed.flatMap((day) => {
      const [said] = daily.get(day) ?? [];
      const curveWh = sumOf(curves.get(day) ?? []);
      if (said === undefined || Math.abs(curveWh - said.value) <= Math.max(TOLERANCE_WH, TOLERANCE * said.value))
        return [];
      return [{ direction, day, curveWh, dailyWh: said.value }];
    });
  }

  private async ofWire(wire: Wire, window: DayWindow): Promise<Point[]> {
    const points = await this.kept.read(this.series(askedFor(wire)), window);
    return isDerived(wire) ? maximaOf(points) : points;
  }
}

/** The highest mean power of each day, at the interval in which it was reached first. In W: a curve knows no VA. */
function maximaOf(curve: readonly Point[]): Point[] {
  const maxima = new Map<DayKey, Point>();
  for (const point of curve) {
    const day = dayOf(point);
    const before = maxima.get(day);
    if (before === undefined || point.value > before.value)
      maxima.set(day, { ...point, kind: 'max-power', quality: 'derived' });
  }
  return [...maxima.values()];
}

function sensible({ from, to }: DayWindow): DayWindow {
  return daysBetween(from, to) > LONGEST_DAYS ? { from: PARIS.addDays(to, -LONGEST_DAYS), to } : { from, to };
}
