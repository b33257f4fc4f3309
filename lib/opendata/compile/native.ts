// Data Fair's own `lines`: filters by column where all of them have to hold, `qs` (Lucene) where one of several has to, the rest here.
// Groups are made here too: `values_agg` gives a thousand at most and cannot tell a sum over nothing from 0.
import type { Dataset, Field } from '../dataset/dataset';
import { isComparable } from '../dataset/fields';
import type { Filter, Geo, Scalar } from '../query/query';
import { placesOf, type CheckedQuery } from './check';
import type { Compiled } from './compiled';
import { allOf, fieldsIn, isNever, type Leaf } from './condition';
import { plainNumber } from '../odsql/literal';
import { groupFields, workOf } from './odsql-query';
import { boxAround } from './place';
import { split, withinLength } from './split';

/** A longer text is in no index, and refused. */
const LONGEST_TEXT = 200;
const LONGEST_FILTERS = 5000;

/** One parameter of the address; `qs` may be said several times. */
interface Told {
  readonly name: string;
  readonly value: string;
}

/** @throws LinkyRedError ERR_OPENDATA_CANNOT */
export function compileNative(query: CheckedQuery, dataset: Dataset): Compiled {
  const grouped = query.group.length > 0 || query.aggregate.length > 0;
  const where = allOf([query.where, ...query.group.map(({ field }): Filter => ({ field, empty: false }))]);
  const filters = isNever(where) ? never(dataset) : told(where, dataset);
  const place = query.geo === undefined ? undefined : placeOf(query.geo, dataset);
  const work = workOf(
    query,
    {
      ...(filters.left === undefined ? {} : { left: filters.left }),
      ...(query.geo !== undefined && place?.exact === false ? { geo: query.geo } : {}),
    },
    grouped,
  );
  const wanted = grouped ? groupFields(query) : query.columns;
  const needed = new Set([...wanted, ...(work.where === undefined ? [] : fieldsIn(work.where))]);
  if (work.geo !== undefined) needed.add(placeField(dataset));
  // A row of nothing counts too; it needs one column to come.
  if (needed.size === 0) needed.add(dataset.fields[0]?.key ?? '_i');
  const params: Record<string, string> = { ...filters.params, select: [...needed].join(',') };
  if (place !== undefined) params[place.name] = place.value;
  if (!grouped && query.order.length > 0) {
    params['sort'] = query.order.map(({ by, descending }) => (descending === true ? `-${by}` : by)).join(',');
  }
  const more = !grouped && [...needed].some((key) => !query.columns.includes(key));
  return { params, grouped: false, one: false, local: more ? { ...work, select: query.columns } : work };
}

interface Filters {
  readonly params: Readonly<Record<string, string>>;
  readonly left?: Filter;
}

function never(dataset: Dataset): Filters {
  const field = dataset.fields.find((candidate) => candidate.filterable && isComparable(candidate));
  if (field === undefined) return { params: {}, left: { or: [] } };
  return { params: { [`${field.key}_exists`]: 'true', [`${field.key}_nexists`]: 'true' } };
}

function told(where: Filter, dataset: Dataset): Filters {
  const names = new Set<string>();
  const parts = split(where, 'Data Fair', (part) => {
    const text = tell(part, dataset);
    // A parameter said twice is refused; one `qs` takes several.
    if (text === undefined || (names.has(text.name) && text.name !== 'qs')) return undefined;
    names.add(text.name);
    return { part, text };
  });
  const fits = withinLength(
    parts.told.map(({ text }) => encodeURIComponent(text.name + text.value).length + 10),
    LONGEST_FILTERS,
  );
  const params: Record<string, string> = {};
  const left: Filter[] = parts.left === undefined ? [] : [parts.left];
  parts.told.forEach(({ part, text: { name, value } }, index) => {
    if (fits[index] !== true) left.push(part);
    else params[name] = params[name] === undefined ? value : `${params[name]} AND ${value}`;
  });
  return { params, ...(left.length === 0 ? {} : { left: allOf(left) }) };
}

function tell(part: Filter, dataset: Dataset): Told | undefined {
  if ('and' in part) return undefined;
  if ('or' in part) {
    const value = lucene(part, dataset);
    return value === undefined ? undefined : { name: 'qs', value };
  }
  const negated = 'not' in part;
  const leaf = negated ? part.not : part;
  if ('and' in leaf || 'or' in leaf || 'not' in leaf) return undefined;
  if ('search' in leaf) return negated ? undefined : { name: 'q', value: leaf.search };
  const field = usable(dataset, leaf);
  return field === undefined ? undefined : column(field, leaf, negated);
}

