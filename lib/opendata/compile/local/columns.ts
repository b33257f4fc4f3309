// Columns of groups and aggregates as hosts write them, in our words: a day comes as `[a, b[`, as epoch milliseconds or as a text, and
// is checked, since a day that is none in Paris would be a wrong sum under a right name.
import { isoParis, PARIS } from '../../../grid/paris-time';
import type { Unit } from '../../query/query';
import type { GroupedColumn, ReadAs } from '../compiled';
import { cellReader, instantIn, numberOf, shown, startOf, unreadable, type Comparable, type RawRow } from './values';

/** @throws LinkyRedError ERR_ANSWER out of the reader */
export function columnsReader(columns: readonly GroupedColumn[]): (row: RawRow) => RawRow {
  const readers = columns.map(({ from, name, reads, unless }) => {
    const read = readerOf(reads, name);
    return (row: RawRow, out: Record<string, unknown>): void => {
      out[name] = unless !== undefined && numberOf(row[unless]) === null ? null : read(row[from]);
    };
  });
  return (row) => {
    const out: Record<string, unknown> = {};
    for (const read of readers) read(row, out);
    return out;
  };
}

/** The one row over nothing. */
export function nothing(columns: readonly GroupedColumn[]): RawRow {
  return Object.fromEntries(
    columns.map(({ name, reads }) => [name, 'figure' in reads && reads.figure === 'count' ? 0 : null]),
  );
}

function readerOf(reads: ReadAs, name: string): (value: unknown) => Comparable {
  if ('start' in reads) return (value) => isoParis(startIn(value, reads.start, name));
  if ('width' in reads) return (value) => lowerBound(value, reads.width, name);
  if ('figure' in reads) return reads.figure === 'count' ? (value) => numberOf(value) ?? 0 : numberOf;
  const read = cellReader({ key: name, type: reads.type });
  return (value) => shown({ type: reads.type }, read(value));
}

function startIn(value: unknown, unit: Unit, name: string): number {
  const first = firstOf(value);
  const ms = startMs(first, name);
  if (startOf(unit, ms) !== ms) throw unreadable(name, value);
  return ms;
}

function startMs(value: unknown, name: string): number {
  const text = typeof value === 'string' ? value : typeof value === 'number' && value < 10_000 ? String(value) : '';
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text);
  if (match === null) return instantIn(value, name);
  return PARIS.startOfDay(`${match[1] ?? ''}-${match[2] ?? '01'}-${match[3] ?? '01'}`);
}

function lowerBound(value: unknown, width: number, name: string): number {
  const bound = numberOf(firstOf(value));
  if (bound === null) throw unreadable(name, value);
  const steps = Math.round(bound / width);
  if (Math.abs(bound / width - steps) > 1e-6) throw unreadable(name, value);
  return steps * width + 0;
}

/** `[a, b[` begins at a. */
function firstOf(value: unknown): unknown {
  const match = typeof value === 'string' ? /^[[\]]\s*(.+?)\s*,/.exec(value) : null;
  return match === null ? value : match[1];
}
