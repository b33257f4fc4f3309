// What is known of each civil day: its curve by the hour of UTC, its daily value. In whole millionths of a Wh and billionths of a
// EUR: whole numbers add up to the same sum in any order.
import { hoursOfCurve } from '../../grid/curve';
import { PARIS, type DayKey } from '../../grid/paris-time';
import { intervalOfDay } from '../../grid/point';
import { intervalOfMonth, type MonthKey } from './figures';
import { curveOf, type WrittenMonth } from './month';
import type { Series } from './series';

/** So many of a Wh (EUR) are one. */
export const GRAINS: Readonly<Record<Series['of'], number>> = { energy: 1e6, cost: 1e9 };

export interface KnownDay {
  readonly day: DayKey;
  /** Epoch ms. */
  readonly start: number;
  readonly end: number;
  /** Of the curve: hour of UTC and grains, ascending. */
  readonly hours: (readonly [hour: number, grains: number])[];
  /** How much of the day the curve covers. */
  coveredMs: number;
  /** Grains. */
  readonly daily: number | undefined;
  readonly billing: number | undefined;
}

/** Ascending; days of which nothing is known are left out. */
export function daysOf(month: MonthKey, written: WrittenMonth, grain: number): KnownDay[] {
  const days = new Map<DayKey, KnownDay>();
  const open = (day: DayKey): KnownDay => {
    const grainsOf = (value: number | undefined): number | undefined => value && Math.round(value * grain);
    const [daily, billing] = [grainsOf(written.daily[day]), grainsOf(written.billing[day])];
    const known = { day, ...intervalOfDay(day), hours: [], coveredMs: 0, daily, billing };
    days.set(day, known);
    return known;
  };
  let last: KnownDay | undefined;
  for (const { start, amount, coveredMs } of hoursOfCurve(curveOf(written, intervalOfMonth(month).start))) {
    if (last === undefined || start >= last.end) last = open(PARIS.dayKey(start));
    last.hours.push([start, Math.round(amount * grain)]);
    last.coveredMs += coveredMs;
  }
  for (const day of [...Object.keys(written.daily), ...Object.keys(written.billing)]) if (!days.has(day)) open(day);
  return [...days.values()].sort((a, b) => a.start - b.start);
}
