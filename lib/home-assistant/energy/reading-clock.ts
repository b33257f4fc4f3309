// How long it was between two readings: by the meter's own clock where readings that agree show it running and its status
// register does not call it wrong, else by the host's. A meter may run faster than the host (a demonstration, a capture that is
// played), a host's clock may be set; a clock of the meter that jumps or stands proves nothing.
import type { Reading } from '../facts/message/reading';

/** When a reading came. */
export interface Stamp {
  /** At the host, epoch milliseconds. */
  readonly at: number;
  /** By the meter's clock; null where it did not say, or not to be trusted. */
  readonly meter: number | null;
  /** Counts from 1; 0: remembered from before the start. */
  readonly reading: number;
}

/** The present, by which energies are measured. */
export interface ReadingTime extends Stamp {
  /** Milliseconds; negative where the host's clock was turned back. */
  since(before: Stamp): number;
}

/** Consecutive readings over which the meter's clock went evenly. */
interface Run {
  /** Number of its first reading. */
  readonly from: number;
  /** Meter's time by the host's, at the last step; null while there was none. */
  readonly speed: number | null;
  /** The meter's clock goes as the host's does. */
  readonly isReal: boolean;
  /** Readings agree on it: one step like the host's, or two like each other. */
  readonly isShown: boolean;
}

const TOLERANCE_MS = 10_000;
/** Steps at another speed than the host's are alike within this factor: readings do not come evenly. */
const ALIKE = 4;
/** Below it steps of a clock that counts seconds say nothing of its speed. */
const LEAST_STEP_MS = 1000;

export class ReadingClock {
  private count = 0;
  private last: (Stamp & { readonly meter: number }) | null = null;
  private run: Run | null = null;

  /** Takes the next reading; its time is good until the one after. */
  hear(reading: Reading, now: number): ReadingTime {
    this.count += 1;
    const stamp: Stamp = { at: now, meter: meterTime(reading), reading: this.count };
    if (isDegraded(reading)) this.last = this.run = null;
    else if (stamp.meter !== null) this.step({ ...stamp, meter: stamp.meter });
    const { run } = this;
    return {
      ...stamp,
      since: (before) =>
        run?.isShown === true && before.reading >= run.from && before.meter !== null && stamp.meter !== null
          ? stamp.meter - before.meter
          : stamp.at - before.at,
    };
  }

  private step(stamp: Stamp & { readonly meter: number }): void {
    const { last, run } = this;
    const passed = last === null ? 0 : stamp.at - last.at;
    const went = last === null ? 0 : stamp.meter - last.meter;
    // Two readings within one second.
    if (last !== null && went === 0 && passed < 2 * LEAST_STEP_MS) return;
    this.last = stamp;
    if (last === null || run === null || went <= 0) {
      this.run = { from: stamp.reading, speed: null, isReal: false, isShown: false };
      return;
    }
    const speed = went / Math.max(passed, LEAST_STEP_MS);
    const isReal = Math.abs(went - passed) <= TOLERANCE_MS + passed / 4;
    const isAlike = run.speed !== null && speed <= run.speed * ALIKE && speed >= run.speed / ALIKE;
    if (run.speed === null || isAlike || (isReal && run.isReal))
      this.run = { ...run, speed, isReal, isShown: run.isShown || isReal || run.speed !== null };
    else this.run = { from: last.reading, speed, isReal, isShown: isReal };
  }
}

function meterTime(reading: Reading): number | null {
  const at = reading.time === null || isDegraded(reading) ? NaN : Date.parse(reading.time);
  return Number.isNaN(at) ? null : at;
}

function isDegraded({ decoded }: Reading): boolean {
  const register = decoded['STGE'];
  return (
    typeof register === 'object' && register !== null && 'clockDegraded' in register && register.clockDegraded === true
  );
}
