// One civil day of one series as it is kept: what is known of it, and whether that is all.
import { PARIS, type DayKey } from '../../grid/paris-time';
import { coversDay, type Point } from '../../grid/point';
import type { Measure } from '../series';

/** `open`: asked for, may still come. `closed`: it is a gap, asked for again on command only. */
export type DayState = 'complete' | 'open' | 'closed';

export interface KeptDay {
  /** When it was last asked for, epoch ms. */
  readonly at: number;
  readonly state: DayState;
  /** How many points are known of it. */
  readonly count: number;
}

/** So many days after its end nothing more is expected of a day. */
const CLOSES_AFTER_DAYS = 5;

/** Days from one to the other. */
export function daysBetween(from: DayKey, to: DayKey): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/**
 * A curve is complete when its intervals cover the 23, 24 or 25 hours of the day; of the others there is one value of a day.
 * @param at when it was asked for
 */
export function stateOf(measure: Measure, day: DayKey, points: readonly Point[], at: number): DayState {
  if (measure === 'load-curve' ? coversDay(points, day) : points.length > 0) return 'complete';
  return daysBetween(day, PARIS.dayKey(at)) > CLOSES_AFTER_DAYS ? 'closed' : 'open';
}

/** What is known after another answer: what is new takes the place of what was; what it leaves out stays. Sorted. */
export function merged(measure: Measure, before: readonly Point[], came: readonly Point[]): readonly Point[] {
  if (came.length === 0) return before;
  const stays = before.filter((old) => !came.some((point) => replaces(measure, point, old)));
  return [...stays, ...came].sort((a, b) => a.start - b.start || a.end - b.end);
}

function replaces(measure: Measure, point: Point, old: Point): boolean {
  switch (measure) {
    case 'load-curve':
      return point.start < old.end && old.start < point.end;
    case 'index':
      return point.start === old.start && registerOf(point) === registerOf(old);
    // One of a day: the energy, or the maximum with whatever belongs to it.
    case 'energy':
    case 'max-power':
      return true;
  }
}

function registerOf({ grid, calendar, tariffClass, register, quantity }: Point): string {
  return [grid, calendar, tariffClass, register, quantity].join('/');
}
