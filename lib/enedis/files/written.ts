// Values and moments as exports and spreadsheets write them.
import { PARIS, type DayKey } from '../../grid/paris-time';
import { readLabel, type Label } from '../bodies/labels';

const NUMBER = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d{1,2})?$/i;
/** Nobody has measured it. */
const NOTHING = /^(?:|na|n\/a|nd|null|nan|-+)$/i;
/** Blanks between thousands, the narrow one and the one that does not break too. */
const BLANKS = /[\s\u00a0\u202f]/g;

const FRENCH = /^(\d{1,2})\/(\d{1,2})\/(20\d\d)(?:[ T]+(\d{1,2}):(\d\d)(?::(\d\d))?)?$/;
const ISO = /^20\d\d-/;
/** Days since the end of 1899, as a spreadsheet counts: from 2009 to 2064. */
const SERIAL = /^[45]\d{4}(?:[.,]\d+)?$/;
const SERIAL_OF_1970 = 25_569;
const [MINUTE, DAY] = [60_000, 86_400_000];

/** undefined: nothing is there; NaN: what is there is no number. A comma is a decimal comma. */
export function readNumber(text: string): number | undefined {
  if (NOTHING.test(text)) return undefined;
  const digits = text.replace(BLANKS, '');
  return NUMBER.test(digits) ? Number(digits.replace(',', '.')) : NaN;
}

/** undefined: it names no moment of this century. */
export function readMoment(text: string): Label | undefined {
  if (ISO.test(text)) return readLabel(text);
  const found = FRENCH.exec(text);
  if (found !== null) {
    const [, day = '', month = '', year = '', hour, minute = '', second = '00'] = found;
    const date = `${year}-${two(month)}-${two(day)}`;
    return readLabel(hour === undefined ? date : `${date} ${two(hour)}:${minute}:${second}`);
  }
  if (!SERIAL.test(text)) return undefined;
  const days = Number(text.replace(',', '.')) - SERIAL_OF_1970;
  return { wall: Math.round((days * DAY) / MINUTE) * MINUTE, hasClock: !Number.isInteger(days) };
}

/** The date that is written, whatever hour stands beside it; of a midnight of Paris in UTC (`T22:00:00Z`) the day that begins then. */
export function writtenDay({ wall, offset }: Label): DayKey {
  const instant = wall - (typeof offset === 'number' ? offset : 0);
  const day = PARIS.dayKey(instant);
  if (offset !== undefined && PARIS.startOfDay(day) === instant) return day;
  return new Date(wall).toISOString().slice(0, 10);
}

/** `HH:MM` in ms after midnight; undefined: it is none. */
export function readClock(text: string): number | undefined {
  const found = /^(\d{1,2}):(\d\d)(?::\d\d)?$/.exec(text);
  if (found === null) return undefined;
  const minutes = Number(found[1]) * 60 + Number(found[2]);
  return minutes <= 1440 && Number(found[2]) < 60 ? minutes * MINUTE : undefined;
}

function two(digits: string): string {
  return digits.padStart(2, '0');
}
