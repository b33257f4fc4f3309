// When an asset is there, as people write it: hours of each day (`08:00-12:00`), of some days of the week (`mon-fri 08:00-12:00`,
// `sam,dim 10:00-16:00`), or once, as an interval of ISO 8601 (`2026-01-05T08:00/2026-01-05T12:00`, `2026-01-05T08:00/PT4H`).
// Several stand side by side with `;` or line ends between them. Hours are those of the clocks there: a night of a clock change has
// an hour more or less.
import { DateTime, Duration } from 'luxon';
import type { CivilZone, DayKey } from '../../grid/paris-time';
import { DAY_NAMES } from './day-names';
import type { Potential, TimePeriod } from './site';

/** Something in the text is no period. */
export class PeriodsError extends RangeError {
  /** @param part what could not be read, as it stands there */
  constructor(readonly part: string) {
    super(`no period of time: ${part}`);
    this.name = 'PeriodsError';
  }
}

/** Hours of the day that repeat; an end that is not after its beginning is one of the next day. */
interface Daily {
  /** 1 Monday … 7 Sunday. */
  readonly weekdays: ReadonlySet<number>;
  readonly from: TimeOfDay;
  readonly to: TimeOfDay;
}

interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

const EVERY_DAY: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7]);
/** An hour without its day. */
const HOURS = /^T?\d{1,2}:/;
const ISO_DAY_LENGTH = 'YYYY-MM-DD'.length;
const DAILY = /^(?:([a-z]+(?:\s*[-,]\s*[a-z]+)*)\.?\s+)?(\d{1,2})[:h](\d{2})\s*[-–]\s*(\d{1,2})[:h](\d{2})$/i;

/**
 * @param text empty: never
 * @param zone of hours, and of intervals without one
 * @returns when it is there round an instant: what repeats on the day before, on its day and on the day after; what does not, whole
 * @throws PeriodsError
 */
export function periodsOf(text: string, zone: CivilZone): Potential['periods'] {
  const daily: Daily[] = [];
  const once: TimePeriod[] = [];
  for (const part of text.split(/[;\n]/).map((each) => each.trim())) {
    if (part === '') continue;
    if (part.includes('/')) once.push(intervalOf(part, zone));
    else daily.push(dailyOf(part));
  }
  return (at) => [...once, ...daily.flatMap((hours) => around(hours, zone, at))];
}

function around({ weekdays, from, to }: Daily, zone: CivilZone, at: number): TimePeriod[] {
  const today = zone.dayKey(at);
  return [-1, 0, 1].flatMap((days) => {
    const day = zone.addDays(today, days);
    if (!weekdays.has(weekdayOf(day))) return [];
    const isOvernight = minutesOf(to) <= minutesOf(from);
    const start = zone.at(day, from.hour, from.minute);
    const end = endOf(zone, isOvernight ? zone.addDays(day, 1) : day, to);
    // Both may lie in the hour that is skipped in spring.
    return start < end ? [{ start, end }] : [];
  });
}

/** Until an hour that comes twice is until it comes the second time. */
function endOf(zone: CivilZone, day: DayKey, { hour, minute }: TimeOfDay): number {
  if (hour === 24) return zone.startOfDay(zone.addDays(day, 1));
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return zone.toInstant({ year, month, day: date, hour, minute }, 'later');
}

function weekdayOf(day: DayKey): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

function minutesOf({ hour, minute }: TimeOfDay): number {
  return hour * 60 + minute;
}

function dailyOf(part: string): Daily {
  const [, days, ...clock] = DAILY.exec(part) ?? [];
  const [fromHour = NaN, fromMinute = NaN, toHour = NaN, toMinute = NaN] = clock.map(Number);
  const from = { hour: fromHour, minute: fromMinute };
  const to = { hour: toHour, minute: toMinute };
  if (!isTime(from, 23) || !isTime(to, 24)) throw new PeriodsError(part);
  return { weekdays: days === undefined ? EVERY_DAY : weekdaysOf(days, part), from, to };
}

/** 24:00 ends a day. */
function isTime({ hour, minute }: TimeOfDay, last: number): boolean {
  return hour <= last && minute < 60 && (hour < 24 || minute === 0);
}

/** `mon-fri`, `sam,dim`, `fri-mon`. */
function weekdaysOf(text: string, part: string): ReadonlySet<number> {
  const found = new Set<number>();
  for (const range of text.toLowerCase().split(',')) {
    const names = range.split('-').map((name) => DAY_NAMES[name.trim().slice(0, 3)]);
    const [first, last = first] = names;
    if (first === undefined || last === undefined || names.length > 2) throw new PeriodsError(part);
    for (let day = first; ; day = (day % 7) + 1) {
      found.add(day);
      if (day === last) break;
    }
  }
  return found;
}

function intervalOf(part: string, zone: CivilZone): TimePeriod {
  const [one = '', other = '', ...more] = part.split('/').map((each) => each.trim());
  // A short end is of the day of the beginning; left to Luxon it would be of today.
  const whole = HOURS.test(other) ? `${one.slice(0, ISO_DAY_LENGTH)}T${other.replace('T', '')}` : other;
  const start = one.startsWith('P') && !other.startsWith('P') ? undefined : instantOf(one, zone);
  const end = other.startsWith('P') ? undefined : instantOf(whole, zone);
  const from = start ?? end?.minus(Duration.fromISO(one));
  const to = end ?? start?.plus(Duration.fromISO(other));
  const period = { start: from?.toMillis() ?? NaN, end: to?.toMillis() ?? NaN };
  if (more.length > 0 || !(period.start < period.end)) throw new PeriodsError(part);
  return period;
}

function instantOf(text: string, zone: CivilZone): DateTime {
  return DateTime.fromISO(HOURS.test(text) ? '' : text, { zone: zone.name });
}
