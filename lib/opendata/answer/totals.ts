// Rows that are totals of others ("P0: Total <= 36 kVA") make every sum too high: aggregates leave them out, unless they were asked for.
import type { Dataset, Field } from '../dataset/dataset';
import { categoryFields, isCategory, isTotal } from '../dataset/facts';
import type { Filter, OpenDataQuery } from '../query/query';
import type { OpenPortal } from '../portal/open-portal';

/**
 * The question with what leaves totals out, by the values that the portal has today. Totals that the question names itself stay in it;
 * a condition on their column that lets others through as well ("is not P1", "begins with P") does not name them.
 */
export async function withoutTotals(
  portal: Pick<OpenPortal, 'values'>,
  dataset: Dataset,
  query: OpenDataQuery,
): Promise<{ readonly query: OpenDataQuery; readonly leftOut: boolean }> {
  const { aggregate = [], where, totals, odsql } = query;
  if (aggregate.length === 0 || totals === true || odsql !== undefined) return { query, leftOut: false };
  const conditions: Filter[] = [];
  for (const { key } of columnsOfCategories(dataset)) {
    const values = await portal.values(dataset, key);
    const named = where === undefined ? new Set<string>() : namedTotals(where, key, values);
    const found = values.filter((value) => isTotal(value) && !named.has(value));
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

/** The totals that a condition asks for: by their whole name, or by a beginning that only totals have. */
function namedTotals(filter: Filter, key: string, values: readonly string[]): Set<string> {
  const parts = 'and' in filter ? filter.and : 'or' in filter ? filter.or : [];
  if (parts.length > 0) return new Set(parts.flatMap((part) => [...namedTotals(part, key, values)]));
  if (!('field' in filter) || filter.field !== key) return new Set();
  if ('in' in filter) return new Set(filter.in.map(String).filter(isTotal));
  if ('value' in filter) return new Set(filter.is === '=' ? [String(filter.value)].filter(isTotal) : []);
  if (!('startsWith' in filter)) return new Set();
  const fitting = values.filter((value) => value.startsWith(filter.startsWith));
  return new Set(fitting.every(isTotal) ? fitting : []);
}
