// What is left alone for a while: windows whose last call was no good, and all of the past after such a call.
import type { DayKey } from '../../grid/paris-time';
import type { Call } from './after-call';
import { keyOf, type Wire } from './progress';

/** Servers that are ill are asked again so much later, for something else first. */
const PAUSE_MS = 3_600_000;
const REST_MS = 24 * PAUSE_MS;

export class Rests {
  private windows: { readonly call: Call; readonly until: number }[] = [];
  /** The past goes on then. */
  pausedUntil = -Infinity;

  add(call: Call, now: number): void {
    this.pausedUntil = now + PAUSE_MS;
    this.windows.push({ call, until: now + REST_MS });
  }

  /** Where a clock was put back a rest is no longer than it would have been. */
  of(wire: Wire, now: number): (day: DayKey) => boolean {
    this.windows = this.windows.filter(({ until }) => until > now && until <= now + REST_MS);
    if (this.pausedUntil > now + PAUSE_MS) this.pausedUntil = now + PAUSE_MS;
    const resting = this.windows.filter(({ call }) => keyOf(call.wire) === keyOf(wire));
    return (day) => resting.some(({ call: { window } }) => day >= window.from && day < window.to);
  }

  /** When the first window can be asked for again. */
  get firstEnd(): number | undefined {
    return this.windows[0]?.until;
  }

  clear(): void {
    this.windows = [];
    this.pausedUntil = -Infinity;
  }
}
