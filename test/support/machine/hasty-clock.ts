// A clock that runs faster than ours, from an instant of its own: waits are short, their order is as it would be.
import { performance } from 'node:perf_hooks';
import type { Clock, Stop } from '../../../lib/grid/clock';

export class HastyClock implements Clock {
  /** How long each wait was meant to be, in ms. */
  readonly waits: number[] = [];
  private readonly begun = performance.now();

  /** @param start what it shows now, ISO 8601 */
  constructor(
    private readonly start: string,
    private readonly factor = 20,
  ) {}

  now(): number {
    return Date.parse(this.start) + Math.round(this.elapsed());
  }

  elapsed(): number {
    return (performance.now() - this.begun) * this.factor;
  }

  after(ms: number, run: () => void): Stop {
    this.waits.push(ms);
    const timer = setTimeout(run, ms / this.factor);
    return () => {
      clearTimeout(timer);
    };
  }

  every(ms: number, run: () => void): Stop {
    const timer = setInterval(run, ms / this.factor);
    return () => {
      clearInterval(timer);
    };
  }
}
