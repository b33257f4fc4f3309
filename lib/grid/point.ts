// Energy data as points (schema points@1): one value over one interval, or at one instant. Interval arithmetic lies here alone.
// Instants are epoch milliseconds in here and ISO 8601 in Z on the wires.
import { PARIS, type CivilZone, type DayKey } from './paris-time';

export type Direction = 'consumption' | 'production';

export type PointKind = 'load-curve' | 'energy' | 'max-power' | 'index' | 'cost' | 'billing';

export type PointQuantity =
  'active' | 'reactive-inductive' | 'reactive-capacitive' | 'voltage' | 'duration' | 'overrun';

export type PointUnit = 'W' | 'Wh' | 'VA' | 'VAr' | 'VArh' | 'V' | 's' | 'EUR';

export interface Point {
  /** 14 digits. */
  readonly prm: string;
  readonly direction: Direction;
  readonly kind: PointKind;
  readonly quantity: PointQuantity;
  /** Epoch ms; equal to `end` for an instant (a maximum, an index). */
  readonly start: number;
  readonly end: number;
  /** Of a load curve the mean power of the interval. */
  readonly value: number;
  readonly unit: PointUnit;
  /** How long the interval is, ISO 8601 (`PT30M`, `P1D`: a civil day of 23, 24 or 25 hours); null for an instant. */
  readonly step: string | null;
  readonly grid?: 'supplier' | 'distributor' | 'total';
  readonly calendar?: string;
  readonly tariffClass?: string;
  readonly register?: string;
  readonly stage?: 'raw' | 'corrected';
  /** Epoch ms. */
  readonly publishedAt?: number;
  readonly quality: 'measured' | 'estimated' | 'derived' | 'daily-only';
  /** The local time is one of a doubled hour, and nothing told which of both. */
  readonly ambiguous?: true;
  /** Whoever it was asked of: the id of a row of lib/enedis. */
  readonly source: string;
}

