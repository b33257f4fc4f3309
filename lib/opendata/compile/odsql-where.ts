// Conditions as ODSQL, in the forms that Explore 2.1 and Data Fair's look-alike both take and read alike.
import type { Dataset, Field } from '../dataset/dataset';
import { isComparable } from '../dataset/fields';
import type { Filter, Scalar } from '../query/query';
import type { Leaf } from './condition';
import { hasOdsqlName, odsqlInstant, odsqlName, odsqlText, plainNumber } from '../odsql/literal';

/** Where the two differ. */
export interface Dialect {
  /** Whether `<` and `>` compare texts. */
  readonly textOrder: boolean;
  /** A longer text is in no index, and refused. */
  readonly longestText: number;
  /** Whether it can say of a shape that there is none. */
  readonly knowsShapes: boolean;
}

/** A condition as text; undefined: this host cannot be told it. */
export function odsqlCondition(filter: Filter, dataset: Dataset, dialect: Dialect): string | undefined {
  if ('and' in filter) return joined(filter.and, 'AND', dataset, dialect);
  if ('or' in filter) return joined(filter.or, 'OR', dataset, dialect);
  if ('not' in filter) {
    const inner = odsqlCondition(filter.not, dataset, dialect);
    return inner === undefined ? undefined : `NOT (${inner})`;
  }
  return leafText(filter, dataset, dialect);
}

/** A condition that holds for no row. */
export function odsqlNever(dataset: Dataset): string | undefined {
  const field = dataset.fields.find(
    (candidate) => candidate.filterable && isComparable(candidate) && hasOdsqlName(candidate.key),
  );
  if (field === undefined) return undefined;
  return `(${odsqlName(field.key)} is null) AND (${odsqlName(field.key)} is not null)`;
}

function joined(parts: readonly Filter[], word: 'AND' | 'OR', dataset: Dataset, dialect: Dialect): string | undefined {
  const texts = parts.map((part) => odsqlCondition(part, dataset, dialect));
  // Blanks around the words: Data Fair does not take `(a)AND(b)`.
  return texts.some((text) => text === undefined)
    ? undefined
    : texts.map((text) => `(${text ?? ''})`).join(` ${word} `);
}

function leafText(leaf: Leaf, dataset: Dataset, dialect: Dialect): string | undefined {
  if ('search' in leaf) return `search(*, ${odsqlText(leaf.search)})`;
  const field = dataset.fields.find(({ key }) => key === leaf.field);
  if (field === undefined || !field.filterable || !hasOdsqlName(field.key)) return undefined;
  const name = odsqlName(field.key);
  if (field.type === 'geo-shape' && !dialect.knowsShapes) return undefined;
  if ('empty' in leaf) return `${name} is ${leaf.empty ? 'null' : 'not null'}`;
  if ('startsWith' in leaf) {
    return fits(leaf.startsWith, field, dialect) ? `startswith(${name}, ${odsqlText(leaf.startsWith)})` : undefined;
  }
  if ('in' in leaf) {
    if (!leaf.in.every((value) => fits(value, field, dialect))) return undefined;
    const values = leaf.in.map((value) => literal(field, value));
    return isListed(field, leaf.in)
      ? `${name} IN (${values.join(', ')})`
      : values.map((value) => `(${equals(field, name, value)})`).join(' OR ');
  }
  if (!fits(leaf.value, field, dialect)) return undefined;
  const value = literal(field, leaf.value);
  if (leaf.is === '=') return equals(field, name, value);
  if (field.type === 'text' && !dialect.textOrder) return undefined;
  return `${name} ${leaf.is} ${value}`;
}

/** Texts and plain numbers; nobody says whether a list takes a minus, an instant or a yes. */
function isListed({ type }: Field, values: readonly Scalar[]): boolean {
  return type === 'text' || ((type === 'integer' || type === 'number') && values.every((value) => Number(value) >= 0));
}

/** `flag = true` is documented at one of both, `flag is true` refused by the other; this one both take. */
function equals(field: Field, name: string, value: string): string {
  return field.type === 'boolean' ? `${name}:${value}` : `${name} = ${value}`;
}

function literal(field: Field, value: Scalar): string {
  if (typeof value === 'number') return plainNumber(value);
  if (typeof value === 'boolean') return String(value);
  // A day is kept as its midnight in UTC, while a bare `date'2026-03-29'` follows `timezone`: said so that nobody can shift it.
  if (field.type === 'datetime' || field.type === 'date') return odsqlInstant(Date.parse(value));
  return odsqlText(value);
}

function fits(value: Scalar, field: Field, dialect: Dialect): boolean {
  if (typeof value === 'string') return value.length <= dialect.longestText;
  // Elasticsearch refuses what is no whole number of 64 bits beside one.
  return field.type !== 'integer' || Math.abs(Number(value)) <= Number.MAX_SAFE_INTEGER;
}
