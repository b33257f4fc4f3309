// The rows of a table, by their shape.
import { plain } from './cells';
import type { Columns, Header, RowShape } from './forms';
import type { FileRow } from './scan';
import type { Skipped } from './skipped';
import { readClock, readMoment, readNumber } from './written';

/** Takes a line; false: it is none of this table. */
export type RowReader = (cells: readonly string[], line: number, into: FileRow[]) => boolean;

const READERS: Readonly<Record<RowShape, (header: Header, skipped: Skipped) => RowReader>> = {
  moments: single,
  days: single,
  spans: single,
  registers,
  clocks,
};

export function readRows(header: Header, skipped: Skipped): RowReader {
  return READERS[header.form.shape](header, skipped);
}

function single({ columns, form }: Header, skipped: Skipped): RowReader {
  return (cells, line, into) => {
    const at = readMoment(cells[columns.at] ?? '');
    if (at === undefined) return false;
    const end = columns.end < 0 ? undefined : readMoment(cells[columns.end] ?? '');
    const value = valueOf(cells, columns, line, skipped);
    if (form.shape === 'spans' && end === undefined) skipped.unreadable(line);
    else if (value !== 'none') into.push({ line, at, value, ...(end !== undefined && { end }) });
    return true;
  };
}

function registers({ columns, registers: names }: Header, skipped: Skipped): RowReader {
  return (cells, line, into) => {
    const at = readMoment(cells[columns.at] ?? '');
    if (at === undefined) return false;
    const before = into.length;
    for (const [column, register] of names) {
      const value = readNumber(cells[column] ?? '');
      if (value === undefined) continue;
      if (Number.isNaN(value)) skipped.unreadable(line);
      else if (value < 0) skipped.add('negative');
      else into.push({ line, at, value, register });
    }
    // Most registers are not in use: a line without any is one without a value.
    if (into.length === before) skipped.add('empty');
    return true;
  };
}

function clocks({ columns }: Header, skipped: Skipped): RowReader {
  let day: number | undefined;
  return (cells, line, into) => {
    const text = cells[columns.at] ?? '';
    const clock = readClock(text);
    if (clock === undefined) {
      const date = readMoment(text);
      if (date === undefined) return false;
      day = date.wall;
      return true;
    }
    if (day === undefined) return false;
    const value = valueOf(cells, columns, line, skipped);
    const isEstimated = plain(cells[columns.nature] ?? '').startsWith('estim');
    // Midnight is written as the first moment of its day, and is the last one.
    const at = { wall: day + (clock === 0 ? 86_400_000 : clock), hasClock: true };
    if (value !== 'none') into.push({ line, at, value, ...(isEstimated && { isEstimated }) });
    return true;
  };
}

/** An empty one is a row all the same: it tells where the intervals beside it begin and end. */
function valueOf(
  cells: readonly string[],
  columns: Columns,
  line: number,
  skipped: Skipped,
): number | undefined | 'none' {
  const value = readNumber(cells[columns.value] ?? '');
  if (value === undefined) skipped.add('empty');
  else if (Number.isNaN(value)) skipped.unreadable(line);
  else if (value < 0) skipped.add('negative');
  return value === undefined || value >= 0 ? value : 'none';
}
