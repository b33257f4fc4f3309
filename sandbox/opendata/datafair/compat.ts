// The look-alike of Opendatasoft's API on Data Fair: `records` and `exports`, nothing else. Opendatasoft's limits in its own words.
import type { Reply, Request } from '../../web-server';
import { csvLines, geoJson, jsonArray, jsonLines, readyLines, type Written } from '../engine/export';
import { isoWriter, zoneOf } from '../engine/calendar';
import { DATA_FAIR_FORM, parquetColumns, parquetFile } from '../engine/parquet';
import type { Plan, PlainPlan } from '../engine/plan';
import { BREATH, countOf, groups, ordered, showBucket, sortBuckets, windowed, type Found } from '../engine/run';
import { plainRefusal } from '../refusal';
import type { Held } from '../shelf';
import type { Column, Table } from '../table';
import { geometryOf, middleOf } from '../engine/geometry';
import { compatPlan, type CompatOptions } from './compat-plan';
import { shapeOf } from './compat-geo';
import { columnsOf, showColumn, type Show } from './shown';
import { cached } from './caching';

const ROWS = 100;
const REACH = 10_000;
const GROUPS = 20_000;

/** @throws Refusal */
export function compatRecords(held: Held, request: Request, options: CompatOptions): Reply {
  return cached(held, request, () => {
    const { searchParams: params } = request.url;
    const plan = compatPlan(held.table, params, options);
    const [cap, reach] = plan.grouped ? [GROUPS, GROUPS] : [ROWS, REACH];
    const asked = wholeNumber(params.get('limit') ?? params.get('rows'), 10);
    const offset = wholeNumber(params.get('offset'), 0);
    if (asked > cap) throw plainRefusal(400, `limit should be less than ${cap}`);
    const limit = asked < 0 ? cap : asked;
    if (limit + offset > reach) throw plainRefusal(400, `offset+limit should be less than ${reach}`);
    if (plan.grouped) {
      const buckets = sortBuckets(groups(held.table, plan), plan);
      const results = buckets.slice(offset, offset + limit).map((bucket) => showBucket(bucket, plan));
      return { body: { total_count: buckets.length, results } };
    }
    const write = rowWriter(held.table, plan, params);
    const rows = limit === 0 ? [] : [...windowed(orderedRows(held.table, plan), offset, limit)].flat();
    return { body: { total_count: countOf(held.table, plan.test), results: rows.map(write) } };
  });
}

export function orderedRows(table: Table, plan: PlainPlan): Generator<readonly Found[]> {
  return ordered(table, plan);
}

/** What is no number is as good as nothing. */
function wholeNumber(said: string | null, usual: number): number {
  const read = Number.parseInt(said ?? '', 10);
  return Number.isNaN(read) ? usual : read;
}

function rowWriter(table: Table, { outputs }: PlainPlan, params: URLSearchParams): (found: Found) => Written {
  const shows = outputs?.map(({ name, value }) => [name, value] as const) ?? allColumns(table, params);
  return ({ row, index }) => Object.fromEntries(shows.map(([name, value]) => [name, value(row, index)]));
}

function timeOf(params: URLSearchParams): (at: number) => string {
  return isoWriter(zoneOf(params.get('timezone') ?? '') ?? 'UTC');
}

/** Those that begin with `_` are left out unless they are named. */
function allColumns(table: Table, params: URLSearchParams): (readonly [string, Show])[] {
  const [columns, time] = [columnsOf(table), timeOf(params)];
  return visible(table).map((column) => [column.key, showColumn(column, columns, time)] as const);
}

function visible(table: Table): readonly Column[] {
  return table.columns.filter(({ key }) => !key.startsWith('_'));
}

const TYPES: Readonly<Record<string, string>> = {
  json: 'application/json; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  geojson: 'application/geo+json; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
};