export interface Interval {
  /** Epoch ms. */
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Of one message. */
const POINTS_OF_A_MESSAGE = 1000;

/** Wh of its interval; undefined: it says nothing of energy (a maximum, an index, a voltage). */
export function energyOf(point: Point): number | undefined {
  const share = wattMs(point);
  return share === undefined ? undefined : share / HOUR;
}

/** Wh of all of them, divided once: whole watts give whole sums. What says nothing of energy adds nothing. */
export function sumOf(points: Iterable<Point>): number {
  let sum = 0;
  for (const point of points) sum += wattMs(point) ?? 0;
  return sum / HOUR;
}

/**
 * Cut wherever one of `instants` lies inside. A mean power holds for each piece; an energy is shared out by time, and is
 * derived then.
 */
export function cutAt(point: Point, instants: readonly number[]): Point[] {
  const inside = instants.filter((at) => at > point.start && at < point.end);
  if (inside.length === 0) return [point];
  const edges = [point.start, ...[...new Set(inside)].sort((a, b) => a - b), point.end];
  const length = point.end - point.start;
  return edges.slice(1).map((end, i) => {
    const start = edges[i] ?? point.start;
    const step = stepOf(end - start);
    if (!isSum(point)) return { ...point, start, end, step };
    return { ...point, start, end, step, value: (point.value * (end - start)) / length, quality: 'derived' };
  });
}

export interface HourOfEnergy {
  /** Epoch ms, a whole hour of UTC. */
  readonly start: number;
  readonly wh: number;
  /** How much of the hour the points cover; 3,600,000 is all of it. */
  readonly coveredMs: number;
}

/** Energy by the hour of UTC, in order. An hour of which nothing is known is left out; one of which a part is known has that part. */
export function hoursOf(points: Iterable<Point>): HourOfEnergy[] {
  const hours = new Map<number, { wattMs: number; coveredMs: number }>();
  for (const point of points) {
    const { start, end } = point;
    const whole = wattMs(point);
    if (whole === undefined) continue;
    for (let hour = Math.floor(start / HOUR) * HOUR; hour < end; hour += HOUR) {
      const ms = Math.min(end, hour + HOUR) - Math.max(start, hour);
      const share = ms === end - start ? whole : (whole * ms) / (end - start);
      const found = hours.get(hour);
      if (found === undefined) hours.set(hour, { wattMs: share, coveredMs: ms });
      else {
        found.wattMs += share;
        found.coveredMs += ms;
      }
    }
  }
  return [...hours]
    .map(([start, hour]) => ({ start, wh: hour.wattMs / HOUR, coveredMs: hour.coveredMs }))
    .sort((a, b) => a.start - b.start);
}

/** What of `within` no point covers, in order. */
export function gapsIn(points: readonly Interval[], within: Interval): Interval[] {
  const gaps: Interval[] = [];
  let known = within.start;
  for (const { start, end } of [...points].sort((a, b) => a.start - b.start)) {
    if (start >= within.end) break;
    if (start > known) gaps.push({ start: known, end: start });
    known = Math.max(known, end);
  }
  if (known < within.end) gaps.push({ start: known, end: within.end });
  return gaps;
}

/** 23, 24 or 25 hours. */
export function intervalOfDay(day: DayKey, zone: CivilZone = PARIS): Interval {
  return { start: zone.startOfDay(day), end: zone.startOfDay(zone.addDays(day, 1)) };
}

/** The civil day in which it begins: the last interval of a day ends with the next one's midnight. */
export function dayOf(point: Pick<Point, 'start'>, zone: CivilZone = PARIS): DayKey {
  return zone.dayKey(point.start);
}

/** Points by the civil day in which they begin, days and points in the order of `points`. */
export function byDay(points: Iterable<Point>, zone: CivilZone = PARIS): Map<DayKey, Point[]> {
  const days = new Map<DayKey, Point[]>();
  // Neighbours lie on one day, most of them: what a day is, is asked once for each run of them.
  let run = { start: 0, end: 0, points: [] as Point[] };
  for (const point of points) {
    if (point.start < run.start || point.start >= run.end) {
      const day = dayOf(point, zone);
      const ofDay = days.get(day) ?? [];
      days.set(day, ofDay);
      run = { ...intervalOfDay(day, zone), points: ofDay };
    }
    run.points.push(point);
  }
  return days;
}

/** Whether intervals cover all hours of a civil day. */
export function coversDay(points: readonly Interval[], day: DayKey, zone: CivilZone = PARIS): boolean {
  return gapsIn(points, intervalOfDay(day, zone)).length === 0;
}

/** A point as it is in `msg.payload`: instants are ISO 8601 in Z. */
export type PointMessage = Omit<Point, 'start' | 'end' | 'publishedAt'> & {
  readonly start: string;
  readonly end: string;
  readonly publishedAt?: string;
};

export function messageOf({ start, end, publishedAt, ...rest }: Point): PointMessage {
  return {
    ...rest,
    start: isoUtc(start),
    end: isoUtc(end),
    ...(publishedAt !== undefined && { publishedAt: isoUtc(publishedAt) }),
  };
}

/** Messages of at most 1,000; at least one, if empty. */
export function partsOf<Item>(points: readonly Item[], size = POINTS_OF_A_MESSAGE): Item[][] {
  const count = Math.max(1, Math.ceil(points.length / size));
  return Array.from({ length: count }, (_, i) => points.slice(i * size, (i + 1) * size));
}

/** Energy as W × ms. */
function wattMs({ kind, quantity, unit, value, start, end }: Point): number | undefined {
  if (quantity !== 'active') return undefined;
  if (unit === 'W') return value * (end - start);
  return unit === 'Wh' && kind === 'energy' ? value * HOUR : undefined;
}

/** Parts of it add up to it. */
function isSum({ unit }: Point): boolean {
  return unit === 'Wh' || unit === 'VArh' || unit === 's' || unit === 'EUR';
}

function stepOf(ms: number): string {
  return ms % MINUTE === 0 ? `PT${ms / MINUTE}M` : `PT${ms / 1000}S`;
}

function isoUtc(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
