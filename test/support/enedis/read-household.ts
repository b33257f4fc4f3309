// A meter of the sandbox as it is summed up where nothing was lost on the way: its bodies, read.
import { normalise } from '../../../lib/enedis/bodies';
import type { Measure } from '../../../lib/enedis/series';
import type { SummarySource } from '../../../lib/enedis/summary/summarise';
import { byDay, coversDay, type Direction, type Point } from '../../../lib/grid/point';
import { PARIS } from '../../../lib/grid/paris-time';
import { body2026 } from '../../../sandbox/enedis/bodies-2026';
import { civilDay } from '../../../sandbox/enedis/measures';
import type { Household } from '../../../sandbox/household/household';
import { publishedDay } from '../../../sandbox/household/publication';

export class ReadHousehold implements SummarySource {
  /** @param now epoch ms: what is published later is not there */
  constructor(
    private readonly household: Household,
    private readonly now: number,
  ) {}

  read(direction: Direction, measure: Measure, window: { from: string; to: string }): Promise<readonly Point[]> {
    return Promise.resolve(this.points(direction, measure, window));
  }

  last(direction: Direction, measure: Measure, to: string): Promise<readonly Point[]> {
    const points = this.points(direction, measure, { from: PARIS.addDays(to, -7), to });
    return Promise.resolve([...byDay(points).values()].at(-1) ?? []);
  }

  complete(direction: Direction, measure: Measure, window: { from: string; to: string }) {
    const days = byDay(this.points(direction, measure, window));
    return Promise.resolve((day: string) => coversDay(days.get(day) ?? [], day));
  }

  points(direction: Direction, measure: Measure, window: { from: string; to: string }): readonly Point[] {
    const { household, now } = this;
    const [first = 0, after = 0] = [civilDay(window.from), civilDay(window.to)];
    const days = Array.from({ length: after - first }, (_, n) => publishedDay(household, direction, first + n, now));
    const isThere = { 'load-curve': 'curve', energy: 'wh', 'max-power': 'peak', index: 'wh' } as const;
    const found = {
      household,
      direction,
      measure,
      ...window,
      days: days.filter((day) => day[isThere[measure]] !== undefined),
    };
    const { prm } = household;
    return normalise(body2026(found, { doubledHour: 'as-it-ran' }), {
      series: { prm, direction, measure },
      source: 'conso-api',
      stamps: 'end',
      dates: 'local',
      window,
    }).points;
  }
}
