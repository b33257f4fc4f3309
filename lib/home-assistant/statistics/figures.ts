// Points as the book keeps them: pieces of a curve, values of a civil day, shares of the subscription; of which series.
import { PARIS, type DayKey } from '../../grid/paris-time';
import { cutPiece, type Piece } from '../../grid/curve';
import { dayOf, intervalOfDay, type Point } from '../../grid/point';
import type { Series } from './series';

/** `2026-11`, a month of Paris. */
export type MonthKey = string;

/** What came for one month, in the order in which it came. */
export interface Figures {
  readonly pieces: Piece[];
  readonly daily: Map<DayKey, number>;
  readonly billing: Map<DayKey, number>;
}

export interface SeriesFigures {
  readonly series: Series;
  readonly months: Map<MonthKey, Figures>;
}

const HOUR = 3_600_000;

/** Epoch ms of the earliest of them. */
export function firstOf({ pieces, daily, billing }: Figures): number {
  let first = Infinity;
  for (const { start } of pieces) first = Math.min(first, start);
  for (const day of [...daily.keys(), ...billing.keys()]) first = Math.min(first, PARIS.startOfDay(day));
  return first;
}

/** What is no energy and no cost, or has no value, is left out. */
export function figuresOf(points: Iterable<Point>): SeriesFigures[] {
  const all = new Map<string, SeriesFigures>();
  const calendar = new Months();
  for (const point of points) {
    const of = subjectOf(point);
    if (of === undefined || !Number.isFinite(point.value)) continue;
    const { prm, direction, start } = point;
    const key = `${prm} ${direction} ${of}`;
    let figures = all.get(key);
    if (figures === undefined) all.set(key, (figures = { series: { prm, direction, of }, months: new Map() }));
    if (point.kind === 'billing') monthOf(figures, calendar.of(start)).billing.set(dayOf(point), point.value);
    else if (isOfDay(point)) monthOf(figures, calendar.of(start)).daily.set(dayOf(point), point.value);
    else addPiece(figures, point, calendar);
  }
  return [...all.values()];
}

function subjectOf({ kind, unit, quantity, start, end }: Point): Series['of'] | undefined {
  if (quantity !== 'active' || !(end > start)) return undefined;
  if (kind === 'load-curve') return unit === 'W' || unit === 'Wh' ? 'energy' : undefined;
  if (kind === 'energy') return unit === 'Wh' ? 'energy' : undefined;
  return (kind === 'cost' || kind === 'billing') && unit === 'EUR' ? 'cost' : undefined;
}

/** Longer than a day is none of both, and is left out with the pieces. */
function isOfDay(point: Point): boolean {
  if (point.step === 'P1D') return true;
  if (point.end - point.start < 23 * HOUR) return false;
  const day = intervalOfDay(dayOf(point));
  return point.start === day.start && point.end === day.end;
}

function addPiece(figures: SeriesFigures, { start, end, value, unit }: Point, calendar: Months): void {
  if (end - start > 25 * HOUR) return;
  const piece: Piece = { start, end, value, per: unit === 'W' ? HOUR : end - start };
  if (calendar.endAfter(start) >= end) monthOf(figures, calendar.of(start)).pieces.push(piece);
  else
    for (const part of cutPiece(piece, (at) => calendar.endAfter(at)))
      monthOf(figures, calendar.of(part.start)).pieces.push(part);
}

function monthOf({ months }: SeriesFigures, month: MonthKey): Figures {
  let figures = months.get(month);
  if (figures === undefined) months.set(month, (figures = { pieces: [], daily: new Map(), billing: new Map() }));
  return figures;
}

/** Neighbours lie in one month, most of them: what a month is, is asked once for each run of them. */
class Months {
  private month = { key: '', start: 0, end: 0 };

  of(at: number): MonthKey {
    return this.at(at).key;
  }

  endAfter(at: number): number {
    return this.at(at).end;
  }

  private at(at: number): { readonly key: MonthKey; readonly end: number } {
    if (at >= this.month.start && at < this.month.end) return this.month;
    const key = PARIS.dayKey(at).slice(0, 7);
    return (this.month = { key, ...intervalOfMonth(key) });
  }
}

export function intervalOfMonth(month: MonthKey): { start: number; end: number } {
  const first = `${month}-01`;
  return {
    start: PARIS.startOfDay(first),
    end: PARIS.startOfDay(`${PARIS.addDays(`${month}-28`, 4).slice(0, 7)}-01`),
  };
}
