// What Opendatasoft says about its datasets.
import type { Reply, Request } from '../../web-server';
import type { Held, Shelf } from '../shelf';
import { listTable, type Column, type ColumnType, type Table } from '../table';
import { countOf, scan } from '../engine/run';
import { odsPlan, type OdsOptions } from './plan';
import { windowOf } from './records';

const TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  integer: 'int',
  number: 'double',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  'geo-point': 'geo_point_2d',
  'geo-shape': 'geo_shape',
};

export function odsDataset(held: Held): Reply {
  return { body: aboutDataset(held) };
}

/** The catalogue is asked in ODSQL too. */
export function odsDatasets(shelf: Shelf, { url }: Request, options: OdsOptions): Reply {
  const all = shelf.all();
  const table = catalogueTable(all);
  const plan = odsPlan(table, url.searchParams, options);
  const { offset, limit } = windowOf(url.searchParams, false);
  const found = [...scan(table, plan.test)].flat().map(({ index }) => all[index]);
  const results = found.slice(offset, offset + limit).flatMap((held) => (held ? [aboutDataset(held)] : []));
  return { body: { total_count: countOf(table, plan.test), results } };
}

function catalogueTable(all: readonly Held[]): Table {
  const text = (key: string): Column => ({ key, type: 'text', title: key });
  const names = ['dataset_id', 'title', 'description', 'publisher', 'theme', 'keyword'];
  const columns = [...names, ...names.slice(1).map((name) => `default.${name}`)].map(text);
  const moments = ['modified', 'data_processed'].map((key): Column => ({ key, type: 'datetime', title: key }));
  const rows = all.map(({ table, changedAt }) => {
    const { slug, title, description = '' } = table;
    const said: Record<string, string> = {
      dataset_id: slug,
      title,
      description,
      publisher: PUBLISHER,
      theme: '',
      keyword: '',
    };
    const prefixed = Object.fromEntries(Object.entries(said).map(([key, value]) => [`default.${key}`, value]));
    const at = Date.parse(changedAt);
    return { ...said, ...prefixed, modified: at, data_processed: at, records_count: table.count };
  });
  const count: Column = { key: 'records_count', type: 'integer', title: 'records_count' };
  return listTable({ slug: 'catalog', title: 'catalog', columns: [...columns, ...moments, count] }, rows);
}

const PUBLISHER = 'RTE';

function aboutDataset({ table, changedAt }: Held): Readonly<Record<string, unknown>> {
  const isGeo = table.columns.some(({ type }) => type.startsWith('geo-'));
  const processed = changedAt.replace(/(?:\.\d+)?Z$/, '+00:00');
  return {
    dataset_id: table.slug,
    dataset_uid: `da_${table.slug.slice(0, 6).replaceAll('-', '')}`,
    has_records: true,
    data_visible: true,
    visibility: 'domain',
    features: isGeo ? ['analyze', 'geo'] : ['analyze'],
    attachments: [],
    alternative_exports: [],
    fields: table.columns.map(({ key, title, type, description }) => ({
      name: key,
      label: title,
      type: TYPES[type],
      description: description ?? null,
      annotations: type === 'text' ? { facet: [] } : {},
    })),
    metas: {
      default: {
        title: table.title,
        description: `<p>${table.description ?? ''}</p>`,
        theme: ['Énergie'],
        keyword: [],
        license: 'Licence Ouverte v2.0 (Etalab)',
        license_url: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence',
        language: 'fr',
        modified: processed,
        data_processed: processed,
        metadata_processed: processed,
        records_count: table.count,
        publisher: PUBLISHER,
      },
    },
  };
}
