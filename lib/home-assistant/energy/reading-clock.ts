// How long it was between two readings: by the meter's own clock where readings agree on its pace, else by the host's. A meter
// may run faster than the host (a demonstration, a capture that is played), a host's clock may be set; a clock of the meter that
// jumps, stands, or is called wrong by its status register proves nothing, and what it claims never goes beyond its pace.
import type { Reading } from '../facts/message/reading';

/** When a reading came. */
export interface Stamp {
  /** At the host, epoch milliseconds. */
  readonly at: number;
  /** By the meter's clock, reckoned from its pace where the reading did not say; null where it is not to be trusted. */
  readonly meter: number | null;
  /** Counts from 1; 0: remembered from before the start. */
  readonly reading: number;
}

/** The present, by which energies are measured. */
export interface ReadingTime extends Stamp {
  /** Whether `meter` can be measured by: readings agree on the pace of the meter's clock. */
  readonly isShown: boolean;
  /** Milliseconds; negative where the host's clock was turned back. */
  since(before: Stamp): number;
}

/** A reading that told the meter's clock. */
interface Told {
  readonly meter: number;
  /** When it was told: the frame may have ended later, or waited. */
  readonly heardAt: number;
  /** When the reading came. */
  readonly at: number;
  readonly reading: number;
}

/** Consecutive readings over which the meter's clock went evenly. */
interface Run {
  /** Number of its first reading. */
  readonly from: number;
  /** What passed by either clock over the last steps, older ones fading. */
  readonly went: number;
  readonly passed: number;
  /** Readings agree on it: one step like the host's, or two like each other. */
  readonly isShown: boolean;
}

/** Readings do not come evenly: buffers, a slow line, a busy host. */
const TOLERANCE_MS = 10_000;
/** The same on a clock that runs faster than the host's, on the host's: there ten seconds would be minutes. */
const LATENESS_MS = 5000;
/** Of what passes: how far from its pace a clock may be. */
const DRIFT = 0.25;
/** Two steps at another speed than the host's agree within this factor. */
const ALIKE = 4;
/** Below it steps of a clock that counts seconds say nothing of its speed. */
const LEAST_STEP_MS = 1000;
/** What is left of the weight of a step after the next one. */
const FADING = 0.8;

export class ReadingClock {
  private count = 0;
  private last: Told | null = null;
  private run: Run | null = null;

  /** Takes the next reading; its time is good until the one after. */
  hear(reading: Reading, now: number): ReadingTime {
    this.count += 1;
    const meter = meterTime(reading);
    if (isDegraded(reading)) this.last = this.run = null;
    else if (meter !== null)
      this.step({ meter, heardAt: heardAt(reading, meter) ?? now, at: now, reading: this.count });
    const { run } = this;
    const stamp: Stamp = { at: now, meter: meter ?? this.reckoned(now), reading: this.count };
    return {
      ...stamp,
      isShown: run?.isShown === true,
      since: (before) =>
        run?.isShown === true && before.reading >= run.from && before.meter !== null && stamp.meter !== null
          ? stamp.meter - before.meter
          : stamp.at - before.at,
    };
  }

  /** Of a reading that lost its date. */
  private reckoned(now: number): number | null {
    const { last, run } = this;
    return last === null || run?.isShown !== true ? null : last.meter + paceOf(run) * (now - last.at);
  }

  private step(told: Told): void {
    const { last, run } = this;
    const went = last === null ? 0 : told.meter - last.meter;
    // What tells when it was told does so to a tenth of a second.
    const passed = last === null ? 0 : Math.max(0, told.heardAt - last.heardAt);
    // Two readings within one second.
    if (last !== null && went === 0 && passed < 2 * LEAST_STEP_MS) return;
    this.last = told;
    if (last === null || run === null || went <= 0)
      this.run = { from: told.reading, went: 0, passed: 0, isShown: false };
    else if (run.isShown ? fits(went, passed, paceOf(run)) : agrees(went, passed, run))
      this.run = { ...run, went: FADING * run.went + went, passed: FADING * run.passed + passed, isShown: true };
    else this.run = { from: last.reading, went, passed, isShown: fits(went, passed, 1) };
  }
}

/** Meter's time by the host's. */
function paceOf({ went, passed }: Run): number {
  return went / Math.max(passed, LEAST_STEP_MS);
}

/** Whether a clock of this pace can have gone so far while so much passed at the host. */
function fits(went: number, passed: number, pace: number): boolean {
  const [expected, late] = [pace * passed, Math.max(TOLERANCE_MS, LATENESS_MS * pace)];
  return Math.abs(went - expected) <= late + DRIFT * expected;
}

/** Whether a step is like the one before it, of which nobody knows yet whether it was a leap. */
function agrees(went: number, passed: number, run: Run): boolean {
  const [speed, before] = [went / Math.max(passed, LEAST_STEP_MS), paceOf(run)];
  return speed <= before * ALIKE && speed >= before / ALIKE;
}

/** When the meter's clock was told, by what the decoder says of both clocks; null where it does not. */
function heardAt({ clockOffset }: Reading, meter: number): number | null {
  return clockOffset === null ? null : meter - clockOffset * 1000;
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
