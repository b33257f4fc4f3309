// Which unit an answer may have for what was asked, and by what it becomes the unit of a point.
import type { PointQuantity, PointUnit } from '../../grid/point';
import type { Measure } from '../series';

const PREFIXES: readonly (readonly [prefix: string, factor: number])[] = [
  ['', 1],
  ['k', 1_000],
  ['M', 1_000_000],
];

/** What is measured, by Enedis' code of the physical quantity (2026: `grandeurPhysique`; company: `measurement_kind`). */
const QUANTITIES: Readonly<Record<Measure, Readonly<Record<string, PointQuantity>>>> = {
  'load-curve': { PA: 'active' },
  energy: { EA: 'active' },
  'max-power': { PMA: 'active', PMA1: 'active', PMA2: 'active', PMA3: 'active' },
  index: { EA: 'active', ERI: 'reactive-inductive', ERC: 'reactive-capacitive' },
};

/** Undefined: nothing that was asked for. What has no code is what was asked for. */
export function quantityOf(measure: Measure, code: unknown): PointQuantity | undefined {
  if (code === undefined || code === null) return 'active';
  return typeof code === 'string' ? QUANTITIES[measure][code] : undefined;
}

const ACTIVE: Readonly<Record<Measure, PointUnit>> = {
  'load-curve': 'W',
  energy: 'Wh',
  'max-power': 'VA',
  index: 'Wh',
};

export function unitOf(measure: Measure, quantity: PointQuantity): PointUnit {
  return quantity === 'active' ? ACTIVE[measure] : 'VArh';
}

/** By how much a value in `unit` is to be multiplied; undefined: it is no multiple of `wanted`. Case tells M from m. */
export function factorTo(wanted: PointUnit, unit: unknown): number | undefined {
  return PREFIXES.find(([prefix]) => unit === prefix + wanted)?.[1];
}
