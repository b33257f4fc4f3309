// Comparisons of a column with a value that was written down. Two values alone: nothing compares with an empty cell.
import type { Column, Row } from '../table';
import { keyOf, type Key, type Test } from './plan';

export type Operator = '=' | '<' | '<=' | '>' | '>=';

/** What a parser reads as a value: instants as epoch milliseconds. */
export type Literal =
  | { readonly is: 'text'; readonly value: string }
  | { readonly is: 'number'; readonly value: number }
  | { readonly is: 'boolean'; readonly value: boolean }
  | { readonly is: 'instant'; readonly value: number }
  | { readonly is: 'null' };

const ORDERS: Readonly<Record<Operator, (a: Key & {}, b: Key & {}) => boolean>> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** A cell as it is compared: days are instants too, their midnight in UTC. */
export function comparableOf({ key, type }: Column): (row: Row) => Key {
  if (type !== 'date') return (row) => keyOf(row[key]);
  return (row) => {
    const day = row[key];
    return typeof day === 'string' ? Date.parse(`${day}T00:00:00Z`) : null;
  };
}

/**
 * A value in the column's own terms.
 * @param readText of an instant or a day that is written as a text
 * @returns undefined where the two do not go together
 */
export function valueFor(
  column: Column,
  literal: Literal,
  readText: (text: string) => number | undefined,
): (Key & {}) | undefined {
  if (literal.is === 'null') return undefined;
  const { value } = literal;
  switch (column.type) {
    case 'datetime':
    case 'date':
      if (literal.is === 'text') return readText(literal.value);
      return literal.is === 'boolean' ? undefined : value;
    case 'integer':
    case 'number': {
      const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      return typeof read === 'number' && Number.isFinite(read) ? read : undefined;
    }
    case 'boolean':
      return value === true || value === 'true' ? true : value === false || value === 'false' ? false : undefined;
    case 'text':
      return String(value);
    default:
      return undefined;
  }
}

export function compareTest(column: Column, operator: Operator, value: Key & {}): Test {
  const [of, holds] = [comparableOf(column), ORDERS[operator]];
  return (row) => {
    const cell = of(row);
    return cell !== null && holds(cell, value);
  };
}

export function inTest(column: Column, values: readonly (Key & {})[]): Test {
  const [of, wanted] = [comparableOf(column), new Set<Key>(values)];
  return (row) => {
    const cell = of(row);
    return cell !== null && wanted.has(cell);
  };
}

export function emptyTest({ key }: Column): Test {
  return (row) => (row[key] ?? null) === null;
}

export function startsTest({ key }: Column, start: string): Test {
  return (row) => {
    const cell = row[key];
    return typeof cell === 'string' && cell.startsWith(start);
  };
}

export function allOf(tests: readonly Test[]): Test | undefined {
  const [only] = tests;
  if (tests.length < 2) return only;
  return (row, index) => tests.every((test) => test(row, index));
}

export function anyOf(tests: readonly Test[]): Test {
  return (row, index) => tests.some((test) => test(row, index));
}

export function notOf(test: Test): Test {
  return (row, index) => !test(row, index);
}
