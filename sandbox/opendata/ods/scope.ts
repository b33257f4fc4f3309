// What a clause of ODSQL is read against: the columns of the dataset, the zone of the call, the moment.
import type { Zone } from '../engine/calendar';
import type { Key } from '../engine/plan';
import type { Column, ColumnType, Row } from '../table';
import { OdsqlRefusal } from './tokens';

export interface OdsScope {
  readonly columns: ReadonlyMap<string, Column>;
  readonly zone: Zone;
  readonly now: number;
  readonly time: (at: number) => string;
  readonly bucket: (from: string, to: string) => string;
}

/** A value of every row. */
export interface Expression {
  readonly type: ColumnType;
  readonly of: (row: Row, index: number) => Key;
  /** Where it is a column as it stands. */
  readonly column?: Column;
  /** Where it is the same in every row. */
  readonly constant?: Key;
}

/** @throws OdsqlRefusal when there is no such column */
export function columnOf({ columns }: OdsScope, key: string): Column {
  const found = columns.get(key);
  if (!found) throw new OdsqlRefusal(`Unknown field: ${key}`);
  return found;
}
