// From a row as a portal or a file has it to a row as it leaves the node.
import { LinkyRedError } from '../../errors';
import type { Dataset, Field } from '../dataset/dataset';
import { isFigure, isMeanCurve, timeField } from '../dataset/facts';
import type { OpenDataQuery } from '../query/query';
import { cellReader, type CellReader } from './cell';
import { type AnswerField, answerFields } from './columns';
import { DailyMeans, type OpenRow } from './daily-mean';
import { FlagBook } from './flag-book';
import { groupStart, rangeStart } from './group-key';
import { Instants } from './instant';
import { longRows, type LongRows } from './long-rows';
import type { Reading } from './reading';
import type { Row, Value } from './row';
import { TimeColumn } from './time-column';

/** A row out of JSON, or out of a file: text, numbers, objects. */
export type RawRow = Readonly<Record<string, unknown>>;

export interface ReaderContext {
  /** Of the dataset's times, by measureStep; null: none, and then no watts, and times stay where they are. */
  readonly stepMinutes: number | null;
  /** What was asked: it says which columns the rows have. All of the dataset's unless told. */
  readonly query?: OpenDataQuery;
  /** For the sentences of errors. */
  readonly host?: string;
}

/** Reads one stream of rows: a reader each. */
export interface RowReader {
  /** Appends to `out` what is ready: one row, several out of a wide one, or none yet (a day is looked at as a whole). */
  push(raw: RawRow, out: Row[]): void;
  /** What is left when the stream has ended. */
  end(out: Row[]): void;
}

/** @throws LinkyRedError (push) ERR_ANSWER: the key of a group is no start of a Paris hour, day, month, year */
export function rowReader(dataset: Pick<Dataset, 'fields'>, reading: Reading, context: ReaderContext): RowReader {
  return new Reader(dataset, reading, context);
}

interface Column {
  readonly key: string;
  readonly read: CellReader;
  /** The column of mean power beside one of energy. */
  readonly watts: string | undefined;
}

class Reader implements RowReader {
  private readonly flags = new FlagBook();
  private readonly fields: ReadonlyMap<string, Field>;
  /** Whatever columns come: ODSQL of somebody else. */
  private readonly open: boolean;
  private readonly time: TimeColumn | undefined;
  private readonly columns: Column[];
  private empty: OpenRow;
  private readonly days: DailyMeans | undefined;
  private readonly long: LongRows | undefined;

  constructor(
    dataset: Pick<Dataset, 'fields'>,
    private readonly reading: Reading,
    private readonly context: ReaderContext,
  ) {
    const known = answerFields(dataset, context.query);
    const fields = known ?? [];
    const { stepMinutes: step } = context;
    this.open = known === null;
    this.fields = new Map(dataset.fields.map((field) => [field.key, field]));
    const time = timeField({ fields: fields.filter(({ starts }) => starts === undefined) });
    this.time = time && new TimeColumn(time, this.flags, step, reading.timeIs);
    this.columns = fields.map((field) => this.column(field));
    this.empty = emptyRow(this.columns);
    this.days = step === null || time === undefined ? undefined : dailyMeans(fields, step);
    this.long = reading.unpivot ? longRows(fields) : undefined;
  }

  push(raw: RawRow, out: Row[]): void {
    if (this.open) this.meet(raw);
    this.time?.look(raw);
    const row = this.read(raw);
    const now = this.time?.now;
    if (this.long !== undefined) this.long.spread(row, out);
    else if (this.days !== undefined && now !== undefined) this.days.add(row, now, out);
    else out.push(row);
  }

  end(out: Row[]): void {
    this.days?.release(out);
  }

  private read(raw: RawRow): OpenRow {
    // All columns at once: an object that grows column by column costs as much again.
    const row: OpenRow = { ...this.empty };
    const toWatts = this.time?.toWatts() ?? null;
    for (const { key, read, watts } of this.columns) {
      const value = read(raw[key]);
      row[key] = value;
      if (watts !== undefined) row[watts] = typeof value === 'number' && toWatts !== null ? value * toWatts : null;
    }
    const flags = this.flags.take();
    if (flags !== undefined) row['_flags'] = flags;
    return row;
  }

  private column(field: AnswerField): Column {
    const { key } = field;
    const watts = `${key}_w`;
    const hasWatts =
      this.reading.watts && this.time?.hasStep === true && field.unit === 'Wh' && !this.fields.has(watts);
    return { key, read: this.cell(field), watts: hasWatts ? watts : undefined };
  }

  private cell(field: AnswerField): CellReader {
    if (this.time?.key === field.key) return this.time.value;
    if (field.starts === undefined) return cellReader(field, this.flags, new Instants());
    const start: (key: unknown) => Value | undefined = field.starts === 'range' ? rangeStart : groupStart(field.starts);
    return (value) => {
      const found = start(value);
      if (found !== undefined) return found;
      const detail = `${field.key}: ${JSON.stringify(value)} (${field.starts ?? ''})`;
      throw new LinkyRedError('ERR_ANSWER', { host: this.context.host ?? '', detail });
    };
  }

  /** Columns that were not there before. What begins with _ is the host's own. */
  private meet(raw: RawRow): void {
    for (const key of Object.keys(raw)) {
      if (key.startsWith('_') || Object.hasOwn(this.empty, key)) continue;
      const field = this.fields.get(key);
      this.columns.push(field ? this.column(field) : { key, read: asItIs, watts: undefined });
      this.empty = emptyRow(this.columns);
    }
  }
}

function emptyRow(columns: readonly Column[]): OpenRow {
  return Object.fromEntries(
    columns.flatMap(({ key, watts }) => (watts === undefined ? [key] : [key, watts]).map((name) => [name, null])),
  );
}

const asItIs: CellReader = (value) => (value ?? null) as Value;

/** Series of means, where the rows have such columns. */
function dailyMeans(fields: readonly Field[], stepMinutes: number): DailyMeans | undefined {
  const means = fields.filter(isMeanCurve).map(({ key }) => key);
  const names = fields.filter((field) => field.type === 'text' && !isFigure(field)).map(({ key }) => key);
  return means.length === 0 ? undefined : new DailyMeans(means, names, stepMinutes);
}
