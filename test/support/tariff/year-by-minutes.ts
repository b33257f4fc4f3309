// The year 2026 minute by minute, as luxon tells the clocks of Paris, and the curve of a household in it: the truth that costs are
// held against. Nothing of lib is used, types apart.
import { DateTime } from 'luxon';
import type { Point } from '../../../lib/grid/point';

export interface Minute {
  /** Epoch ms. */
  readonly at: number;
  /** `2026-03-29`, and the civil day before. */
  readonly day: string;
  readonly dayBefore: string;
  readonly month: number;
  /** 1 Monday … 7 Sunday. */
  readonly weekday: number;
  /** Of the day, by the face of the clock: 0 to 1439. */
  readonly clock: number;
}

const MINUTE = 60_000;
const QUARTER = 15;
const PARIS = { zone: 'Europe/Paris' };
/** Minutes; the first of January to December. */
const STEPS = [60, 60, 30, 15, 10, 30, 60, 60, 10, 30, 15, 60];
/** Every so many intervals one is lacking. */
const LACKING = 97;

/** Luxon is asked every quarter of an hour: no clock has ever changed within one. */
export function minutesOf2026(): Minute[] {
  const minutes: Minute[] = [];
  let dayBefore = '';
  const end = DateTime.fromISO('2027-01-01', PARIS).toMillis();
  for (let at = DateTime.fromISO('2026-01-01', PARIS).toMillis(); at < end; at += QUARTER * MINUTE) {
    const local = DateTime.fromMillis(at, PARIS);
    const { month, weekday } = local;
    const day = local.toISODate() ?? '';
    if (day !== minutes.at(-1)?.day) dayBefore = local.minus({ days: 1 }).toISODate() ?? '';
    for (let i = 0; i < QUARTER; i++)
      minutes.push({ at: at + i * MINUTE, day, dayBefore, month, weekday, clock: local.hour * 60 + local.minute + i });
  }
  return minutes;
}

export interface Household {
  readonly points: readonly Point[];
  /** Mean power of each minute of the year; null: nothing is known. */
  readonly watts: readonly (number | null)[];
}

/** Steps of 10, 15, 30 and 60 minutes; load curves, in September energy; some intervals are lacking. */
export function household(minutes: readonly Minute[]): Household {
  const points: Point[] = [];
  const watts: (number | null)[] = [];
  for (let i = 0, n = 0; i < minutes.length; n++) {
    const { at = NaN, month = NaN } = minutes[i] ?? {};
    const step = STEPS[month - 1] ?? NaN;
    const value = 120 + ((n * 7919) % 5003);
    const lacks = n % LACKING === LACKING - 1;
    const end = at + step * MINUTE;
    if (!lacks) points.push(month === 9 ? energy(at, end, (value * step) / 60, step) : curve(at, end, value, step));
    for (let j = 0; j < step; j++) watts.push(lacks ? null : value);
    i += step;
  }
  return { points, watts };
}

function curve(start: number, end: number, value: number, minutes: number): Point {
  const about = { prm: '25000000000017', direction: 'consumption', quantity: 'active', quality: 'measured' } as const;
  return { ...about, kind: 'load-curve', unit: 'W', start, end, value, step: `PT${minutes}M`, source: 'conso-api' };
}

function energy(start: number, end: number, value: number, minutes: number): Point {
  return { ...curve(start, end, value, minutes), kind: 'energy', unit: 'Wh' };
}
