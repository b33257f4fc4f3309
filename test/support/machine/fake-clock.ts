// A clock whose hands the test turns.
import type { Clock, Stop } from '../../../lib/grid/clock';

interface Timer {
  /** On the clock that nobody turns, see `elapsed`. */
  at: number;
  every: number | null;
  run: () => void;
}

export class FakeClock implements Clock {
  private readonly timers = new Set<Timer>();
  private wallMs: number;
  private elapsedMs = 0;

  /** @param now epoch milliseconds, or ISO 8601 */
  constructor(now: number | string = Date.UTC(2026, 0, 15, 11, 0, 0)) {
    this.wallMs = instant(now);
  }

  now(): number {
    return this.wallMs;
  }

  elapsed(): number {
    return this.elapsedMs;
  }

  after(ms: number, run: () => void): Stop {
    return this.add({ at: this.elapsedMs + ms, every: null, run });
  }

  every(ms: number, run: () => void): Stop {
    return this.add({ at: this.elapsedMs + ms, every: ms, run });
  }

  /** Timers that wait to run: what a closed node must not leave behind. */
  get pending(): number {
    return this.timers.size;
  }

  /** Turns the hands by `ms`; everything due on the way runs, in order. */
  advance(ms: number): void {
    const end = this.elapsedMs + ms;
    for (;;) {
      const next = this.earliest();
      if (next === undefined || next.at > end) break;
      this.goTo(Math.max(next.at, this.elapsedMs));
      if (next.every === null) this.timers.delete(next);
      else next.at += next.every;
      next.run();
    }
    this.goTo(end);
  }

  advanceTo(time: number | string): void {
    this.advance(instant(time) - this.wallMs);
  }

  /** Sets the wall clock, forward or back: what happens to a wrong clock. Timers run as they would have. */
  set(time: number | string): void {
    this.wallMs = instant(time);
  }

  /** What the wall clock will show when the next timer is due. */
  get nextTimer(): number | undefined {
    const next = this.earliest();
    return next === undefined ? undefined : this.wallMs + next.at - this.elapsedMs;
  }

  /** Of those due together the one that was set first. */
  private earliest(): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.timers) if (earliest === undefined || timer.at < earliest.at) earliest = timer;
    return earliest;
  }

  private goTo(elapsed: number): void {
    this.wallMs += elapsed - this.elapsedMs;
    this.elapsedMs = elapsed;
  }

  private add(timer: Timer): Stop {
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }
}

function instant(time: number | string): number {
  return typeof time === 'string' ? Date.parse(time) : time;
}
