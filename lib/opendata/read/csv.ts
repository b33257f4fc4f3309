// CSV (RFC 4180) piece by piece: whatever the portals and the spreadsheets of France write. Cells stay text here; what they are the
// column's type tells.
import { LinkyRedError } from '../../errors';

/** Most portals here write `;`, Data Fair's own API `,`. */
const DELIMITERS = [';', '\t', ',', '|'];

/** A record beyond this has a quote that nobody closed. */
const LONGEST_RECORD = 16 * 1024 * 1024;

const QUOTE = '"';

interface RecordRead {
  readonly cells: string[];
  /** Where the next one begins. */
  readonly next: number;
}

/** Records out of text that comes in pieces. */
export class CsvParser {
  private rest = '';
  private line = 1;
  /** Less text than this has no whole record: it was looked at. */
  private least = 0;

  /** @param delimiter found in the first record unless told */
  constructor(private delimiter?: string) {}

  /**
   * @returns the records that are whole now; empty lines are none
   * @throws LinkyRedError ERR_FILE_READ with the line
   */
  push(text: string): string[][] {
    this.rest += text;
    return this.rest.length < this.least ? [] : this.take(false);
  }

  /** @throws LinkyRedError ERR_FILE_READ: a quote is still open */
  end(): string[][] {
    return this.take(true);
  }

  private take(last: boolean): string[][] {
    const records: string[][] = [];
    let from = 0;
    while (from < this.rest.length) {
      const record = this.record(from, last);
      if (record === undefined) break;
      if (record.cells.length > 1 || record.cells[0] !== '') records.push(record.cells);
      from = record.next;
    }
    this.rest = this.rest.slice(from);
    this.least = this.rest.length * 2;
    if (this.rest.length > LONGEST_RECORD || (last && this.rest !== '')) throw this.bad('a quote is not closed');
    return records;
  }

  /** @returns undefined: its end is not here yet */
  private record(from: number, last: boolean): RecordRead | undefined {
    const text = this.rest;
    this.delimiter ??= delimiterOf(text, last);
    if (this.delimiter === undefined) return undefined;
    const cells: string[] = [];
    for (let at = from; ;) {
      const quoted = text[at] === QUOTE;
      const end: number | undefined = quoted ? endOfQuoted(text, at, last) : endOfPlain(text, at, this.delimiter, last);
      if (end === undefined) return undefined;
      const crlf = quoted && text.startsWith('\r\n', end);
      const ended = crlf || end === text.length || text[end] === '\n';
      const cell = quoted ? text.slice(at + 1, end - 1).replaceAll('""', QUOTE) : text.slice(at, end);
      cells.push(!quoted && ended && cell.endsWith('\r') ? cell.slice(0, -1) : cell);
      if (ended) {
        this.line += 1;
        return { cells, next: end + (crlf ? 2 : 1) };
      }
      if (text[end] !== this.delimiter) throw this.bad('there is text after a closing quote');
      at = end + 1;
    }
  }

  private bad(what: string): LinkyRedError {
    return new LinkyRedError('ERR_FILE_READ', { detail: `CSV, record ${this.line}: ${what}` });
  }
}

/** Behind the closing quote; undefined: it is not here yet, or nobody can tell whether it is one. */
function endOfQuoted(text: string, start: number, last: boolean): number | undefined {
  for (let at = start + 1; ;) {
    const quote = text.indexOf(QUOTE, at);
    // A quote at the end may be the first of two; a carriage return, the first half of an end of line.
    if (quote < 0 || (!last && quote + 2 >= text.length)) return undefined;
    if (text[quote + 1] !== QUOTE) return quote + 1;
    at = quote + 2;
  }
}

function endOfPlain(text: string, start: number, delimiter: string, last: boolean): number | undefined {
  let end = start;
  for (; end < text.length; end += 1) if (text[end] === delimiter || text[end] === '\n') return end;
  return last ? end : undefined;
}

/** What stands between the cells of the first line, outside of quotes; a file of one column has none, and any will do. */
function delimiterOf(text: string, last: boolean): string | undefined {
  const found = new Set<string>();
  let quoted = false;
  for (const character of text) {
    if (character === QUOTE) quoted = !quoted;
    else if (quoted) continue;
    else if (character === '\n') return choose(found);
    else found.add(character);
  }
  return last ? choose(found) : undefined;
}

function choose(found: ReadonlySet<string>): string {
  return DELIMITERS.find((delimiter) => found.has(delimiter)) ?? ';';
}
