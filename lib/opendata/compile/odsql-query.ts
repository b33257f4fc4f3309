// A question as the parameters of Explore 2.1, for those who have it and for those who look like it: `select`, `where`, `group_by`,
// `order_by`, `timezone`. What differs between the two is a row.
import type { Dataset } from '../dataset/dataset';
import { groupName, type Aggregate, type Filter, type Geo, type Group } from '../query/query';
import { placesOf, type CheckedQuery } from './check';
import type { Compiled, GroupedColumn, LocalWork, ReadAs } from './compiled';
import { allOf, fieldsIn, isNever } from './condition';
import { fieldOf, columnsOf } from '../dataset/fields';
import { odsqlName, hasOdsqlName, plainNumber, polygonText } from '../odsql/literal';
import { odsqlCondition, odsqlNever, type Dialect } from './odsql-where';
import { boxAround, ringOf } from './place';
import { split, withinLength } from './split';

export interface OdsqlHost extends Dialect {
  /** As an error names it. */
  readonly name: string;
  /** How rows are grouped by a unit of time. */
  readonly byUnit: (name: string, unit: 'hour' | 'day' | 'month' | 'year') => string;
  /** Columns that begin with `_` come only when they are named. */
  readonly hidesUnderscore: boolean;
  /** Whether units of time are found in columns of days too. */
  readonly groupsDays: boolean;
  /** A percentile without a group comes back empty where this is false. */
  readonly percentileOverAll: boolean;
}

/** An address longer than this is refused by servers on the way; what does not fit is done here. */
const LONGEST_WHERE = 5000;
/** Before our own names in ODSQL: a dataset has none like it. */
const OURS = 'lr_';

/** @throws LinkyRedError ERR_OPENDATA_CANNOT */
export function compileOdsql(query: CheckedQuery, dataset: Dataset, host: OdsqlHost): Compiled {
  const grouped = query.group.length > 0 || query.aggregate.length > 0;
  const where = whereOf(query, dataset, host);
  const params: Record<string, string> = { timezone: 'Europe/Paris' };
  if (where.text !== '') params['where'] = where.text;
  const canGroup =
    where.left === undefined &&
    where.geo === undefined &&
    groupFields(query).every(hasOdsqlName) &&
    (host.groupsDays || !query.group.some((part) => 'by' in part && fieldOf(dataset, part.field).type === 'date')) &&
    (host.percentileOverAll || query.group.length > 0 || !query.aggregate.some((part) => 'percentile' in part));
  if (grouped && canGroup) return grouping(query, dataset, params, host);
  return plainRows(query, dataset, host, params, where, grouped);
}

interface Where {
  readonly text: string;
  readonly left?: Filter;
  readonly geo?: Geo;
}

function whereOf(query: CheckedQuery, dataset: Dataset, host: OdsqlHost): Where {
  // Rows without a value belong to no group.
  const where = allOf([query.where, ...query.group.map(({ field }): Filter => ({ field, empty: false }))]);
  if (isNever(where)) {
    const text = odsqlNever(dataset);
    return text === undefined ? { text: '', left: where } : { text };
  }
  const { told, left } = split(where, host.name, (part) => {
    const text = odsqlCondition(part, dataset, host);
    return text === undefined ? undefined : { part, text };
  });
  const place = query.geo === undefined ? undefined : placeOf(query.geo, dataset);
  const room = LONGEST_WHERE - encodeURIComponent(place?.text ?? '').length;
  const fits = withinLength(
    told.map(({ text }) => encodeURIComponent(text).length + 10),
    room,
  );
  const over = told.filter((_, index) => fits[index] !== true).map(({ part }) => part);
  const texts = told.filter((_, index) => fits[index] === true).map(({ text }) => text);
  if (place !== undefined) texts.push(place.text);
  const rest = [...(left === undefined ? [] : [left]), ...over];
  return {
    text: texts.length === 1 ? (texts[0] ?? '') : texts.map((text) => `(${text})`).join(' AND '),
    ...(rest.length === 0 ? {} : { left: allOf(rest) }),
    ...(place?.exact === false ? { geo: query.geo } : {}),
  };
}

/**
 * Distances to lines nobody measures right (Data Fair takes the middle of the line): the box around is asked for, the rest is done here.
 */
function placeOf(geo: Geo, dataset: Dataset): { readonly text: string; readonly exact: boolean } {
  const { point, shape } = placesOf(dataset);
  const name = odsqlName((shape ?? point)?.key ?? '');
  if ('near' in geo) {
    const { lon, lat, metres } = geo.near;
    if (shape !== undefined || metres < 1)
      return { text: `intersects(${name}, ${polygonText(ringOf(boxAround(geo)))})`, exact: false };
    const here = `geom'POINT(${plainNumber(lon)} ${plainNumber(lat)})'`;
    return { text: `within_distance(${name}, ${here}, ${plainNumber(metres)}m)`, exact: true };
  }
  const ring = 'box' in geo ? ringOf(geo.box) : geo.polygon;
  return { text: `intersects(${name}, ${polygonText(ring)})`, exact: true };
}

