// What ha-entities needs from outside of its messages; tests pass their own.
import { systemClock, type Clock } from '../runtime/clock';

export interface World {
  readonly clock: Clock;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
}

export const realWorld: World = { clock: systemClock, random: Math.random };
