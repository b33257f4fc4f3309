// `records` and `exports` of Opendatasoft, with its limits.
import type { Reply, Request } from '../../web-server';
import { isoWriter, zoneOf } from '../engine/calendar';
import { csvLines, geoJson, jsonArray, jsonLines, readyLines, type Written } from '../engine/export';
import { geometryOf } from '../engine/geometry';
import { ODS_FORM, parquetColumns, parquetFile } from '../engine/parquet';
import type { GroupPlan, PlainPlan, Plan } from '../engine/plan';
import { BREATH, countOf, groups, ordered, showBucket, sortBuckets, windowed, type Found } from '../engine/run';
import type { Held } from '../shelf';
import type { Table } from '../table';
import { odsPlan, odsRefusal, type OdsOptions } from './plan';
import { showColumn } from './shown';

const ROWS = 100;
const REACH = 10_000;
const GROUPS = 20_000;

/** @throws Refusal */
export function odsRecords({ table }: Held, { url }: Request, options: OdsOptions): Reply {
  const { searchParams: params } = url;
  const plan = odsPlan(table, params, options);
  const { offset, limit } = windowOf(params, plan.grouped);
  if (plan.grouped) {
    const results = groupedRows(table, plan).slice(offset, offset + limit);
    return { body: { results } };
  }
  const write = rowWriter(table, plan, params);
  const rows = limit === 0 ? [] : [...windowed(ordered(table, plan), offset, limit)].flat();
  return { body: { total_count: countOf(table, plan.test), results: rows.map(write) } };
}

/** @throws Refusal InvalidRESTParameterError */
export function windowOf(params: URLSearchParams, grouped: boolean): { offset: number; limit: number } {
  const [cap, reach] = grouped ? [GROUPS, GROUPS] : [ROWS, REACH];
  const limit = whole(params, 'limit', 10, -1, cap);
  const offset = whole(params, 'offset', 0, 0, reach - 1);
  const asked = limit < 0 ? cap : limit;
  if (offset + asked > reach) throw outside('offset', offset, 0, reach - asked);
  return { offset, limit: asked };
}

function whole(params: URLSearchParams, name: string, usual: number, low: number, high: number): number {
  const said = params.get(name);
  const value = said === null ? usual : Number(said);
  if (!Number.isInteger(value) || value < low || value > high) throw outside(name, said ?? '', low, high);
  return value;
}

function outside(name: string, found: string | number, low: number, high: number): Error {
  return odsRefusal(
    'InvalidRESTParameterError',
    `Invalid value for ${name} API parameter: ${found} was found but ${low} <= ${name} <= ${high} is expected.`,
  );
}

/** Without an order of the caller's, the fullest group first. */
function groupedRows(table: Table, plan: GroupPlan): readonly Written[] {
  const buckets = sortBuckets(groups(table, plan), plan);
  if (plan.sorts.length === 0) buckets.sort((a, b) => b.count - a.count);
  return buckets.map((bucket) => showBucket(bucket, plan));
}

function rowWriter(table: Table, { outputs }: PlainPlan, params: URLSearchParams): (found: Found) => Written {
  const time = timeOf(params);
  const all = table.columns.map((column) => ({ name: column.key, value: showColumn(column, time) }));
  return ({ row, index }) => Object.fromEntries((outputs ?? all).map(({ name, value }) => [name, value(row, index)]));
}

function timeOf(params: URLSearchParams): (at: number) => string {
  return isoWriter(zoneOf(params.get('timezone') ?? 'UTC') ?? 'UTC');
}

const TYPES: Readonly<Record<string, string>> = {
  json: 'application/json; charset=utf-8',
  jsonl: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  geojson: 'application/geo+json; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
};

/** @throws Refusal */
export function odsExport({ table }: Held, format: string, { url }: Request, options: OdsOptions): Reply {
  const { searchParams: params } = url;
  const type = TYPES[format];
  if (type === undefined)
    throw odsRefusal('InvalidRESTParameterError', `Invalid value for format API parameter: ${format}`);
  const limit = whole(params, 'limit', -1, -1, Number.MAX_SAFE_INTEGER);
  const plan = odsPlan(table, params, options);
  if (plan.grouped && sortsByFigure(plan) && (limit < 0 || limit > GROUPS)) throw odsRefusal('ODSQLError', TOO_LONG);
  return {
    headers: { 'Content-Type': type },
    chunks: chunks(table, plan, format, params, limit < 0 ? Infinity : limit),
  };
}

const TOO_LONG =
  'ODSQL query is malformed: aggregation function in order by is not supported with a limit > 20000. Please remove the order by or set a limit parameter lower than 20001. Clause(s) containing the error(s): order_by.';

function sortsByFigure({ sorts, figures }: GroupPlan): boolean {
  return sorts.some(({ name }) => figures.some((figure) => figure.name === name));
}

function chunks(
  table: Table,
  plan: Plan,
  format: string,
  params: URLSearchParams,
  limit: number,
): Iterable<string | Buffer> {
  const isWhole = !plan.grouped && plan.test === undefined && plan.outputs === undefined && plan.sorts.length === 0;
  if (format === 'jsonl' && isWhole && table.line !== undefined)
    return readyLines(Math.min(limit, table.count), table.line, timeOf(params));
  const lists = rowsOf(table, plan, params, limit);
  switch (format) {
    case 'jsonl':
      return jsonLines(lists.rows);
    case 'csv':
      return csvLines(lists.rows, csvForm(table, plan, params));
    case 'parquet':
      return [parquetFile(parquetColumns(table.columns, plan), lists.rows, ODS_FORM)];
    case 'geojson':
      return geoJson(lists.rows, lists.geometry);
    default:
      return jsonArray(lists.rows);
  }
}

function rowsOf(
  table: Table,
  plan: Plan,
  params: URLSearchParams,
  limit: number,
): { rows: Iterable<readonly Written[]>; geometry: (row: Written) => unknown } {
  const shapes = new WeakMap<object, unknown>();
  const geometry = (row: Written): unknown => shapes.get(row);
  if (plan.grouped) {
    const all = groupedRows(table, plan).slice(0, limit);
    const rows = Array.from({ length: Math.ceil(all.length / BREATH) }, (_, n) =>
      all.slice(n * BREATH, (n + 1) * BREATH),
    );
    return { rows, geometry };
  }
  const key = table.columns.find(({ type }) => type === 'geo-shape' || type === 'geo-point')?.key;
  const write = rowWriter(table, plan, params);
  const rows = (function* (): Generator<readonly Written[]> {
    for (const list of windowed(ordered(table, plan), 0, limit)) {
      yield list.map((found) => {
        const written = write(found);
        if (key !== undefined) shapes.set(written, geometryOf(found.row[key]));
        return written;
      });
    }
  })();
  return { rows, geometry };
}

function csvForm(table: Table, plan: Plan, params: URLSearchParams): Parameters<typeof csvLines>[1] {
  const names = plan.grouped
    ? plan.outputs
    : (plan.outputs?.map(({ name }) => name) ?? table.columns.map(({ key }) => key));
  const titles = new Map(table.columns.map(({ key, title }) => [key, title]));
  return {
    names,
    labels: params.get('use_labels') === 'true' ? names.map((name) => titles.get(name) ?? name) : names,
    delimiter: params.get('delimiter') ?? ';',
    quoteAll: params.get('quote_all') === 'true',
    bom: params.get('with_bom') !== 'false',
    booleans: 'words',
  };
}
