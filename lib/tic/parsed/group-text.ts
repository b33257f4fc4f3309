// A value that somebody else has parsed → the group that the meter sent for it, in the form of its row: digits with their
// zeros, texts with their blanks. What does not fit stays as it is, and is refused like any damaged group.
import { HT, MAX_GROUP, SP } from '../bytes/group';
import type { Dictionary } from '../families/dictionary';
import type { LabelEntry } from '../families/label';
import { splitDate } from './label-values';
import type { LabelValue } from './source';

/** How others write what the meter sends as a word of a closed list. */
const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  DEMAIN: { BLANC: 'BLAN', ROUGE: 'ROUG' },
};

/** A group without its sum. */
export interface GroupText {
  readonly label: string;
  readonly horodate: string | null;
  readonly data: string;
}

/** Undefined: no group can be made of it. */
export function groupText(
  { label, value, horodate }: LabelValue,
  entry: LabelEntry | undefined,
): GroupText | undefined {
  if (value === undefined) return { label, horodate: null, data: '' };
  const isDated = entry !== undefined && entry.row.horodate !== 'none';
  const dated = isDated && horodate === undefined ? splitDate(label, value) : { value, horodate };
  const { row } = entry ?? {};
  const date = isDated ? (dated.horodate ?? null) : null;
  // A date without a season is one of those that have none.
  const season = date?.startsWith(' ') === true && row?.horodate === 'dated' ? null : date;
  const data = row?.form === 'empty' ? '' : entry === undefined ? String(value) : dataOf(entry, dated.value ?? '');
  return isPrintable(data) && (data !== '' || row?.form === 'empty') ? { label, horodate: season, data } : undefined;
}

function dataOf({ label, row, values }: LabelEntry, value: string | number): string {
  const text = typeof value === 'string' ? value.trim() : row.unit === null ? String(value) : String(Math.round(value));
  const [size] = row.size;
  if (values !== null) return wordOf(label, text, values);
  switch (row.form) {
    case 'hex':
      // A text has all its digits, zeros too: one that has fewer has lost some, and the bits of the others are not where they were.
      return typeof value === 'number' ? text.padStart(size, '0') : text.toUpperCase();
    case 'digits':
      if (row.personal === true && typeof value === 'string') return text;
      return isCount(text) ? digitsOf(text).padStart(size, '0') : text;
    case 'tariff-option':
      return text.padEnd(size, '.');
    case 'text':
    case 'capitals':
      return text.padEnd(size, ' ');
    default:
      return text;
  }
}

/** Signs and letters where a number stands: nothing to fill up. */
function isCount(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text);
}

/** A number in text may have decimals. */
function digitsOf(text: string): string {
  return text.includes('.') ? String(Math.round(Number(text))) : text;
}

/** `HP` is `HP..`. */
function wordOf(label: string, text: string, values: ReadonlySet<string>): string {
  const word = WORDS[label]?.[text.toUpperCase()] ?? text;
  const dotted = word.padEnd(4, '.');
  return values.has(word) ? word : values.has(dotted) ? dotted : word;
}

function isPrintable(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

/** `LF label [horodate] data sum CR`, in the way of speaking of a dictionary. Undefined: longer than any group. */
export function groupBytes({ label, horodate, data }: GroupText, { separator }: Dictionary): Buffer | undefined {
  const between = String.fromCharCode(separator);
  const fields = separator === HT && horodate !== null ? [label, horodate, data] : [label, data];
  const text = fields.join(between);
  if (text.length + 2 > MAX_GROUP) return undefined;
  const summed = separator === SP ? text : text + between;
  let sum = 0;
  for (let i = 0; i < summed.length; i++) sum += summed.charCodeAt(i);
  return Buffer.from(`\n${text}${between}${String.fromCharCode((sum & 0x3f) + 0x20)}\r`, 'latin1');
}
