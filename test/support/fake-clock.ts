// A clock whose hands the test turns.
import type { Clock, Stop } from '../../nodes/runtime/clock';

interface Timer {
  at: number;
  every: number | null;
  run: () => void;
}

export class FakeClock implements Clock {
  readonly #timers = new Set<Timer>();
  #now: number;

  constructor(now = Date.UTC(2026, 0, 15, 11, 0, 0)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): Stop {
    return this.#add({ at: this.#now + ms, every: null, run });
  }

  every(ms: number, run: () => void): Stop {
    return this.#add({ at: this.#now + ms, every: ms, run });
  }

  /** Timers that wait to run: what a closed node must not leave behind. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Turns the hands by `ms`; everything due on the way runs, in order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [next] = [...this.#timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#now = next.at;
      if (next.every === null) this.#timers.delete(next);
      else next.at += next.every;
      next.run();
    }
    this.#now = end;
  }

  #add(timer: Timer): Stop {
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }
}
