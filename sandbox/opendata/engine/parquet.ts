// Rows as a parquet file: one row group, plain values, no compression. Data Fair's writer marks its instants as local times and stores
// the epoch all the same: whoever believes the mark is an hour or two off.
import type { Column, ColumnType } from '../table';
import type { Written } from './export';
import type { Plan } from './plan';
import { Compact } from './thrift';

/** What a column holds: instants as epoch milliseconds or an ISO text. */
export type ParquetType = 'text' | 'integer' | 'number' | 'boolean' | 'instant';

export interface ParquetColumn {
  readonly name: string;
  readonly type: ParquetType;
}

const MAGIC = Buffer.from('PAR1');
/** Of the format's own enumerations. */
const PHYSICAL: Readonly<Record<ParquetType, number>> = { boolean: 0, integer: 1, instant: 2, number: 5, text: 6 };
const UTF8 = 0;
const TIMESTAMP_MILLIS = 9;
const OPTIONAL = 1;
const PLAIN = 0;
const RLE = 3;

export interface ParquetForm {
  /** What the file says of its writer. */
  readonly writer: string;
  /** How instants are marked. */
  readonly instants: 'local' | 'utc';
}

export const DATA_FAIR_FORM: ParquetForm = { writer: 'parquet-rs version 56.2.0', instants: 'local' };
export const ODS_FORM: ParquetForm = { writer: 'parquet-cpp-arrow version 12.0.1', instants: 'utc' };

/** @param lists are held: a file of this kind is written from its columns */
export function parquetFile(
  columns: readonly ParquetColumn[],
  lists: Iterable<readonly Written[]>,
  form: ParquetForm,
): Buffer {
  const rows = [...lists].flat();
  const parts: Buffer[] = [MAGIC];
  let at = MAGIC.length;
  const chunks = columns.map((column) => {
    const page = pageOf(column, rows);
    const chunk = { column, at, size: page.length };
    parts.push(page);
    at += page.length;
    return chunk;
  });
  const footer = footerOf(chunks, rows.length, form);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([...parts, footer, length, MAGIC]);
}

function pageOf({ name, type }: ParquetColumn, rows: readonly Written[]): Buffer {
  const values = rows.map((row) => row[name] ?? null);
  const levels = levelsOf(values.map((value) => value !== null));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(levels.length);
  const data = Buffer.concat([
    size,
    levels,
    plain(
      type,
      values.filter((value) => value !== null),
    ),
  ]);
  const header = new Compact().i32(1, 0).i32(2, data.length).i32(3, data.length);
  header.struct(5, (page) => page.i32(1, rows.length).i32(2, PLAIN).i32(3, RLE).i32(4, RLE));
  return Buffer.concat([header.end(), data]);
}

/** Definition levels of one bit, packed by eights: one run over all rows. */
function levelsOf(present: readonly boolean[]): Buffer {
  const groups = Math.ceil(present.length / 8);
  const bits = Buffer.alloc(groups);
  for (const [n, is] of present.entries()) if (is) bits[n >> 3] = (bits[n >> 3] ?? 0) | (1 << (n & 7));
  return Buffer.concat([Compact.varint((groups << 1) | 1), bits]);
}

function plain(type: ParquetType, values: readonly unknown[]): Buffer {
  switch (type) {
    case 'boolean': {
      const bits = Buffer.alloc(Math.ceil(values.length / 8));
      for (const [n, value] of values.entries())
        if (value === true) bits[n >> 3] = (bits[n >> 3] ?? 0) | (1 << (n & 7));
      return bits;
    }
    case 'integer':
      return sized(4, values, (buffer, value, at) => buffer.writeInt32LE(Number(value), at));
    case 'number':
      return sized(8, values, (buffer, value, at) => buffer.writeDoubleLE(Number(value), at));
    case 'instant':
      return sized(8, values, (buffer, value, at) => buffer.writeBigInt64LE(BigInt(epoch(value)), at));
    case 'text':
      return Buffer.concat(
        values.flatMap((value) => lengthAndText(typeof value === 'string' ? value : JSON.stringify(value))),
      );
  }
}

function sized(
  bytes: number,
  values: readonly unknown[],
  write: (buffer: Buffer, value: unknown, at: number) => void,
): Buffer {
  const buffer = Buffer.alloc(bytes * values.length);
  for (const [n, value] of values.entries()) write(buffer, value, n * bytes);
  return buffer;
}

function lengthAndText(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return [length, bytes];
}

interface Chunk {
  readonly column: ParquetColumn;
  readonly at: number;
  readonly size: number;
}

function footerOf(chunks: readonly Chunk[], rows: number, { writer, instants }: ParquetForm): Buffer {
  const footer = new Compact().i32(1, 1);
  footer.structs(2, [
    (root) => root.text(4, 'schema').i32(5, chunks.length),
    ...chunks.map(({ column: { name, type } }) => (element: Compact) => {
      element.i32(1, PHYSICAL[type]).i32(3, OPTIONAL).text(4, name);
      if (type === 'text') element.i32(6, UTF8);
      if (type === 'instant' && instants === 'utc') element.i32(6, TIMESTAMP_MILLIS);
      if (type === 'instant' && instants === 'local') element.struct(10, localTimestamp);
      return element;
    }),
  ]);
  footer.i64(3, rows);
  footer.structs(4, [
    (group) =>
      group
        .structs(
          1,
          chunks.map(
            (chunk) => (one: Compact) => one.i64(2, chunk.at).struct(3, (meta) => chunkMeta(meta, chunk, rows)),
          ),
        )
        .i64(
          2,
          chunks.reduce((sum, { size }) => sum + size, 0),
        )
        .i64(3, rows),
  ]);
  return footer.text(6, writer).end();
}

/** In milliseconds, of no zone. */
function localTimestamp(logical: Compact): Compact {
  return logical.struct(8, (timestamp) =>
    timestamp.flag(1, false).struct(2, (unit) => unit.struct(1, (millis) => millis)),
  );
}

function epoch(value: unknown): number {
  return typeof value === 'number' ? value : Date.parse(String(value));
}

function chunkMeta(meta: Compact, { column, at, size }: Chunk, rows: number): Compact {
  return meta
    .i32(1, PHYSICAL[column.type])
    .i32s(2, [PLAIN, RLE])
    .texts(3, [column.name])
    .i32(4, 0)
    .i64(5, rows)
    .i64(6, size)
    .i64(7, size)
    .i64(9, at);
}

const KINDS: Readonly<Record<ColumnType, ParquetType>> = {
  text: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  date: 'text',
  datetime: 'instant',
  'geo-point': 'text',
  'geo-shape': 'text',
};

/** Of a plan's answer: columns that have the name of one of the dataset's are of its type, others are figures or texts. */
export function parquetColumns(columns: readonly Column[], plan: Plan): readonly ParquetColumn[] {
  const types = new Map(columns.map(({ key, type }) => [key, KINDS[type]]));
  if (!plan.grouped) {
    const names = plan.outputs?.map(({ name }) => name) ?? columns.map(({ key }) => key);
    return names.map((name) => ({ name, type: types.get(name) ?? 'text' }));
  }
  const figures = new Set(plan.figures.map(({ name }) => name));
  return plan.outputs.map((name) => ({ name, type: figures.has(name) ? 'number' : 'text' }));
}
