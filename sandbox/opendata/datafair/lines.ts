// `lines` of Data Fair: pages by number as far as the 10,000th row, by key (`next`) without an end.
import type { Reply, Request } from '../../web-server';
import { csvLines, geoJson, type Written } from '../engine/export';
import { geometryOf, metresBetween, middleOf } from '../engine/geometry';
import type { Key, Sort } from '../engine/plan';
import { compareLists, countOf, isSortedSo, ordered, scan, sortKeys, type Found } from '../engine/run';
import { plainRefusal } from '../refusal';
import { internalIdOf, type Held } from '../shelf';
import type { Column, Table } from '../table';
import { cached } from './caching';
import { shapeOf } from './compat-geo';
import { readFilters, type Columns, type Filters } from './filters';
import { columnsOf, keyFrom, showColumn } from './shown';

const LARGEST = 10_000;

/** @param origin of this portal, for `next` */
export function lines(held: Held, request: Request, origin: string): Reply {
  return cached(held, request, () => {
    const { searchParams: params } = request.url;
    const [size, page] = [positive(params, 'size', 12), positive(params, 'page', 1)];
    if (size > LARGEST) throw plainRefusal(400, '"size" cannot be more than 10000');
    if (size * page > LARGEST && !params.has('after'))
      throw plainRefusal(400, '"size * page" cannot be more than 10000');
    const columns = columnsOf(held.table);
    const filters = readFilters(params, columns);
    const sorts = sortsOf(params.get('sort'), columns, filters);
    const rows = pageOf(held.table, filters, sorts, { size, page, after: params.get('after') });
    const last = rows.at(-1);
    const next = size > 0 && rows.length === size && last ? nextUrl(held, request, origin, sorts, last) : undefined;
    return written(held, request, { rows, filters, columns, next });
  });
}

function positive(params: URLSearchParams, name: string, usual: number): number {
  const said = params.get(name);
  const value = said === null ? usual : Number(said);
  if (!Number.isInteger(value) || value < 0) throw plainRefusal(400, `"${name}" should be a positive integer`);
  return value;
}

/** `a,-b`; equal rows stand in their own order. */
function sortsOf(said: string | null, columns: Columns, { from }: Filters): Sort[] {
  if (said === null || said === '') return [];
  return said.split(',').map((part) => {
    const descending = part.startsWith('-');
    const key = descending ? part.slice(1) : part;
    if (key.startsWith('_geo_distance')) {
      const shape = shapeOf({ columns });
      const away = (middle: ReturnType<typeof middleOf>): Key => (middle && from ? metresBetween(from, middle) : null);
      return { value: (row) => away(middleOf(shape(row))), descending };
    }
    const column = columns.get(key);
    if (!column) {
      throw plainRefusal(400, `Impossible de trier sur le champ ${key}, il n'existe pas dans le jeu de données.`);
    }
    return { value: keyFrom(column), descending };
  });
}

interface Page {
  readonly size: number;
  readonly page: number;
  readonly after: string | null;
}

function pageOf(table: Table, { test }: Filters, sorts: readonly Sort[], { size, page, after }: Page): Found[] {
  if (size === 0) return [];
  const key = after === null ? undefined : readAfter(after, sorts.length + 1);
  // The rows' own order, and one that they have by nature, need no look at what came before.
  const isNatural = sorts.length === 0 || (sorts[0]?.descending === false && isSortedSo(table, sorts));
  const start = isNatural && key !== undefined ? Number(key.at(-1)) : 0;
  const lists = isNatural
    ? scan(table, test, start)
    : ordered(table, { grouped: false, test, outputs: undefined, sorts });
  const found: Found[] = [];
  let skip = key === undefined ? size * (page - 1) : 0;
  for (const list of lists) {
    for (const one of list) {
      if (!isNatural && key !== undefined && !isAfter(one, key, sorts)) continue;
      if (skip-- > 0) continue;
      found.push(one);
      if (found.length === size) return found;
    }
  }
  return found;
}

