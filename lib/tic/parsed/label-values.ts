// Values as programs pass them on: numbers, numbers in text, texts, words for "unknown", dates before the value.
import { isJson } from '../bytes/foreign';
import type { LabelValue } from './source';

/** What a value is called that nobody knows: by Home Assistant, ESPHome, Python, French firmwares. */
const UNKNOWN: ReadonlySet<string> = new Set([
  '',
  'unknown',
  'unavailable',
  'nan',
  'none',
  'null',
  'undefined',
  'inconnu',
  'inconnue',
]);

/** A value that says something; undefined for nothing, for words that mean nothing, and for what is no value. */
export function plainValue(value: unknown): string | number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'string') return UNKNOWN.has(clean(value).toLowerCase()) ? undefined : clean(value, false);
  const bytes = bufferIn(value);
  return bytes === undefined ? undefined : plainValue(bytes);
}

/** Texts of a fixed length on the radio are filled up with zeros; one inside stands for a character that was lost. */
function clean(text: string, trimmed = true): string {
  const whole = text.replace(/\0+$/, '');
  return trimmed ? whole.trim() : whole;
}

/** A Buffer that was made JSON. */
function bufferIn(value: unknown): string | undefined {
  if (!isJson(value) || value['type'] !== 'Buffer' || !Array.isArray(value['data'])) return undefined;
  return String.fromCharCode(...value['data'].filter((byte): byte is number => typeof byte === 'number'));
}

/** The number that a value is; undefined where it is none. */
export function numberIn(value: unknown): number | undefined {
  const plain = plainValue(value);
  if (plain === undefined) return undefined;
  const number = typeof plain === 'number' ? plain : Number(plain);
  return Number.isFinite(number) ? number : undefined;
}

/**
 * Hexadecimal digits that came as a message of their own. `mqtt in` of Node-RED makes numbers of what looks like one: 0 of `0E420401`,
 * 12340000 of `1234E004`. Undefined: nobody can tell what they were.
 */
export function hexIn(value: unknown): unknown {
  if (typeof value !== 'number') return value;
  const digits = String(value);
  return /^\d{8}$/.test(digits) && !digits.endsWith('00') ? digits : undefined;
}

/** `H240215001741 02432`, a HT between them, or the date alone; the season may be a blank that somebody has trimmed. */
const DATED = /^([HEhe ]?)(\d{12})(?:[\t ]+(.*))?$/;

/** The same value without the date before it. */
export function splitDate(label: string, value: string | number): LabelValue {
  const [, season, date, data] = (typeof value === 'string' ? DATED.exec(value) : null) ?? [];
  if (date === undefined) return { label, value };
  return { label, value: data ?? '', horodate: `${season === undefined || season === '' ? ' ' : season}${date}` };
}
