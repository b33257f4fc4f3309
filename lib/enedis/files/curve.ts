// The rows of a load curve: where each interval lies, and how long it is.
import { PARIS } from '../../grid/paris-time';
import type { Interval } from '../../grid/point';
import { place, type Placed } from '../bodies/clock-change';
import type { Label } from '../bodies/labels';
import type { FileRow, Table } from './scan';
import type { Skipped } from './skipped';
import { isStep, lengthsByEnds, lengthsByStarts, usualStep } from './steps';

export type Stamps = 'start' | 'end';

/** One interval and its value, as it is written. */
export interface CurveValue extends Interval {
  readonly row: FileRow;
  readonly value: number;
  readonly ambiguous: boolean;
}

const NOWHERE: Placed = { at: NaN, ambiguous: false };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const HALF_HOUR = 30 * MINUTE;
const DAY = 86_400_000;

/** @param told what the time beside a value is; undefined: found out */
export function curveValues(table: Table, told: Stamps | undefined, skipped: Skipped): CurveValue[] {
  const rows = rowsInParis(table.rows, table.facts.from);
  if (table.header.form.shape === 'spans') return spans(rows, skipped);
  const stated = table.facts.stepMinutes;
  return byOneEnd(
    rows,
    told ?? stampsOf({ ...table, rows }),
    stated !== undefined && isStep(stated * MINUTE) ? stated * MINUTE : undefined,
    skipped,
  );
}

/**
 * Most who write a Z beside a time mean that of a clock in Paris. Where it lies before the first day of the file, or in the hour
 * that no clock in Paris shows, they do mean UTC.
 */
function rowsInParis(rows: readonly FileRow[], from: Label | undefined): readonly FileRow[] {
  const isUtc = rows.some(
    ({ at: { wall, offset } }) => offset === 'Z' && (wall < (from?.wall ?? 0) || isSkipped(wall)),
  );
  if (!isUtc) return rows;
  return rows.map(({ at, end, ...row }) => ({
    ...row,
    at: inParis(at),
    ...(end !== undefined && { end: inParis(end) }),
  }));
}

function inParis(label: Label): Label {
  if (label.offset !== 'Z') return label;
  const offset = PARIS.offsetMinutes(label.wall) * MINUTE;
  return { ...label, wall: label.wall + offset, offset };
}

/** Between the ends of that hour, which may be told by the clock before. */
function isSkipped(wall: number): boolean {
  return wall % HOUR !== 0 && ![HOUR, 2 * HOUR].some((ahead) => PARIS.offsetMinutes(wall - ahead) * MINUTE === ahead);
}

/** Start and end are written: the order of the rows tells both passes of the doubled hour apart. */
function spans(rows: readonly FileRow[], skipped: Skipped): CurveValue[] {
  const known = rows.map(({ at, end }) => lengthOf(at, end));
  let last = known.find((length) => length !== undefined) ?? HALF_HOUR;
  // Over a change of clocks the two times are nearer together, or further apart, than they are long.
  const lengths = known.map((length) => (last = length ?? last));
  const places = placesOf(rows, 'start', (i) => lengths[i] ?? last);
  const values: CurveValue[] = [];
  for (const [i, row] of rows.entries()) {
    const { at: start, ambiguous } = places[i] ?? NOWHERE;
    const { value } = row;
    if (value === undefined || !isShown(row.at, start, 'start', skipped)) continue;
    values.push({ row, value, start, end: start + (lengths[i] ?? last), ambiguous });
  }
  return values;
}

function lengthOf(start: Label, end: Label | undefined): number | undefined {
  if (end === undefined) return undefined;
  const length = end.wall - offsetOf(end) - (start.wall - offsetOf(start));
  return isStep(length) ? length : undefined;
}

/** Of a label that names none, 0: a difference is that of the clock then. */
function offsetOf({ offset }: Label): number {
  return typeof offset === 'number' ? offset : 0;
}

function byOneEnd(
  rows: readonly FileRow[],
  stamps: Stamps,
  stated: number | undefined,
  skipped: Skipped,
): CurveValue[] {
  const usual = usualStep(rows.map(({ at }) => at.wall)) ?? stated ?? HALF_HOUR;
  const places = placesOf(rows, stamps, () => usual);
  const byInstant = new Map<number, { row: FileRow; ambiguous: boolean }>();
  for (const [i, row] of rows.entries()) {
    const { at, ambiguous } = places[i] ?? NOWHERE;
    if (!isShown(row.at, at, stamps, skipped)) continue;
    const before = byInstant.get(at)?.row;
    if (before !== undefined) countAgain(before, row, skipped);
    // What is said later counts, unless it says nothing.
    if (before === undefined || row.value !== undefined) byInstant.set(at, { row, ambiguous });
  }
  const instants = [...byInstant.keys()].sort((a, b) => a - b);
  const lengths = stamps === 'end' ? lengthsByEnds(instants, stated) : lengthsByStarts(instants, stated);
  const values: CurveValue[] = [];
  for (const [i, at] of instants.entries()) {
    const { row, ambiguous = false } = byInstant.get(at) ?? {};
    const length = lengths[i];
    if (row?.value === undefined) continue;
    if (length === undefined) skipped.add('lengthless');
    else if (stamps === 'end') values.push({ row, value: row.value, start: at - length, end: at, ambiguous });
    else values.push({ row, value: row.value, start: at, end: at + length, ambiguous });
  }
  return values;
}

function countAgain(before: FileRow, row: FileRow, skipped: Skipped): void {
  if (before.value === undefined || row.value === undefined) return;
  skipped.add(before.value === row.value ? 'repeated' : 'contradicted');
}

/** Instants of labels: by their own offset, or by the clock in Paris. */
function placesOf(rows: readonly FileRow[], stamps: Stamps, lengthAt: (index: number) => number): Placed[] {
  const local = rows.flatMap(({ at }, i) =>
    typeof at.offset === 'number' ? [] : [{ wall: at.wall, length: lengthAt(i) }],
  );
  const placed = place(local, PARIS, stamps).values();
  return rows.map(({ at }) =>
    typeof at.offset === 'number' ? { at: at.wall - at.offset, ambiguous: false } : (placed.next().value ?? NOWHERE),
  );
}

/** No clock shows the hour that spring skips. A change of clocks has two times, and what ends with it may bear either. */
function isShown({ wall, offset }: Label, at: number, stamps: Stamps, skipped: Skipped): boolean {
  if (typeof offset === 'number') return true;
  const isTime = (instant: number): boolean => at + PARIS.offsetMinutes(instant) * MINUTE === wall;
  if (isTime(at) || (stamps === 'end' && isTime(at - 1))) return true;
  skipped.add('impossible');
  return false;
}

/**
 * A curve of a Linky writes the end of each interval, one of a bigger meter the start (spec/sge.md §5): that one begins at the midnight
 * of its first day and ends before one.
 */
function stampsOf({ header, rows, facts }: Table): Stamps {
  if (header.form.shape === 'clocks') return 'end';
  const walls = rows.map(({ at }) => at.wall);
  const first = walls.reduce((a, b) => Math.min(a, b), Infinity);
  const last = walls.reduce((a, b) => Math.max(a, b), -Infinity);
  return first === facts.from?.wall && last % DAY !== 0 ? 'start' : 'end';
}
