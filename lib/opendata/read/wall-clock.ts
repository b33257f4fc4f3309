// Local times without an offset: in October the hour from 02:00 to 03:00 is there twice, and only the order of the times tells which.
import { type LocalTime, PARIS } from '../../grid/paris-time';

/** A wall-clock time, and what is finer than its second. */
export interface WallTime extends Required<LocalTime> {
  readonly millis: number;
}

/** Farther back is no step back in time, but where another series begins. */
const NEAR = 3 * 3_600_000;

/** As if it were UTC: to compare wall-clock times. */
export function wallMs(time: WallTime): number {
  return Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second, time.millis);
}

/**
 * Follows the times of one column. Rows that go forward in time come to the first of both hours first: a step back inside of it begins
 * the second. Rows that go back in time come to the second first, and a step forward begins the first. Many rows of one time (one for
 * each region) change nothing.
 */
export class WallClock {
  private last = Number.NaN;
  private inside = false;
  private down = false;
  private later = false;

  /** A time that is there once. */
  pass(wall: number): void {
    this.last = wall;
    this.inside = false;
  }

  /** The instant of a time that PARIS.isDoubled. */
  doubled(time: WallTime): number {
    const wall = wallMs(time);
    if (!this.inside) {
      this.down = wall < this.last && this.last - wall < NEAR;
      this.later = this.down;
    } else if (this.down ? wall > this.last : wall < this.last) this.later = !this.later;
    this.inside = true;
    this.last = wall;
    return PARIS.toInstant(time, this.later ? 'later' : 'earlier') + time.millis;
  }
}
