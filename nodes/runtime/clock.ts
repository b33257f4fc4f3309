// Time as nodes use it: passed in, so that tests can turn the hands.

/** Stops a timer; harmless when it has run or was stopped. */
export type Stop = () => void;

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  after(ms: number, run: () => void): Stop;
  every(ms: number, run: () => void): Stop;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => {
      clearTimeout(timer);
    };
  },
  every: (ms, run) => {
    const timer = setInterval(run, ms);
    return () => {
      clearInterval(timer);
    };
  },
};
