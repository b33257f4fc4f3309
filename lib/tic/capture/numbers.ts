// The numbers in a text that lead to somebody, and what stands for them. Invented numbers are counted up, not reckoned from the
// real ones: of a serial number of six digits no reckoning could not be undone by trying them all.
import { DICTIONARIES } from '../families';

/** Labels with such a number, and how many digits it has: ADCO, ADSC, ADS, PRM. */
const PERSONAL: ReadonlyMap<string, number> = new Map(
  DICTIONARIES.flatMap(({ dialect }) =>
    dialect.rows.filter(({ personal }) => personal === true).map((row): [string, number] => [row.label, row.size[1]]),
  ),
);
/** Maker, year and type lead the serial number of an address (spec/tic.md §1.6), and stay. A delivery point has no such part. */
const KEPT_DIGITS: ReadonlyMap<number, number> = new Map([[12, 6]]);
/** Numbers that differ in so few places are one with damage. */
const DAMAGED_PLACES = 4;
/** So many digits in a row of a known number are a piece of it, in a group that is believed by nobody. */
const PIECE = 6;
/** No current and no power has so many digits. */
const LONG_DATA = 8;
/** A label, something that is no number, a number; also in JSON and in logs. */
const LABELLED = new RegExp(`(${[...PERSONAL.keys()].join('|')})(\\D{1,24})(\\d{6,})`, 'gi');
/** What stands for a digit of which nobody knows whose it is. */
const UNKNOWN_DIGIT = '9';

/** A part of a text, and what stands for it: as long as the part. */
export interface Replacement {
  readonly from: number;
  readonly text: string;
}

/** right: the sum of the group is right. wrong: it is not. log: the text is no group. */
export type TextKind = 'right' | 'wrong' | 'log';

export class Numbers {
  /** Real numbers, and what stands for them. */
  private readonly known = new Map<string, string>();
  /** Numbers that no sum vouches for: believed when they come again. */
  private readonly seen = new Set<string>();

  /** How many numbers are known. */
  get count(): number {
    return this.known.size;
  }

  /** @returns parts that do not overlap, the first first */
  find(text: string, kind: TextKind): Replacement[] {
    const found: Replacement[] = [];
    const take = (replacement: Replacement): void => {
      const end = replacement.from + replacement.text.length;
      const isTaken = found.some(({ from, text: other }) => from < end && replacement.from < from + other.length);
      if (!isTaken) found.push(replacement);
    };
    const label = /^[^ \t]*/.exec(text)?.[0] ?? '';
    for (const each of this.whole(text, kind)) take(each);
    // In a right group of another label it is that group's own text.
    if (kind !== 'right' || PERSONAL.has(label)) for (const each of this.labelled(text, kind)) take(each);
    if (kind !== 'right' && isNearPersonal(label)) for (const each of damagedData(text, label)) take(each);
    if (kind === 'wrong') for (const each of this.pieces(text)) take(each);
    return found.sort((a, b) => a.from - b.from);
  }

  private labelled(text: string, kind: TextKind): Replacement[] {
    return [...text.matchAll(LABELLED)].map((match) => {
      const [whole, label = '', , digits = ''] = match;
      const length = PERSONAL.get(label.toUpperCase()) ?? 0;
      return { from: match.index + whole.length - digits.length, text: this.standIn(digits, length, kind) };
    });
  }

  private standIn(digits: string, length: number, kind: TextKind): string {
    // One digit again and again is no number: a test plays it, or somebody has masked it.
    if (/^(\d)\1*$/.test(digits)) return digits;
    if (digits.length !== length) return this.alike(digits) ?? UNKNOWN_DIGIT.repeat(digits.length);
    const isSure = kind === 'right' || this.seen.has(digits);
    const invented = this.known.get(digits) ?? this.alike(digits) ?? (isSure ? this.invent(digits) : undefined);
    if (invented !== undefined) return invented;
    this.seen.add(digits);
    const kept = KEPT_DIGITS.get(length) ?? 0;
    return digits.slice(0, kept) + UNKNOWN_DIGIT.repeat(length - kept);
  }

  private invent(digits: string): string {
    const kept = KEPT_DIGITS.get(digits.length) ?? 0;
    const invented = digits.slice(0, kept) + String(this.known.size + 1).padStart(digits.length - kept, '0');
    this.known.set(digits, invented);
    return invented;
  }

  /** Of a number that is a known one with damage: the invented one with the same damage. */
  private alike(text: string): string | undefined {
    for (const [real, invented] of this.known) {
      if (real.length !== text.length) continue;
      if (placesApart(real, text) <= DAMAGED_PLACES) return withDamage(real, invented, text);
    }
    return undefined;
  }

  /** Known numbers anywhere, with damage where the sum is none that speaks against it. */
  private whole(text: string, kind: TextKind): Replacement[] {
    const found: Replacement[] = [];
    for (const [real, invented] of this.known) {
      for (let from = 0; from + real.length <= text.length; from++) {
        const there = text.slice(from, from + real.length);
        const isIt = kind === 'wrong' ? placesApart(real, there) <= DAMAGED_PLACES : there === real;
        if (isIt) found.push({ from, text: withDamage(real, invented, there) });
      }
    }
    return found;
  }

  /** Pieces of known numbers: a character was lost, or two groups have run together. */
  private pieces(text: string): Replacement[] {
    return [...text.matchAll(/\d+/g)].flatMap(({ index, 0: digits }) => {
      for (const [real, invented] of this.known) {
        const kept = commonPrefix(real, invented);
        for (let at = 0; at + PIECE <= digits.length; at++) {
          const inReal = real.indexOf(digits.slice(at, at + PIECE));
          // The part that stays tells nothing.
          if (inReal < 0 || inReal + PIECE <= kept) continue;
          return [{ from: index, text: UNKNOWN_DIGIT.repeat(digits.length) }];
        }
      }
      return [];
    });
  }
}

/** A personal label with one character changed, lost or added. */
function isNearPersonal(label: string): boolean {
  return [...PERSONAL.keys()].some((personal) => {
    if (Math.abs(personal.length - label.length) > 1) return false;
    const [short, long] = personal.length < label.length ? [personal, label] : [label, personal];
    if (short.length === long.length) return placesApart(short, long) <= 1;
    return Array.from(long).some((_, at) => long.slice(0, at) + long.slice(at + 1) === short);
  });
}

/** All digits behind a label that may be a personal one, where they are as many as of no current or power. */
function damagedData(text: string, label: string): Replacement[] {
  const digits = [...text.slice(label.length).matchAll(/\d+/g)];
  if (digits.reduce((sum, [run]) => sum + run.length, 0) < LONG_DATA) return [];
  return digits.map(({ index, 0: run }) => ({ from: label.length + index, text: UNKNOWN_DIGIT.repeat(run.length) }));
}

function placesApart(one: string, other: string): number {
  let apart = 0;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) apart++;
  return apart;
}

/** What became of the real number becomes of the invented one: the same bits are turned over. */
function withDamage(real: string, invented: string, damaged: string): string {
  const turned = (at: number): number => real.charCodeAt(at) ^ damaged.charCodeAt(at);
  return Array.from(invented, (character, at) => String.fromCharCode(character.charCodeAt(0) ^ turned(at))).join('');
}

function commonPrefix(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}
