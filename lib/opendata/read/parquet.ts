// Parquet, by hyparquet (loaded at first use). What common readers get wrong here: timestamps that carry no zone are local times, and
// integers of 64 bits are no BigInt that a message could not carry.
import * as zlib from 'node:zlib';
import type { AsyncBuffer, Compressors, FileMetaData, SchemaElement, SchemaTree } from 'hyparquet';
import { LinkyRedError } from '../../errors';
import type { FieldType } from '../dataset/dataset';
import type { RawFile } from './raw-file';
import type { RawRow } from './reader';

/** What a timestamp without a zone is: where the clocks of Paris stood, or UTC. */
export type Zoneless = 'paris' | 'utc';

/** Rows that are handed on at once. */
const PIECE = 10_000;

/**
 * @param zoneless what timestamps are whose column does not say that they are UTC. Unless told: of columns that say they are local, Paris,
 * but UTC in an export that Data Fair has written (it stores the epoch of each time, and marks the column as local); of columns from
 * before there was a choice, UTC (parquet-format, LogicalTypes.md)
 * @throws LinkyRedError ERR_FILE_READ (also while rows are taken)
 */
export async function parquetFile(bytes: Uint8Array, zoneless?: Zoneless): Promise<RawFile> {
  const { parquetMetadataAsync, parquetSchema } = await import('hyparquet');
  const file = slices(bytes);
  const metadata = await parquetMetadataAsync(file).catch(unreadable);
  const local = zoneless ?? (isDataFair(metadata) ? 'utc' : 'paris');
  const columns = parquetSchema(metadata).children.map((tree) => columnOf(tree, { local, older: zoneless ?? 'utc' }));
  return { columns, rows: () => rows(file, metadata, columns) };
}

interface Column {
  readonly name: string;
  readonly type: FieldType;
  readonly read: (value: unknown) => unknown;
}

async function* rows(
  file: AsyncBuffer,
  metadata: FileMetaData,
  columns: readonly Column[],
): AsyncGenerator<readonly RawRow[]> {
  const { parquetReadObjects } = await import('hyparquet');
  let rowStart = 0;
  // A group of rows is what can be read without reading its neighbours.
  for (const { num_rows: length } of metadata.row_groups) {
    const rowEnd = rowStart + Number(length);
    const options = { file, metadata, rowStart, rowEnd, compressors: COMPRESSORS, parsers: PARSERS };
    const group = await parquetReadObjects(options).catch(unreadable);
    for (let at = 0; at < group.length; at += PIECE)
      yield group
        .slice(at, at + PIECE)
        .map((row) => Object.fromEntries(columns.map(({ name, read }) => [name, read(row[name])])));
    rowStart = rowEnd;
  }
}

/** Times stay what they are in the file until the column says what they mean. */
const PARSERS = {
  timestampFromMilliseconds: Number,
  timestampFromMicroseconds: (micros: bigint) => Number(micros) / 1e3,
  timestampFromNanoseconds: (nanos: bigint) => Number(nanos / 1000n) / 1e3,
  dateFromDays: (days: number) => days * 86_400_000,
};

function columnOf({ element, children }: SchemaTree, zones: { local: Zoneless; older: Zoneless }): Column {
  const { name, logical_type: logical, repetition_type: repetition } = element;
  if (children.length > 0 || repetition === 'REPEATED') return { name, type: 'json', read: withoutBigInts };
  const type = typeOf(element);
  if (type === 'date') return { name, type, read: (value) => timeText(value)?.slice(0, 10) ?? null };
  if (type !== 'datetime') return { name, type, read: withoutBigInts };
  const zone = logical?.type !== 'TIMESTAMP' ? zones.older : logical.isAdjustedToUTC ? 'utc' : zones.local;
  const suffix = zone === 'utc' ? 'Z' : '';
  const read = (value: unknown): string | null => {
    const text = timeText(value);
    return text === undefined ? null : `${text}${suffix}`;
  };
  return { name, type, read };
}

function typeOf({ type, converted_type: converted, logical_type: logical }: SchemaElement): FieldType {
  const annotation = logical?.type;
  if (annotation === 'TIMESTAMP' || type === 'INT96' || converted?.startsWith('TIMESTAMP_') === true) return 'datetime';
  if (annotation === 'DATE' || converted === 'DATE') return 'date';
  if (annotation === 'DECIMAL' || converted === 'DECIMAL' || annotation === 'FLOAT16') return 'number';
  if (annotation === 'GEOMETRY' || annotation === 'GEOGRAPHY') return 'geo-shape';
  if (annotation === 'JSON' || converted === 'JSON') return 'json';
  switch (type) {
    case 'BOOLEAN':
      return 'boolean';
    case 'INT32':
    case 'INT64':
      return 'integer';
    case 'FLOAT':
    case 'DOUBLE':
      return 'number';
    default:
      return 'text';
  }
}

/** Without a zone: `2026-01-01T00:00:00.000`. */
function timeText(value: unknown): string | undefined {
  if (typeof value !== 'number' || !(Math.abs(value) < 8.64e15)) return undefined;
  return new Date(value).toISOString().slice(0, -1);
}

/** A number where it is exact, else its digits; what is no number in JSON is none. */
function withoutBigInts(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(withoutBigInts);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value !== 'object' || value === null || value instanceof Date) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutBigInts(inner)]));
}

/** Its writer is parquet-rs without Arrow, which names itself and leaves no schema of Arrow's (data-fair/parquet-writer, 2025). */
function isDataFair({ created_by: by, key_value_metadata: pairs }: FileMetaData): boolean {
  return by?.startsWith('parquet-rs') === true && !(pairs ?? []).some(({ key }) => key === 'ARROW:schema');
}

const COMPRESSORS: Compressors = {
  GZIP: (input) => zlib.gunzipSync(input),
  BROTLI: (input) => zlib.brotliDecompressSync(input),
  ZSTD: (input) => {
    // Node 20 has none.
    if (!('zstdDecompressSync' in zlib)) throw new Error('zstd needs Node 22.15 or newer');
    return (zlib.zstdDecompressSync as (input: Uint8Array) => Uint8Array)(input);
  },
};

function slices(bytes: Uint8Array): AsyncBuffer {
  // A copy: a Buffer's own slice is a view of whatever else lies in its memory.
  return { byteLength: bytes.length, slice: (start, end) => new Uint8Array(bytes.subarray(start, end)).buffer };
}

function unreadable(error: unknown): never {
  const detail = `parquet: ${error instanceof Error ? error.message : String(error)}`;
  throw new LinkyRedError('ERR_FILE_READ', { detail }, error);
}