/** @throws Refusal */
export function compatExport(held: Held, format: string, request: Request, options: CompatOptions): Reply {
  const { searchParams: params } = request.url;
  if (params.has('offset')) throw plainRefusal(400, 'offset parameter is not supported for exports');
  const type = TYPES[format];
  if (type === undefined) {
    throw plainRefusal(
      400,
      `le format "${format}" n'est pas supporté par l'export de données de cette couche de compatibilité pour la version d'API précédente.`,
    );
  }
  const answer = (): Reply => {
    const plan = compatPlan(held.table, params, options);
    return { headers: { 'Content-Type': type }, chunks: chunks(held.table, plan, format, params) };
  };
  // Under its own path Data Fair lets exports be kept, under Opendatasoft's it does not.
  if (request.url.pathname.startsWith('/data-fair/')) return cached(held, request, answer);
  const { headers, ...reply } = answer();
  return { ...reply, headers: { ...headers, 'Cache-Control': 'must-revalidate, private, max-age=0' } };
}

function chunks(table: Table, plan: Plan, format: string, params: URLSearchParams): Iterable<string | Buffer> {
  const limit = wholeNumber(params.get('limit'), -1);
  const isWhole = !plan.grouped && plan.test === undefined && plan.outputs === undefined && plan.sorts.length === 0;
  if (format === 'jsonl' && isWhole && table.line !== undefined)
    return readyLines(Math.min(limit < 0 ? Infinity : limit, table.count), table.line, timeOf(params));
  const lists = plan.grouped ? exportedGroups(table, plan) : exportedRows(table, plan, limit, params);
  switch (format) {
    case 'jsonl':
      return jsonLines(lists);
    case 'csv':
      return csvLines(lists, csvForm(table, plan, params));
    case 'parquet':
      return [parquetFile(parquetColumns(visible(table), plan), lists, DATA_FAIR_FORM)];
    case 'geojson':
      return shapes(table, plan, limit, params);
    default:
      return jsonArray(lists);
  }
}

/** In the order of their keys; neither `limit` nor an aggregate's order is looked at. */
function* exportedGroups(table: Table, plan: Plan & { grouped: true }): Generator<readonly Written[]> {
  const byKey = { ...plan, sorts: [] };
  const buckets = sortBuckets(groups(table, byKey), byKey);
  for (let n = 0; n < buckets.length; n += BREATH) {
    yield buckets.slice(n, n + BREATH).map((bucket) => showBucket(bucket, plan));
  }
}

function* exportedRows(
  table: Table,
  plan: PlainPlan,
  limit: number,
  params: URLSearchParams,
): Generator<readonly Written[]> {
  const write = rowWriter(table, plan, params);
  for (const list of windowed(orderedRows(table, plan), 0, limit < 0 ? Infinity : limit)) yield list.map(write);
}

function* shapes(table: Table, plan: Plan, limit: number, params: URLSearchParams): Generator<string> {
  if (plan.grouped) return;
  const write = rowWriter(table, plan, params);
  const shape = shapeOf({ columns: columnsOf(table) });
  const geometries = new WeakMap<object, unknown>();
  const lists = (function* (): Generator<readonly Written[]> {
    for (const list of windowed(orderedRows(table, plan), 0, limit < 0 ? Infinity : limit)) {
      yield list.map((found) => {
        const written = write(found);
        const cell = shape(found.row);
        geometries.set(written, geometryOf(cell) ?? middleOf(cell));
        return written;
      });
    }
  })();
  yield* geoJson(lists, (row) => geometries.get(row));
}

function csvForm(table: Table, plan: Plan, params: URLSearchParams): Parameters<typeof csvLines>[1] {
  const names = plan.grouped
    ? plan.outputs
    : (plan.outputs?.map(({ name }) => name) ?? visible(table).map(({ key }) => key));
  const titles = new Map(table.columns.map(({ key, title }) => [key, title]));
  return {
    names,
    labels: params.get('use_labels') === 'true' ? names.map((name) => titles.get(name) ?? name) : names,
    delimiter: params.get('delimiter') ?? ';',
    quoteAll: params.get('quote_all') === 'true',
    bom: params.get('with_bom') !== 'false',
    booleans: 'digits',
  };
}
