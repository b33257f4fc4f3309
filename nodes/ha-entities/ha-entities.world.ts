// What ha-entities needs from outside of its messages; tests pass their own.
import { SYSTEM_CLOCK, type Clock } from '../../lib/grid/clock';

export interface World {
  readonly clock: Clock;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
}

export const realWorld: World = { clock: SYSTEM_CLOCK, random: Math.random };
