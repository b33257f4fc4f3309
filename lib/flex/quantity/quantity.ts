// A figure with its unit and its multiplier, as both annexes of the Flex Ready reference write it (spec/signals.md §4.3). A multiplier
// that is not known is refused: taken for none, a request of 80 MW would be one of 80 W.
import { MULTIPLIERS } from './multipliers';

export const QUANTITY_UNITS = ['W', '€/kWh', 'gCO2eq/kWh'] as const;
export type QuantityUnit = (typeof QUANTITY_UNITS)[number];

/** As it is written. */
export interface Quantity {
  readonly unit: string;
  /** A symbol of CIM; absent: none. */
  readonly multiplier?: string | null | undefined;
  readonly value: number;
}

/** Why a quantity is none: its unit, its multiplier, or its value. */
export type QuantityFault = 'unit' | 'multiplier' | 'value';

/** So many digits are kept: 0.08 M and 80 k are the same. */
const DIGITS = 12;

/** @returns the value in the unit itself, without multiplier; or what is wrong with it */
export function inUnit({ unit, multiplier, value }: Quantity, wanted: QuantityUnit): number | QuantityFault {
  if (unit !== wanted) return 'unit';
  const symbol = multiplier ?? '';
  const power = Object.hasOwn(MULTIPLIERS, symbol) ? MULTIPLIERS[symbol] : undefined;
  if (power === undefined) return 'multiplier';
  if (!Number.isFinite(value)) return 'value';
  const scaled = power < 0 ? value / 10 ** -power : value * 10 ** power;
  return Number.isFinite(scaled) ? Number(scaled.toPrecision(DIGITS)) : 'value';
}
