// A call of Opendatasoft → a plan for the engine.
import { isoWriter, readInstant, unitStart, zoneOf } from '../engine/calendar';
import { allOf, anyOf, notOf } from '../engine/compare';
import { keyOf, type Figure, type GroupKey, type Plan, type Test } from '../engine/plan';
import { Refusal } from '../refusal';
import type { Table } from '../table';
import type { OdsScope } from './scope';
import { columnOf } from './scope';
import { odsGroupBy, odsOrderBy, odsSelect, type Item, type OrderItem } from './select';
import { OdsqlRefusal } from './tokens';
import { odsWhere } from './where';

export interface OdsOptions {
  readonly now: number;
  readonly bucket: (from: string, to: string) => string;
}

export function odsRefusal(error_code: string, message: string, status = 400): Refusal {
  return new Refusal({ status, body: { error_code, message } });
}

/** @throws Refusal with the host's JSON */
export function odsPlan(table: Table, params: URLSearchParams, options: OdsOptions): Plan {
  const scope = scopeOf(table, params, options);
  const wheres = params.getAll('where').filter((where) => where.trim() !== '');
  const test = allOf([
    ...wheres.map((where) => clause('where', () => odsWhere(where, scope))),
    ...refined(params.getAll('refine'), scope),
    ...refined(params.getAll('exclude'), scope).map(notOf),
  ]);
  const list = (name: string): string | undefined => {
    const said = params.getAll(name).filter((text) => text.trim() !== '');
    return said.length === 0 ? undefined : said.join(',');
  };
  const [select, groupBy, orderBy] = [list('select'), list('group_by'), list('order_by')];
  const items = select === undefined ? [] : clause('select', () => odsSelect(select, scope));
  const keys = groupBy === undefined ? [] : clause('group_by', () => odsGroupBy(groupBy, scope));
  const figures = items.flatMap((item) => (item.is === 'figure' ? [item.figure] : []));
  const named = new Set([...keys, ...figures].map(({ name }) => name));
  const order = orderBy === undefined ? [] : clause('order_by', () => odsOrderBy(orderBy, scope, named));
  if (keys.length > 0 || figures.length > 0) return groupPlan(test, keys, figures, order);
  const sorts = order.map(({ value = () => null, descending }) => ({ value, descending }));
  return { grouped: false, test, outputs: outputsOf(items, scope), sorts };
}

export function scopeOf(table: Table, params: URLSearchParams, { now, bucket }: OdsOptions): OdsScope {
  const zone = zoneOf(params.get('timezone') ?? 'UTC');
  if (!zone)
    throw odsRefusal(
      'InvalidRESTParameterError',
      `Invalid value for timezone API parameter: ${params.get('timezone') ?? ''}`,
    );
  return {
    columns: new Map(table.columns.map((column) => [column.key, column])),
    zone,
    now,
    bucket,
    time: isoWriter(zone),
  };
}

function clause<Made>(name: string, read: () => Made): Made {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof OdsqlRefusal)) throw error;
    const message = `ODSQL query is malformed: ${error.message} Clause(s) containing the error(s): ${name}.`;
    throw odsRefusal('ODSQLError', message);
  }
}

/** Values of one column are alternatives, columns are not. */
function refined(said: readonly string[], scope: OdsScope): readonly Test[] {
  const byColumn = new Map<string, Test[]>();
  for (const one of said) {
    const [, key = '', value = ''] = /^([^:]+):(.*)$/s.exec(one) ?? [];
    const test = clause('refine', () => refinement(key, value, scope));
    byColumn.set(key, [...(byColumn.get(key) ?? []), test]);
  }
  return [...byColumn.values()].map((tests) => anyOf(tests));
}

function refinement(key: string, said: string, scope: OdsScope): Test {
  const column = columnOf(scope, key);
  const value = /^"(.*)"$/s.exec(said)?.[1] ?? said;
  if (column.type !== 'datetime') return (row) => String(keyOf(row[key]) ?? '') === value;
  const from = readInstant(value, scope.zone);
  if (from === undefined) throw new OdsqlRefusal(`invalid date ${value}`);
  const unit = (['year', 'month', 'day'] as const)[value.split(/[-/]/).length - 1] ?? 'day';
  const to = unitStart(from, unit, scope.zone, 1);
  return (row) => {
    const at = row[key];
    return typeof at === 'number' && at >= from && at < to;
  };
}

function outputsOf(items: readonly Item[], scope: OdsScope): (Plan & { grouped: false })['outputs'] {
  if (items.length === 0) return undefined;
  const columns = items.flatMap((item) => (item.is === 'columns' ? [item] : []));
  const excluded = new Set(columns.flatMap(({ excluded: some }) => [...(some ?? [])]));
  const onlyExcludes = columns.every(({ excluded: some }) => some !== undefined);
  const chosen = onlyExcludes ? outputsOf(odsSelect('*', scope), scope) : columns.flatMap(({ outputs }) => outputs);
  return chosen?.filter(({ name }) => !excluded.has(name));
}

function groupPlan(
  test: Test | undefined,
  keys: readonly GroupKey[],
  figures: readonly Figure[],
  order: readonly OrderItem[],
): Plan {
  const named = new Set([...keys, ...figures].map(({ name }) => name));
  const unknown = order.find(({ name, figure }) => figure === undefined && !named.has(name));
  if (unknown) {
    throw odsRefusal(
      'ODSQLError',
      `ODSQL query is malformed: Unknown field: ${unknown.name} Clause(s) containing the error(s): order_by.`,
    );
  }
  const hidden = order.flatMap(({ name, figure }) => (figure && !named.has(name) ? [{ name, start: figure }] : []));
  return {
    grouped: true,
    test,
    keys,
    figures: [...figures, ...hidden],
    outputs: [...keys, ...figures].map(({ name }) => name),
    sorts: order.map(({ name, descending }) => ({ name, descending })),
  };
}
