// A file as tables: a line is a row of the table above it, or the header of the next one, or says something of what comes.
import type { Label } from '../bodies/labels';
import { calendarPeriod, isCalendarHeader, type CalendarPeriod } from './calendars';
import { captionsIn, factsBelow, type TableFacts } from './captions';
import { cellsOf, linesOf, plain, SEPARATORS, type Line, type Separator } from './cells';
import { headerOf, type Header } from './forms';
import { readRows, type RowReader } from './rows';
import type { Skipped } from './skipped';

/** One value of a file. */
export interface FileRow {
  readonly line: number;
  /** Its moment as it is written: of an interval the start or the end. */
  readonly at: Label;
  /** The other end of its interval where that is written, too. */
  readonly end?: Label;
  /** undefined: nobody has measured it. */
  readonly value: number | undefined;
  readonly register?: string;
  readonly isEstimated?: true;
}

export interface Table {
  readonly header: Header;
  readonly facts: TableFacts;
  readonly rows: readonly FileRow[];
  readonly calendars: readonly CalendarPeriod[];
}

interface OpenTable extends Table {
  readonly rows: FileRow[];
  readonly calendars: CalendarPeriod[];
  readonly read: RowReader;
}

export function scan(text: string, skipped: Skipped): Table[] {
  const scanner = new Scanner(skipped);
  for (const line of linesOf(text)) scanner.take(line);
  return scanner.tables;
}

class Scanner {
  readonly tables: OpenTable[] = [];
  private separator: Separator | undefined;
  private table: OpenTable | undefined;
  private facts: TableFacts = {};
  /** Reads the next line, as what the last one has announced. */
  private below: ((values: readonly string[]) => TableFacts) | undefined;
  private calendarHeaders: readonly string[] | undefined;

  constructor(private readonly skipped: Skipped) {}

  take({ number, text }: Line): void {
    const cells = cellsOf(text, this.separator ?? likeliest(text));
    if (this.takeAnnounced(cells)) return;
    if (this.table?.read(cells, number, this.table.rows) === true) return;
    if (this.takeHeader(text)) return;
    const said = captionsIn(cells);
    if (said !== undefined) this.facts = { ...this.facts, ...said };
    else if (this.table !== undefined && cells.filter((cell) => cell !== '').length > 1)
      this.skipped.unreadable(number);
  }

  private takeAnnounced(cells: readonly string[]): boolean {
    if (this.below !== undefined) {
      this.facts = this.below(cells);
      this.below = undefined;
      return true;
    }
    const period = this.calendarHeaders && calendarPeriod(this.calendarHeaders, cells);
    if (period !== undefined) this.table?.calendars.push(period);
    return period !== undefined;
  }

  private takeHeader(text: string): boolean {
    for (const separator of this.separator === undefined ? SEPARATORS : [this.separator]) {
      const asWritten = cellsOf(text, separator);
      const cells = asWritten.map(plain);
      const below = factsBelow(cells);
      // A table that names the meter in each row is one of a company account.
      const header = below === undefined ? headerOf(cells, asWritten) : undefined;
      const isCalendar = isCalendarHeader(cells);
      if (header === undefined && below === undefined && !isCalendar) continue;
      this.separator = separator;
      this.below = below;
      this.calendarHeaders = isCalendar ? cells : undefined;
      if (header !== undefined) this.open(header);
      return true;
    }
    return false;
  }

  private open(header: Header): void {
    const read = readRows(header, this.skipped);
    this.table = { header, facts: this.facts, rows: [], calendars: [], read };
    this.tables.push(this.table);
  }
}

/** As long as no header has told which: whatever parts this line most. */
function likeliest(text: string): Separator {
  const counts = SEPARATORS.map((separator) => text.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ';';
}
