// Groups and figures over rows that a host only sends.
import { LinkyRedError } from '../../../errors';
import { isoParis, PARIS } from '../../../grid/paris-time';
import type { Dataset } from '../../dataset/dataset';
import { groupName, type Aggregate, type Group } from '../../query/query';
import { fieldOf } from '../../dataset/fields';
import { cellReader, compareValues, shown, startOf, type Comparable, type RawRow } from './values';

/** More groups than this would not fit into memory beside a flow. */
const MOST_GROUPS = 250_000;

/** Takes rows one by one; `rows` are the groups, in the order in which they were met. */
export interface Grouping {
  add(row: RawRow): void;
  rows(): readonly RawRow[];
}

/** @throws LinkyRedError ERR_GROUPS_CAPPED out of `add` */
export function grouping(groups: readonly Group[], aggregates: readonly Aggregate[], dataset: Dataset): Grouping {
  const keys = groups.map((group) => keyOf(group, dataset));
  const found = new Map<string, { readonly key: readonly Comparable[]; readonly figures: readonly Figure[] }>();
  const figures = (): readonly Figure[] => aggregates.map((aggregate) => figureOf(aggregate, dataset));
  if (groups.length === 0) found.set('[]', { key: [], figures: figures() });
  return {
    add(row) {
      const key = keys.map((read) => read(row));
      if (key.includes(null)) return;
      const name = JSON.stringify(key);
      let group = found.get(name);
      if (group === undefined) {
        if (found.size >= MOST_GROUPS)
          throw new LinkyRedError('ERR_GROUPS_CAPPED', { host: 'linky-red', most: MOST_GROUPS });
        group = { key, figures: figures() };
        found.set(name, group);
      }
      for (const figure of group.figures) figure.add(row);
    },
    rows: () =>
      [...found.values()].map((group) => {
        const row: Record<string, Comparable> = {};
        groups.forEach((one, index) => (row[groupName(one)] = group.key[index] ?? null));
        aggregates.forEach(({ as }, index) => (row[as] = group.figures[index]?.value() ?? null));
        return row;
      }),
  };
}

function keyOf(group: Group, dataset: Dataset): (row: RawRow) => Comparable {
  const field = fieldOf(dataset, group.field);
  const read = cellReader(field);
  if ('by' in group) {
    return (row) => {
      const value = read(row[field.key]);
      if (value === null) return null;
      return isoParis(startOf(group.by, typeof value === 'number' ? value : PARIS.startOfDay(String(value))));
    };
  }
  if ('width' in group) {
    return (row) => {
      const value = read(row[field.key]);
      return value === null ? null : Math.floor(Number(value) / group.width) * group.width + 0;
    };
  }
  return (row) => shown(field, read(row[field.key]));
}

interface Figure {
  add(row: RawRow): void;
  value(): Comparable;
}

function figureOf(aggregate: Aggregate, dataset: Dataset): Figure {
  if ('count' in aggregate) {
    let count = 0;
    return {
      add() {
        count++;
      },
      value: () => count,
    };
  }
  if ('countDistinct' in aggregate) return distinct(aggregate.countDistinct, dataset);
  if ('min' in aggregate) return extreme(aggregate.min, -1, dataset);
  if ('max' in aggregate) return extreme(aggregate.max, 1, dataset);
  if ('percentile' in aggregate) return percentile(aggregate.percentile, aggregate.of, dataset);
  const mean = 'avg' in aggregate;
  return summed('avg' in aggregate ? aggregate.avg : aggregate.sum, mean, dataset);
}

/** With what each addition loses kept beside (Neumaier): millions of rows add up to all their digits. */
function summed(key: string, mean: boolean, dataset: Dataset): Figure {
  const read = cellReader(fieldOf(dataset, key));
  let [sum, lost, count] = [0, 0, 0];
  return {
    add(row) {
      const value = read(row[key]);
      if (typeof value !== 'number') return;
      const next = sum + value;
      lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
      sum = next;
      count++;
    },
    value: () => (count === 0 ? null : mean ? (sum + lost) / count : sum + lost),
  };
}

function extreme(key: string, sign: 1 | -1, dataset: Dataset): Figure {
  const field = fieldOf(dataset, key);
  const read = cellReader(field);
  let best: Comparable = null;
  return {
    add(row) {
      const value = read(row[key]);
      if (value !== null && (best === null || compareValues(value, best) * sign > 0)) best = value;
    },
    value: () => shown(field, best),
  };
}

function distinct(key: string, dataset: Dataset): Figure {
  const read = cellReader(fieldOf(dataset, key));
  const values = new Set<Comparable>();
  return {
    add(row) {
      const value = read(row[key]);
      if (value !== null) values.add(value);
    },
    value: () => values.size,
  };
}

/** Between the two values nearest, in proportion. */
function percentile(key: string, of: number, dataset: Dataset): Figure {
  const read = cellReader(fieldOf(dataset, key));
  const values: number[] = [];
  return {
    add(row) {
      const value = read(row[key]);
      if (typeof value === 'number') values.push(value);
    },
    value() {
      if (values.length === 0) return null;
      values.sort((a, b) => a - b);
      const place = ((values.length - 1) * of) / 100;
      const [low, high] = [values[Math.floor(place)] ?? 0, values[Math.ceil(place)] ?? 0];
      return low + (high - low) * (place - Math.floor(place));
    },
  };
}