function column(field: Field, leaf: Exclude<Leaf, { readonly search: string }>, negated: boolean): Told | undefined {
  if ('empty' in leaf) return { name: `${field.key}_${leaf.empty === negated ? 'exists' : 'nexists'}`, value: 'true' };
  if ('startsWith' in leaf) return negated ? undefined : { name: `${field.key}_starts`, value: leaf.startsWith };
  // The list as JSON: commas, quotes and an empty text go through it unharmed.
  if ('in' in leaf) return { name: `${field.key}_${negated ? 'nin' : 'in'}`, value: list(leaf.in) };
  if (leaf.is === '=') return { name: `${field.key}_${negated ? 'nin' : 'in'}`, value: list([leaf.value]) };
  if (negated || leaf.value === '') return undefined;
  const word = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte', '!=': undefined }[leaf.is];
  return word === undefined ? undefined : { name: `${field.key}_${word}`, value: plain(leaf.value) };
}

function list(values: readonly Scalar[]): string {
  return values.map((value) => JSON.stringify(plain(value))).join(',');
}

function plain(value: Scalar): string {
  return typeof value === 'number' ? plainNumber(value) : String(value);
}

/**
 * Branches of an `or` in Lucene: only what nobody can read in two ways. `not` is no such thing (beside an `or` it excludes), nor are
 * quotes, backslashes and ranges of dates: those are left to us.
 */
function lucene(filter: Filter, dataset: Dataset): string | undefined {
  if ('not' in filter) return undefined;
  if ('and' in filter || 'or' in filter) {
    const parts = ('and' in filter ? filter.and : filter.or).map((part) => lucene(part, dataset));
    if (parts.some((part) => part === undefined)) return undefined;
    return `(${parts.join('and' in filter ? ' AND ' : ' OR ')})`;
  }
  const field = usable(dataset, filter);
  if (field === undefined || 'search' in filter || !/^\w+$/.test(field.key)) return undefined;
  if ('empty' in filter) return filter.empty ? undefined : `_exists_:${field.key}`;
  if ('startsWith' in filter) {
    return /^[A-Za-z0-9_]+$/.test(filter.startsWith) ? `${field.key}:${filter.startsWith}*` : undefined;
  }
  if ('in' in filter) {
    const values = filter.in.map((value) => term(field, value));
    return values.some((value) => value === undefined) ? undefined : `(${values.join(' OR ')})`;
  }
  return filter.is === '=' ? term(field, filter.value) : undefined;
}

function term(field: Field, value: Scalar): string | undefined {
  const text = plain(value);
  if (field.type === 'datetime' || field.type === 'date' || text === '' || /["\\]/.test(text)) return undefined;
  return `${field.key}:"${text}"`;
}

function usable(dataset: Dataset, leaf: Leaf): Field | undefined {
  if ('search' in leaf) return undefined;
  const field = dataset.fields.find(({ key }) => key === leaf.field);
  // The column of a shape is in no index: nobody would be said to have none.
  if (field === undefined || !field.filterable || field.type === 'geo-shape' || field.key.includes(','))
    return undefined;
  const values =
    'in' in leaf ? leaf.in : 'value' in leaf ? [leaf.value] : 'startsWith' in leaf ? [leaf.startsWith] : [];
  // Elasticsearch refuses what is no whole number of 64 bits beside one.
  const tooLarge = (value: Scalar): boolean =>
    typeof value === 'string'
      ? value.length > LONGEST_TEXT
      : field.type === 'integer' && Math.abs(Number(value)) > Number.MAX_SAFE_INTEGER;
  return values.some(tooLarge) ? undefined : field;
}

function placeOf(geo: Geo, dataset: Dataset): Told & { readonly exact: boolean } {
  const { shape } = placesOf(dataset);
  if ('near' in geo && shape === undefined && geo.near.metres >= 1) {
    const { lon, lat, metres } = geo.near;
    return {
      name: 'geo_distance',
      value: `${plainNumber(lon)},${plainNumber(lat)},${plainNumber(metres)}m`,
      exact: true,
    };
  }
  return { name: 'bbox', value: boxAround(geo).map(plainNumber).join(','), exact: 'box' in geo };
}

function placeField(dataset: Dataset): string {
  const { point, shape } = placesOf(dataset);
  return (shape ?? point)?.key ?? '';
}
