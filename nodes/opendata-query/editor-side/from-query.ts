// From a query to what stands in the query builder: of a message, of a flow of before, of the text that an expert wrote.
import type { Aggregate, Filter, Group, OpenDataQuery, Scalar } from '../../../lib/opendata/query/query';
import { EMPTY_DRAFT, MEASURES, type ConditionDraft, type Draft, type GroupDraft, type MeasureDraft } from './draft';
import { queryOf } from './to-query';

/** @returns undefined where the builder could not say the same: a tree of conditions, ODSQL. It stays a text then */
export function draftOf(query: OpenDataQuery): Draft | undefined {
  const draft = sketch(query);
  // Whatever was lost on the way shows here: the builder shows a query whole, or not at all.
  return draft !== undefined && isSame(queryOf(draft).query, query) ? draft : undefined;
}

function sketch(query: OpenDataQuery): Draft | undefined {
  const conditions = conditionsOf(query.where);
  if (conditions === undefined) return undefined;
  const { time, group = [], aggregate = [], order = [], limit } = query;
  return {
    ...EMPTY_DRAFT,
    ...conditions,
    ...placeOf(query.geo),
    columns: [...(query.select ?? [])],
    period: time === undefined ? 'always' : time.lastDays === undefined ? 'between' : 'last',
    timeField: time?.field ?? '',
    lastDays: time?.lastDays === undefined ? EMPTY_DRAFT.lastDays : String(time.lastDays),
    from: time?.from ?? '',
    to: time?.to ?? '',
    groups: group.map(groupOf),
    measures: aggregate.map(measureOf),
    totals: query.totals === true,
    order: order.map(({ by, descending }) => ({ by, direction: descending === true ? 'down' : 'up' })),
    limit: limit === undefined ? '' : String(limit),
  };
}

function conditionsOf(where: Filter | undefined): Pick<Draft, 'match' | 'conditions'> | undefined {
  if (where === undefined) return { match: 'all', conditions: [] };
  const filters = 'and' in where ? where.and : 'or' in where ? where.or : [where];
  const conditions = filters.map(conditionOf);
  return conditions.every((each) => each !== undefined)
    ? { match: 'or' in where ? 'any' : 'all', conditions }
    : undefined;
}

function conditionOf(filter: Filter): ConditionDraft | undefined {
  const blank = { field: '', value: '', kind: 'text' as const };
  if ('search' in filter) return { ...blank, operator: 'search', value: filter.search };
  if ('not' in filter) {
    const inner = conditionOf(filter.not);
    if (inner?.operator !== 'in' && inner?.operator !== 'starts') return undefined;
    return { ...inner, operator: `not-${inner.operator}` };
  }
  if (!('field' in filter)) return undefined;
  const { field } = filter;
  if ('empty' in filter) return { ...blank, field, operator: filter.empty ? 'empty' : 'filled' };
  if ('startsWith' in filter) return { ...blank, field, operator: 'starts', value: filter.startsWith };
  if ('in' in filter) {
    const [first = ''] = filter.in;
    return { field, operator: 'in', value: filter.in.map(String).join('; '), kind: kindOfValue(first) };
  }
  return { field, operator: filter.is, value: String(filter.value), kind: kindOfValue(filter.value) };
}

function kindOfValue(value: Scalar): ConditionDraft['kind'] {
  return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean';
}

function placeOf(geo: OpenDataQuery['geo']): Partial<Draft> {
  if (geo === undefined) return {};
  if ('near' in geo) {
    const { lat, lon, metres } = geo.near;
    return { place: 'near', lat: String(lat), lon: String(lon), metres: String(metres) };
  }
  if ('polygon' in geo) return { place: 'polygon', corners: geo.polygon.map((corner) => corner.join(' ')).join('; ') };
  const [west, south, east, north] = geo.box;
  return { place: 'box', west: String(west), south: String(south), east: String(east), north: String(north) };
}

function groupOf(group: Group): GroupDraft {
  return {
    field: group.field,
    by: 'by' in group ? group.by : 'width' in group ? 'width' : 'value',
    width: 'width' in group ? String(group.width) : '',
    as: group.as ?? '',
  };
}

function measureOf(aggregate: Aggregate): MeasureDraft {
  const measure = MEASURES.find((name) => name in aggregate) ?? 'count';
  const field = (aggregate as unknown as Readonly<Record<string, unknown>>)[measure];
  return {
    measure,
    field: typeof field === 'string' ? field : '',
    of: 'percentile' in aggregate ? String(aggregate.of) : '50',
    as: aggregate.as,
  };
}

/** Order of names apart. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [left, right] = [one, other] as Readonly<Record<string, unknown>>[];
  const keys = Object.keys(left ?? {});
  return (
    keys.length === Object.keys(right ?? {}).length &&
    keys.every((key) => key in other && isSame(left?.[key], right?.[key]))
  );
}
