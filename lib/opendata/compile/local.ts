// What is left for us to do with the rows that come: columns read, conditions, places, groups, order, cut. Pure: rows in, rows out, one
// piece after the other; only groups, and what is ordered here, are kept.
import type { Dataset } from '../dataset/dataset';
import type { OpenDataQuery, Order } from '../query/query';
import { isAnswer, type Compiled } from './compiled';
import { columnsReader, nothing } from './local/columns';
import { geoTest } from './local/geo';
import { grouping } from './local/group';
import { compareValues, type Comparable, type RawRow } from './local/values';
import { rowTest } from './local/where';

type Pieces = AsyncIterable<readonly RawRow[]>;

/**
 * The answer out of a host's rows. Leaving the loop early lets go of the rows; so does a limit that is reached.
 * @throws LinkyRedError ERR_ANSWER, ERR_GROUPS_CAPPED, and what `rows` throw
 */
export function applyLocal(rows: Pieces, compiled: Compiled, dataset: Dataset): Pieces {
  if (isAnswer(compiled)) return rows;
  const { where, geo, group, order, limit, select } = compiled.local;
  // The host says the one row for each that it stands for.
  let pieces = compiled.one ? cut(rows, 1) : rows;
  if (compiled.columns !== undefined) pieces = mapped(pieces, columnsReader(compiled.columns));
  if (compiled.one && compiled.columns !== undefined) pieces = orElse(pieces, nothing(compiled.columns));
  if (where !== undefined) pieces = filtered(pieces, rowTest(where, dataset));
  if (geo !== undefined) pieces = filtered(pieces, geoTest(geo, dataset));
  if (group !== undefined) pieces = grouped(pieces, group, dataset);
  if (order !== undefined) pieces = ordered(pieces, order);
  if (limit !== undefined) pieces = cut(pieces, limit);
  return select === undefined ? pieces : mapped(pieces, only(select));
}

async function* mapped(pieces: Pieces, read: (row: RawRow) => RawRow): Pieces {
  for await (const piece of pieces) yield piece.map(read);
}

async function* orElse(pieces: Pieces, row: RawRow): Pieces {
  let none = true;
  for await (const piece of pieces) {
    none &&= piece.length === 0;
    yield piece;
  }
  if (none) yield [row];
}

async function* filtered(pieces: Pieces, test: (row: RawRow) => boolean): Pieces {
  for await (const piece of pieces) yield piece.filter(test);
}

async function* grouped(
  pieces: Pieces,
  { group, aggregate }: Pick<OpenDataQuery, 'group' | 'aggregate'>,
  dataset: Dataset,
): Pieces {
  const groups = grouping(group ?? [], aggregate ?? [], dataset);
  for await (const piece of pieces) for (const row of piece) groups.add(row);
  yield groups.rows();
}

async function* ordered(pieces: Pieces, order: readonly Order[]): Pieces {
  const all: RawRow[] = [];
  for await (const piece of pieces) for (const row of piece) all.push(row);
  const keyed = all.map((row) => ({ row, keys: order.map(({ by }) => sortKey(row[by])) }));
  keyed.sort((a, b) => compareKeys(a.keys, b.keys, order));
  yield keyed.map(({ row }) => row);
}

function compareKeys(a: readonly Comparable[], b: readonly Comparable[], order: readonly Order[]): number {
  for (const [index, { descending }] of order.entries()) {
    const [left, right] = [a[index] ?? null, b[index] ?? null];
    const difference = compareValues(left, right);
    // What is missing comes last, both ways.
    if (difference !== 0) return descending === true && left !== null && right !== null ? -difference : difference;
  }
  return 0;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?[+-]\d{2}:\d{2}$/;

/** Instants by when they are: their texts have two offsets, and the doubled hour twice. */
function sortKey(value: unknown): Comparable {
  if (typeof value === 'string') return INSTANT.test(value) ? Date.parse(value) : value;
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

async function* cut(pieces: Pieces, limit: number): Pieces {
  let left = limit;
  for await (const piece of pieces) {
    yield piece.length > left ? piece.slice(0, left) : piece;
    left -= piece.length;
    if (left <= 0) return;
  }
}

function only(select: readonly string[]): (row: RawRow) => RawRow {
  return (row) => Object.fromEntries(select.map((key) => [key, row[key]]));
}
