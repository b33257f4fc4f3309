// Time as something that is handed in: what waits on the hour, on a token or on a quota can be tried at any speed.

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs once after `ms`, however long that is. @returns takes it back */
  after(ms: number, run: () => void): () => void;
}

/** Node's timers hold 24.8 days; what is longer would fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
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
};
