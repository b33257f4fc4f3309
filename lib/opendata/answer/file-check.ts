// Whether a file is whole, from its bytes as they pass. A stream that ends too early looks as one that is whole.
import type { FileFormat } from '../portal/open-portal';

export interface FileCheck {
  push(piece: Buffer): void;
  /** @returns how many rows it has; null where only its end tells whether it is whole */
  end(): { readonly rows: number | null; readonly isWhole: boolean };
}

export function fileCheck(format: FileFormat): FileCheck {
  switch (format) {
    case 'csv':
      return new RecordCheck(1);
    case 'jsonl':
      return new RecordCheck(0);
    case 'geojson':
      return new EndCheck((head, tail) => head.trimStart().startsWith('{') && tail.trimEnd().endsWith(']}'));
    case 'parquet':
      return new EndCheck((head, tail) => head.startsWith('PAR1') && tail.endsWith('PAR1'));
  }
}

const QUOTE = 0x22;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BACKSLASH = 0x5c;
/** What both kinds of portals write between cells. */
const SEMICOLON = 0x3b;

/**
 * Counts lines that are not within quotes: of CSV (where a quote within quotes is doubled) these are records. JSON lines have no line
 * breaks within quotes, but escaped quotes. In CSV of one column, an empty line is a row without a value.
 */
class RecordCheck implements FileCheck {
  private rows = 0;
  private quoted = false;
  private escaped = false;
  /** Something stands on the line that has not ended yet. */
  private begun = false;
  private hasOneColumn: boolean;

  /** @param headers lines that are no rows */
  constructor(private readonly headers: 0 | 1) {
    this.hasOneColumn = headers === 1;
  }

  push(piece: Buffer): void {
    for (const byte of piece) {
      if (this.escaped) this.escaped = false;
      else if (byte === QUOTE) this.quoted = !this.quoted;
      else if (byte === BACKSLASH && this.headers === 0) this.escaped = true;
      if (byte === SEMICOLON && !this.quoted && this.rows === 0) this.hasOneColumn = false;
      if (byte === NEWLINE && !this.quoted) {
        if (this.begun || this.hasOneColumn) this.rows += 1;
        this.begun = false;
      } else if (byte !== RETURN) this.begun = true;
    }
  }

  end(): { rows: number; isWhole: boolean } {
    return { rows: Math.max(0, this.rows + (this.begun ? 1 : 0) - this.headers), isWhole: !this.quoted };
  }
}

const LOOK_BYTES = 64;

class EndCheck implements FileCheck {
  private head = '';
  private tail = '';

  constructor(private readonly isWhole: (head: string, tail: string) => boolean) {}

  push(piece: Buffer): void {
    if (this.head.length < LOOK_BYTES) this.head += piece.toString('latin1', 0, LOOK_BYTES);
    const last = piece.toString('latin1', Math.max(0, piece.length - LOOK_BYTES));
    this.tail = (this.tail + last).slice(-LOOK_BYTES);
  }

  end(): { rows: null; isWhole: boolean } {
    return { rows: null, isWhole: this.isWhole(this.head, this.tail) };
  }
}
