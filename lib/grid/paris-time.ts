// Civil time of France. Luxon finds the clock changes of a year once; after that every conversion is arithmetic on that
// table, which is many times faster than asking a library for each point and leaves the doubled hour of October to the
// caller, who alone knows the order of the points.
import { IANAZone } from 'luxon';

/** A wall-clock time; month 1..12, day 1..31, hour 0..23. Missing parts of the clock are 0. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
}

export interface LocalFields extends Required<LocalTime> {
  /** 1 Monday … 7 Sunday. */
  readonly weekday: number;
}

/** A civil day, `YYYY-MM-DD`; such keys compare and sort as strings. */
export type DayKey = string;

/** The Tempo tariff runs from 06:00 to 06:00 (spec/signals.md §2.1). */
export const TARIFF_DAY_HOUR = 6;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** One stretch between two clock changes, or between a change and the edge of its year; offset in ms, local minus UTC. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** One zone: instants are epoch milliseconds, local times are parts, days are keys. All methods are pure. */
export class CivilZone {
  readonly name: string;
  private readonly rules: IANAZone;
  private readonly years = new Map<number, readonly Span[]>();
  private last: Span = { from: 0, to: 0, offset: 0 };
  private told = { ms: NaN, text: '' };
  /** What the texts of a minute have in common. */
  private minute = { at: NaN, offset: 0, front: '', end: '' };

  /** @throws RangeError when the runtime does not know the zone */
  constructor(name = 'Europe/Paris') {
    if (!IANAZone.isValidZone(name)) throw new RangeError(`unknown time zone: ${name}`);
    this.name = name;
    this.rules = IANAZone.create(name);
  }

  /** Local minus UTC, in minutes: 60 or 120 in metropolitan France. */
  offsetMinutes(ms: number): number {
    return this.offset(ms) / MINUTE;
  }

  /** `2026-11-24T18:00:00+01:00`; milliseconds only when there are some. */
  iso(ms: number): string {
    // What comes together is of one instant: it shares one text.
    if (ms !== this.told.ms) this.told = { ms, text: this.textOf(ms) };
    return this.told.text;
  }

  private textOf(ms: number): string {
    const offset = this.offset(ms);
    const wall = Math.trunc(ms + offset);
    const at = Math.floor(wall / MINUTE);
    if (at !== this.minute.at || offset !== this.minute.offset) this.minute = minuteOf(at, offset);
    const { front, end } = this.minute;
    const seconds = Math.floor((wall - at * MINUTE) / 1000);
    const thousandths = wall - at * MINUTE - 1000 * seconds;
    const fraction = thousandths === 0 ? '' : `.${String(thousandths).padStart(3, '0')}`;
    // Joined it is one string; added up it would be a tree of its parts for as long as it is kept.
    return [front, two(seconds), fraction, end].join('');
  }

  /**
   * The instant of a wall-clock time. In the doubled hour of autumn there are two: `hint` chooses, earlier unless told.
   * A time in the skipped hour of spring is shifted forward: 02:30 is what a clock shows that was not put forward, 03:30.
   */
  toInstant(local: LocalTime, hint: 'earlier' | 'later' = 'earlier'): number {
    const wall = wallMs(local);
    const before = this.offset(wall - DAY);
    const after = this.offset(wall + DAY);
    // Before the change the old offset holds: in autumn this is the earlier of both, in spring the shift forward.
    const byBefore = wall - before;
    if (before === after) return byBefore;
    const byAfter = wall - after;
    const validAfter = this.offset(byAfter) === after;
    if (this.offset(byBefore) === before) return hint === 'later' && validAfter ? byAfter : byBefore;
    return validAfter ? byAfter : byBefore;
  }

  fields(ms: number): LocalFields {
    const wall = new Date(ms + this.offset(ms));
    return {
      year: wall.getUTCFullYear(),
      month: wall.getUTCMonth() + 1,
      day: wall.getUTCDate(),
      hour: wall.getUTCHours(),
      minute: wall.getUTCMinutes(),
      second: wall.getUTCSeconds(),
      weekday: wall.getUTCDay() || 7,
    };
  }

  dayKey(ms: number): DayKey {
    return keyOfWall(ms + this.offset(ms));
  }

  /** Local midnight at which the civil day of this instant began. */
  dayStart(ms: number): number {
    return this.startOfDay(this.dayKey(ms));
  }

  startOfDay(key: DayKey): number {
    return this.toInstant(partsOfKey(key));
  }

