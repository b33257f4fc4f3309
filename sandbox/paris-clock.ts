// Civil time of mainland France, on its own table: last Sunday of March and of October, 01:00 UTC (Directive 2000/84/EC).
// Written apart from lib/grid on purpose: a stand-in must not share a mistake with what it tests.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface ParisTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 Sunday to 6 Saturday. */
  readonly weekday: number;
  readonly summer: boolean;
}

/** What a clock on a wall in Paris shows at `at` (epoch milliseconds). */
export function parisTime(at: number): ParisTime {
  const wall = new Date(parisWall(at));
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
    weekday: wall.getUTCDay(),
    summer: isSummer(at),
  };
}

/** The wall clock as if it were UTC, in milliseconds: good for arithmetic on days and minutes, not an instant. */
export function parisWall(at: number): number {
  return at + (isSummer(at) ? 2 : 1) * HOUR;
}

/** Number of the civil day, days since 1970-01-01 on the wall. */
export function parisDay(at: number): number {
  return Math.floor(parisWall(at) / DAY);
}

/** The instant of a wall time; the doubled hour means its first pass, the skipped hour is read with the winter offset. */
export function parisInstant(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  const asSummer = wall - 2 * HOUR;
  return isSummer(asSummer) ? asSummer : wall - HOUR;
}

/** The instant at which civil day number `day` reaches `hour`:00. */
export function dayInstant(day: number, hour = 0, minute = 0): number {
  const midnight = new Date(day * DAY);
  return parisInstant(midnight.getUTCFullYear(), midnight.getUTCMonth() + 1, midnight.getUTCDate(), hour, minute);
}

export function isSummer(at: number): boolean {
  if (at < asked.from || at >= asked.until) asked = changes(new Date(at).getUTCFullYear());
  return at >= asked.spring && at < asked.autumn;
}

interface Year {
  readonly from: number;
  readonly until: number;
  readonly spring: number;
  readonly autumn: number;
}

const known = new Map<number, Year>();

function changes(year: number): Year {
  let found = known.get(year);
  if (found === undefined) {
    const [from, until] = [Date.UTC(year, 0), Date.UTC(year + 1, 0)];
    found = { from, until, spring: lastSunday(year, 2), autumn: lastSunday(year, 9) };
    known.set(year, found);
  }
  return found;
}

/** 01:00 UTC on the last Sunday of a month of 31 days (`month` from 0). */
function lastSunday(year: number, month: number): number {
  const last = Date.UTC(year, month, 31, 1);
  return last - new Date(last).getUTCDay() * DAY;
}

/** The year that was asked for last: whoever asks thousands of times a second asks for the same one. */
let asked = changes(1970);
