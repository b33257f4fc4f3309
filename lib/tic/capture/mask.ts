// Makes a recording fit to be shown: the numbers of the meter and of the delivery point become invented ones, the same one each
// time, and everything else stays as it came. A sum that was right is right behind it, a wrong one stays wrong, damage stays
// the damage that it was.
import { CR, ETX, HT, LF, readGroup, SP, STX } from '../bytes/group';
import { readPasted } from '../bytes/pasted';
import { isNearPersonal, type Replacement } from './damaged-numbers';
import { Numbers, type TextKind } from './numbers';

/** What has no control character for so long is no group; it is looked at in pieces, but no number is cut. */
const LONGEST_SEGMENT = 4096;
/** Of bytes with a parity bit all but damaged ones have an even number of ones. */
const EVEN_OF_ALL = 0.8;

export class Mask {
  /** Places where a number was replaced. */
  replaced = 0;
  private readonly numbers = new Numbers();
  private rest: Buffer = Buffer.alloc(0);
  /** A damaged group with a number goes on behind a control character that is none of a line. */
  private goesOn = false;

  /** How many numbers were found. */
  get count(): number {
    return this.numbers.count;
  }

  /** Any chunking; what has no end yet is kept back. As many bytes come out as went in. */
  push(bytes: Uint8Array): Buffer {
    const all = Buffer.concat([this.rest, bytes]);
    const out: Buffer[] = [];
    let from = 0;
    for (let i = 0; i < all.length; i++) {
      const character = (all[i] ?? 0) & 0x7f;
      const isInside = character >= SP || character === HT;
      if (isInside && (i - from < LONGEST_SEGMENT || isDigit(character))) continue;
      const isLineEnd = ENDS.has(character);
      out.push(this.segment(all.subarray(from, i), isLineEnd ? 'line' : 'cut'), all.subarray(i, i + 1));
      if (isLineEnd) this.goesOn = false;
      from = i + 1;
    }
    this.rest = Buffer.from(all.subarray(from));
    return Buffer.concat(out);
  }

  /** What was kept back. */
  flush(): Buffer {
    const last = this.segment(this.rest, 'cut');
    this.rest = Buffer.alloc(0);
    this.goesOn = false;
    return last;
  }

  /** One line of text, which may become longer: a sum that was a blank and was cut off is put there. */
  line(text: string): string {
    return this.segment(Buffer.from(text, 'latin1'), 'text').toString('latin1');
  }

  /** @param of a line of a meter; one that a control character has cut, which no clipboard does; a line of text */
  private segment(bytes: Buffer, of: 'line' | 'cut' | 'text'): Buffer {
    const text = Buffer.from(bytes.map((byte) => byte & 0x7f)).toString('latin1');
    const isGroup = readGroup(bytes).ok;
    const pasted = isGroup || of === 'cut' ? undefined : readPasted(text);
    const kind = isGroup || pasted?.isRight === true ? 'right' : of === 'text' ? lineKind(text) : this.brokenKind(text);
    if (!/\d/.test(text)) return bytes;
    const parts = this.numbers.find(pasted?.isRight === true ? pasted.text : text, kind);
    if (parts.length === 0) return bytes;
    this.replaced += parts.length;
    if (pasted?.isRight === true) return this.pastedLine(bytes, text, pasted.text, parts, of === 'text');
    const out = replacedIn(text, parts);
    if (isGroup) return inPlace(bytes, text, out.slice(0, -1) + sumOf(out));
    // By chance a wrong sum may fit the invented number.
    return inPlace(bytes, text, readGroup(Buffer.from(out, 'latin1')).ok ? out.slice(0, -1) + after(out.at(-1)) : out);
  }

  private brokenKind(text: string): TextKind {
    const kind = this.goesOn ? 'rest' : 'wrong';
    this.goesOn ||= isNearPersonal(/^[^ \t]*/.exec(text)?.[0] ?? '');
    return kind;
  }

  /** A line whose blanks were tabs, or that has something in front: what makes it right is found in the group that it was. */
  private pastedLine(bytes: Buffer, line: string, group: string, parts: Replacement[], mayGrow: boolean): Buffer {
    const masked = replacedIn(group, parts);
    const sum = sumOf(masked);
    const there = this.numbers.find(line, 'text');
    const out = replacedIn(line, there);
    const end = out.trimEnd().length;
    const oldSum = group.at(-1) ?? ' ';
    if (oldSum !== ' ') return inPlace(bytes, line, out.slice(0, end - 1) + sum + out.slice(end));
    if (out.length > end + 1) return inPlace(bytes, line, out.slice(0, -1) + sum);
    return mayGrow ? Buffer.from(`${out.slice(0, end)} ${sum}`, 'latin1') : inPlace(bytes, line, out);
  }
}

/** What a line ends with, and a frame. */
const ENDS: ReadonlySet<number> = new Set([LF, CR, STX, ETX]);

function lineKind(text: string): TextKind {
  return /[\t ]/.test(text) ? 'text' : 'log';
}

function replacedIn(text: string, parts: readonly Replacement[]): string {
  let out = '';
  let from = 0;
  for (const part of parts) {
    out += text.slice(from, part.from) + part.text;
    from = part.from + part.text.length;
  }
  return out + text.slice(from);
}

/** Bit 7 of what did not change stays; where it is a parity bit it is one of what changed, right or wrong as it was. */
function inPlace(bytes: Buffer, before: string, after: string): Buffer {
  const hasParity = bytes.some((byte) => byte > 0x7f) && bytes.filter(isEven).length >= EVEN_OF_ALL * bytes.length;
  return Buffer.from(
    bytes.map((byte, at) => {
      if (before[at] === after[at]) return byte;
      const plain = after.charCodeAt(at) & 0x7f;
      if (!hasParity) return plain | (byte & 0x80);
      return isEven(plain) === isEven(byte) ? plain : plain | 0x80;
    }),
  );
}

function isDigit(character: number): boolean {
  return character >= 0x30 && character <= 0x39;
}

function isEven(byte: number): boolean {
  let odd = false;
  for (let rest = byte; rest > 0; rest >>= 1) if ((rest & 1) === 1) odd = !odd;
  return !odd;
}

/** The sum that makes a group right (spec/tic.md §1.3); its own last character does not count. */
function sumOf(group: string): string {
  const isStandard = group.at(-2) === '\t';
  const summed = group.slice(0, isStandard ? -1 : -2);
  const sum = Array.from(summed).reduce((total, character) => total + character.charCodeAt(0), 0);
  return String.fromCharCode((sum & 0x3f) + 0x20);
}

function after(sum = ' '): string {
  return String.fromCharCode(((sum.charCodeAt(0) + 1 - 0x20) & 0x3f) + 0x20);
}
