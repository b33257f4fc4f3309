// Time as something that is handed in: what waits on the hour, on a token or on a quota can be tried at any speed.

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs once after `ms`, however long that is. @returns takes it back */
  after(ms: number, run: () => void): () => void;
}

/**
 * Timers do not notice that the clock is set (a machine that has none of its own, a sleep): what is due at 22:00 would run hours
 * late. So a long wait looks at the clock so often. Node's timers hold 24.8 days anyway; what is longer would fire at once.
 */
const LOOK_EVERY_MS = 60_000;

/**
 * Waits end once the time has passed or the clock shows that it has, whichever is first: whoever waits for an instant looks at
 * the clock again.
 * @param now epoch milliseconds
 */
export function clockOn(now: () => number, lookEveryMs = LOOK_EVERY_MS): Clock {
  return {
    now,
    after(ms, run) {
      let timer: NodeJS.Timeout;
      const due = now() + ms;
      const wait = (left: number): void => {
        const step = Math.min(Math.max(left, 0), lookEveryMs);
        timer = setTimeout(() => {
          if (left > step && now() < due) wait(left - step);
          else run();
        }, step);
      };
      wait(ms);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}

export const SYSTEM_CLOCK: Clock = clockOn(() => Date.now());
