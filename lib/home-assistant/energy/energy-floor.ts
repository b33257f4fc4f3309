// The floor under every energy that only grows, whatever entity tells it. After a fall of a total_increasing entity Home
// Assistant counts the whole new value, for good, and a leap as well (spec/ha.md §00): neither is published until the meter has
// stayed with it for a while.
import type { ReadingTime, Stamp } from './reading-clock';

/** The last value that was published. */
export interface FloorState {
  /** What it counts: the meter, and where a label shows several counters, which one. A change means another count. */
  basis: string;
  /** In Wh (varh), or the unit of the entity where it is no energy. */
  lastWh: number;
  /** When, epoch milliseconds at the host. */
  at: number;
}

/** What bounds a rise. */
export interface GrowthLimit {
  /** The most that can flow, W (var); Infinity: nobody knows, only a fall is implausible. */
  readonly mostW: number;
  /** One step of the count. */
  readonly stepWh: number;
}

/** `other`: another count than the last one. `anew`: the meter has stayed with a fall or a leap: it is no accident. */
export type Verdict = 'follows' | 'other' | 'held' | 'anew';

/** So long a fall or a leap is held. */
export const HELD_MS = 15 * 60_000;
/** Readings come in irregular steps: a rise is measured over at least so long. */
const LEAST_ELAPSED_MS = 60_000;

interface Candidate {
  readonly since: Stamp;
  readonly last: Stamp;
  readonly wh: number;
}

export class EnergyFloor {
  private candidate: Candidate | null = null;
  private stamp: Stamp | null = null;

  /** @param state what is remembered from before the start */
  constructor(private state: Readonly<FloorState> | undefined) {}

  /** What must outlive a restart. */
  get memory(): Readonly<FloorState> | undefined {
    return this.state;
  }

  /** Whether a value is held back. What is not heard of any more is not held either. */
  isHeld(now: number): boolean {
    return this.candidate !== null && now - this.candidate.last.at < HELD_MS;
  }

  /**
   * Whether a value may be published; `take` it then.
   * @param basis null: the reading does not say which count it is, it is the last one
   */
  verdictOn(wh: number, basis: string | null, time: ReadingTime, pace: GrowthLimit): Verdict {
    const { state } = this;
    if (state === undefined || (basis !== null && basis !== state.basis)) return 'other';
    if (this.follows(wh, time, pace)) return 'follows';
    return this.hold(wh, time, pace) ? 'held' : 'anew';
  }

  /** True where this value may follow the last one: no fall, and no more than can have flowed since. */
  follows(wh: number, time: ReadingTime, pace: GrowthLimit): boolean {
    const { state } = this;
    if (state === undefined) return true;
    return mayFollow(state.lastWh, wh, time.since(this.stamp ?? { at: state.at, meter: null, reading: 0 }), pace);
  }

  /** It is published. */
  take(state: FloorState, time: Stamp): void {
    this.state = state;
    this.stamp = time;
    this.candidate = null;
  }

  /** The floor is another one than was thought. */
  lift(state: FloorState): void {
    this.state = state;
    this.stamp = null;
  }

  /** False once the meter has gone on from the same fall or leap for long enough. */
  private hold(wh: number, time: ReadingTime, pace: GrowthLimit): boolean {
    const { candidate } = this;
    const goesOn =
      candidate !== null &&
      isWithin(time.since(candidate.last)) &&
      mayFollow(candidate.wh, wh, time.since(candidate.last), pace);
    this.candidate = goesOn ? { since: candidate.since, last: time, wh } : { since: time, last: time, wh };
    return time.since(this.candidate.since) < HELD_MS;
  }
}

/** No more than can have flowed, at least a minute's worth, and no fall. */
export function mayFollow(before: number, after: number, elapsedMs: number, { mostW, stepWh }: GrowthLimit): boolean {
  const hours = Math.max(elapsedMs, LEAST_ELAPSED_MS) / 3_600_000;
  return after >= before && after <= before + hours * mostW + stepWh;
}

/** Two values that are further apart agree on nothing. */
function isWithin(ms: number): boolean {
  return ms >= 0 && ms <= HELD_MS;
}
