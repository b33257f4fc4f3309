// The most that can flow through a meter: what bounds how fast its energies rise.
import type { Pace } from './energy-floor';
import type { Reading } from '../facts/reading';
import type { NumberRow } from '../discovery/row';

/** More than three phases of 60 A bring: a rise within it is consumption, one beyond it a step. */
export const MOST_W_OF_A_HOME = 45_000;
/** No more is connected to HTA. */
const MOST_W_ON_HTA = 40_000_000;
/** Meters behind which more than a home may lie, and what that can draw. The CJE is for 36 to 250 kVA. */
const LARGE: ReadonlyMap<string, number> = new Map([
  ['cje', 1_000_000],
  ['ice-2q', MOST_W_ON_HTA],
  ['ice-4q', MOST_W_ON_HTA],
  ['pme-pmi', MOST_W_ON_HTA],
  ['saphir', MOST_W_ON_HTA],
  ['unknown', MOST_W_ON_HTA],
]);
/** How far above its subscribed power a customer can be. */
const MARGIN = 2.5;

/** In W. */
export function strongestPower({ family }: Reading): number {
  return LARGE.get(family) ?? MOST_W_OF_A_HOME;
}

/**
 * How fast an entity may rise.
 * @param stepWh one step of its count
 */
export function paceOf(row: NumberRow, reading: Reading, stepWh: number): Pace {
  const isEnergy = row.deviceClass === 'energy' || row.deviceClass === 'reactive_energy';
  return { mostW: isEnergy ? (subscribedPower(row, reading) ?? strongestPower(reading)) : Infinity, stepWh };
}

/** A PME-PMI says what its customer may draw; what he injects and the reactive energy it does not bound. */
function subscribedPower(row: NumberRow, { values }: Reading): number | undefined {
  const [subscribed, labels = []] = [values['PS'], (row as { labels?: readonly string[] }).labels];
  if (typeof subscribed !== 'number' || !labels.some((label) => WITHDRAWN.has(label))) return undefined;
  return subscribed * 1000 * MARGIN;
}

const WITHDRAWN = new Set(['EAP_s', 'EaP_s2']);
