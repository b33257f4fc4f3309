// From a row as a portal or a file has it to a row as it leaves the node.
import type { Dataset } from '../dataset/dataset';
import type { OpenDataQuery } from '../query/query';
import type { Reading } from './reading';
import type { Row } from './row';

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
  throw new Error(`to come: ${dataset.fields.length} ${reading.timeIs} ${context.stepMinutes ?? ''}`);
}
