// Dates of PME-PMI (`JJ/MM/AA HH:MM:SS`), SAPHIR and ICE (`JJ/MM/AA HH/MM/SS`): civil time without a season letter, alone
// or with something around it (`21/11/26 18:00:00-P  `, `d-21/11/26 18/00/00-2`).
import type { CivilZone } from '../../grid/paris-time';
import type { GroupBytes } from '../bytes/group';

export interface LocalDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const FORM = /(?:^|-)(\d\d)\/(\d\d)\/(\d\d) (\d\d)[:/](\d\d)[:/](\d\d)(?:-|$)/;

/** Bytes that hold a date which can be, alone or with `d-`, `f-` before it or `-P` behind it. */
export function fitsDate(group: GroupBytes): boolean {
  const { bytes, dataStart, dataEnd } = group;
  const start = bytes[dataStart + 1] === HYPHEN ? dataStart + 2 : dataStart;
  if (dataEnd - start < DATE_SIZE) return false;
  for (let i = 0; i < DATE_SIZE; i++) {
    const byte = bytes[start + i] ?? 0;
    const wanted = SHAPE.charCodeAt(i);
    const fits = wanted === DIGIT ? isDigit(byte) : wanted === byte || (wanted === COLON && byte === SLASH);
    if (!fits) return false;
  }
  const pair = (offset: number): number =>
    ((bytes[start + offset] ?? 0) - 0x30) * 10 + (bytes[start + offset + 1] ?? 0) - 0x30;
  const [day, month, year] = [pair(0), pair(3), pair(6)];
  // Zeros stand in dates of what never was, as on a Linky: the period before the first.
  const exists = isInCalendar(day, month, year) || day + month + year === 0;
  return exists && pair(9) <= 23 && pair(12) <= 59 && pair(15) <= 59;
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Of the years 2000 to 2099, each fourth of which has a 29 February. */
function isInCalendar(day: number, month: number, year: number): boolean {
  return day >= 1 && day <= (DAYS[month - 1] ?? 0) && (month !== 2 || day < 29 || year % 4 === 0);
}

/** `9` stands for a digit, `:` for a colon or a slash. */
const SHAPE = '99/99/99 99:99:99';
const DATE_SIZE = SHAPE.length;
const DIGIT = 0x39;
const COLON = 0x3a;
const SLASH = 0x2f;
const HYPHEN = 0x2d;

/** Null where the text holds no date that exists. */
export function readLocalDate(text: string): LocalDate | null {
  const start = startOfDate(text);
  if (start < 0) return null;
  const pair = (offset: number): number => 10 * digitAt(text, start + offset) + digitAt(text, start + offset + 1);
  const [day, month, year] = [pair(0), pair(3), pair(6)];
  const [hour, minute, second] = [pair(9), pair(12), pair(15)];
  if (!isInCalendar(day, month, year) || hour > 23 || minute > 59 || second > 59) return null;
  return { year: 2000 + year, month, day, hour, minute, second };
}

/** Where the date begins in a text; -1: there is none. Most texts are a date and nothing else. */
function startOfDate(text: string): number {
  if (text.length !== DATE_SIZE) {
    const found = FORM.exec(text);
    return found === null ? -1 : found.index + (text.charCodeAt(found.index) === HYPHEN ? 1 : 0);
  }
  for (let i = 0; i < DATE_SIZE; i++) {
    const code = text.charCodeAt(i);
    const wanted = SHAPE.charCodeAt(i);
    if (wanted === DIGIT ? !isDigit(code) : wanted !== code && (wanted !== COLON || code !== SLASH)) return -1;
  }
  return 0;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function digitAt(text: string, at: number): number {
  return text.charCodeAt(at) - 0x30;
}

/**
 * The instant of the meter's clock, epoch milliseconds. In the doubled hour of October the order of frames decides: a
 * clock that would go back is in the second of both. Where frames are missing what the clock should say by now decides,
 * without a frame before the host's clock.
 * @param before what the clock said last
 * @param expected what it should say now
 */
export function clockInstant(
  date: LocalDate,
  zone: CivilZone,
  before: number | null,
  expected: number | null,
  arrival: number | null,
): number {
  const earlier = zone.toInstant(date, 'earlier');
  const later = zone.toInstant(date, 'later');
  if (earlier === later) return earlier;
  if (before !== null && before > earlier + DRIFT_MS && before <= later + DRIFT_MS) return later;
  const witness = expected ?? arrival;
  return witness !== null && Math.abs(witness - later) < Math.abs(witness - earlier) ? later : earlier;
}

/** A clock may be read so much back. */
const DRIFT_MS = 60_000;

/**
 * The instant of any other date, epoch milliseconds: the latest that is not after the clock; one to come is the first that
 * it can be.
 */
export function datedInstant(date: LocalDate, zone: CivilZone, now: number | null): number {
  const later = zone.toInstant(date, 'later');
  return now !== null && later <= now ? later : zone.toInstant(date, 'earlier');
}
