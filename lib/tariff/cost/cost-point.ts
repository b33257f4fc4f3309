// The point of EUR that a point of energy becomes: same interval, same origin.
import type { Point } from '../../grid/point';
import type { TariffClass } from '../contract/contract';

/** EUR are told to this fraction. */
const FRACTION = 1e9;

/** What few points of energy carry; their costs carry it too. */
type Rare = 'grid' | 'calendar' | 'register' | 'stage' | 'publishedAt' | 'ambiguous';

/** Without its class: what is fed in has none. */
export function fedInPoint(point: Point, wh: number, eurPerKWh: number): Point {
  return { ...point, kind: 'cost', unit: 'EUR', value: eurOf(wh, eurPerKWh) };
}

/** Fields are named one by one: a copy that gains one, as a year of half hours would be copied, is made five times as slowly. */
export function drawnPoint(point: Point, wh: number, eurPerKWh: number, tariffClass: TariffClass): Point {
  const cost: Required<Omit<Point, Rare>> = {
    prm: point.prm,
    direction: point.direction,
    kind: 'cost',
    quantity: point.quantity,
    start: point.start,
    end: point.end,
    value: eurOf(wh, eurPerKWh),
    unit: 'EUR',
    step: point.step,
    tariffClass,
    quality: point.quality,
    source: point.source,
  };
  const { grid, calendar, register, stage, publishedAt, ambiguous } = point;
  const rare = grid ?? calendar ?? register ?? stage ?? publishedAt ?? ambiguous;
  return rare === undefined ? cost : { ...point, ...cost };
}

function eurOf(wh: number, eurPerKWh: number): number {
  // No minus before zero.
  return Math.round((wh / 1000) * eurPerKWh * FRACTION) / FRACTION + 0;
}
