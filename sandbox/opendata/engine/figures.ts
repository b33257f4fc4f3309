// Aggregates, as Elasticsearch counts them: the sum of nothing is 0, the mean of nothing is nothing.
import type { Row } from '../table';
import { keyOf, type Accumulator, type Key } from './plan';

export type FigureName = 'count' | 'sum' | 'avg' | 'min' | 'max' | 'median' | 'distinct';

export function accumulator(name: FigureName, of: (row: Row) => Key): Accumulator {
  switch (name) {
    case 'count':
      return counting(of);
    case 'sum':
      return folding(of, (sum) => sum);
    case 'avg':
      return folding(of, (sum, count) => (count === 0 ? null : sum / count));
    case 'min':
      return extreme(of, (a, b) => a < b);
    case 'max':
      return extreme(of, (a, b) => a > b);
    case 'median':
      return percentile(of, 50);
    case 'distinct':
      return distinct(of);
  }
}

export function counter(): Accumulator {
  let count = 0;
  return {
    add: () => {
      count += 1;
    },
    value: () => count,
  };
}

function counting(of: (row: Row) => Key): Accumulator {
  let count = 0;
  return {
    add: (row) => {
      if (of(row) !== null) count += 1;
    },
    value: () => count,
  };
}

function folding(of: (row: Row) => Key, end: (sum: number, count: number) => Key): Accumulator {
  let [sum, count] = [0, 0];
  return {
    add: (row) => {
      const value = of(row);
      if (typeof value !== 'number') return;
      sum += value;
      count += 1;
    },
    value: () => end(sum, count),
  };
}

function extreme(of: (row: Row) => Key, isBetter: (a: Key & {}, b: Key & {}) => boolean): Accumulator {
  let best: Key = null;
  return {
    add: (row) => {
      const value = of(row);
      if (value !== null && (best === null || isBetter(value, best))) best = value;
    },
    value: () => best,
  };
}

/** By the middle between the two values it falls between. */
export function percentile(of: (row: Row) => Key, percent: number): Accumulator {
  const values: number[] = [];
  return {
    add: (row) => {
      const value = of(row);
      if (typeof value === 'number') values.push(value);
    },
    value: () => {
      values.sort((a, b) => a - b);
      const at = ((values.length - 1) * percent) / 100;
      const [low, high] = [values[Math.floor(at)], values[Math.ceil(at)]];
      return low === undefined || high === undefined ? null : low + (high - low) * (at - Math.floor(at));
    },
  };
}

function distinct(of: (row: Row) => Key): Accumulator {
  const seen = new Set<Key>();
  return {
    add: (row) => {
      const value = keyOf(of(row));
      if (value !== null) seen.add(value);
    },
    value: () => seen.size,
  };
}
