// What a host has understood of a question, in functions over rows: its parser makes it, the engine carries it out.
import type { Cell, Row } from '../table';

export type Test = (row: Row, index: number) => boolean;

/** What is compared and grouped by. */
export type Key = string | number | boolean | null;

export interface Output {
  readonly name: string;
  /** Ready to be written. */
  readonly value: (row: Row, index: number) => unknown;
}

export interface Sort {
  readonly value: (row: Row, index: number) => Key;
  readonly descending: boolean;
}

export interface GroupKey {
  readonly name: string;
  readonly of: (row: Row) => Key;
  /** Ready to be written; default as it is. */
  readonly show?: (key: Key) => unknown;
  /** Whether rows without a value have no group; else they have one of their own. */
  readonly skipsNull: boolean;
}

export interface Accumulator {
  add(row: Row): void;
  value(): Key;
}

export interface Figure {
  readonly name: string;
  readonly start: () => Accumulator;
  readonly show?: (value: Key) => unknown;
}

export interface PlainPlan {
  readonly grouped: false;
  readonly test: Test | undefined;
  /** Undefined: all columns, as the host writes a whole row. */
  readonly outputs: readonly Output[] | undefined;
  readonly sorts: readonly Sort[];
}

export interface GroupPlan {
  readonly grouped: true;
  readonly test: Test | undefined;
  readonly keys: readonly GroupKey[];
  readonly figures: readonly Figure[];
  /** Names of keys and figures, in the order in which they are written. */
  readonly outputs: readonly string[];
  readonly sorts: readonly { readonly name: string; readonly descending: boolean }[];
}

export type Plan = PlainPlan | GroupPlan;

export function keyOf(cell: Cell | undefined): Key {
  return cell === undefined || typeof cell === 'object' ? null : cell;
}

/** Values in their order, none last whatever the direction, as Elasticsearch has it. */
export function compareKeys(a: Key, b: Key, descending: boolean): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  const isLess = a < b;
  return isLess === descending ? 1 : -1;
}
