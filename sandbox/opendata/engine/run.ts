// Carries out a plan over a table. Rows are made when they are looked at; only what has to be sorted is held.
import type { Row, Table } from '../table';
import { compareKeys, type Accumulator, type GroupPlan, type Key, type PlainPlan, type Sort, type Test } from './plan';

/** So many rows are looked at between two breaths of the process. */
export const BREATH = 1000;

export interface Found {
  readonly row: Row;
  readonly index: number;
}

/** Rows from number `from` on that pass, a list for every breath; lists may be empty. */
export function* scan(table: Table, test: Test | undefined, from = 0): Generator<readonly Found[]> {
  for (let start = from; start < table.count; start += BREATH) {
    const found: Found[] = [];
    const end = Math.min(table.count, start + BREATH);
    for (let index = start; index < end; index++) {
      const row = table.row(index);
      if (test === undefined || test(row, index)) found.push({ row, index });
    }
    yield found;
  }
}

export function countOf(table: Table, test: Test | undefined): number {
  if (test === undefined) return table.count;
  let count = 0;
  for (let index = 0; index < table.count; index++) if (test(table.row(index), index)) count += 1;
  return count;
}

/** Rows in the order that is asked for; equal ones in their own. */
export function* ordered(table: Table, plan: PlainPlan): Generator<readonly Found[]> {
  const [only] = plan.sorts;
  if (only === undefined) yield* scan(table, plan.test);
  // The order that the rows have by nature needs none of them to be held, either way round.
  else if (isSortedSo(table, plan.sorts))
    yield* only.descending ? backwards(table, plan.test, only) : scan(table, plan.test);
  else {
    const all = [...scan(table, plan.test)].flat().map((found) => ({ ...found, keys: sortKeys(plan.sorts, found) }));
    all.sort((a, b) => compareLists(a.keys, b.keys, plan.sorts) || a.index - b.index);
    for (let n = 0; n < all.length; n += BREATH) yield all.slice(n, n + BREATH);
  }
}

/** Whether the rows stand in this order by nature, or in the reverse of it. */
export function isSortedSo(table: Table, sorts: readonly Sort[]): boolean {
  const [only] = sorts;
  if (sorts.length !== 1 || only === undefined || table.sortedBy === undefined) return false;
  const probe = { ...table.row(0), [table.sortedBy]: 1.5 };
  return only.value(probe, 0) === 1.5;
}

/** From the last row to the first; equal ones in their own order. */
function* backwards(table: Table, test: Test | undefined, { value }: Sort): Generator<readonly Found[]> {
  let equal: Found[] = [];
  let key: Key = null;
  for (let index = table.count - 1; index >= 0; index--) {
    const row = table.row(index);
    if (test !== undefined && !test(row, index)) continue;
    const here = value(row, index);
    if (equal.length > 0 && here !== key) {
      yield equal.reverse();
      equal = [];
    }
    key = here;
    equal.push({ row, index });
  }
  yield equal.reverse();
}

export function sortKeys(sorts: readonly Sort[], { row, index }: Found): Key[] {
  return sorts.map(({ value }) => value(row, index));
}

export function compareLists(a: readonly Key[], b: readonly Key[], sorts: readonly { descending: boolean }[]): number {
  for (const [n, { descending }] of sorts.entries()) {
    const way = compareKeys(a[n] ?? null, b[n] ?? null, descending);
    if (way !== 0) return way;
  }
  return 0;
}

/** A window of a sequence of lists. */
export function* windowed<Item>(
  lists: Iterable<readonly Item[]>,
  offset: number,
  limit: number,
): Generator<readonly Item[]> {
  let [skip, left] = [offset, limit];
  for (const list of lists) {
    if (left <= 0) return;
    const taken = list.slice(skip, skip + left);
    skip = Math.max(0, skip - list.length);
    left -= taken.length;
    yield taken;
  }
}

export interface Bucket {
  readonly keys: readonly Key[];
  readonly count: number;
  /** Values of keys and figures by name. */
  readonly values: Readonly<Record<string, Key>>;
}

/** Groups, in the order in which they are met first. Without a key there is one, over everything, even over nothing. */
export function groups(table: Table, plan: GroupPlan): Bucket[] {
  const open = new Map<string, { keys: Key[]; count: number; figures: Accumulator[] }>();
  const start = (keys: Key[]): { keys: Key[]; count: number; figures: Accumulator[] } => {
    const group = { keys, count: 0, figures: plan.figures.map((figure) => figure.start()) };
    open.set(JSON.stringify(keys), group);
    return group;
  };
  if (plan.keys.length === 0) start([]);
  for (let index = 0; index < table.count; index++) {
    const row = table.row(index);
    if (plan.test !== undefined && !plan.test(row, index)) continue;
    const keys = plan.keys.map(({ of }) => of(row));
    if (plan.keys.some(({ skipsNull }, n) => skipsNull && keys[n] === null)) continue;
    const group = open.get(JSON.stringify(keys)) ?? start(keys);
    group.count += 1;
    for (const figure of group.figures) figure.add(row);
  }
  return [...open.values()].map(({ keys, count, figures }) => ({
    keys,
    count,
    values: Object.fromEntries([
      ...plan.keys.map(({ name }, n) => [name, keys[n] ?? null] as const),
      ...plan.figures.map(({ name }, n) => [name, figures[n]?.value() ?? null] as const),
    ]),
  }));
}

/** In the order of the plan, then by their keys. */
export function sortBuckets(buckets: Bucket[], plan: GroupPlan): Bucket[] {
  const byKey = plan.keys.map(() => ({ descending: false }));
  const values = (bucket: Bucket): Key[] => plan.sorts.map(({ name }) => bucket.values[name] ?? null);
  return buckets.sort((a, b) => compareLists(values(a), values(b), plan.sorts) || compareLists(a.keys, b.keys, byKey));
}

export function showBucket(bucket: Bucket, plan: GroupPlan): Record<string, unknown> {
  const shown = new Map([...plan.keys, ...plan.figures].map(({ name, show }) => [name, show]));
  return Object.fromEntries(
    plan.outputs.map((name) => {
      const value = bucket.values[name] ?? null;
      return [name, value === null ? null : (shown.get(name)?.(value) ?? value)];
    }),
  );
}
