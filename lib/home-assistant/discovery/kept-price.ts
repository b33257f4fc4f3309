// What is billed with a price (row.ts) must find one: where nobody knows it any more the last one goes on, and says so.
import type { PublishedMemory } from './publishing';
import { isPrice } from './row';
import type { Fact } from './state';

/**
 * The fact as it is published.
 * @param memory the prices that were known last, changed in place
 */
export function withKeptPrice(fact: Fact, memory: Pick<PublishedMemory, 'prices'>, changed: () => void): Fact {
  const { row, value, attributes } = fact;
  if (!isPrice(row)) return fact;
  const last = memory.prices?.[row.id];
  if (typeof value !== 'number')
    return { ...fact, value: last ?? null, attributes: { ...attributes, kept: last !== undefined } };
  if (value !== last) {
    (memory.prices ??= {})[row.id] = value;
    changed();
  }
  return { ...fact, attributes: { ...attributes, kept: false } };
}
