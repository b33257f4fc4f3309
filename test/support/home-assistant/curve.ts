// Points of a meter that was never there, for tests of statistics.
import type { Point } from '../../../lib/grid/point';

export const PRM = '12345678901234';
const [HALF, HOUR, DAY] = [1_800_000, 3_600_000, 86_400_000];

const COMMON = { prm: PRM, direction: 'consumption', quantity: 'active', source: 'test' } as const;

/** Half hours of a load curve, W. @param from ISO 8601 */
export function halfHours(from: string, watts: readonly number[], more: Partial<Point> = {}): Point[] {
  const first = Date.parse(from);
  return watts.map((value, i) => ({
    ...COMMON,
    kind: 'load-curve',
    start: first + i * HALF,
    end: first + (i + 1) * HALF,
    value,
    unit: 'W',
    step: 'PT30M',
    quality: 'measured',
    ...more,
  }));
}

/** Hours of cost, EUR. */
export function costHours(from: string, euros: readonly number[], more: Partial<Point> = {}): Point[] {
  const first = Date.parse(from);
  return euros.map((value, i) => ({
    ...COMMON,
    kind: 'cost',
    tariffClass: 'base',
    start: first + i * HOUR,
    end: first + (i + 1) * HOUR,
    value,
    unit: 'EUR',
    step: 'PT60M',
    quality: 'measured',
    ...more,
  }));
}

/** Energy of civil days of 24 hours, Wh. */
export function days(from: string, wattHours: readonly number[], more: Partial<Point> = {}): Point[] {
  const first = Date.parse(from);
  return wattHours.map((value, i) => ({
    ...COMMON,
    kind: 'energy',
    start: first + i * DAY,
    end: first + (i + 1) * DAY,
    value,
    unit: 'Wh',
    step: 'P1D',
    quality: 'measured',
    ...more,
  }));
}
