// Under what an event was told: which meter, way of speaking and contract. When these change, an event of the old ones is
// over: nobody will ever say its end.
import type { GridSignal } from '../signal';

/** Null: not known (then it differs from nothing). */
export interface Provenance {
  /** Identity of the meter. */
  readonly meter: string | null;
  /** Meters of two families are two meters, whatever they call themselves. */
  readonly family: string | null;
  /** Way of speaking. */
  readonly mode: string | null;
  readonly contract: string | null;
}

/** An event that is kept over a restart or a silence. Absent where an older version kept it. */
export type KeptSignal = GridSignal & { readonly under?: Provenance };

export const UNKNOWN_PROVENANCE: Provenance = { meter: null, family: null, mode: null, contract: null };

/** Two meters that are both known, and differ: what one has open the other does not go on with. */
export function areOfOtherMeters(one: Provenance, other: Provenance): boolean {
  return differ(one.meter, other.meter) || differ(one.family, other.family);
}

/** Another meter, or this one in another mode or on another contract. */
export function areFromElsewhere(one: Provenance, other: Provenance): boolean {
  return areOfOtherMeters(one, other) || differ(one.mode, other.mode) || differ(one.contract, other.contract);
}

function differ(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other;
}
