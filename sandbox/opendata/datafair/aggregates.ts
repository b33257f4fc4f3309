// Groups and figures of Data Fair's own API: `values`, `values_agg`, `metric_agg`, `simple_metrics_agg`. Days and months are those of
// the dataset's zone, Paris.
import type { Reply, Request } from '../../web-server';
import { isoText, unitStart, type CalendarUnit } from '../engine/calendar';
import { accumulator, percentile, type FigureName } from '../engine/figures';
import type { Accumulator, GroupKey, Key } from '../engine/plan';
import { compareKeys, keyOf } from '../engine/plan';
import { scan } from '../engine/run';
import { wordsTest } from '../engine/words';
import { plainRefusal } from '../refusal';
import type { Held } from '../shelf';
import type { Column, Row, Table } from '../table';
import { cached } from './caching';
import { readFilters, type Columns } from './filters';
import { columnsOf } from './shown';

const MOST_BUCKETS = 1000;
const MOST_VALUES = 10_000;
const UNITS = new Set(['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year']);
const METRICS: Readonly<Record<string, FigureName>> = {
  avg: 'avg',
  sum: 'sum',
  min: 'min',
  max: 'max',
  value_count: 'count',
  cardinality: 'distinct',
};

export function values(held: Held, field: string, request: Request): Reply {
  return cached(held, request, () => {
    const { searchParams: params } = request.url;
    const columns = columnsOf(held.table);
    const column = known(columns, field);
    const size = Number(params.get('size') ?? 10);
    if (size > MOST_VALUES) throw plainRefusal(400, `"size" cannot be more than ${MOST_VALUES}`);
    const q = params.get('q') ?? '';
    const fits = q === '' ? undefined : wordsTest([field], q, 'start');
    const others = new URLSearchParams([...params].filter(([name]) => name !== 'q'));
    const { test } = readFilters(others, columns);
    const counts = new Map<Key, number>();
    for (const list of scan(held.table, test)) {
      for (const { row, index } of list) {
        const value = keyOf(row[column.key]);
        if (value === null || fits?.(row, index) === false) continue;
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    }
    const sorted = [...counts].sort(([a, n], [b, m]) => m - n || compareKeys(a, b, false));
    return { body: sorted.slice(0, size).map(([value]) => shownValue(column, value)) };
  });
}

function known(columns: Columns, key: string): Column {
  const column = columns.get(key);
  if (column === undefined || column.indexed === false) {
    throw plainRefusal(400, `Impossible de grouper sur le champ ${key}.`);
  }
  return column;
}

function shownValue({ type }: Column, value: Key): Key {
  return type === 'datetime' && typeof value === 'number' ? new Date(value).toISOString() : value;
}

interface Metric {
  readonly start: () => Accumulator;
}

interface Level {
  readonly key: GroupKey;
  readonly size: number;
  readonly sort: readonly { readonly by: string; readonly descending: boolean }[];
}

export function valuesAgg(held: Held, request: Request): Reply {
  return cached(held, request, () => {
    const { searchParams: params } = request.url;
    const columns = columnsOf(held.table);
    const split = (name: string): string[] => (params.get(name) ?? '').split(/[;,]/).filter((part) => part !== '');
    const fields = split('field');
    if (fields.length === 0) throw plainRefusal(400, 'le paramètre "field" est requis');
    const [sizes, intervals, sorts] = [split('agg_size'), split('interval'), (params.get('sort') ?? '').split(';')];
    const levels = fields.map((field, n): Level => {
      const size = Number(sizes[n] ?? 20);
      if (!(size <= MOST_BUCKETS)) throw plainRefusal(400, `"agg_size" cannot be more than ${MOST_BUCKETS}`);
      return { key: levelKey(known(columns, field), intervals[n] ?? 'value'), size, sort: readSort(sorts[n] ?? '') };
    });
    const { test } = readFilters(params, columns);
    const rows = (function* (): Generator<Row> {
      for (const list of scan(held.table, test)) for (const { row } of list) yield row;
    })();
    return { body: level(rows, levels, metricOf(params, columns)) };
  });
}

function levelKey(column: Column, interval: string): GroupKey {
  const cell = (row: Row): Key => keyOf(row[column.key]);
  const plain = { name: column.key, skipsNull: true };
  if (interval === 'value') return { ...plain, of: cell, show: (value) => shownValue(column, value) };
  if (UNITS.has(interval)) {
    const start = (at: Key): Key =>
      typeof at === 'number' ? unitStart(at, interval as CalendarUnit, 'Europe/Paris') : null;
    const show = (at: Key): string => isoText(Number(at), 'Europe/Paris').replace(/([+-]\d\d:\d\d)$/, '.000$1');
    return { ...plain, of: (row) => start(cell(row)), show };
  }
  const width = Number(interval);
  if (!(width > 0)) throw plainRefusal(400, `"interval" invalide : ${interval}`);
  const low = (value: Key): Key => (typeof value === 'number' ? Math.floor(value / width) * width : null);
  return { ...plain, of: (row) => low(cell(row)) };
}

function readSort(said: string): Level['sort'] {
  return said
    .split(',')
    .filter((part) => part !== '')
    .map((part) => ({ by: part.replace(/^-/, ''), descending: part.startsWith('-') }));
}

function metricOf(params: URLSearchParams, columns: Columns): Metric | undefined {
  const metric = params.get('metric');
  const field = params.get('metric_field');
  if (metric === null || field === null) return undefined;
  return figure(metric, known(columns, field), params);
}

function figure(metric: string, column: Column, params: URLSearchParams): Metric {
  const of = (row: Row): Key => keyOf(row[column.key]);
  if (metric === 'percentiles') {
    const percents = (params.get('percents') ?? '50').split(',').map(Number);
    return { start: () => percentile(of, percents[0] ?? 50) };
  }
  const name = METRICS[metric];
  if (name === undefined) throw plainRefusal(400, `"metric" invalide : ${metric}`);
  return { start: () => accumulator(name, of) };
}

interface Levelled {
  readonly total: number;
  readonly total_values: number;
  readonly total_other: number;
  readonly aggs: readonly unknown[];
}

interface OpenBucket {
  readonly rows: Row[];
  readonly metric: Accumulator | undefined;
  count: number;
}

function level(
  rows: Iterable<Row>,
  [first, ...deeper]: readonly Level[],
  metric: Metric | undefined,
): Levelled | undefined {
  if (!first) return undefined;
  const open = new Map<Key, OpenBucket>();
  let total = 0;
  for (const row of rows) {
    total += 1;
    const key = first.key.of(row);
    if (key === null) continue;
    let bucket = open.get(key);
    if (!bucket) open.set(key, (bucket = { rows: [], metric: metric?.start(), count: 0 }));
    bucket.count += 1;
    bucket.metric?.add(row);
    if (deeper.length > 0) bucket.rows.push(row);
  }
  const sorted = [...open].sort(([a, one], [b, other]) => compareBuckets(first.sort, [a, one], [b, other]));
  const kept = sorted.slice(0, first.size);
  return {
    total,
    total_values: open.size,
    total_other: sorted.slice(first.size).reduce((sum, [, { count }]) => sum + count, 0),
    aggs: kept.map(([key, bucket]) => ({
      total: bucket.count,
      value: first.key.show?.(key) ?? key,
      ...(bucket.metric && { metric: bucket.metric.value() }),
      results: [],
      ...(deeper.length > 0 && { aggs: level(bucket.rows, deeper, metric)?.aggs }),
    })),
  };
}

function compareBuckets(
  sorts: Level['sort'],
  [a, one]: readonly [Key, OpenBucket],
  [b, other]: readonly [Key, OpenBucket],
): number {
  for (const { by, descending } of sorts) {
    const [x, y] =
      by === 'count'
        ? [one.count, other.count]
        : by === 'metric'
          ? [one.metric?.value() ?? null, other.metric?.value() ?? null]
          : [a, b];
    const way = compareKeys(x, y, descending);
    if (way !== 0) return way;
  }
  // Elasticsearch's own: the fullest first.
  return sorts.length > 0 ? compareKeys(a, b, false) : other.count - one.count || compareKeys(a, b, false);
}

export function metricAgg(held: Held, request: Request): Reply {
  return cached(held, request, () => {
    const { searchParams: params } = request.url;
    const columns = columnsOf(held.table);
    const column = known(columns, params.get('field') ?? '');
    const { test } = readFilters(params, columns);
    const { total, results } = fold(held.table, test, [figure(params.get('metric') ?? '', column, params)]);
    return { body: { metric: results[0], total } };
  });
}

export function simpleMetrics(held: Held, request: Request): Reply {
  return cached(held, request, () => {
    const { searchParams: params } = request.url;
    const columns = columnsOf(held.table);
    const fields = (params.get('fields') ?? '').split(',').filter((field) => field !== '');
    const names = (params.get('metrics') ?? 'min,max').split(',');
    const { test } = readFilters(params, columns);
    const pairs = fields.flatMap((field) => names.map((name) => [field, name] as const));
    const figures = pairs.map(([field, name]) => figure(name, known(columns, field), params));
    const { total, results } = fold(held.table, test, figures);
    const metrics: Record<string, Record<string, Key>> = {};
    for (const [n, [field, name]] of pairs.entries()) (metrics[field] ??= {})[name] = results[n] ?? null;
    return { body: { total, metrics } };
  });
}

function fold(
  table: Table,
  test: Parameters<typeof scan>[1],
  figures: readonly Metric[],
): { total: number; results: Key[] } {
  const open = figures.map(({ start }) => start());
  let total = 0;
  for (const list of scan(table, test)) {
    for (const { row } of list) {
      total += 1;
      for (const one of open) one.add(row);
    }
  }
  return { total, results: open.map((one) => one.value()) };
}
