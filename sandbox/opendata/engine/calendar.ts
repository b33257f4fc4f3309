// Instants in words and in calendar units, in the two zones that are asked for here.
import { dayInstant, isSummer, parisDay, parisInstant, parisTime } from '../../paris-clock';

export type Zone = 'UTC' | 'Europe/Paris';
export type CalendarUnit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

const FIXED: Partial<Record<CalendarUnit, number>> = { second: 1000, minute: 60_000, hour: 3_600_000 };
const DAY = 86_400_000;

export function zoneOf(name: string): Zone | undefined {
  return name === 'UTC' || name === 'Europe/Paris' ? name : undefined;
}

export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 Sunday to 6 Saturday. */
  readonly weekday: number;
}

export function partsOf(at: number, zone: Zone): DateParts {
  if (zone === 'Europe/Paris') return parisTime(at);
  const date = new Date(at);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: date.getUTCDay(),
  };
}

export function instantOf(zone: Zone, year: number, month = 1, day = 1, hour = 0, minute = 0, second = 0): number {
  return zone === 'UTC'
    ? Date.UTC(year, month - 1, day, hour, minute, second)
    : parisInstant(year, month, day, hour, minute, second);
}

/** Where the unit that holds `at` begins, `steps` units later. Calendar units count in the zone; hours and less are of fixed length. */
export function unitStart(at: number, unit: CalendarUnit, zone: Zone, steps = 0): number {
  const fixed = FIXED[unit];
  if (fixed !== undefined) return (Math.floor(at / fixed) + steps) * fixed;
  const { year, month, weekday } = partsOf(at, zone);
  switch (unit) {
    case 'day':
      return dayStart(dayNumber(at, zone) + steps, zone);
    case 'week':
      return dayStart(dayNumber(at, zone) - ((weekday + 6) % 7) + 7 * steps, zone);
    case 'quarter':
      return monthStart(year, month - ((month - 1) % 3) + 3 * steps, zone);
    case 'month':
      return monthStart(year, month + steps, zone);
    default:
      return instantOf(zone, year + steps);
  }
}

function dayNumber(at: number, zone: Zone): number {
  return zone === 'UTC' ? Math.floor(at / DAY) : parisDay(at);
}

function dayStart(day: number, zone: Zone): number {
  return zone === 'UTC' ? day * DAY : dayInstant(day);
}

function monthStart(year: number, month: number, zone: Zone): number {
  const whole = year * 12 + month - 1;
  return instantOf(zone, Math.floor(whole / 12), (((whole % 12) + 12) % 12) + 1);
}

/** `2026-03-29T00:00:00+00:00`, or with the offset of Paris. */
export function isoText(at: number, zone: Zone): string {
  if (zone === 'UTC') return `${new Date(at).toISOString().slice(0, 19)}+00:00`;
  const hours = isSummer(at) ? 2 : 1;
  return `${new Date(at + hours * 3_600_000).toISOString().slice(0, 19)}+0${hours}:00`;
}

/** `isoText` that remembers the last instant: rows of one instant often follow one another. */
export function isoWriter(zone: Zone): (at: number) => string {
  let [last, text] = [Number.NaN, ''];
  return (at) => {
    if (at !== last) [last, text] = [at, isoText(at, zone)];
    return text;
  };
}

/** `yyyy-MM-dd HH:mm` and the like. */
export function formatDate(at: number, pattern: string, zone: Zone): string {
  const { year, month, day, hour, minute, second } = partsOf(at, zone);
  const two = (value: number): string => String(value).padStart(2, '0');
  const words: Readonly<Record<string, string>> = {
    yyyy: String(year),
    YYYY: String(year),
    yy: two(year % 100),
    MM: two(month),
    dd: two(day),
    HH: two(hour),
    mm: two(minute),
    ss: two(second),
  };
  return pattern.replaceAll(/yyyy|YYYY|yy|MM|dd|HH|mm|ss/g, (word) => words[word] ?? word);
}

/**
 * ISO 8601 or a part of it (`2017`, `2017-04`, `2017/04/01`, `2017-04-03T08:02`), with an offset or in the zone.
 * @returns undefined for what is no date
 */
export function readInstant(text: string, zone: Zone): number | undefined {
  const found =
    /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?)?)?(Z|[+-]\d{2}:?\d{2})?$/.exec(
      text,
    );
  if (!found) return undefined;
  const [, year = '', month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction = '', offset] = found;
  const millis = Number(fraction.padEnd(3, '0').slice(0, 3));
  const read = [year, month, day, hour, minute, second].map(Number) as [number, number, number, number, number, number];
  const isReal = between(read[1], 1, 12) && between(read[2], 1, 31) && read[3] < 25 && read[4] < 60 && read[5] < 61;
  if (!isReal) return undefined;
  if (offset === undefined) return instantOf(zone, ...read) + millis;
  return instantOf('UTC', ...read) + millis - offsetOf(offset);
}

function offsetOf(text: string): number {
  if (text === 'Z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return (text.startsWith('-') ? -1 : 1) * minutes * 60_000;
}

function between(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}
