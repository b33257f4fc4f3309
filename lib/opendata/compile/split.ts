// What of a condition the host is told, and what is left for us: each thing that has to hold goes one way or the other, whole.
import { LinkyRedError } from '../../errors';
import type { Filter } from '../query/query';
import { allOf, conjuncts, hasSearch } from './condition';

export interface Split<T> {
  readonly told: readonly T[];
  /** Undefined: nothing. */
  readonly left?: Filter;
}

/**
 * @param tell what the host is told of it; undefined where it cannot be
 * @throws LinkyRedError ERR_OPENDATA_CANNOT for a search for words that this host cannot be told: nobody else can do it
 */
export function split<T>(where: Filter, host: string, tell: (part: Filter) => T | undefined): Split<T> {
  const told: T[] = [];
  const left: Filter[] = [];
  for (const part of conjuncts(where)) {
    const text = tell(part);
    if (text !== undefined) told.push(text);
    else if (hasSearch(part)) {
      throw new LinkyRedError('ERR_OPENDATA_CANNOT', {
        host,
        detail: 'a search for words beside what it cannot be told',
      });
    } else left.push(part);
  }
  return left.length === 0 ? { told } : { told, left: allOf(left) };
}

/** Parts of a text that fit into an address, the short ones first, and the number of the first that does not. */
export function withinLength(lengths: readonly number[], longest: number): readonly boolean[] {
  const order = lengths.map((_, index) => index).sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0));
  const fits = lengths.map(() => false);
  let sum = 0;
  for (const index of order) {
    sum += lengths[index] ?? 0;
    if (sum > longest) break;
    fits[index] = true;
  }
  return fits;
}
