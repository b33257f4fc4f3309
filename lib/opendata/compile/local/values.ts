// Values of rows as portals write them, for our own comparing: each column by its type, whatever form a host gives it.
import { LinkyRedError } from '../../../errors';
import { isoParis, PARIS } from '../../../grid/paris-time';
import type { Field } from '../../dataset/dataset';
import type { Scalar, Unit } from '../../query/query';

export type RawRow = Readonly<Record<string, unknown>>;

/** What a cell is compared by: instants as epoch ms, days as `YYYY-MM-DD`; null where there is none. */
export type Comparable = string | number | boolean | null;

const DAY_MS = 86_400_000;

/** Reads the cells of a column. */
export function cellReader(field: Pick<Field, 'key' | 'type'>): (value: unknown) => Comparable {
  switch (field.type) {
    case 'integer':
    case 'number':
      return numberOf;
    case 'boolean':
      return booleanOf;
    case 'datetime':
      return (value) => (value === null || value === undefined || value === '' ? null : instantIn(value, field.key));
    case 'date':
      return (value) => (value === null || value === undefined || value === '' ? null : dayIn(value, field.key));
    default:
      return textOf;
  }
}

/** A value of a condition, to be compared with cells of this column. */
export function operand(field: Pick<Field, 'type'>, value: Scalar): Scalar {
  return field.type === 'datetime' ? Date.parse(String(value)) : value;
}

/** Text by code points: as UTF-8 bytes compare, so as the portals' indexes do. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let index = 0; index < left.length && index < right.length; index++) {
    const difference = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Of two of one kind; what is null comes after all. */
export function compareValues(a: Comparable, b: Comparable): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return typeof a === 'string' && typeof b === 'string' ? compareText(a, b) : Number(a) - Number(b);
}

/** A cell as the answer has it: instants ISO 8601 with the Paris offset. */
export function shown(field: Pick<Field, 'type'>, value: Comparable): Comparable {
  return field.type === 'datetime' && typeof value === 'number' ? isoParis(value) : value;
}

/** Where the hour, day, month or year of an instant begins in Paris. */
export function startOf(unit: Unit, ms: number): number {
  if (unit === 'hour') return Math.floor(ms / 3_600_000) * 3_600_000;
  const day = PARIS.dayKey(ms);
  return PARIS.startOfDay(
    unit === 'day' ? day : unit === 'month' ? `${day.slice(0, 7)}-01` : `${day.slice(0, 4)}-01-01`,
  );
}

/**
 * An instant that a host wrote: ISO 8601, or epoch ms.
 * @throws LinkyRedError ERR_ANSWER
 */
export function instantIn(value: unknown, column: string): number {
  const ms = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms)) throw unreadable(column, value);
  return ms;
}

/**
 * A day that a host wrote: `YYYY-MM-DD`, or the midnight with which it begins, in UTC or in Paris.
 * @throws LinkyRedError ERR_ANSWER
 */
function dayIn(value: unknown, column: string): string {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return value;
  const ms = instantIn(value, column);
  if (ms % DAY_MS === 0) return new Date(ms).toISOString().slice(0, 10);
  if (PARIS.dayStart(ms) === ms) return PARIS.dayKey(ms);
  throw unreadable(column, value);
}

export function unreadable(column: string, value: unknown): LinkyRedError {
  const text = JSON.stringify(value) as string | undefined;
  return new LinkyRedError('ERR_ANSWER', {
    host: 'The portal',
    detail: `${column}: ${(text ?? 'nothing').slice(0, 100)}`,
  });
}

export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

function booleanOf(value: unknown): boolean | null {
  if (value === true || value === 'true' || value === 1 || value === '1') return true;
  return value === false || value === 'false' || value === 0 || value === '0' ? false : null;
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
