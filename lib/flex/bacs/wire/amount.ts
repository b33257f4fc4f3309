// Quantities of the wire as numbers of one unit.
import { Malformed } from './malformed';
import type { QuantityWords } from './words';

const UNITS = { power: 'W', price: '€/kWh' } as const;
const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  none: 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
};

/** Watts, or euros per kWh. @throws Malformed */
export function amountOf({ unit, multiplier, value }: QuantityWords, kind: keyof typeof UNITS, field: string): number {
  const factor = Object.hasOwn(FACTORS, multiplier) ? FACTORS[multiplier] : undefined;
  if (unit !== UNITS[kind] || factor === undefined) throw new Malformed(field, 'unit or multiplier is not known');
  return value * factor;
}