  /** The instant at which the clocks of that day show `hour`:`minute`, by the rules of toInstant. */
  at(key: DayKey, hour: number, minute = 0): number {
    return this.toInstant({ ...partsOfKey(key), hour, minute });
  }

  /** Civil arithmetic: the day before or after has 23, 24 or 25 hours, and this does not care. */
  addDays(key: DayKey, days: number): DayKey {
    return keyOfWall(wallMs(partsOfKey(key)) + days * DAY);
  }

  /** 23, 24 or 25 in France. */
  hoursInDay(key: DayKey): number {
    return (this.startOfDay(this.addDays(key, 1)) - this.startOfDay(key)) / HOUR;
  }

  /** True when the clocks show this time twice. */
  isDoubled(local: LocalTime): boolean {
    return this.toInstant(local, 'later') !== this.toInstant(local, 'earlier');
  }

  /** The Tempo day in force at this instant: from 00:00 to 05:59 it is still the day before. */
  tariffDay(ms: number): DayKey {
    return keyOfWall(ms + this.offset(ms) - TARIFF_DAY_HOUR * HOUR);
  }

  /** The next instant, later than `ms`, at which the clocks show `hour`:00. A skipped hour is not shown that day. */
  nextAt(ms: number, hour: number): number {
    for (let key = this.dayKey(ms); ; key = this.addDays(key, 1)) {
      const local = { ...partsOfKey(key), hour };
      for (const hint of ['earlier', 'later'] as const) {
        const instant = this.toInstant(local, hint);
        if (instant > ms && this.fields(instant).hour === hour) return instant;
      }
    }
  }

  private offset(ms: number): number {
    if (ms >= this.last.from && ms < this.last.to) return this.last.offset;
    const year = new Date(ms).getUTCFullYear();
    let spans = this.years.get(year);
    if (spans === undefined) {
      spans = spansOfYear(this.rules, year);
      this.years.set(year, spans);
    }
    const span = spans.find((candidate) => ms < candidate.to);
    if (span === undefined) throw new RangeError(`not an instant: ${ms}`);
    this.last = span;
    return span.offset;
  }
}

/** Metropolitan France: what Ecowatt, Tempo and the meters of Enedis live by. */
export const PARIS = new CivilZone('Europe/Paris');

/** ISO 8601 with the Paris offset, as readings and signals carry it. */
export function isoParis(ms: number): string {
  return PARIS.iso(ms);
}

/** Looks once a week, then halves: no zone changes its clocks twice within seven days. */
function spansOfYear(rules: IANAZone, year: number): readonly Span[] {
  const end = Date.UTC(year + 1, 0, 1);
  const offsetAt = (ms: number): number => Math.round(rules.offset(ms) * MINUTE);
  const spans: Span[] = [];
  let from = Date.UTC(year, 0, 1);
  let offset = offsetAt(from);
  for (let at = from; at < end;) {
    const next = Math.min(at + 7 * DAY, end);
    const then = offsetAt(next);
    if (then !== offset) {
      const change = firstInstant(at, next, (ms) => offsetAt(ms) !== offset);
      if (change < end) {
        spans.push({ from, to: change, offset });
        from = change;
        offset = then;
      }
    }
    at = next;
  }
  spans.push({ from, to: end, offset });
  return spans;
}

/** The first instant in ]low, high] for which `test` holds, given that it holds at `high` and not at `low`. */
function firstInstant(low: number, high: number, test: (ms: number) => boolean): number {
  let [no, yes] = [low, high];
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2);
    if (test(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/** @param at minutes of local time since 1970 */
function minuteOf(at: number, offset: number): { at: number; offset: number; front: string; end: string } {
  const minutes = Math.abs(Math.round(offset / MINUTE));
  const front = new Date(at * MINUTE).toISOString().slice(0, -'00.000Z'.length);
  const end = [offset < 0 ? '-' : '+', two(Math.floor(minutes / 60)), ':', two(minutes % 60)].join('');
  return { at, offset, front, end };
}

function wallMs(local: LocalTime): number {
  return Date.UTC(local.year, local.month - 1, local.day, local.hour ?? 0, local.minute ?? 0, local.second ?? 0);
}

function keyOfWall(wall: number): DayKey {
  return new Date(wall).toISOString().slice(0, 10);
}

function partsOfKey(key: DayKey): { year: number; month: number; day: number } {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(key);
  if (!match) throw new RangeError(`not a civil day: ${key}`);
  return { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
