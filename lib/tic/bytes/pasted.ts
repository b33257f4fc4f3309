// A capture that went through a clipboard: no control characters, blanks where tabs were, a trailing blank that was the sum cut
// off, quote marks or times in front. Only what can be undone is undone, and only where the sum then says that it is right.
import { readGroup } from './group';

/** What was put right in a line. */
export type Repair = 'tabs' | 'blanks' | 'end' | 'front';

export interface PastedLine {
  /** The group without LF and CR; the line as it is where nothing makes a right group of it. */
  readonly text: string;
  readonly isRight: boolean;
  readonly repairs: readonly Repair[];
}

/** Quote marks, and a time or a date with one, as logs and forums put them in front of a line. */
const FRONT =
  /^(?:(?:> ?)+|\s*\[?(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?(?: ?(?:->|[:|-]))?\s+)/;
const HORODATE = /^[HEhe ]\d{12}$/;
const HORODATE_SIZE = 13;
/** Longer lines are none of a meter. */
const LONGEST = 400;

/**
 * Text has neither the characters that a meter puts around its frames nor those of no text at all. A line that is read with eight
 * bits has the parity bit in them: next to all of its bytes have an even number of ones, of a text about a half.
 */
export function isPasted(bytes: Uint8Array): boolean {
  let [high, even] = [0, 0];
  for (const byte of bytes) {
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return false;
    if (byte > 0x7f) high++;
    if (isEven(byte)) even++;
  }
  return bytes.length > 0 && !(high > 0 && even >= EVEN_OF_ALL * bytes.length);
}

const EVEN_OF_ALL = 0.8;

function isEven(byte: number): boolean {
  const nibble = byte ^ (byte >> 4);
  return ((0x6996 >> (nibble & 0xf)) & 1) === 0;
}

/** Characters of the data that a label has in groups with tabs, always as many; undefined where that is not known. */
export type SizeOf = (label: string) => number | undefined;

/**
 * @param line without its end; one character for each byte
 * @param sizeOf tells where the data end between blanks that were tabs and those that are its own
 */
export function readPasted(line: string, sizeOf: SizeOf = () => undefined): PastedLine {
  const plain = line.replaceAll('\u00c2\u00a0', ' ').replaceAll('\u00a0', ' ');
  const behind = plain.replace(FRONT, '');
  const texts: [string, readonly Repair[]][] =
    behind === plain
      ? [[plain, []]]
      : [
          [plain, []],
          [behind, ['front']],
        ];
  for (const [text, front] of line.length > LONGEST ? [] : texts) {
    for (const [ways, repair] of waysOf(text, sizeOf)) {
      const right = new Set(ways.filter((way) => isRight(way, sizeOf)));
      // Two readings of one line: nobody knows which the meter sent.
      if (right.size > 1) return { text: line, isRight: false, repairs: [] };
      const [found] = right;
      if (found !== undefined)
        return { text: found, isRight: true, repairs: repair === null ? front : [...front, repair] };
    }
  }
  return { text: line, isRight: false, repairs: [] };
}

/** The ways to read a line, those first that change least; the sum of each decides. */
function waysOf(line: string, sizeOf: SizeOf): [string[], Repair | null][] {
  const bare = line.trim();
  const fields = bare.split(/\s+/);
  return [
    [[line], null],
    [[bare], 'end'],
    [tabbed(fields), 'tabs'],
    [inColumns(line, sizeOf), 'tabs'],
    [withTabs(bare), 'tabs'],
    [[fields.join(' ')], 'blanks'],
    // The sum was a blank, and the blanks at the end of the line were cut off.
    [[`${bare} `, `${bare}  `, `${bare}\t `], 'end'],
    [[...tabbed([...fields, ' ']), ...withTabs(`${bare}  `)], 'tabs'],
    [[[...fields, ' '].join(' ')], 'blanks'],
  ];
}

/** Fields without a blank in them; a horodate without data is the clock of the meter. */
function tabbed(fields: readonly string[]): string[] {
  const [label = '', horodate = '', ...rest] = fields;
  const isClock = fields.length === 3 && HORODATE.test(horodate);
  return [fields.join('\t'), ...(isClock ? [[label, horodate, '', ...rest].join('\t')] : [])];
}

/** A terminal has filled each tab up to its next stop, and blanks inside the data, before and behind it are its own. */
function inColumns(line: string, sizeOf: SizeOf): string[] {
  const label = /^\S*/.exec(line)?.[0] ?? '';
  const size = sizeOf(label);
  if (size === undefined) return [];
  const at = nextStop(label.length);
  const horodate = line.slice(at, at + HORODATE_SIZE);
  return [[label], ...(HORODATE.test(horodate) ? [[label, horodate]] : [])]
    .map((front) => {
      const from = front.length === 1 ? at : nextStop(at + HORODATE_SIZE);
      const data = line.slice(from, from + size).padEnd(size);
      // A sum that was a blank was cut off.
      return [...front, data, line.charAt(nextStop(from + size)) || ' '].join('\t');
    })
    .filter((text) => inStops(text).trimEnd() === line.trimEnd());
}

/** Of every terminal, unless somebody has set others. */
const STOP = 8;

function nextStop(column: number): number {
  return column - (column % STOP) + STOP;
}

function inStops(text: string): string {
  return text.split('\t').reduce((line, field) => line.padEnd(nextStop(line.length)) + field);
}

/** Each tab has become one blank, and blanks inside the data are its own. */
function withTabs(line: string): string[] {
  const label = line.indexOf(' ');
  const sum = line.length - 2;
  if (label < 1 || sum <= label || line[sum] !== ' ') return [];
  const [name, middle, last] = [line.slice(0, label), line.slice(label + 1, sum), line.slice(sum + 1)];
  const dated = HORODATE.test(middle.slice(0, 13)) && middle[13] === ' ';
  return [
    [name, middle, last].join('\t'),
    ...(dated ? [[name, middle.slice(0, 13), middle.slice(14), last].join('\t')] : []),
  ];
}

/** Blanks that were lost or added by twos change no sum. */
function isRight(text: string, sizeOf: SizeOf): boolean {
  const group = readGroup(Buffer.from(text, 'latin1'));
  if (!group.ok) return false;
  const size = group.separator === 'HT' ? sizeOf(group.label) : undefined;
  return size === undefined || group.data.length === size;
}