function readAfter(said: string, length: number): Key[] {
  try {
    const key = JSON.parse(`[${said}]`) as Key[];
    if (key.length === length) return key;
  } catch {
    // Refused below.
  }
  throw plainRefusal(400, `"after" invalide : ${said}`);
}

function isAfter(found: Found, key: readonly Key[], sorts: readonly Sort[]): boolean {
  const way = compareLists(sortKeys(sorts, found), key, sorts);
  return way > 0 || (way === 0 && found.index + 1 > Number(key.at(-1)));
}

function nextUrl({ table }: Held, { url }: Request, origin: string, sorts: readonly Sort[], last: Found): string {
  const next = new URL(`${origin}/data-fair/api/v1/datasets/${internalIdOf(table)}/lines`);
  for (const [name, value] of url.searchParams) if (name !== 'page') next.searchParams.set(name, value);
  const key = JSON.stringify([...sortKeys(sorts, last), last.index + 1]).slice(1, -1);
  next.searchParams.set('after', key);
  return next.href;
}

interface Answer {
  readonly rows: readonly Found[];
  readonly filters: Filters;
  readonly columns: Columns;
  readonly next: string | undefined;
}

function written({ table }: Held, { url }: Request, { rows, filters, columns, next }: Answer): Reply {
  const { searchParams: params } = url;
  const shows = selected(params.get('select'), columns).map(
    (one) => [one, showColumn(one, columns, utcMillis)] as const,
  );
  const away = awayFrom(filters, columns);
  const write = (found: Found): Written => ({
    ...Object.fromEntries(shows.map(([{ key }, show]) => [key, show(found.row, found.index)])),
    _score: null,
    ...away(found),
  });
  const link = next === undefined ? undefined : { Link: `<${next}>; rel=next` };
  switch (params.get('format')) {
    case 'csv':
      return {
        headers: { 'Content-Type': 'text/csv; charset=utf-8', ...link },
        chunks: csvLines([rows.map(write)], {
          names: shows.map(([{ key }]) => key),
          labels: shows.map(([{ title }]) => title),
          delimiter: ',',
          quoteAll: false,
          bom: true,
          booleans: 'words',
        }),
      };
    case 'geojson': {
      const shape = shapeOf({ columns });
      const shapes = new Map(rows.map((found) => [write(found), geometryOf(shape(found.row))]));
      const chunks = geoJson([[...shapes.keys()]], (row) => shapes.get(row));
      return { headers: { 'Content-Type': 'application/geo+json; charset=utf-8', ...link }, chunks };
    }
    default:
      return {
        body: {
          ...totalOf(table, params, filters),
          ...(next !== undefined && { next }),
          results: rows.map(write),
          ...(filters.hints.length > 0 && params.get('hint') !== 'false' && { meta: { hints: filters.hints } }),
        },
      };
  }
}

function totalOf(table: Table, params: URLSearchParams, { test }: Filters): { total?: number } {
  if (params.has('after') || params.get('count') === 'false') return {};
  return { total: countOf(table, test) };
}

function selected(select: string | null, columns: Columns): readonly Column[] {
  if (select === null || select === '' || select === '*') return [...columns.values()];
  return select.split(',').map((key) => {
    const column = columns.get(key);
    if (column) return column;
    throw plainRefusal(400, `Impossible de sélectionner le champ ${key}, il n'existe pas dans le jeu de données.`);
  });
}

function awayFrom({ from }: Filters, columns: Columns): (found: Found) => Written {
  if (from === undefined) return () => ({});
  const shape = shapeOf({ columns });
  return ({ row }) => {
    const middle = middleOf(shape(row));
    return middle === undefined ? {} : { _geo_distance: Math.round(metresBetween(from, middle)) };
  };
}

function utcMillis(at: number): string {
  return new Date(at).toISOString();
}
