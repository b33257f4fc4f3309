// What travels in the Flex Ready APIs: quantities with the multipliers of CIM (IEC 62325), times with or without an offset,
// profiles. Read and written here a second time.
import { isSummer, parisInstant, parisTime } from '../paris-clock';

export interface Quantity {
  readonly unit: string;
  readonly multiplier: string;
  readonly value: number;
}

/** A power over a time, in watts and epoch ms. */
export interface Period {
  readonly start: number;
  readonly end: number;
  readonly watts: number;
}

/** A body or a query that cannot be read: answered with 400. */
export class Malformed extends Error {
  constructor(
    /** Where in the body: `power.0.start`. */
    readonly field: string,
    why: string,
  ) {
    super(`${field}: ${why}`);
  }
}

const FACTORS: ReadonlyMap<string, number> = new Map([
  ['p', 1e-12],
  ['n', 1e-9],
  ['micro', 1e-6],
  ['m', 1e-3],
  ['c', 1e-2],
  ['d', 1e-1],
  ['', 1],
  ['none', 1],
  ['da', 1e1],
  ['h', 1e2],
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
]);

/** @returns the value in the unit itself */
export function quantityIn(unit: string, given: unknown, field: string): number {
  const { unit: named, multiplier, value } = objectAt(given, field);
  if (named !== unit) throw new Malformed(`${field}.unit`, `has to be ${unit}`);
  const factor = typeof multiplier === 'string' ? FACTORS.get(multiplier) : undefined;
  if (factor === undefined) throw new Malformed(`${field}.multiplier`, 'is no multiplier of CIM');
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Malformed(`${field}.value`, 'has to be a number');
  return value * factor;
}

export function kilowatts(watts: number): Quantity {
  return { unit: 'W', multiplier: 'k', value: watts / 1000 };
}

export function objectAt(given: unknown, field: string): Readonly<Record<string, unknown>> {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given as Record<string, unknown>;
  throw new Malformed(field, 'has to be an object');
}

export function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Malformed('body', 'is no JSON');
  }
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** ISO 8601; without an offset it is civil time in Paris. @returns epoch ms */
export function instantOf(given: unknown, field: string): number {
  // In a query that was not encoded the plus of an offset arrives as a blank.
  const text = typeof given === 'string' ? given.trim().replace(/ (?=\d\d:?\d\d$)/, '+') : '';
  const found = ISO.exec(text);
  if (found === null) throw new Malformed(field, 'has to be a time, as 2025-04-02T10:00:00');
  const [, year, month, day, hour, minute, second] = found.map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [h, m, s] = [hour || 0, minute || 0, second || 0];
  const wall = new Date(Date.UTC(year, month - 1, day, h, m, s));
  const isReal = wall.getUTCMonth() === month - 1 && wall.getUTCDate() === day && h < 24 && m < 60 && s < 60;
  if (!isReal) throw new Malformed(field, 'is no time that exists');
  const offset = found[8];
  if (offset === undefined) return parisInstant(year, month, day, h, m, s);
  if (offset === 'Z') return wall.getTime();
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(-2))];
  return wall.getTime() - (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** As annex 1 writes times: what the wall shows in Paris, without an offset. */
export function localText(at: number): string {
  const { year, month, day, hour, minute, second } = parisTime(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(year)}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
}

/** As annex 2 writes them: with the offset of Paris. */
export function offsetText(at: number): string {
  return `${localText(at)}${isSummer(at) ? '+02:00' : '+01:00'}`;
}

export function periodsOf(given: unknown, field: string): Period[] {
  if (!Array.isArray(given) || given.length === 0)
    throw new Malformed(field, 'has to be a list with at least one period');
  const periods = given.map((one: unknown, n): Period => {
    const at = `${field}.${String(n)}`;
    const { power, start, end } = objectAt(one, at);
    const period = {
      start: instantOf(start, `${at}.start`),
      end: instantOf(end, `${at}.end`),
      watts: quantityIn('W', power, `${at}.power`),
    };
    if (period.start >= period.end) throw new Malformed(`${at}.end`, 'has to be after its start');
    return period;
  });
  const inOrder = periods.sort((a, b) => a.start - b.start);
  const overlap = inOrder.findIndex(({ start }, n) => start < (inOrder[n - 1]?.end ?? -Infinity));
  if (overlap > 0) throw new Malformed(`${field}.${String(overlap)}.start`, 'lies in the period before it');
  return inOrder;
}

export function periodsText(periods: readonly Period[]): { power: Quantity; start: string; end: string }[] {
  return periods.map(({ start, end, watts }) => ({
    power: kilowatts(watts),
    start: localText(start),
    end: localText(end),
  }));
}
