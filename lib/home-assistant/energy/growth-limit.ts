// How fast energies may rise: by the most that can flow through a meter of its family, or by what its customer may draw.
import type { GrowthLimit } from './energy-floor';
import { METER_FAMILIES } from '../facts/meter-families';
import type { Reading } from '../facts/message/reading';
import type { NumberRow } from '../discovery/row';

/** How far above its subscribed power a customer can be. */
const MARGIN = 2.5;

/**
 * How fast an entity may rise: in W (var) for energies, without a bound for what is none (gas, water).
 * @param stepWh one step of its count, in Wh (varh)
 */
export function growthLimitOf(row: NumberRow, reading: Reading, stepWh: number): GrowthLimit {
  const isEnergy = row.deviceClass === 'energy' || row.deviceClass === 'reactive_energy';
  const mostW = subscribedPower(row, reading) ?? METER_FAMILIES[reading.family].mostW;
  return { mostW: isEnergy ? mostW : Infinity, stepWh };
}

/** A PME-PMI says what its customer may draw, in kVA or kW (PS, spec/tic.md §2.4); what he injects and the reactive energy it does not bound. */
function subscribedPower(row: NumberRow, { values }: Reading): number | undefined {
  const [subscribed, labels = []] = [values['PS'], (row as { labels?: readonly string[] }).labels];
  if (typeof subscribed !== 'number' || !labels.some((label) => WITHDRAWN.has(label))) return undefined;
  return subscribed * 1000 * MARGIN;
}

const WITHDRAWN = new Set(['EAP_s', 'EaP_s2']);
