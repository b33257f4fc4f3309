// Conditions of ours over rows, in the one form of ../condition: what the host could not be told.
import { LinkyRedError } from '../../../errors';
import type { Dataset } from '../../dataset/dataset';
import type { Comparison, Filter, Scalar } from '../../query/query';
import type { Leaf } from '../condition';
import { fieldOf } from '../../dataset/fields';
import { cellReader, compareValues, operand, type Comparable, type RawRow } from './values';

export type Test = (row: RawRow) => boolean;

export function rowTest(filter: Filter, dataset: Dataset): Test {
  if ('and' in filter) {
    const tests = filter.and.map((part) => rowTest(part, dataset));
    return (row) => tests.every((test) => test(row));
  }
  if ('or' in filter) {
    const tests = filter.or.map((part) => rowTest(part, dataset));
    return (row) => tests.some((test) => test(row));
  }
  if ('not' in filter) {
    const test = rowTest(filter.not, dataset);
    return (row) => !test(row);
  }
  return leafTest(filter, dataset);
}

function leafTest(leaf: Leaf, dataset: Dataset): Test {
  if ('search' in leaf) throw new LinkyRedError('ERR_INTERNAL', { detail: 'a search for words, here' });
  const field = fieldOf(dataset, leaf.field);
  if ('empty' in leaf) return (row) => isEmpty(row[leaf.field]) === leaf.empty;
  const read = cellReader(field);
  const fits = cellTest(leaf, (value) => operand(field, value));
  return (row) => {
    const value = row[leaf.field];
    // A cell may hold several values: one that fits will do.
    return Array.isArray(value) ? value.some((one) => fits(read(one))) : fits(read(value));
  };
}

function cellTest(
  leaf: Exclude<Leaf, { search: string } | { empty: boolean }>,
  own: (value: Scalar) => Scalar,
): (cell: Comparable) => boolean {
  if ('in' in leaf) {
    const values = new Set<Comparable>(leaf.in.map(own));
    return (cell) => cell !== null && values.has(cell);
  }
  if ('startsWith' in leaf) return (cell) => typeof cell === 'string' && cell.startsWith(leaf.startsWith);
  const value = own(leaf.value);
  const holds = HOLDS[leaf.is];
  return (cell) => cell !== null && holds(compareValues(cell, value));
}

const HOLDS: Readonly<Record<Comparison, (difference: number) => boolean>> = {
  '=': (difference) => difference === 0,
  '!=': (difference) => difference !== 0,
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
};

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}
