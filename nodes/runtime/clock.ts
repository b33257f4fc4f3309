// Time as nodes use it: passed in, so that tests can turn the hands.
import { SYSTEM_CLOCK, type Clock as GridClock } from '../../lib/grid/clock';

/** Stops a timer; harmless when it has run or was stopped. */
export type Stop = () => void;

export interface Clock extends GridClock {
  every(ms: number, run: () => void): Stop;
}

export const systemClock: Clock = {
  ...SYSTEM_CLOCK,
  every: (ms, run) => {
    const timer = setInterval(run, ms);
    return () => {
      clearInterval(timer);
    };
  },
};
