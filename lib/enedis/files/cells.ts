// A text as lines, a line as cells.

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** What parts cells, the likeliest first: a decimal comma stands in lines that are parted by the others. */
export const SEPARATORS = [';', '\t', ','] as const;
export type Separator = (typeof SEPARATORS)[number];

const RETURN = 13;
const SEEN = /[^\s;,]/;

/** Lines with something in them. */
export function* linesOf(text: string): Generator<Line> {
  let number = 0;
  for (let from = 0; from < text.length;) {
    const found = text.indexOf('\n', from);
    const end = found < 0 ? text.length : found;
    number++;
    // Blank cells at the beginning of a line that is parted by tabs stay: they are columns.
    const line = text.charCodeAt(end - 1) === RETURN ? text.slice(from, end - 1) : text.slice(from, end);
    if (SEEN.test(line)) yield { number, text: line };
    from = end + 1;
  }
}

/** Without outer blanks and quotes. */
export function cellsOf(line: string, separator: Separator): string[] {
  if (!line.includes('"')) return line.split(separator).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let i = 0; i < line.length; i++) {
    const letter = line.charAt(i);
    if (letter === '"' && isQuoted && line.charAt(i + 1) === '"') {
      cell += '"';
      i++;
    } else if (letter === '"') isQuoted = !isQuoted;
    else if (letter === separator && !isQuoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += letter;
  }
  return [...cells, cell.trim()];
}

/** A header as it is compared: no accents, no capitals. */
export function plain(cell: string): string {
  return cell.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').trim().toLowerCase();
}