function plainRows(
  query: CheckedQuery,
  dataset: Dataset,
  host: OdsqlHost,
  params: Record<string, string>,
  where: Where,
  grouped: boolean,
): Compiled {
  const work = workOf(query, where, grouped);
  const wanted = grouped ? groupFields(query) : query.columns;
  const needed = new Set([...wanted, ...(work.where === undefined ? [] : fieldsIn(work.where)), ...placeFields()]);
  const all = columnsOf(dataset);
  const isAll = !query.chosen && !grouped && !(host.hidesUnderscore && all.some((key) => key.startsWith('_')));
  const nameable = [...needed].every(hasOdsqlName);
  if (!isAll && nameable && needed.size > 0) params['select'] = [...needed].map(odsqlName).join(', ');
  if (!grouped && query.order.length > 0) {
    params['order_by'] = query.order
      .map(({ by, descending }) => odsqlName(by) + (descending === true ? ' desc' : ''))
      .join(', ');
  }
  const more = !grouped && (!nameable ? query.chosen : [...needed].some((key) => !query.columns.includes(key)));
  return {
    params,
    grouped: false,
    one: false,
    local: more ? { ...work, select: query.columns } : work,
  };

  function placeFields(): readonly string[] {
    if (work.geo === undefined) return [];
    const { point, shape } = placesOf(dataset);
    return [(shape ?? point)?.key ?? ''];
  }
}

/** What is left to do with plain rows. */
export function workOf(
  query: CheckedQuery,
  left: { where?: Filter; left?: Filter; geo?: Geo },
  grouped: boolean,
): LocalWork {
  const filtered = left.left !== undefined || left.geo !== undefined;
  return {
    ...(left.left === undefined ? {} : { where: left.left }),
    ...(left.geo === undefined ? {} : { geo: left.geo }),
    ...(grouped ? { group: { group: query.group, aggregate: query.aggregate } } : {}),
    ...(grouped && query.order.length > 0 ? { order: query.order } : {}),
    ...((grouped || filtered) && query.limit !== undefined ? { limit: query.limit } : {}),
    ...(grouped && query.chosen ? { select: query.columns } : {}),
  };
}

/** The columns of the dataset that groups and aggregates are made of. */
export function groupFields(query: CheckedQuery): readonly string[] {
  return [...new Set([...query.group.map(({ field }) => field), ...query.aggregate.flatMap(measured)])];
}

function measured(aggregate: Aggregate): readonly string[] {
  if ('count' in aggregate) return [];
  if ('sum' in aggregate) return [aggregate.sum];
  if ('avg' in aggregate) return [aggregate.avg];
  if ('min' in aggregate) return [aggregate.min];
  if ('max' in aggregate) return [aggregate.max];
  return ['countDistinct' in aggregate ? aggregate.countDistinct : aggregate.percentile];
}

function grouping(query: CheckedQuery, dataset: Dataset, params: Record<string, string>, host: OdsqlHost): Compiled {
  const select: string[] = [];
  const columns: GroupedColumn[] = query.group.map((group, index) => ({
    from: `${OURS}g${index}`,
    name: groupName(group),
    reads: 'by' in group ? { start: group.by } : 'width' in group ? { width: group.width } : typeOf(group.field),
  }));
  query.aggregate.forEach((aggregate, index) => {
    const from = `${OURS}a${index}`;
    select.push(`${figureText(aggregate)} as ${from}`);
    // A sum over no value is 0 at the host, a mean over none is null.
    const unless = 'sum' in aggregate ? `${OURS}n${index}` : undefined;
    if ('sum' in aggregate) select.push(`avg(${odsqlName(aggregate.sum)}) as ${OURS}n${index}`);
    columns.push({
      from,
      name: aggregate.as,
      reads:
        'min' in aggregate ? typeOf(aggregate.min) : 'max' in aggregate ? typeOf(aggregate.max) : figureOf(aggregate),
      ...(unless === undefined ? {} : { unless }),
    });
  });
  params['select'] = select.length === 0 ? `count(*) as ${OURS}n` : select.join(', ');
  if (query.group.length > 0) {
    params['group_by'] = query.group.map((group, index) => `${groupText(group, host)} as ${OURS}g${index}`).join(', ');
  }
  // Neither applies the order of aggregates everywhere (Data Fair not in exports, and takes null for 0): groups are ordered and cut here.
  const local: LocalWork = {
    ...(query.order.length > 0 ? { order: query.order } : {}),
    ...(query.limit === undefined ? {} : { limit: query.limit }),
    ...(query.chosen ? { select: query.columns } : {}),
  };
  return { params, grouped: true, one: query.group.length === 0, local, columns };

  function typeOf(key: string): ReadAs {
    return { type: fieldOf(dataset, key).type };
  }
}

function figureOf(aggregate: Aggregate): ReadAs {
  return { figure: 'count' in aggregate || 'countDistinct' in aggregate ? 'count' : 'number' };
}

function groupText(group: Group, host: OdsqlHost): string {
  const name = odsqlName(group.field);
  if ('by' in group) return host.byUnit(name, group.by);
  return 'width' in group ? `range(${name}, ${plainNumber(group.width)})` : name;
}

function figureText(aggregate: Aggregate): string {
  if ('count' in aggregate) return 'count(*)';
  if ('sum' in aggregate) return `sum(${odsqlName(aggregate.sum)})`;
  if ('avg' in aggregate) return `avg(${odsqlName(aggregate.avg)})`;
  if ('min' in aggregate) return `min(${odsqlName(aggregate.min)})`;
  if ('max' in aggregate) return `max(${odsqlName(aggregate.max)})`;
  if ('countDistinct' in aggregate) return `count(distinct ${odsqlName(aggregate.countDistinct)})`;
  return `percentile(${odsqlName(aggregate.percentile)}, ${plainNumber(aggregate.of)})`;
}
