// What Data Fair says about its datasets: the catalogue, one dataset with its columns, the columns alone.
import type { Reply, Request } from '../../web-server';
import { boxOf } from '../engine/geometry';
import { wordsOf } from '../engine/words';
import { internalIdOf, type Held, type Shelf } from '../shelf';
import type { ColumnType, Table } from '../table';
import { columnsOf } from './shown';

const LICENCE = {
  title: 'Licence Ouverte / Open Licence version 2.0',
  href: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence',
};

const TYPES: Readonly<Record<ColumnType, Readonly<Record<string, string>>>> = {
  text: { type: 'string' },
  integer: { type: 'integer' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  datetime: { type: 'string', format: 'date-time' },
  'geo-point': { type: 'string', 'x-refersTo': 'http://www.w3.org/2003/01/geo/wgs84_pos#lat_long' },
  'geo-shape': { type: 'string', 'x-refersTo': 'https://purl.org/geojson/vocab#geometry' },
};

/** Datasets whose words hold those that are asked for. */
export function catalogue(shelf: Shelf, { url }: Request): Reply {
  const wanted = wordsOf(url.searchParams.get('q') ?? '');
  const found = shelf.all().filter(({ table }) => {
    const words = wordsOf([table.slug, table.title, table.description ?? ''].join(' '));
    return wanted.every((word) => words.some((one) => one.startsWith(word)));
  });
  const [size, page] = [Number(url.searchParams.get('size') ?? 12), Number(url.searchParams.get('page') ?? 1)];
  const select = url.searchParams.get('select')?.split(',');
  const results = found.slice(size * (page - 1), size * page).map((held) => {
    const about = Object.fromEntries(Object.entries(aboutDataset(held)).filter(([name]) => name !== 'schema'));
    return select === undefined ? about : Object.fromEntries(select.map((name) => [name, about[name]]));
  });
  return { body: { count: found.length, results } };
}

export function aboutDataset({ table, changedAt }: Held): Readonly<Record<string, unknown>> {
  return {
    id: internalIdOf(table),
    slug: table.slug,
    title: table.title,
    summary: table.description ?? '',
    description: table.description ?? '',
    schema: schemaOf(table),
    count: table.count,
    dataUpdatedAt: changedAt,
    updatedAt: changedAt,
    finalizedAt: changedAt,
    bbox: bboxOf(table),
    license: LICENCE,
    keywords: [],
    topics: [],
    page: `https://portail.example/datasets/${table.slug}`,
    status: 'finalized',
  };
}

function bboxOf(table: Table): readonly number[] | undefined {
  const key = table.columns.find(({ type }) => type === 'geo-point' || type === 'geo-shape')?.key;
  const boxes =
    key === undefined ? [] : Array.from({ length: Math.min(table.count, 1000) }, (_, n) => boxOf(table.row(n)[key]));
  const known = boxes.filter((box) => box !== undefined);
  if (known.length === 0) return undefined;
  const side = (n: 0 | 1 | 2 | 3): number[] => known.map((box) => box[n]);
  return [Math.min(...side(0)), Math.min(...side(1)), Math.max(...side(2)), Math.max(...side(3))];
}

export function schemaOf(table: Table): readonly Readonly<Record<string, unknown>>[] {
  return [...columnsOf(table).values()].map((column) => ({
    key: column.key,
    ...TYPES[column.type],
    title: column.title,
    'x-originalName': column.title,
    description: column.description ?? '',
    'x-capabilities': column.indexed === false ? { index: false, values: false } : {},
    ...(column.key.startsWith('_') && { 'x-calculated': true }),
  }));
}

export function schema(table: Table, { url }: Request): Reply {
  const columns = schemaOf(table).filter((column) => column['x-calculated'] !== true);
  if (url.searchParams.get('mimeType') !== 'application/schema+json') return { body: columns };
  const properties = Object.fromEntries(columns.map(({ key, ...about }) => [key as string, about]));
  return { body: { type: 'object', required: [], properties } };
}
