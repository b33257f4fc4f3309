// The numbers in a text that lead to somebody, and what stands for them. Invented numbers are counted up, not reckoned from the
// real ones: of a serial number of six digits no reckoning could not be undone by trying them all.
import {
  blanks,
  damagedData,
  endOf,
  isNearPersonal,
  LABELS,
  LONG_RUN,
  longRuns,
  PERSONAL,
  placesApart,
  type Replacement,
  UNKNOWN_DIGIT,
} from './damaged-numbers';

/** Maker, year and type lead the serial number of an address (spec/tic.md §1.6), and stay. A delivery point has no such part. */
const KEPT_DIGITS: ReadonlyMap<number, number> = new Map([[12, 6]]);
/** Numbers that differ in so few places are one with damage. */
const DAMAGED_PLACES = 4;
/** So many digits in a row of a known number are a piece of it, in a group that is believed by nobody. */
const PIECE = 4;
/** In text there are other numbers. */
const PIECE_OF_TEXT = 6;
/** A label, something that is no number, a number; also in JSON and in logs. */
const LABELLED = new RegExp(`(${[...PERSONAL.keys()].join('|')})(\\D{1,24})(\\d{6,})`, 'gi');
/** What programs that pass a TIC on call the same numbers, and in what they write them. */
const NAMED = /(serial(?:_?number)?|site_id|pdl|usage_point_id)(["'\s:=]{1,8})(\d{10,14})(?!\d)/gi;

/**
 * right: the sum of the group is right. wrong: it is not. rest: the same, behind a damaged group with such a number, which goes
 * on there. text: a line that nobody sent as a group. log: the same without a blank.
 */
export type TextKind = 'right' | 'wrong' | 'rest' | 'text' | 'log';

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
    const isText = kind === 'text' || kind === 'log';
    const label = /^[^ \t]*/.exec(text)?.[0] ?? '';
    // In a right group of another label it is that group's own text. What is learnt here may stand once more in the same line.
    const labelled = kind !== 'right' || PERSONAL.has(label) ? this.labelled(text, kind) : [];
    const named = isText ? this.named(text) : [];
    for (const each of [...this.whole(text, kind), ...labelled, ...named]) take(each);
    if (isText && isNearPersonal(label)) for (const each of damagedData(text, label)) take(each);
    if (kind === 'text') for (const each of this.pieces(text, PIECE_OF_TEXT)) take(each);
    if (!isText) for (const each of this.ofGroup(text, label, kind)) take(each);
    return found.sort((a, b) => a.from - b.from);
  }

  /** What else may be left in a group of a line. A right one has nothing but the data of its label. */
  private ofGroup(text: string, label: string, kind: TextKind): Replacement[] {
    const isPersonal = isNearPersonal(label);
    const own =
      PERSONAL.has(label) || (isPersonal && !LABELS.has(label)) ? blanks(text, label.length, endOf(text)) : [];
    if (kind === 'right') return own;
    return [
      ...own,
      ...(isPersonal ? damagedData(text, label) : []),
      // What goes on behind a character that damage has made a control character, until another label begins.
      ...(kind === 'rest' ? blanks(text, 0, Math.max(text.search(/[A-Z]{2}|$/), 0)) : []),
      ...this.tail(text),
      ...this.pieces(text, PIECE),
      ...longRuns(text),
    ];
  }

  private labelled(text: string, kind: TextKind): Replacement[] {
    return [...text.matchAll(LABELLED)].map((match) => {
      const [whole, label = '', , digits = ''] = match;
      const length = PERSONAL.get(label.toUpperCase()) ?? 0;
      return { from: match.index + whole.length - digits.length, text: this.standIn(digits, length, kind) };
    });
  }

  /** As other programs call it; its first zeros may be gone, for it was a number there. */
  private named(text: string): Replacement[] {
    return [...text.matchAll(NAMED)].map((match) => {
      const [whole, , , digits = ''] = match;
      const isWhole = [...PERSONAL.values()].includes(digits.length);
      return {
        from: match.index + whole.length - digits.length,
        text: this.standIn(digits, isWhole ? digits.length : 0, 'text'),
      };
    });
  }

  private standIn(digits: string, length: number, kind: TextKind): string {
    // One digit again and again is no number: a test plays it, or somebody has masked it.
    if (/^(\d)\1*$/.test(digits)) return digits;
    if (digits.length !== length) return this.alike(digits) ?? unknown(digits.length);
    // Its sum vouches for it: one that merely looks like another is that of the house next door.
    if (kind === 'right') return this.known.get(digits) ?? this.invent(digits);
    const isSure = this.seen.has(digits);
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

  /** Known numbers anywhere, with damage where the sum is none that speaks against it; in text also as JSON writes numbers. */
  private whole(text: string, kind: TextKind): Replacement[] {
    const found: Replacement[] = [];
    const mayBeDamaged = kind !== 'right' && kind !== 'log';
    for (const [real, invented] of this.known) {
      for (let from = 0; from + real.length <= text.length; from++) {
        const there = text.slice(from, from + real.length);
        const isIt = mayBeDamaged ? placesApart(real, there) <= DAMAGED_PLACES : there === real;
        if (isIt) found.push({ from, text: withDamage(real, invented, there) });
      }
      const short = real.replace(/^0+/, '');
      if ((kind !== 'text' && kind !== 'log') || short === real || short.length < LONG_RUN) continue;
      for (const { index, 0: digits } of text.matchAll(/\d+/g))
        if (digits === short) found.push({ from: index, text: asNumber(invented, short.length) });
    }
    return found;
  }

  /** The end of a number whose beginning is not there: the recording began in it, or bytes were lost. */
  private tail(text: string): Replacement[] {
    const [digits = ''] = /^\d+/.exec(text) ?? [];
    const isEnd = digits !== '' && [...this.known.keys()].some((real) => real.endsWith(digits));
    return isEnd ? [{ from: 0, text: UNKNOWN_DIGIT.repeat(digits.length) }] : [];
  }

  /** Pieces of known numbers: a character was lost, or two groups have run together. */
  private pieces(text: string, size: number): Replacement[] {
    return [...text.matchAll(/\d+/g)].flatMap(({ index, 0: digits }) => {
      for (const [real, invented] of this.known) {
        const kept = commonPrefix(real, invented);
        for (let at = 0; at + size <= digits.length; at++) {
          const piece = digits.slice(at, at + size);
          // The part that stays tells nothing; a piece may stand in both.
          if (!real.slice(Math.max(kept - size + 1, 0)).includes(piece)) continue;
          return [{ from: index, text: UNKNOWN_DIGIT.repeat(digits.length) }];
        }
      }
      return [];
    });
  }
}

/** The end of an invented number as JSON can have it. */
function asNumber(invented: string, length: number): string {
  return invented.slice(-length).replace(/^0+/, (zeros) => UNKNOWN_DIGIT.repeat(zeros.length));
}

/** What became of the real number becomes of the invented one: the same bits are turned over. */
function withDamage(real: string, invented: string, damaged: string): string {
  const turned = (at: number): number => real.charCodeAt(at) ^ damaged.charCodeAt(at);
  return Array.from(invented, (character, at) => String.fromCharCode(character.charCodeAt(0) ^ turned(at))).join('');
}

/** Digits of nobody. One and the same would be a number that somebody has masked, which is refused for no length. */
function unknown(length: number): string {
  return `${UNKNOWN_DIGIT.repeat(length - 1)}8`;
}

function commonPrefix(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}
