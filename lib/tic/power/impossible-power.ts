// Powers that the currents beside them forbid: users of several readers saw a meter say 37,059 VA on a phase that carries
// less than 1 A. Such a value stays in the reading, named in `quality.doubtful`, and nothing is derived from it.

import type { AcceptedGroup } from '../belief/accepted-group';
import type { CarriedGroup } from '../frame/carried';

/** A number by its label; null where it did not come. All of one frame: figures of two instants forbid each other nothing. */
export type Figures = (label: string) => number | null;

const PHASES = ['1', '2', '3'] as const;
/** Historique sends no voltage, and a group may be damaged. 230 V with 20 % above: nothing holds more. */
const HIGHEST_V = 276;
/** PAPP is rounded to 10 VA. */
const ROUNDING_VA = 10;

/**
 * Labels of powers (VA) that currents (A) and voltages (V) forbid, in the order in which a meter sends them. What cannot
 * be judged, for a current is missing, is not among them.
 */
export function impossiblePowers(figure: Figures, phases: 1 | 3 | null): string[] {
  const impossible: string[] = [];
  const isForbidden = (label: string, most: number | null): boolean => {
    const power = figure(label);
    const forbidden = power !== null && most !== null && power > most;
    if (forbidden) impossible.push(label);
    return forbidden;
  };
  if (phases !== null) {
    const most = PHASES.slice(0, phases).map((n) => mostVa(figure(`IRMS${n}`), figure(`URMS${n}`)));
    const ofPhases = phases === 1 ? [] : PHASES.map((n, i) => isForbidden(`SINSTS${n}`, most[i] ?? null));
    // The sum is no more than its phases say, with an ampere of each for instants that lie apart.
    const shares = most.map((va, i) => {
      const said = phases === 1 || ofPhases[i] === true ? null : figure(`SINSTS${PHASES[i] ?? ''}`);
      const slack = mostVa(0, figure(`URMS${PHASES[i] ?? ''}`)) ?? 0;
      return said === null ? va : said + slack;
    });
    isForbidden('SINSTS', sum(shares));
  }
  const currents = figure('IINST') === null ? PHASES.map((n) => figure(`IINST${n}`)) : [figure('IINST')];
  const most = sum(currents.map((current) => mostVa(current, null)));
  isForbidden('PAPP', most === null ? null : most + ROUNDING_VA);
  // The sum stands before its phases.
  return impossible.sort();
}

/**
 * The same of what a frame shows: each value is judged beside those that came with it, carried ones by the frame that brought
 * them.
 */
export function doubtfulPowers(
  accepted: readonly AcceptedGroup[],
  carried: readonly CarriedGroup[],
  phases: 1 | 3 | null,
): string[] {
  const known = new Map<readonly AcceptedGroup[], string[]>();
  const impossibleIn = (groups: readonly AcceptedGroup[]): string[] => {
    const impossible = known.get(groups) ?? impossiblePowers(figuresOf(groups), phases);
    known.set(groups, impossible);
    return impossible;
  };
  const doubtful = carried.filter(({ group, from }) => impossibleIn(from).includes(group.label));
  return [...doubtful.map(({ group }) => group.label), ...impossibleIn(accepted)];
}

function figuresOf(groups: readonly AcceptedGroup[]): Figures {
  return (label) => {
    const value = groups.find((group) => group.label === label)?.value;
    return typeof value === 'number' ? value : null;
  };
}

/** The current is cut to whole amperes. */
function mostVa(current: number | null, voltage: number | null): number | null {
  return current === null ? null : (current + 1) * (voltage ?? HIGHEST_V);
}

function sum(parts: readonly (number | null)[]): number | null {
  return parts.reduce<number | null>((all, part) => (all === null || part === null ? null : all + part), 0);
}
