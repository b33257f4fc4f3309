// Time as something that is handed in: what waits on the hour, on a token or on a quota can be tried at any speed.

/** Takes a timer back; harmless when it has run or was taken back already. */
export type Stop = () => void;

export interface Clock {
  /** Epoch milliseconds, as the wall clock says: it may be put right, by years, at any moment. */
  now(): number;
  /** Milliseconds since some start, whatever happens to the wall clock. */
  elapsed(): number;
  /** Runs once after `ms`, however long that is. */
  after(ms: number, run: () => void): Stop;
  every(ms: number, run: () => void): Stop;
}

/** Node's timers hold 24.8 days; what is longer would fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(ms, run) {
    let timer: NodeJS.Timeout;
    const wait = (left: number): void => {
      const step = Math.min(Math.max(left, 0), LONGEST_TIMER_MS);
      timer = setTimeout(() => {
        if (left > step) wait(left - step);
        else run();
      }, step);
    };
    wait(ms);
    return () => {
      clearTimeout(timer);
    };
  },
  every(ms, run) {
    const timer = setInterval(run, ms);
    return () => {
      clearInterval(timer);
    };
  },
};

/** More than clocks drift between two looks, less than what anybody would set them by. */
export const CLOCK_TOLERANCE_MS = 60_000;
/** How long it takes at most until somebody who waits for a time of day sees that the clock was put right. */
const LOOK_EVERY_MS = 60_000;

/**
 * Runs once when the wall clock shows `instant`, or soon after the clock has been put forward or back: a Raspberry Pi
 * starts in 1970 or at the hour of its last stop, and whoever waited for a time of day must then reckon anew.
 */
export function atTime(clock: Clock, instant: number, run: () => void): Stop {
  const watch = new ClockWatch(clock);
  let stop: Stop;
  const wait = (): void => {
    stop = clock.after(Math.min(Math.max(instant - clock.now(), 0), LOOK_EVERY_MS), () => {
      if (clock.now() >= instant || watch.turnedBy() !== 0) run();
      else wait();
    });
  };
  wait();
  return () => {
    stop();
  };
}

/** Notices that the wall clock was put forward or back. */
export class ClockWatch {
  private offset: number;

  /** @param toleranceMs what passes unnoticed */
  constructor(
    private readonly clock: Clock,
    private readonly toleranceMs = CLOCK_TOLERANCE_MS,
  ) {
    this.offset = this.read();
  }

  /** By how much since the last time that it was told, in ms; 0 for what clocks drift. */
  turnedBy(): number {
    const by = this.read() - this.offset;
    if (Math.abs(by) <= this.toleranceMs) return 0;
    this.offset += by;
    return by;
  }

  private read(): number {
    return this.clock.now() - this.clock.elapsed();
  }
}
