// A question against the dataset it is asked of, before any compiler sees it: every column exists and can be used so, every value is of
// its column's kind, every name of the answer is one column.
import { LinkyRedError } from '../../errors';
import type { Dataset, Field } from '../dataset/dataset';
import {
  groupName,
  type Aggregate,
  type Filter,
  type Geo,
  type Group,
  type OpenDataQuery,
  type Order,
} from '../query/query';
import { allOf, conditionOf, timeCondition } from './condition';
import { columnsOf, fieldOf, isComparable, isNumeric, isTime } from '../dataset/fields';

export interface CheckedQuery {
  /** What the answer has, in its order. */
  readonly columns: readonly string[];
  /** Whether the question names its columns. */
  readonly chosen: boolean;
  /** Where and time, in the one form of room compile. */
  readonly where: Filter;
  readonly geo?: Geo;
  readonly group: readonly Group[];
  readonly aggregate: readonly Aggregate[];
  readonly order: readonly Order[];
  readonly limit?: number;
}

/**
 * @param now epoch ms, for the last days
 * @throws LinkyRedError ERR_OPENDATA_FIELD, ERR_OPENDATA_QUERY
 */
export function checkQuery(query: OpenDataQuery, dataset: Dataset, now: number): CheckedQuery {
  const group = query.group ?? [];
  const aggregate = query.aggregate ?? [];
  for (const part of group) checkGroup(part, dataset);
  for (const part of aggregate) checkAggregate(part, dataset);
  checkGroups(group);
  const grouped = group.length > 0 || aggregate.length > 0;
  const names = [...group.map(groupName), ...aggregate.map(({ as }) => as)];
  checkNames(names);
  const columns = query.select ?? (grouped ? names : columnsOf(dataset));
  if (columns.length === 0) throw wrong('select names no column');
  for (const column of columns) checkColumn(column);
  const order = query.order ?? [];
  for (const { by } of order) {
    if (!grouped) sortable(fieldOf(dataset, by, isComparable));
    else if (!names.includes(by)) throw unknownName(by, names);
  }
  if (query.geo !== undefined) checkGeo(query.geo, dataset);
  return {
    columns: [...new Set(columns)],
    chosen: query.select !== undefined,
    where: allOf([
      ...(query.where === undefined ? [] : [conditionOf(query.where, dataset)]),
      ...(query.time === undefined ? [] : [timeCondition(query.time, dataset, now)]),
    ]),
    ...(query.geo === undefined ? {} : { geo: query.geo }),
    group,
    aggregate,
    order,
    ...(query.limit === undefined ? {} : { limit: query.limit }),
  };

  function checkColumn(column: string): void {
    if (!grouped) fieldOf(dataset, column);
    else if (!names.includes(column)) throw unknownName(column, names);
  }

  function sortable(field: Field): void {
    if (!field.filterable) throw wrong(`the portal has no index of ${field.key}, and cannot order by it`);
  }
}

/** Columns in which a place lies: points, or lines and areas. */
export function placesOf(dataset: Dataset): { readonly point?: Field; readonly shape?: Field } {
  const point = dataset.fields.find(({ key }) => key === '_geopoint') ?? first('geo-point');
  // `_geoshape` is Data Fair's own, made simpler.
  const shape =
    dataset.fields.find(({ key, type }) => type === 'geo-shape' && key !== '_geoshape') ?? first('geo-shape');
  return { ...(point === undefined ? {} : { point }), ...(shape === undefined ? {} : { shape }) };

  function first(type: Field['type']): Field | undefined {
    return dataset.fields.find((field) => field.type === type);
  }
}

function checkGroup(group: Group, dataset: Dataset): void {
  const fits =
    'by' in group
      ? (field: Field): boolean => isTime(field) && (field.type === 'datetime' || group.by !== 'hour')
      : 'width' in group
        ? isNumeric
        : isComparable;
  fieldOf(dataset, group.field, (field) => fits(field) && field.filterable);
}

function checkAggregate(aggregate: Aggregate, dataset: Dataset): void {
  if ('count' in aggregate) return;
  const [key, fits] =
    'countDistinct' in aggregate
      ? [aggregate.countDistinct, isComparable]
      : 'min' in aggregate || 'max' in aggregate
        ? [
            'min' in aggregate ? aggregate.min : aggregate.max,
            (field: Field): boolean => isNumeric(field) || isTime(field),
          ]
        : ['sum' in aggregate ? aggregate.sum : 'avg' in aggregate ? aggregate.avg : aggregate.percentile, isNumeric];
  fieldOf(dataset, key, (field) => fits(field) && field.filterable);
}

/** No host groups twice by the same. */
function checkGroups(group: readonly Group[]): void {
  const said = group.map((part) =>
    JSON.stringify([part.field, 'by' in part ? part.by : 'width' in part ? part.width : null]),
  );
  if (new Set(said).size < said.length) throw wrong('it groups twice by the same');
}

function checkNames(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw wrong(`two columns of the answer would be called ${twice}`);
}

function checkGeo(geo: Geo, dataset: Dataset): void {
  const { point, shape } = placesOf(dataset);
  if (point === undefined && shape === undefined) throw wrong('the dataset has no place in it');
  if ('box' in geo && (geo.box[0] >= geo.box[2] || geo.box[1] >= geo.box[3])) {
    throw wrong('the box is west, south, east, north');
  }
}

function unknownName(name: string, names: readonly string[]): LinkyRedError {
  return wrong(`the answer has no column ${name}: it has ${names.join(', ')}`);
}

function wrong(detail: string): LinkyRedError {
  return new LinkyRedError('ERR_OPENDATA_QUERY', { detail });
}
