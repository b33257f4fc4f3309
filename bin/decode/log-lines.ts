// Lines of a log, of a serial monitor, of a program's own dump: what stands around a group is left out, and the characters that
// were written in words are put back. The sum says whether what is left is what a meter has sent.
import { readPasted, type PastedLine } from '../../lib/tic/bytes/pasted';
import { DICTIONARIES } from '../../lib/tic/families';
import { sizeOf } from './label-sizes';

const LABELS: ReadonlySet<string> = new Set(
  DICTIONARIES.flatMap(({ entries }) =>
    entries.flatMap(({ row }) => [row.sentAs ?? row.label, row.alias ?? row.label]),
  ),
);

const ESCAPED = /\\(?:x([0-9a-f]{2})|u00([0-9a-f]{2})|([tnr\\"']))/gi;
const LETTERS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r' };
const CARET = /\^([BCDIJM])/g;
const NAMED = /<(STX|ETX|EOT|LF|CR|HT|TAB)>|\[(STX|ETX|EOT|LF|CR|HT|TAB)\]/gi;
const NAMES: Readonly<Record<string, string>> = {
  STX: '\u0002',
  ETX: '\u0003',
  EOT: '\u0004',
  LF: '\n',
  CR: '\r',
  HT: '\t',
  TAB: '\t',
};
const ENTITY = /&(amp|lt|gt|quot|#39);/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** A line in which control characters are written in words (`\r\n`, `^M`, `<CR>`) with the characters themselves. */
export function withControls(line: string): string {
  if (/\\[tnr]|\\x0[2-4]|\\u000[2-4]/i.test(line))
    return line.replace(ESCAPED, (_, byte?: string, unit?: string, letter?: string) => {
      const code = byte ?? unit;
      return code === undefined ? (LETTERS[letter ?? ''] ?? letter ?? '') : String.fromCharCode(parseInt(code, 16));
    });
  if (/\^[BCIM]/.test(line))
    return line.replace(CARET, (_, letter: string) => String.fromCharCode(letter.charCodeAt(0) & 0x1f));
  // A sum may be the sign that opens a name, and never what stands in it.
  if (new RegExp(NAMED.source, 'i').test(line))
    return line.replace(NAMED, (_, one?: string, other?: string) => NAMES[(one ?? other ?? '').toUpperCase()] ?? '');
  return line.replace(ENTITY, (_, name: string) => ENTITIES[name] ?? '');
}

/** Where a word begins that may be a label. */
const WORD = /(?<![A-Za-z0-9+_-])[A-Z][A-Za-z0-9+_-]*(?=[ \t])/g;
/** What opens a text in quotes, or a cell of a table, closes it. */
const OPENER = /(["'`]|\| *)$/;
/** What may stand behind a group that nothing has opened. */
const ENDINGS: readonly RegExp[] = [/["'`]\s*$/, /["'`]?\s*[,;)\]}]+\s*$/];

/**
 * The group in a line of any kind; undefined: there is none, or nobody can tell which.
 * @param hasEnd a control character stands behind it: nothing else does
 */
export function groupInLog(line: string, hasEnd: boolean): PastedLine | undefined {
  for (const { index, 0: word } of line.matchAll(WORD)) {
    if (!LABELS.has(word)) continue;
    const found = new Map<string, PastedLine>();
    for (const text of hasEnd ? [line.slice(index)] : textsFrom(line, index)) {
      const read = readPasted(text, sizeOf);
      if (read.isRight) found.set(read.text, read);
    }
    const [group] = found.values();
    if (found.size === 1 && group !== undefined) return group;
  }
  return undefined;
}

/** What may be the group that begins there. */
function textsFrom(line: string, index: number): string[] {
  const rest = line.slice(index);
  const opener = OPENER.exec(line.slice(0, index))?.[1]?.trim();
  const end = opener === undefined ? -1 : rest.lastIndexOf(opener);
  if (end < 0) return [rest, ...ENDINGS.map((ending) => rest.replace(ending, ''))];
  const inside = rest.slice(0, end);
  return [inside.replace(/\\(["'`\\])/g, '$1')];
}

/** The group of a line begins with a label that some meter has. */
export function hasLabel({ text }: PastedLine): boolean {
  return LABELS.has(/^[^ \t]*/.exec(text)?.[0] ?? '');
}
