// Rows through the reader, for tests that look at what comes out.
import type { Field } from '../../../lib/opendata/dataset/dataset';
import { type RawRow, type ReaderContext, rowReader } from '../../../lib/opendata/read/reader';
import type { Reading } from '../../../lib/opendata/read/reading';
import type { Row } from '../../../lib/opendata/read/row';
import { field } from './fields';

const PLAIN: Reading = { watts: false, unpivot: false, timeIs: 'start' };

export function readRows(
  fields: readonly Field[],
  raw: readonly RawRow[],
  reading: Partial<Reading> = {},
  context: ReaderContext = { stepMinutes: null },
): readonly Row[] {
  const reader = rowReader({ fields }, { ...PLAIN, ...reading }, context);
  const rows: Row[] = [];
  for (const row of raw) reader.push(row, rows);
  reader.end(rows);
  return rows;
}

/** A row of one column, of this type, and its flags. */
export function readCell(type: Field['type'], value: unknown, key = 'x'): unknown {
  return readRows([field(key, type)], [{ [key]: value }])[0];
}
