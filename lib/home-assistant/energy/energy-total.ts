// `energy_total` and `energy_returned`: a total that goes on over a change of meter, mode or tariff, on the floor that every
// energy has. What a broker has of it is believed where the meter itself can have counted it.
import { EnergyFloor, type FloorState, HELD_MS, mayFollow, type GrowthLimit } from './energy-floor';
import { capacityWh } from './energy-sum';
import type { ReadingTime } from './reading-clock';

export interface TotalState extends FloorState {
  /** Added to what the meter counts, in Wh. */
  offsetWh: number;
  /** The billing period of the meter, where it names one: some count from 0 in each. */
  period?: string;
}

/** What a broker has of a total; its offset and basis lie under a topic of their own. */
export interface KnownTotal {
  readonly wh: number;
  readonly offsetWh?: number;
  readonly basis?: string;
  /** The configuration that the broker has of it is ours: we published it. */
  readonly isOurs: boolean;
}

/** What became of it. `kept`: it says nothing that is not known better. */
export type Belief = 'raised' | 'kept' | 'refused';

/** What the meter counts now, all indexes of the tariff together. */
export interface Counted {
  readonly wh: number;
  /** What it was made of: meter, mode, tariff. */
  readonly basis: string;
  /** The billing period, as the meter names it. */
  readonly period?: string | undefined;
}

/** Without a time of its own a value that came with its offset may be as old as this: consumption since is no step. */
export const PATIENCE_MS = 7 * 86_400_000;
/** More meters than a house sees in its life. */
const MOST_METERS = 10;
/** All indexes that any meter has. */
const LARGEST = Array.from({ length: 14 }, () => 'EAp').join('+');

export class EnergyTotal {
  private readonly floor: EnergyFloor;
  private offsetWh: number;
  private period: string | undefined;
  /** Nothing was remembered: the offset is a guess until something gives another one. */
  private guessed: boolean;

  constructor(state: TotalState | undefined) {
    this.floor = new EnergyFloor(state);
    this.offsetWh = state?.offsetWh ?? 0;
    this.period = state?.period;
    this.guessed = state === undefined;
  }

  /** What must outlive a restart. */
  get memory(): Readonly<TotalState> | undefined {
    const { offsetWh, period } = this;
    const state = this.floor.memory;
    return state === undefined ? undefined : { ...state, offsetWh, ...(period === undefined ? {} : { period }) };
  }

  isHeld(now: number): boolean {
    return this.floor.isHeld(now);
  }

  /** @returns the total to publish, in Wh; null: it has to be held back */
  update(counted: Counted, time: ReadingTime, pace: GrowthLimit): number | null {
    const { floor, offsetWh } = this;
    const lastWh = floor.memory?.lastWh;
    const wh = counted.wh + offsetWh;
    if (lastWh === undefined) return this.follow(counted, 0, time);
    switch (floor.verdictOn(wh, counted.basis, time, pace)) {
      case 'follows':
        return this.follow(counted, offsetWh, time);
      case 'other':
        // Consumption since the last value is kept where the new sum goes on where the old one ended.
        return this.follow(counted, floor.follows(wh, time, pace) ? offsetWh : lastWh - counted.wh, time);
      case 'anew':
        return this.follow(counted, lastWh - counted.wh, time);
      case 'held':
        // A new period that began at 0: what it has counted since is added.
        return this.isNewPeriod(counted) && floor.follows(lastWh + counted.wh, time, pace)
          ? this.follow(counted, lastWh, time)
          : null;
    }
  }

  /**
   * What a broker has retained is the floor, whatever was stored; and where nothing was, its offset holds. Only where the
   * digits of the indexes, the time since the last value, and the meter itself allow it.
   * @param isPublished whether a total has left already: what would fall below it is not taken
   */
  believe(known: KnownTotal, now: number, pace: GrowthLimit, isPublished: boolean): Belief {
    const state = this.memory;
    if (state === undefined || (known.wh <= state.lastWh && (!this.guessed || isPublished))) return 'kept';
    if (!isPossible(known)) return 'refused';
    if (!this.guessed) {
      if (!mayFollow(state.lastWh, known.wh, now - state.at, pace)) return 'refused';
      return this.lift({ ...state, lastWh: known.wh });
    }
    const countedWh = state.lastWh - state.offsetWh;
    const { wh, offsetWh, basis, isOurs } = known;
    // The same count of the same meter, whose number is behind the basis: it cannot have counted less since. Where the broker has
    // more, the meter may have slipped; that we have published more than that is proved by our configuration.
    if (basis === state.basis && offsetWh !== undefined) {
      const countsWh = countedWh + offsetWh;
      if (wh > countsWh && !isOurs && !mayFollow(countsWh, wh, HELD_MS, pace)) return 'refused';
      return this.lift({ ...state, offsetWh, lastWh: wh, at: now - PATIENCE_MS });
    }
    if (!isOurs) return 'refused';
    return this.lift({ ...state, offsetWh: wh - countedWh, lastWh: wh });
  }

  private isNewPeriod({ period }: Counted): boolean {
    return period !== undefined && this.period !== undefined && period !== this.period;
  }

  private follow({ wh, basis, period }: Counted, offsetWh: number, time: ReadingTime): number {
    if (this.floor.memory !== undefined && offsetWh !== this.offsetWh) this.guessed = false;
    this.offsetWh = offsetWh;
    this.period = period ?? this.period;
    this.floor.take({ basis, lastWh: wh + offsetWh, at: time.at }, time);
    return wh + offsetWh;
  }

  private lift({ offsetWh, basis, lastWh, at }: TotalState): Belief {
    this.guessed = false;
    this.offsetWh = offsetWh;
    this.floor.lift({ basis, lastWh, at });
    return 'raised';
  }
}

/** Whether any meter can have counted it, by the digits of its indexes (capacityWh). */
export function isPossible({ wh, offsetWh, basis }: Pick<KnownTotal, 'wh' | 'offsetWh' | 'basis'>): boolean {
  const mostWh = capacityWh(basis?.split(':')[1] ?? LARGEST);
  const isTotal = wh >= 0 && wh < mostWh * MOST_METERS;
  if (offsetWh === undefined || basis === undefined) return isTotal;
  return isTotal && wh >= offsetWh && wh - offsetWh < mostWh;
}
