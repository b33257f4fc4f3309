// Numbers with their unit glued on, as PME-PMI, SAPHIR and ICE send them: `531Wh`, `92TkW`, `702H.kW`, `-0,39`, `20120V  `.
import { type GroupBytes, SP } from '../bytes/group';

/** What a mark between number and unit says of a point of the load curve (spec/tic.md §2.4–2.6). */
export type PointMark = 'truncated' | 'clock-set' | 'outage' | 'control';

export interface Quantity {
  readonly value: number;
  /** As sent; empty where there is none. */
  readonly unit: string;
  readonly mark: PointMark | null;
}

const MARKS: readonly (readonly [string, PointMark | null])[] = [
  ['', null],
  ['T', 'truncated'],
  ['H.', 'clock-set'],
  ['C.', 'outage'],
  ['M.', 'control'],
];
const UNITS = ['', 'Wh', 'kWh', 'varh', 'kvarh', 'VAh', 'W', 'kW', 'var', 'kvar', 'VA', 'kVA', 'V', 'A', '%', 'min'];
/** Everything that may follow a number. */
const TAILS = new Map(MARKS.flatMap(([text, mark]) => UNITS.map((unit) => [text + unit, { unit, mark }] as const)));

const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
/** More digits than any meter sends; beyond them a number is damage. */
const MOST_DIGITS = 10;
const MOST_DECIMALS = 4;

/** Comma or dot, by make of the meter; null where the data is no quantity. */
export function readQuantity(group: GroupBytes): Quantity | null {
  const { bytes } = group;
  let { dataStart: at, dataEnd: end } = group;
  while (at < end && bytes[at] === SP) at++;
  while (end > at && bytes[end - 1] === SP) end--;
  const negative = bytes[at] === MINUS;
  if (negative || bytes[at] === PLUS) at++;

  let value = 0;
  const first = at;
  for (; at < end && isDigit(bytes[at]); at++) value = value * 10 + digit(bytes[at]);
  if (at === first || at - first > MOST_DIGITS) return null;

  if ((bytes[at] === COMMA || bytes[at] === DOT) && at + 1 < end && isDigit(bytes[at + 1])) {
    const point = ++at;
    let decimals = 0;
    for (; at < end && isDigit(bytes[at]); at++) decimals = decimals * 10 + digit(bytes[at]);
    if (at - point > MOST_DECIMALS) return null;
    value += decimals / 10 ** (at - point);
  }
  const tail = TAILS.get(group.slice(at, end));
  return tail === undefined ? null : { value: negative ? -value : value, ...tail };
}

function isDigit(byte = 0): boolean {
  return byte >= ZERO && byte <= ZERO + 9;
}

function digit(byte = ZERO): number {
  return byte - ZERO;
}
