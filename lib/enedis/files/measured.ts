// The points of one table.
import { PARIS } from '../../grid/paris-time';
import type { Point, PointUnit } from '../../grid/point';
import type { Measure } from '../series';
import { curveValues, type Stamps } from './curve';
import { indexPoints } from './registers';
import type { FileRow, Table } from './scan';
import type { Skipped } from './skipped';
import { writtenDay } from './written';

/** What is the same in all of them. */
export type Common = Pick<Point, 'prm' | 'direction' | 'source'>;
type Same = Common & Pick<Point, 'kind' | 'quantity' | 'stage'>;

type Draft = { -readonly [Field in keyof Point]: Point[Field] };

interface Unit {
  readonly unit: PointUnit;
  readonly factor: number;
}

const [MINUTE, HOUR] = [60_000, 3_600_000];
const FACTORS: Readonly<Record<string, number>> = { k: 1000, m: 1_000_000 };
const UNITS: Readonly<Record<string, PointUnit>> = { w: 'W', wh: 'Wh', va: 'VA' };
/** Where neither the column nor the file names one. */
const USUAL: Readonly<Record<Measure, string>> = { 'load-curve': 'w', energy: 'wh', 'max-power': 'va', index: 'wh' };

export function measuredPoints(table: Table, common: Common, stamps: Stamps | undefined, skipped: Skipped): Point[] {
  const kind = kindOf(table);
  const unit = unitOf(table, kind);
  if (unit === undefined || !isActive(table) || (kind === 'energy' && !isOfDays(table))) {
    skipped.add('other', table.rows.length);
    return [];
  }
  const { stage } = table.facts;
  const same: Same = { ...common, kind, quantity: 'active', ...(stage !== undefined && { stage }) };
  if (kind === 'load-curve') return curvePoints(table, same, unit, stamps, skipped);
  if (kind === 'index')
    return indexPoints(table).map((point) => ({ ...same, ...point, value: scaled(point.value, unit.factor) }));
  return table.rows.flatMap((row): Point[] => {
    const { value } = row;
    if (value === undefined) return [];
    const moment = kind === 'energy' ? dayOf(row) : instantOf(row);
    return [{ ...same, unit: unit.unit, value: scaled(value, unit.factor), quality: 'measured', ...moment }];
  });
}

function kindOf({ header: { form }, facts: { about = '' } }: Table): Measure {
  if (form.shape === 'registers') return 'index';
  if (form.shape === 'days') return 'energy';
  if (form.shape !== 'moments') return 'load-curve';
  if (about.includes('max')) return 'max-power';
  return /quotidien|journali/.test(about) ? 'energy' : 'load-curve';
}

/** undefined: it is of another quantity. */
function unitOf({ header, facts }: Table, kind: Measure): Unit | undefined {
  const [, prefix = '', base = ''] = /^([km]?)(wh|w|va)$/.exec(header.unit ?? facts.unit ?? USUAL[kind]) ?? [];
  const unit = UNITS[base];
  return unit && { unit, factor: FACTORS[prefix] ?? 1 };
}

/** Energy that does no work, and voltages, come under the same header. */
function isActive({ facts: { quantity } }: Table): boolean {
  return quantity === undefined || /(?:^| )active|puissance max/.test(quantity);
}

/** The account shows months and years under the header of days: their energies are dated by their first day. */
function isOfDays({ facts: { about = '' }, rows }: Table): boolean {
  if (/mensuel|annuel|hebdo/.test(about)) return false;
  const days = [...new Set(rows.map(({ at }) => writtenDay(at)))];
  if (days.length >= MONTHS && days.every((day) => day.endsWith('-01'))) return false;
  const weekdays = new Set(days.map((day) => new Date(day).getUTCDay()));
  return days.length < WEEKS || weekdays.size > 1;
}

/** So many that begin a month, or on the same day of the week, are no days beside which all others lack. */
const MONTHS = 2;
const WEEKS = 4;

/** Mean power of each interval, whatever is written: an energy belongs to the length of its own interval. */
function curvePoints(
  table: Table,
  same: Same,
  { unit, factor }: Unit,
  stamps: Stamps | undefined,
  skipped: Skipped,
): Point[] {
  const { prm, direction, source, kind, quantity, stage } = same;
  return curveValues(table, stamps, skipped).map(({ row, start, end, value: written, ambiguous }) => {
    const value = scaled(written, unit === 'Wh' ? (factor * HOUR) / (end - start) : factor);
    const step = `PT${(end - start) / MINUTE}M`;
    const quality = row.isEstimated === true ? 'estimated' : 'measured';
    // Each field by itself: to spread an object into 52,000 others takes longer than to read the file.
    const point: Draft = { prm, direction, kind, quantity, start, end, value, unit: 'W', step, quality, source };
    if (stage !== undefined) point.stage = stage;
    if (ambiguous) point.ambiguous = true;
    return point;
  });
}

type Moment = Pick<Point, 'start' | 'end' | 'step' | 'ambiguous'>;

function dayOf({ at }: FileRow): Moment {
  const day = writtenDay(at);
  return { start: PARIS.startOfDay(day), end: PARIS.startOfDay(PARIS.addDays(day, 1)), step: 'P1D' };
}

function instantOf({ at: { wall, offset } }: FileRow): Moment {
  if (typeof offset === 'number') return { start: wall - offset, end: wall - offset, step: null };
  const clock = new Date(wall);
  const local = {
    year: clock.getUTCFullYear(),
    month: clock.getUTCMonth() + 1,
    day: clock.getUTCDate(),
    hour: clock.getUTCHours(),
    minute: clock.getUTCMinutes(),
    second: clock.getUTCSeconds(),
  };
  const at = PARIS.toInstant(local);
  return { start: at, end: at, step: null, ...(PARIS.isDoubled(local) && { ambiguous: true }) };
}

/** Decimal, as it was written: 1.1 kW are 1100 W. */
function scaled(value: number, factor: number): number {
  return factor === 1 ? value : Math.round(value * factor * 1e6) / 1e6;
}
