// A file that somebody has downloaded → typed rows, with the dataset it is of, or without.
import type { Dataset, Field } from '../dataset/dataset';
import { timeField } from '../dataset/facts';
import { plain } from '../dataset/resolve';
import { unitOf } from '../dataset/unit';
import { csvFile } from './csv-file';
import { geoJsonFile } from './geojson';
import { Guess } from './guess';
import { parquetFile, type Zoneless } from './parquet';
import type { RawColumn, RawFile } from './raw-file';
import { type RowReader, rowReader } from './reader';
import type { Reading } from './reading';
import type { Row } from './row';
import { measureStep } from './step';

export type FileFormat = 'csv' | 'geojson' | 'parquet';

export interface FileOptions {
  readonly reading: Reading;
  /** Columns that it knows, by key or by title, are read by its types; the others are guessed, all cells of a column together. */
  readonly dataset?: Pick<Dataset, 'fields'>;
  /** What timestamps of parquet are that do not say they are UTC; the file's own signs unless told (parquet.ts). */
  readonly zoneless?: Zoneless;
}

export interface FileRows {
  readonly fields: readonly Field[];
  /** Of its times; null: none, or not one and the same. */
  readonly stepMinutes: number | null;
  /** In pieces. @throws LinkyRedError ERR_FILE_READ while they are taken */
  readonly rows: AsyncIterable<readonly Row[]>;
}

/**
 * @param bytes the whole file: it is gone through twice
 * @throws LinkyRedError ERR_FILE_READ: it is no such file, or a broken one
 */
export async function readFile(bytes: Uint8Array, format: FileFormat, options: FileOptions): Promise<FileRows> {
  const file = await open(bytes, format, options);
  const known = file.columns.map((column) => knownOf(column, options.dataset));
  const guesses = await lookThrough(file, known);
  const fields = known.map(({ field }, index): Field => ({
    ...field,
    type: field.type ?? guesses[index]?.type ?? 'text',
  }));
  const time = timeField({ fields });
  const times = time && guesses[fields.indexOf(time)]?.times;
  const stepMinutes = measureStep(times ?? []);
  return { fields, stepMinutes, rows: typed(file, known, rowReader({ fields }, options.reading, { stepMinutes })) };
}

/** By its first bytes, else by the end of its name; undefined: neither tells. */
export function formatOf(bytes: Uint8Array, name = ''): FileFormat | undefined {
  const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  if (start.startsWith('PAR1')) return 'parquet';
  if (/^(?:\u00ef\u00bb\u00bf)?\s*\{/.test(start)) return 'geojson';
  const end = /\.(csv|geojson|parquet|json)$/i.exec(name)?.[1]?.toLowerCase();
  if (end === undefined) return undefined;
  return end === 'csv' ? 'csv' : end === 'parquet' ? 'parquet' : 'geojson';
}

async function open(bytes: Uint8Array, format: FileFormat, options: FileOptions): Promise<RawFile> {
  switch (format) {
    case 'csv':
      return csvFile(bytes);
    case 'geojson':
      return geoJsonFile(bytes);
    case 'parquet':
      return parquetFile(bytes, options.zoneless);
  }
}

/** A column: its name in the file, and its field as far as the dataset, the file or a name tell it. */
interface Known {
  readonly name: string;
  readonly field: Omit<Field, 'type'> & { readonly type: Field['type'] | undefined };
}

function knownOf({ name, type }: RawColumn, dataset: Pick<Dataset, 'fields'> | undefined): Known {
  const field = dataset?.fields.find(({ key, title }) => key === name || plain(title) === plain(name));
  if (field !== undefined) return { name, field };
  const unit = unitOf(name);
  const title = { key: name, title: name, description: '', filterable: false };
  return { name, field: { ...title, type, ...(unit === undefined ? {} : { unit }) } };
}

/** Columns that nobody describes are guessed; of all, the times are wanted. */
async function lookThrough(file: RawFile, known: readonly Known[]): Promise<readonly (Guess | undefined)[]> {
  const guesses = known.map(({ name, field: { type } }) =>
    type === undefined || type === 'datetime' ? new Guess(name) : undefined,
  );
  for await (const piece of file.rows())
    for (const row of piece) known.forEach(({ name }, index) => guesses[index]?.look(row[name]));
  return guesses;
}

async function* typed(file: RawFile, known: readonly Known[], reader: RowReader): AsyncGenerator<readonly Row[]> {
  const renamed = known.some(({ name, field }) => name !== field.key);
  for await (const piece of file.rows()) {
    const rows: Row[] = [];
    for (const row of piece)
      reader.push(renamed ? Object.fromEntries(known.map(({ name, field }) => [field.key, row[name]])) : row, rows);
    if (rows.length > 0) yield rows;
  }
  const rest: Row[] = [];
  reader.end(rest);
  if (rest.length > 0) yield rest;
}
