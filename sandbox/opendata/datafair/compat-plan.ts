// A call of the look-alike → a plan for the engine.
import { isoWriter, zoneOf } from '../engine/calendar';
import { allOf } from '../engine/compare';
import type { Figure, GroupKey, Output, Plan, Sort } from '../engine/plan';
import type { Table } from '../table';
import { plainRefusal, Refusal } from '../refusal';
import { compatRefine } from './compat-refine';
import { compatGroupBy } from './compat-group';
import { SILENT } from './compat-list';
import { compatOrderBy, compatSelect, type Item, type OrderItem } from './compat-select';
import { compatWhere } from './compat-where';
import { columnOf, invalid, type CompatScope } from './compat-words';
import { columnsOf, keyFrom } from './shown';

export interface CompatOptions {
  readonly now: number;
  /** How the bounds of a bucket are written. */
  readonly bucket: (from: string, to: string) => string;
}

/** @throws Refusal as the host refuses: 400 in French, 500 without a word */
export function compatPlan(table: Table, params: URLSearchParams, options: CompatOptions): Plan {
  const scope = scopeOf(table, params, options);
  const one = (parameter: 'where' | 'group_by' | 'order_by'): string | undefined => {
    const [first, ...more] = params.getAll(parameter);
    if (more.length > 0) throw invalid(parameter, 'input.charCodeAt is not a function');
    return first === '' ? undefined : first;
  };
  const where = one('where');
  const test = allOf([
    ...(where === undefined ? [] : [compatWhere(where, scope)]),
    ...params.getAll('refine').flatMap((refine) => compatRefine(refine, scope)),
  ]);
  const selects = params.getAll('select').filter((said) => said !== '');
  if (selects.length > 1) throw new Refusal(SILENT);
  const items = selects[0] === undefined ? [] : compatSelect(selects[0], scope);
  const groupBy = one('group_by');
  const keys = groupBy === undefined ? [] : compatGroupBy(groupBy, scope);
  const figures = items.flatMap((item) => (item.is === 'figure' ? [item.figure] : []));
  const named = new Set([...keys, ...figures].map(({ name }) => name));
  const orderBy = one('order_by');
  const order = orderBy === undefined ? [] : compatOrderBy(orderBy, scope, named);
  const grouped = keys.length > 0 || figures.length > 0;
  return grouped
    ? groupPlan(test, keys, figures, order)
    : { grouped, test, outputs: outputsOf(items), sorts: order.map((item) => sortOf(item, scope)) };
}

function scopeOf(table: Table, params: URLSearchParams, { now, bucket }: CompatOptions): CompatScope {
  const named = params.get('timezone') ?? undefined;
  const zone = named === undefined ? undefined : zoneOf(named);
  if (named !== undefined && zone === undefined) throw plainRefusal(400, `timezone inconnue ${named}`);
  return { table, columns: columnsOf(table), zone, now, bucket, time: isoWriter(zone ?? 'UTC') };
}

function outputsOf(items: readonly Item[]): readonly Output[] | undefined {
  if (items.length === 0 || (items.length === 1 && items[0]?.is === 'all')) return undefined;
  return items.flatMap((item) => (item.is === 'field' ? [item.output] : []));
}

function sortOf({ name, start, random, descending }: OrderItem, scope: CompatScope): Sort {
  // An aggregate orders groups; where there are none it is read and does nothing.
  if (start) return { value: () => null, descending };
  // Its seed is not looked at: every call has an order of its own.
  if (random) return { value: () => Math.random(), descending };
  return { value: keyFrom(columnOf(scope, name, 'order_by')), descending };
}

function groupPlan(
  test: Plan['test'],
  keys: readonly GroupKey[],
  figures: readonly Figure[],
  order: readonly OrderItem[],
): Plan {
  const named = new Set([...keys, ...figures].map(({ name }) => name));
  const hidden = order.flatMap(({ name, start }) => (start === undefined || named.has(name) ? [] : [{ name, start }]));
  return {
    grouped: true,
    test,
    keys,
    figures: [...figures, ...hidden],
    outputs: [...keys, ...figures].map(({ name }) => name),
    sorts: order.map(({ name, descending }) => ({ name, descending })),
  };
}
