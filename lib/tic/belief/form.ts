// Forms of data: which characters may stand in a value. Walked by tables over the bytes, so that a value of the wrong form
// is refused before a string is made. A right sum alone lets one damaged group in six through (spec/perf.md §0.3).
import { type GroupBytes, SP } from '../bytes/group';
import type { FormName, LabelEntry } from '../families/label';
import { fitsDate } from '../value/local-date';
import { readQuantity } from '../value/quantity';

const DIGIT = 1;
const HEX = 2;
const LETTER = 4;
const TEXT = 8;
/** Text without small letters: codes of the meters have none, and a digit becomes one when its bit 6 turns over. */
const CAPITALS = 16;
/** What stands in groups of several values with colons between. */
const FIELDS = 32;

/** Classes of each seven-bit character. */
const CLASSES = new Uint8Array(128);
function mark(characters: string, cls: number): void {
  for (const character of characters) CLASSES[character.charCodeAt(0)] = (CLASSES[character.charCodeAt(0)] ?? 0) | cls;
}
mark('0123456789', DIGIT | HEX | TEXT | CAPITALS | FIELDS);
mark('ABCDEF', HEX);
mark('ABCDEFGHIJKLMNOPQRSTUVWXYZ', LETTER | TEXT | CAPITALS);
mark('abcdefghijklmnopqrstuvwxyz', TEXT);
// "`" is what a blank becomes when its bit 6 flips, unseen by the sum, and "{|}~" what signs become: see `isPrintable`.
mark(' !"#$%&\'()*+,-./:;<=>?@[\\]^_', TEXT | CAPITALS);
mark(': ', FIELDS);

/** Why the data (not the horodate) of a group cannot have been sent under its label, or null. */
export function dataFault({ row, values }: LabelEntry, group: GroupBytes): 'length' | 'value' | null {
  const size = group.dataEnd - group.dataStart;
  if (size < row.size[0] || size > row.size[1]) return 'length';
  if (values !== null) return values.has(group.data) ? null : 'value';
  if (row.glued !== undefined) {
    const unit = readQuantity(group)?.unit;
    return unit === '' || row.glued.some((known) => known === unit) ? null : 'value';
  }
  return fitsForm(row.form as FormName, group) ? null : 'value';
}

function fitsForm(form: FormName, group: GroupBytes): boolean {
  switch (form) {
    case 'digits':
      return consistsOf(group, DIGIT);
    case 'hex':
      return consistsOf(group, HEX);
    case 'letters':
      return consistsOf(group, LETTER);
    case 'text':
      return consistsOf(group, TEXT);
    case 'capitals':
      return consistsOf(group, CAPITALS);
    case 'fields':
      return consistsOf(group, FIELDS);
    case 'jaune':
      return isJaune(group);
    case 'day-profile':
      return isDayProfile(group);
    case 'quantity':
      return readQuantity(group) !== null;
    case 'date':
      return fitsDate(group);
    case 'tariff-option':
      return isTariffOption(group);
    case 'empty':
      return group.dataStart === group.dataEnd;
  }
}

function consistsOf(group: GroupBytes, cls: number): boolean {
  const { bytes, dataEnd } = group;
  for (let i = group.dataStart; i < dataEnd; i++) if (((CLASSES[bytes[i] ?? 0] ?? 0) & cls) === 0) return false;
  return true;
}

/** Text that a meter can send, though its characters are those that damage makes: it is believed when it comes again and again. */
export function isPrintable(group: GroupBytes): boolean {
  const { bytes, dataEnd } = group;
  for (let i = group.dataStart; i < dataEnd; i++) if ((bytes[i] ?? 0) < SP || (bytes[i] ?? 0) > 0x7e) return false;
  return true;
}

/** `9` stands for a digit, `X` for the notice: `DP` or two blanks. */
const JAUNE = '99:99:99:99:99:XX:99999:99';

function isJaune(group: GroupBytes): boolean {
  const { bytes, dataStart: start } = group;
  if (group.dataEnd - start !== JAUNE.length) return false;
  for (let i = 0; i < JAUNE.length; i++) {
    const byte = bytes[start + i] ?? 0;
    const wanted = JAUNE.charAt(i);
    const fits = wanted === '9' ? ((CLASSES[byte] ?? 0) & DIGIT) !== 0 : wanted === 'X' || byte === 0x3a;
    if (!fits) return false;
  }
  const pair = (offset: number): number => Number(group.slice(start + offset, start + offset + 2));
  const notice = group.slice(start + 15, start + 17);
  return (
    (notice === 'DP' || notice === '  ') &&
    pair(0) <= 23 &&
    pair(3) <= 59 &&
    pair(6) >= 1 &&
    pair(6) <= 31 &&
    pair(9) >= 1 &&
    pair(9) <= 12
  );
}

const UNUSED = 'NONUTILE';

/** Eleven blocks of eight characters with blanks between: `HHMM` in digits and `SSSS` in hex, or the filler. */
function isDayProfile(group: GroupBytes): boolean {
  const { bytes, dataStart, dataEnd } = group;
  for (let block = dataStart; block < dataEnd; block += 9) {
    if (block > dataStart && bytes[block - 1] !== SP) return false;
    const filler = bytes[block] === UNUSED.charCodeAt(0);
    for (let i = 0; i < 8; i++) {
      const byte = bytes[block + i] ?? 0;
      if (filler ? byte !== UNUSED.charCodeAt(i) : ((CLASSES[byte] ?? 0) & (i < 4 ? DIGIT : HEX)) === 0) return false;
    }
  }
  return true;
}

const TARIFF_OPTIONS = new Set(['BASE', 'HC..', 'EJP.']);

/** From here on no code of a meter has characters: they are digits and signs with bit 6 turned over. */
const SMALL_LETTERS = 0x60;

/** The options of historique; the fourth character of `BBRx` holds two programmes. */
function isTariffOption(group: GroupBytes): boolean {
  const option = group.data;
  return TARIFF_OPTIONS.has(option) || (option.startsWith('BBR') && option.charCodeAt(3) < SMALL_LETTERS);
}
