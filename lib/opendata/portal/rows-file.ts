// Files written here, out of rows: of a portal that has no other door than its rows.
import { LinkyRedError } from '../../errors';
import { placesOf } from '../compile/check';
import type { Dataset, Field } from '../dataset/dataset';
import { columnsOf } from '../dataset/fields';
import type { OpenDataQuery } from '../query/query';
import { pointOf, shapeOf } from '../read/cell';
import { Instants } from '../read/instant';
import type { RawRow } from '../read/reader';
import type { Pieces } from './host-rows';
import type { FileFormat } from './open-portal';

export interface RowsFile {
  /** What is asked for: a feature has its place, whether that column is wanted or not. */
  readonly query: OpenDataQuery;
  /** A piece of the file for each piece of rows; nothing else is kept. It throws what they throw. */
  write(pieces: Pieces): AsyncGenerator<Buffer>;
}

/** What stands before, between and after the rows, and how each is written. */
interface Form {
  readonly head: string;
  readonly between: string;
  readonly tail: string;
  readonly row: (row: RawRow) => string;
}

/**
 * As Data Fair's look-alike writes them: values as the portal has them, times with the Paris offset.
 * @throws LinkyRedError ERR_OPENDATA_CANNOT for parquet
 */
export function rowsFile(format: FileFormat, dataset: Dataset, query: OpenDataQuery, host: string): RowsFile {
  const columns = [...new Set(query.select ?? columnsOf(dataset))];
  const places = format === 'geojson' ? placesOf(dataset) : {};
  const form = formOf(format, { columns, places, times: timesOf(dataset, columns), host });
  const added = [places.shape, places.point].flatMap((place) => place?.key ?? []);
  return {
    query: { ...query, select: [...new Set([...columns, ...added])] },
    write: (pieces) => written(pieces, form),
  };
}

interface Wanted {
  readonly columns: readonly string[];
  readonly places: ReturnType<typeof placesOf>;
  readonly times: Times;
  readonly host: string;
}

function formOf(format: FileFormat, { columns, places, times, host }: Wanted): Form {
  const value = (row: RawRow, key: string): unknown => times(key, row[key] ?? null);
  const properties = (row: RawRow): RawRow => Object.fromEntries(columns.map((key) => [key, value(row, key)]));
  switch (format) {
    case 'csv': {
      const line = (cells: readonly unknown[]): string => `${cells.map(quoted).join(';')}\r\n`;
      const row = (raw: RawRow): string => line(columns.map((key) => value(raw, key)));
      return { head: `\uFEFF${line(columns)}`, between: '', tail: '', row };
    }
    case 'jsonl':
      return { head: '', between: '', tail: '', row: (raw) => `${JSON.stringify(properties(raw))}\n` };
    case 'geojson':
      return {
        head: '{"type":"FeatureCollection","features":[',
        between: ',',
        tail: ']}',
        row: (raw) =>
          JSON.stringify({ type: 'Feature', geometry: geometryOf(raw, places), properties: properties(raw) }),
      };
    case 'parquet':
      throw new LinkyRedError('ERR_OPENDATA_CANNOT', { host, detail: 'parquet: it gives rows only; choose csv' });
  }
}

async function* written(pieces: Pieces, { head, between, tail, row }: Form): AsyncGenerator<Buffer> {
  let before = head;
  for await (const piece of pieces) {
    if (piece.length === 0) continue;
    yield Buffer.from(before + piece.map(row).join(between));
    before = between;
  }
  // Of no rows, the head is still to come.
  yield Buffer.from((before === head ? head : '') + tail);
}

/** Nothing, too: a line of one empty column would be no line. */
function quoted(value: unknown): string {
  return `"${textOf(value).replaceAll('"', '""')}"`;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? '1' : '0';
  return Array.isArray(value) ? value.map(textOf).join(', ') : JSON.stringify(value);
}

type Times = (key: string, value: unknown) => unknown;

/** The rows have times in UTC. What is no time stays as it is. */
function timesOf(dataset: Dataset, columns: readonly string[]): Times {
  const isTime = ({ key, type }: Field): boolean => type === 'datetime' && columns.includes(key);
  const readers = new Map(dataset.fields.filter(isTime).map(({ key }) => [key, new Instants()]));
  return (key, value) => readers.get(key)?.of(value)?.iso ?? value;
}

/** Null where the row has no place, as GeoJSON has it. */
function geometryOf(row: RawRow, { shape, point }: ReturnType<typeof placesOf>): unknown {
  const own = shape === undefined ? undefined : shapeOf(row[shape.key]);
  if (own !== undefined && own !== null) return own;
  const place = point === undefined ? undefined : pointOf(row[point.key]);
  return place === undefined ? null : { type: 'Point', coordinates: [place.lon, place.lat] };
}
