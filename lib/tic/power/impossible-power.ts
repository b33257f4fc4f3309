// Powers that the currents beside them forbid: users of several readers saw a meter say 37,059 VA on a phase that carries
// less than 1 A. Such a value stays in the reading, named in `quality.doubtful`, and nothing is derived from it.

import type { AcceptedGroup } from '../belief/accepted-group';
import type { CarriedGroup } from '../frame/newest-groups';

/** A number by its label; null where it did not come. All of one frame: figures of two instants forbid each other nothing. */
export type Figures = (label: string) => number | null;

const CURRENTS = ['IRMS1', 'IRMS2', 'IRMS3'] as const;
const VOLTAGES = ['URMS1', 'URMS2', 'URMS3'] as const;
const POWERS = ['SINSTS1', 'SINSTS2', 'SINSTS3'] as const;
const HISTORIQUE_CURRENTS = ['IINST1', 'IINST2', 'IINST3'] as const;
const NONE: readonly string[] = [];
/** Historique sends no voltage, and a group may be damaged. 230 V with 20 % above: nothing holds more. */
const HIGHEST_V = 276;
/** PAPP is rounded to 10 VA. */
const ROUNDING_VA = 10;

/**
 * Labels of powers (VA) that currents (A) and voltages (V) forbid, in the order in which a meter sends them. What cannot
 * be judged, for a current is missing, is not among them.
 */
export function impossiblePowers(figure: Figures, phases: 1 | 3 | null): readonly string[] {
  const papp = figure('PAPP');
  const isPappForbidden = papp !== null && exceeds(papp, mostOfHistorique(figure));
  // The sum stands before its phases.
  const standard = phases === null ? NONE : phases === 1 ? ofOnePhase(figure) : ofThreePhases(figure);
  return isPappForbidden ? ['PAPP', ...standard] : standard;
}

function mostOfHistorique(figure: Figures): number | null {
  const current = figure('IINST');
  if (current !== null) return (mostVa(current, null) ?? 0) + ROUNDING_VA;
  let most = ROUNDING_VA;
  for (const label of HISTORIQUE_CURRENTS) {
    const va = mostVa(figure(label), null);
    if (va === null) return null;
    most += va;
  }
  return most;
}

function ofOnePhase(figure: Figures): readonly string[] {
  const power = figure('SINSTS');
  const isForbidden = power !== null && exceeds(power, mostVa(figure('IRMS1'), figure('URMS1')));
  return isForbidden ? ['SINSTS'] : NONE;
}

function ofThreePhases(figure: Figures): readonly string[] {
  const all = figure('SINSTS');
  const powers = POWERS.map(figure);
  // Most lines are of historique, which sends none of them.
  if (all === null && powers.every((power) => power === null)) return NONE;
  const impossible: string[] = [];
  const shares = powers.map((power, i) => {
    const voltage = figure(VOLTAGES[i] ?? '');
    const most = mostVa(figure(CURRENTS[i] ?? ''), voltage);
    if (power === null) return most;
    if (exceeds(power, most)) {
      impossible.push(POWERS[i] ?? '');
      return most;
    }
    // The sum is no more than its phases say, with an ampere of each for instants that lie apart.
    return power + (mostVa(0, voltage) ?? 0);
  });
  return all !== null && exceeds(all, sum(shares)) ? ['SINSTS', ...impossible] : impossible;
}

/** Null: nothing tells how much may be. */
function exceeds(power: number, most: number | null): boolean {
  return most !== null && power > most;
}

/**
 * The same of what a frame shows: each value is judged beside those that came with it, carried ones by the frame that brought
 * them.
 */
export function doubtfulPowers(
  accepted: readonly AcceptedGroup[],
  carried: readonly CarriedGroup[],
  phases: 1 | 3 | null,
): readonly string[] {
  const inFrame = impossiblePowers(figuresOf(accepted), phases);
  if (carried.length === 0) return inFrame;
  const doubtful: string[] = [];
  // Those of one frame stand side by side.
  let from: readonly AcceptedGroup[] | null = null;
  let impossible = NONE;
  for (const each of carried) {
    if (each.from !== from) impossible = impossiblePowers(figuresOf(each.from), phases);
    from = each.from;
    if (impossible.includes(each.group.label)) doubtful.push(each.group.label);
  }
  return [...doubtful, ...inFrame];
}

function figuresOf(groups: readonly AcceptedGroup[]): Figures {
  return (label) => {
    for (const group of groups) if (group.label === label) return typeof group.value === 'number' ? group.value : null;
    return null;
  };
}

/** The current is cut to whole amperes. */
function mostVa(current: number | null, voltage: number | null): number | null {
  return current === null ? null : (current + 1) * (voltage ?? HIGHEST_V);
}

function sum(parts: readonly (number | null)[]): number | null {
  return parts.reduce<number | null>((all, part) => (all === null || part === null ? null : all + part), 0);
}
