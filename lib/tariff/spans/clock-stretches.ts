// How the clocks of a civil day run: on the two days of a change there are two stretches, between which they jump.
import { PARIS, type DayKey } from '../../grid/paris-time';
import { intervalOfDay, type Interval } from '../../grid/point';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export interface ClockStretch extends Interval {
  /** What the clocks show at `start`, in minutes of the day. */
  readonly minute: number;
}

/** In order; what the clocks skip is in none, what they show twice is in both. */
export function clockStretchesOf(day: DayKey): ClockStretch[] {
  const { start, end } = intervalOfDay(day);
  if (end - start === DAY) return [{ start, end, minute: 0 }];
  const change = changeBetween(start, end);
  const { hour, minute } = PARIS.fields(change);
  return [
    { start, end: change, minute: 0 },
    { start: change, end, minute: hour * 60 + minute },
  ];
}

/** The first minute at which the offset is the new one. */
function changeBetween(start: number, end: number): number {
  const before = PARIS.offsetMinutes(start);
  let [no, yes] = [start, end];
  while (yes - no > MINUTE) {
    const middle = no + Math.floor((yes - no) / 2 / MINUTE) * MINUTE;
    if (PARIS.offsetMinutes(middle) === before) no = middle;
    else yes = middle;
  }
  return yes;
}
