// Rows that are totals of others ("P0: Total <= 36 kVA") make every sum too high: aggregates leave them out, unless they were asked for.
import type { Dataset, Field } from '../dataset/dataset';
import { categoryFields, isCategory, isTotal } from '../dataset/facts';
import type { Filter, OpenDataQuery } from '../query/query';
import type { OpenPortal } from '../portal/open-portal';

/**
 * The question with what leaves totals out, by the values that the portal has today. A column that the question filters by itself is
 * left to it.
 */
export async function withoutTotals(
  portal: Pick<OpenPortal, 'values'>,
  dataset: Dataset,
  query: OpenDataQuery,
): Promise<{ readonly query: OpenDataQuery; readonly leftOut: boolean }> {
  const { aggregate = [], where, totals, odsql } = query;
  if (aggregate.length === 0 || totals === true || odsql !== undefined) return { query, leftOut: false };
  const named = where === undefined ? new Set<string>() : fieldsOf(where);
  const conditions: Filter[] = [];
  for (const { key } of columnsOfCategories(dataset).filter((field) => !named.has(field.key))) {
    const found = (await portal.values(dataset, key)).filter(isTotal);
    if (found.length > 0) conditions.push({ not: { field: key, in: found } });
  }
  if (conditions.length === 0) return { query, leftOut: false };
  return {
    query: { ...query, where: { and: [...(where === undefined ? [] : [where]), ...conditions] } },
    leftOut: true,
  };
}

/** Those that are known by their names, and those whose values have the form. */
function columnsOfCategories(dataset: Dataset): readonly Field[] {
  const known = new Set(categoryFields(dataset).map(({ key }) => key));
  return dataset.fields.filter(
    ({ key, type, filterable, values = [] }) =>
      filterable && (known.has(key) || (type === 'text' && values.some((value) => isCategory(value)))),
  );
}

function fieldsOf(filter: Filter): Set<string> {
  if ('and' in filter) return new Set(filter.and.flatMap((part) => [...fieldsOf(part)]));
  if ('or' in filter) return new Set(filter.or.flatMap((part) => [...fieldsOf(part)]));
  if ('not' in filter) return fieldsOf(filter.not);
  return 'field' in filter ? new Set([filter.field]) : new Set();
}
