// A clock that stands still until a test moves it. Timers fire in the order of their time, each with the clock at its time.
import type { Clock } from '../../lib/grid/clock';

interface Timer {
  at: number;
  run: () => void;
}

export class ManualClock implements Clock {
  #now: number;
  readonly #timers = new Set<Timer>();

  constructor(start: number | string) {
    this.#now = typeof start === 'string' ? Date.parse(start) : start;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** When the next timer is due. */
  get nextTimer(): number | undefined {
    const times = [...this.#timers].map((timer) => timer.at);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** How many timers wait: none may be left once a node is closed. */
  get waiting(): number {
    return this.#timers.size;
  }

  advance(ms: number): void {
    this.advanceTo(this.#now + ms);
  }

  advanceTo(time: number | string): void {
    const end = typeof time === 'string' ? Date.parse(time) : time;
    for (;;) {
      const due = [...this.#timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.run();
    }
    this.#now = end;
  }

  /** Sets the clock without firing anything, also back: what a wrong hardware clock does. */
  set(time: number | string): void {
    this.#now = typeof time === 'string' ? Date.parse(time) : time;
  }
}
