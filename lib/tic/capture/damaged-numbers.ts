// What damage leaves of a personal number: labels that are nearly right, digits behind them, what goes on elsewhere.
import { DICTIONARIES } from '../families';

/** Labels with such a number, and how many digits it has: ADCO, ADSC, ADS, PRM. */
export const PERSONAL: ReadonlyMap<string, number> = new Map(
  DICTIONARIES.flatMap(({ dialect }) =>
    dialect.rows.filter(({ personal }) => personal === true).map((row): [string, number] => [row.label, row.size[1]]),
  ),
);
/** What damage may have made of a personal label, and what is one itself: ADPS. */
export const LABELS: ReadonlySet<string> = new Set(
  DICTIONARIES.flatMap(({ dialect }) => dialect.rows.map(({ label }) => label)),
);
/** No value has so many digits in a row, but for dates. */
export const LONG_RUN = 10;
/** No current and no power has so many digits. */
const LONG_DATA = 8;
/** A digit, and what one turned bit makes of one that is no blank. */
const DIGIT_OR_DAMAGED = /[0-9:-?!-)p-y]/g;
/** What stands for a digit of which nobody knows whose it is. */
export const UNKNOWN_DIGIT = '9';

/** A part of a text, and what stands for it: as long as the part. */
export interface Replacement {
  readonly from: number;
  readonly text: string;
}

/** Where the data of a group end; of a cut one everything is data. */
export function endOf(text: string): number {
  return /[\t ].$/.test(text) ? text.length - 1 : text.length;
}

/** A part of a group in which nothing says what damage has done to a number: no character of it stays that may be one of its digits. */
export function blanks(text: string, from: number, to: number): Replacement[] {
  const part = text.slice(from, to);
  // What somebody has masked, or a test plays.
  if (/^\s*(\d)\1*\s*$/.test(part)) return [];
  return [...part.matchAll(DIGIT_OR_DAMAGED)].map(({ index, 0: character }) => ({
    from: from + index,
    text: DAMAGED_AS.find(([kind]) => kind.test(character))?.[1] ?? UNKNOWN_DIGIT,
  }));
}

/** What is no digit stays none: a group that was refused for it is refused for it again. */
const DAMAGED_AS: readonly (readonly [RegExp, string])[] = [
  [/[!-)]/, ')'],
  [/[:-?]/, '?'],
  [/[p-y]/, 'y'],
];

const DATE = /^\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d$/;

/** Of a number that nobody knows yet, behind a label that nobody can read. */
export function longRuns(text: string): Replacement[] {
  return [...text.matchAll(/\d+/g)].flatMap(({ index, 0: digits }) => {
    const isDate = DATE.test(digits) && /[HEhe\t ]/.test(text[index - 1] ?? '');
    const isOneDigit = /^(\d)\1*$/.test(digits);
    return digits.length < LONG_RUN || isDate || isOneDigit
      ? []
      : [{ from: index, text: UNKNOWN_DIGIT.repeat(digits.length) }];
  });
}

/** A personal label with one character changed, lost or added. */
export function isNearPersonal(label: string): boolean {
  return [...PERSONAL.keys()].some((personal) => {
    if (Math.abs(personal.length - label.length) > 1) return false;
    const [short, long] = personal.length < label.length ? [personal, label] : [label, personal];
    if (short.length === long.length) return placesApart(short, long) <= 1;
    return Array.from(long).some((_, at) => long.slice(0, at) + long.slice(at + 1) === short);
  });
}

/** All digits behind a label that may be a personal one, where they are as many as of no current or power. */
export function damagedData(text: string, label: string): Replacement[] {
  const digits = [...text.slice(label.length).matchAll(/\d+/g)];
  if (digits.reduce((sum, [run]) => sum + run.length, 0) < LONG_DATA) return [];
  return digits.map(({ index, 0: run }) => ({ from: label.length + index, text: UNKNOWN_DIGIT.repeat(run.length) }));
}

export function placesApart(one: string, other: string): number {
  let apart = 0;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) apart++;
  return apart;
}
