// The key of a group as each host writes it → where the group starts. Hosts have many forms: "[a, b[" of ranges, an instant, a day, the
// number of a year, "2026-03", milliseconds.
import { PARIS } from '../../grid/paris-time';
import type { Unit } from '../query/query';
import { Instants } from './instant';

const RANGE = /^\s*[[\]]\s*([^,;]+?)\s*(?:[,;]|\sTO\s)/i;
/** Earlier numbers are years, not milliseconds. */
const FIRST_MS = 1e10;

/** @returns ISO 8601 with the Paris offset; undefined: this is no start of a Paris hour, day, month, year */
export function groupStart(by: Unit): (key: unknown) => string | undefined {
  const instants = new Instants();
  return (key) => {
    const instant = instants.of(typeof key === 'number' && Math.abs(key) >= FIRST_MS ? key : textOf(key));
    return instant !== undefined && isStart(by, instant.ms) ? instant.iso : undefined;
  };
}

/** @returns the lower bound of a range; undefined: this is no number */
export function rangeStart(key: unknown): number | undefined {
  const text = lowerBound(key);
  const number = Number(text);
  return text !== '' && Number.isFinite(number) ? number : undefined;
}

/** A year alone is its first month. */
function textOf(key: unknown): string {
  const start = lowerBound(key);
  return /^\d{4}$/.test(start) ? `${start}-01` : start;
}

function lowerBound(key: unknown): string {
  if (typeof key === 'number') return String(key);
  return typeof key === 'string' ? (RANGE.exec(key)?.[1] ?? key.trim()) : '';
}

function isStart(by: Unit, ms: number): boolean {
  const { month, day, hour, minute, second } = PARIS.fields(ms);
  if (minute !== 0 || second !== 0 || ms % 1000 !== 0) return false;
  if (by === 'hour') return true;
  return hour === 0 && (by === 'day' || (day === 1 && (by === 'month' || month === 1)));
}
