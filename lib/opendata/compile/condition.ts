// The tree of conditions, checked against the columns and brought into one form that all compilers and our own evaluation know:
// `not` only before a comparison, no empty branch, no `!=`; instants in UTC, days as `YYYY-MM-DD`.
import { LinkyRedError } from '../../errors';
import type { Dataset, Field } from '../dataset/dataset';
import type { Filter, Scalar, TimeRange } from '../query/query';
import { PARIS } from '../../grid/paris-time';
import { fieldOf, isComparable, isTime } from '../dataset/fields';
import { fitText, utcSeconds } from '../odsql/literal';
import { dayOf, instantOf } from './moment';

export type Leaf = Exclude<Filter, { readonly and: unknown } | { readonly or: unknown } | { readonly not: unknown }>;

export const ALWAYS: Filter = { and: [] };
export const NEVER: Filter = { or: [] };

export function isNever(filter: Filter): boolean {
  return 'or' in filter && filter.or.length === 0;
}

/**
 * The same condition in the one form.
 * @throws LinkyRedError ERR_OPENDATA_FIELD, ERR_OPENDATA_QUERY
 */
export function conditionOf(filter: Filter, dataset: Dataset, negated = false): Filter {
  if ('not' in filter) return conditionOf(filter.not, dataset, !negated);
  if ('and' in filter || 'or' in filter) {
    const parts = ('and' in filter ? filter.and : filter.or).map((part) => conditionOf(part, dataset, negated));
    return 'and' in filter === negated ? anyOf(parts) : allOf(parts);
  }
  return leafOf(filter, dataset, negated);
}

/** All of these, without branches that always hold. */
export function allOf(parts: readonly Filter[]): Filter {
  const flat = parts.flatMap((part) => ('and' in part ? part.and : [part]));
  if (flat.some(isNever)) return NEVER;
  return flat.length === 1 && flat[0] !== undefined ? flat[0] : { and: flat };
}

function anyOf(parts: readonly Filter[]): Filter {
  const flat = parts.flatMap((part) => ('or' in part ? part.or : [part]));
  if (flat.some((part) => 'and' in part && part.and.length === 0)) return ALWAYS;
  return flat.length === 1 && flat[0] !== undefined ? flat[0] : { or: flat };
}

/** What has to hold, one by one. */
export function conjuncts(filter: Filter): readonly Filter[] {
  return 'and' in filter ? filter.and : [filter];
}

/** Whether somewhere in it is a search for words, which only the portal can do. */
export function hasSearch(filter: Filter): boolean {
  if ('and' in filter) return filter.and.some(hasSearch);
  if ('or' in filter) return filter.or.some(hasSearch);
  return 'not' in filter ? hasSearch(filter.not) : 'search' in filter;
}

/** The columns that a condition looks at. */
export function fieldsIn(filter: Filter): readonly string[] {
  if ('and' in filter) return filter.and.flatMap(fieldsIn);
  if ('or' in filter) return filter.or.flatMap(fieldsIn);
  if ('not' in filter) return fieldsIn(filter.not);
  return 'field' in filter ? [filter.field] : [];
}

function leafOf(leaf: Leaf, dataset: Dataset, negated: boolean): Filter {
  if ('search' in leaf) {
    if (leaf.search.trim() === '') return negated ? NEVER : ALWAYS;
    return signed({ search: fitText(leaf.search) }, negated);
  }
  if ('empty' in leaf) {
    fieldOf(dataset, leaf.field);
    return { field: leaf.field, empty: leaf.empty !== negated };
  }
  const field = fieldOf(dataset, leaf.field, isComparable);
  if ('in' in leaf) {
    const values = [...new Set(leaf.in.map((value) => scalarOf(field, value)))];
    if (values.length === 0) return negated ? ALWAYS : NEVER;
    const [only] = values;
    const one = values.length === 1 && only !== undefined;
    return signed(one ? { field: field.key, is: '=', value: only } : { field: field.key, in: values }, negated);
  }
  if ('startsWith' in leaf) {
    if (field.type !== 'text') throw wrong(`${field.key} is no text: nothing starts with “${leaf.startsWith}”`);
    if (leaf.startsWith === '') return { field: field.key, empty: negated };
    return signed({ field: field.key, startsWith: fitText(leaf.startsWith) }, negated);
  }
  const value = scalarOf(field, leaf.value);
  if (leaf.is === '!=') return signed({ field: field.key, is: '=', value }, !negated);
  if (field.type === 'boolean' && leaf.is !== '=') throw wrong(`${field.key} is yes or no: nothing is “${leaf.is}” it`);
  return signed({ field: field.key, is: leaf.is, value }, negated);
}

function signed(leaf: Leaf, negated: boolean): Filter {
  return negated ? { not: leaf } : leaf;
}

/** A value as its column has it. A text is never taken for a number, nor a number for a text: "01" is not 1. */
function scalarOf(field: Field, value: Scalar): Scalar {
  switch (field.type) {
    case 'integer':
    case 'number':
      if (typeof value === 'number') return value;
      break;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      break;
    case 'datetime':
      if (typeof value === 'string') return utcSeconds(instantOf(value));
      break;
    case 'date':
      if (typeof value === 'string') return dayOf(value);
      break;
    case 'text':
      if (typeof value === 'string') return fitText(value);
      break;
    default:
  }
  throw wrong(`${field.key} is of type ${field.type} and is compared with ${JSON.stringify(value)}`);
}

/**
 * A time range as conditions.
 * @param now epoch ms
 * @throws LinkyRedError ERR_OPENDATA_FIELD, ERR_OPENDATA_QUERY
 */
export function timeCondition(time: TimeRange, dataset: Dataset, now: number): Filter {
  const field =
    time.field !== undefined
      ? fieldOf(dataset, time.field, isTime)
      : (dataset.fields.find(({ type }) => type === 'datetime') ?? dataset.fields.find(({ type }) => type === 'date'));
  if (field === undefined) throw wrong('the dataset has no column of times');
  const from = time.lastDays === undefined ? time.from : PARIS.addDays(PARIS.dayKey(now), -time.lastDays);
  if (time.lastDays !== undefined && time.from !== undefined) throw wrong('time has both from and lastDays');
  const parts: Filter[] = [];
  if (from !== undefined) parts.push({ field: field.key, is: '>=', value: from });
  if (time.to !== undefined) parts.push({ field: field.key, is: '<', value: time.to });
  return conditionOf({ and: parts }, dataset);
}

function wrong(detail: string): LinkyRedError {
  return new LinkyRedError('ERR_OPENDATA_QUERY', { detail });
}
