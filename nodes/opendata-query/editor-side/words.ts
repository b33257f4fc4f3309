// What will be asked, in words: the sentence that the form shows below its query builder, for somebody who never saw ODSQL.
// Pure; the words are those of the node's catalogue, below `words`.
import type { Field } from '../../../lib/opendata/dataset/dataset';
import type { Aggregate, Geo, Group, OpenDataQuery, Order, TimeRange } from '../../../lib/opendata/query/query';
import { conditionInWords } from './condition-words';
import { Tongue, type Say } from './tongue';

export interface Asked {
  /** The portal, as people call it. */
  readonly portal: string;
  /** Its title, or the identifier where nothing else is known. */
  readonly dataset: string;
  readonly query: OpenDataQuery;
  /** What is known of its columns; empty while nothing is. */
  readonly fields?: readonly Field[];
  /** How many rows the dataset has, where that is known. */
  readonly count?: number | undefined;
}

/** Sentences, the first of which says what is asked, the others in what order, how much of it, and what to mind. */
export function queryInWords(say: Say, asked: Asked): string[] {
  const tongue = new Tongue(say, asked.fields ?? []);
  const { portal, dataset, query } = asked;
  if (query.odsql !== undefined) return odsqlInWords(tongue, asked);
  const facts = { portal, dataset, rows: rowsInWords(tongue, query) };
  const { group = [], aggregate = [] } = query;
  const isGrouped = group.length + aggregate.length > 0;
  const first = isGrouped
    ? tongue.say(group.length === 0 ? 'one-row' : aggregate.length === 0 ? 'distinct' : 'grouped', {
        ...facts,
        aggregates: tongue.and(aggregate.map((each) => aggregateInWords(tongue, each))),
        groups: tongue.and(group.map((each) => groupInWords(tongue, each))),
      })
    : tongue.say('plain', { ...facts, columns: columnsInWords(tongue, query.select ?? []) });
  return [
    first,
    ...(aggregate.length > 0 ? [tongue.say(query.totals === true ? 'totals-in' : 'totals-out')] : []),
    ...orderInWords(tongue, query),
    limitInWords(tongue, asked),
  ];
}

function odsqlInWords(tongue: Tongue, asked: Asked): string[] {
  const { portal, dataset, query } = asked;
  const clauses = Object.entries(query.odsql ?? {})
    .map(([name, text]) => [name, Array.isArray(text) ? text.join(', ') : String(text)] as const)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `${name}=${text}`);
  const asks =
    clauses.length === 0
      ? tongue.say('plain', { portal, dataset, columns: tongue.say('columns-all'), rows: tongue.say('rows-all') })
      : tongue.say('odsql', { portal, dataset, clauses: clauses.join(' & ') });
  return [asks, limitInWords(tongue, asked)];
}

function columnsInWords(tongue: Tongue, select: readonly string[]): string {
  if (select.length === 0) return tongue.say('columns-all');
  const columns = tongue.and(select.map((key) => tongue.column(key)));
  return tongue.say(select.length === 1 ? 'column-one' : 'columns-some', { columns });
}

/** "all rows", or which of them: of a time, of a place, by conditions. */
function rowsInWords(tongue: Tongue, { time, geo, where }: OpenDataQuery): string {
  const parts = [
    time && timeInWords(tongue, time),
    geo && geoInWords(tongue, geo),
    where && tongue.say('where', { condition: conditionInWords(tongue, where) }),
  ].filter((part): part is string => part !== undefined && part !== '');
  return parts.length === 0 ? tongue.say('rows-all') : tongue.say('rows-some', { which: parts.join(', ') });
}

function timeInWords(tongue: Tongue, { field, from, to, lastDays }: TimeRange): string | undefined {
  const facts = {
    from: from === undefined ? '' : tongue.moment(from),
    to: to === undefined ? '' : tongue.moment(to),
    days: lastDays === undefined ? '' : tongue.number(lastDays),
  };
  const bounded = from !== undefined && to !== undefined ? 'between' : from !== undefined ? 'from' : 'to';
  const key = lastDays !== undefined ? (lastDays === 1 ? 'last-day' : 'last-days') : bounded;
  if (lastDays === undefined && from === undefined && to === undefined) return undefined;
  const range = tongue.say(`time-${key}`, facts);
  return field === undefined ? range : tongue.say('time-of', { range, column: tongue.column(field) });
}

function geoInWords(tongue: Tongue, geo: Geo): string {
  if ('near' in geo) {
    const { lat, lon, metres } = geo.near;
    const distance =
      metres >= 1000
        ? tongue.say('kilometres', { distance: tongue.number(metres / 1000) })
        : tongue.say('metres', { distance: tongue.number(metres) });
    return tongue.say('near', { distance, lat: tongue.degrees(lat), lon: tongue.degrees(lon) });
  }
  if ('box' in geo) {
    const [west, south, east, north] = geo.box.map((degrees) => tongue.degrees(degrees));
    return tongue.say('box', { west: west ?? '', south: south ?? '', east: east ?? '', north: north ?? '' });
  }
  return tongue.say('polygon', { corners: tongue.number(geo.polygon.length) });
}

function groupInWords(tongue: Tongue, group: Group): string {
  const column = tongue.column(group.field);
  if ('by' in group) return tongue.say(`group-${group.by}`, { column });
  if ('width' in group) return tongue.say('group-width', { column, width: tongue.quantity(group.width, group.field) });
  return tongue.say('group-value', { column });
}

function aggregateInWords(tongue: Tongue, aggregate: Aggregate): string {
  if ('count' in aggregate) return tongue.say('count');
  if ('sum' in aggregate) return tongue.say('sum', { column: tongue.column(aggregate.sum) });
  if ('avg' in aggregate) return tongue.say('avg', { column: tongue.column(aggregate.avg) });
  if ('min' in aggregate) return tongue.say('min', { column: tongue.column(aggregate.min) });
  if ('max' in aggregate) return tongue.say('max', { column: tongue.column(aggregate.max) });
  if ('countDistinct' in aggregate)
    return tongue.say('count-distinct', { column: tongue.column(aggregate.countDistinct) });
  const column = tongue.column(aggregate.percentile);
  return aggregate.of === 50
    ? tongue.say('median', { column })
    : tongue.say('percentile', { column, of: tongue.number(aggregate.of) });
}

function orderInWords(tongue: Tongue, query: OpenDataQuery): string[] {
  const { order = [] } = query;
  if (order.length === 0) return [];
  return [tongue.say('order', { by: order.map((each) => oneOrder(tongue, query, each)).join(tongue.say('then')) })];
}

function oneOrder(tongue: Tongue, { group = [], aggregate = [] }: OpenDataQuery, { by, descending }: Order): string {
  const computed = aggregate.find((each) => each.as === by);
  const grouped = group.find((each) => (each.as ?? each.field) === by);
  const field = grouped?.field ?? by;
  const kind = computed !== undefined ? 'number' : tongue.kindOf(field);
  return tongue.say(`order-${kind}-${descending === true ? 'down' : 'up'}`, {
    by: computed === undefined ? tongue.column(field) : aggregateInWords(tongue, computed),
  });
}

function limitInWords(tongue: Tongue, { query, count }: Asked): string {
  if (query.limit !== undefined)
    return query.limit === 1 ? tongue.say('limit-one') : tongue.say('limit', { limit: tongue.number(query.limit) });
  return count === undefined ? tongue.say('no-limit') : tongue.say('no-limit-of', { count: tongue.number(count) });
}
