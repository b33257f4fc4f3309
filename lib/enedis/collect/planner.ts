// What is the next call for one series, and when? Pure: the ledger has the last word on when it goes out.
import { PARIS, type DayKey } from '../../grid/paris-time';
import type { HourRange } from '../door';
import { daysBetween, type KeptDay } from '../kept/day';
import type { DayWindow, Measure } from '../series';
import type { PlannedRow } from './news';
import { boundsOf, liesInFuture, progressOf, type Progress, type Wire } from './progress';

/** All that decides about one series. */
export interface Situation {
  readonly wire: Wire;
  readonly row: PlannedRow;
  readonly progress: Progress;
  readonly now: number;
  /** What is kept of a day; undefined: it was never asked for. */
  readonly day: (day: DayKey) => KeptDay | undefined;
  /** Since when the consent allows. */
  readonly since?: DayKey;
  /** Not to be asked for just now: the last answer was no good. */
  readonly rests?: (day: DayKey) => boolean;
  /** Where in several hours this meter's lies, 0 to below 1: gateways are asked by thousands, and all begin with the first. */
  readonly share?: number;
}

/** When the user has it asked for by itself. */
export interface ByItself {
  readonly minute: number;
  readonly hours: HourRange;
}

export interface Try {
  /** Epoch ms; now when it is due. */
  readonly at: number;
  readonly window: DayWindow;
}

/** Each call of the day asks for so many days: corrections cost no call. */
export const RECENT_DAYS = 7;
/** Where the clock was put right meanwhile the day that it shows is no measure: in so long as from morning to night, no more. */
const SPENT_MS = 20 * 3_600_000;
/** Enedis has published yesterday by then. */
const PUBLISHED_AT_HOUR = 10;

/**
 * The next try for these days: one in each of the row's hours, inside the user's, while something is missing.
 * @param byItself undefined: somebody asks now, at whatever minute
 * @returns undefined when this series has nothing to be asked for by tries; the first of another day when today is complete
 */
export function nextTry(situation: Situation, byItself: ByItself | undefined): Try | undefined {
  const { row, now } = situation;
  const today = PARIS.dayKey(now);
  for (const day of [today, PARIS.addDays(today, 1), PARIS.addDays(today, 2)]) {
    if (byItself === undefined && day > today) break;
    const window = recentWindow(situation, day);
    if (window === undefined) continue;
    if (day === today && !lacksRecent(situation, window)) continue;
    for (const [from, to] of hoursOf(row.tries, byItself)) {
      const [opens, closes] = [PARIS.at(day, from), PARIS.at(day, to)];
      const hour = byItself === undefined ? from : from + Math.floor((situation.share ?? 0) * (to - from));
      const at = Math.max(now, PARIS.at(day, hour, byItself?.minute ?? 0));
      if (at >= closes || (byItself === undefined && at > now) || wasTried(situation, opens, closes)) continue;
      if (isSpent(situation, at)) continue;
      return { at, window };
    }
  }
  return undefined;
}

/**
 * The next window of the past: the newest days that lack something, as many as one call may ask for.
 * @param from not before this day; undefined: as far back as the row goes
 * @param to not this day or later
 */
export function nextPast(situation: Situation, from?: DayKey, to?: DayKey): DayWindow | undefined {
  if (progressOf(situation.progress, situation.wire).closedAt !== undefined) return undefined;
  const days = pastDays(situation, from, to);
  const newest = days.findIndex((day) => lacksPast(situation, day));
  if (newest < 0) return undefined;
  const run = days.slice(newest, newest + windowDays(situation));
  const end = run.findIndex((day) => !lacksPast(situation, day));
  const asked = end < 0 ? run : run.slice(0, end);
  return searched(situation, asked);
}

/** How many days of the past still lack something. */
export function pastLeft(situation: Situation, from?: DayKey): number {
  return pastDays(situation, from).filter((day) => lacksPast(situation, day)).length;
}

/** The first day that the row has of a measure. */
export function oldestDay(row: PlannedRow, measure: Measure, today: DayKey): DayKey {
  const { months, days } = row.depth[measure];
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return PARIS.addDays(first.toISOString().slice(0, 10), Math.min(day, last) - 1 - days);
}

/** Longest first hours that the row and the user have in common; the row's where they have none. */
function hoursOf(tries: readonly HourRange[], byItself: ByItself | undefined): readonly HourRange[] {
  if (byItself === undefined) return tries;
  const [first, end] = byItself.hours;
  const common = tries
    .map(([from, to]): HourRange => [Math.max(from, first), Math.min(to, end)])
    .filter(([from, to]) => from < to);
  return common.length > 0 ? common : tries;
}

/** A try that lies in the row's hours takes them; as many tries as there are hours are all of a day. */
function wasTried(situation: Situation, opens: number, closes: number): boolean {
  return triesOf(situation).some((at) => at >= opens && at < closes);
}

function isSpent(situation: Situation, now: number): boolean {
  const { wire, row, progress } = situation;
  const { closedAt } = progressOf(progress, wire);
  const day = PARIS.dayKey(now);
  const most = closedAt === undefined ? row.tries.length : 1;
  const tries = triesOf(situation);
  return tries.filter((at) => at > now - SPENT_MS || PARIS.dayKey(at) === day).length >= most;
}

function triesOf({ progress, wire }: Situation): readonly number[] {
  return progressOf(progress, wire).tries;
}

function recentWindow(situation: Situation, today: DayKey): DayWindow | undefined {
  const days = Math.min(RECENT_DAYS, windowDays(situation));
  const from = later(PARIS.addDays(today, -days), firstDay(situation));
  return from < today ? { from, to: today } : undefined;
}

function lacksRecent(situation: Situation, { from, to }: DayWindow): boolean {
  const { now } = situation;
  for (let day = from; day < to; day = PARIS.addDays(day, 1)) {
    const kept = situation.day(day);
    if (kept === undefined || kept.state === 'open' || isDoubtful(kept, now)) return true;
  }
  return false;
}

/**
 * Never asked for; closed before the user had the past asked for again; or left open by a machine that was off meanwhile. The
 * newest days are for the tries, but what nobody has asked for yet may come at once.
 */
function lacksPast(situation: Situation, day: DayKey): boolean {
  const { now, progress, rests } = situation;
  if (rests?.(day) === true) return false;
  const kept = situation.day(day);
  if (kept === undefined || isDoubtful(kept, now)) return true;
  if (kept.state === 'complete') return false;
  if (kept.at < (progress.reloadedAt ?? -Infinity)) return true;
  return kept.state === 'open' && daysBetween(day, PARIS.dayKey(now)) > RECENT_DAYS;
}

/** A clock that was ahead has asked for it too early. */
function isDoubtful({ at, state }: KeptDay, now: number): boolean {
  return state !== 'complete' && liesInFuture(at, now);
}

/** Newest first. */
function pastDays(situation: Situation, from?: DayKey, to?: DayKey): DayKey[] {
  const { row, wire, now, progress } = situation;
  const today = PARIS.dayKey(now);
  const yesterday = PARIS.addDays(today, -1);
  // Yesterday is for the tries, but where nothing was asked for lately: a meter that is new here, a machine that was off.
  const isNew = situation.day(PARIS.addDays(yesterday, -1)) === undefined;
  const end = isNew && PARIS.fields(now).hour >= PUBLISHED_AT_HOUR ? today : yesterday;
  const { ended } = progressOf(progress, wire);
  const first = [oldestDay(row, wire.measure, today), from, firstDay(situation), believed(ended, today)].reduce<DayKey>(
    (latest, day) => later(latest, day),
    '',
  );
  return daysBack(today, first).filter((day) => day >= first && day < end && (to === undefined || day < to));
}

/** From the day before, newest first, as far as `first`; made once a day, for plans are made often. */
function daysBack(today: DayKey, first: DayKey): readonly DayKey[] {
  if (back.today !== today) back = { today, days: [PARIS.addDays(today, -1)] };
  const { days } = back;
  for (let last = days.at(-1) ?? first; last > first; days.push(last)) last = PARIS.addDays(last, -1);
  return days;
}

let back: { readonly today: DayKey; readonly days: DayKey[] } = { today: '', days: [] };

/** The first day that can be asked for: after what was refused, and not before the consent. */
function firstDay({ wire, progress, now, since }: Situation): DayKey | undefined {
  const today = PARIS.dayKey(now);
  const bounds = boundsOf(progress, wire).map(({ refused }) => believed(refused, today));
  return bounds.reduce<DayKey | undefined>(
    (latest, refused) => (refused === undefined ? latest : later(PARIS.addDays(refused, 1), latest)),
    since,
  );
}

/** Of a day that is still to come only a wrong clock can have known. */
function believed(day: DayKey | undefined, today: DayKey): DayKey | undefined {
  return day !== undefined && day < today ? day : undefined;
}

/**
 * Where a window was refused that began too early, the first day that is answered is searched by halves: between the window
 * that was refused and the earliest that was answered.
 * @param days newest first
 */
function searched({ wire, progress, now }: Situation, days: readonly DayKey[]): DayWindow | undefined {
  const [newest, oldest] = [days[0], days.at(-1)];
  if (newest === undefined || oldest === undefined) return undefined;
  const to = PARIS.addDays(newest, 1);
  const today = PARIS.dayKey(now);
  const isSearched = boundsOf(progress, wire).some(
    ({ refused, answered }) =>
      believed(refused, today) !== undefined &&
      refused === PARIS.addDays(oldest, -1) &&
      (answered === undefined || answered > oldest),
  );
  return { from: isSearched ? PARIS.addDays(oldest, Math.floor(days.length / 2)) : oldest, to };
}

function windowDays({ wire, row, progress }: Situation): number {
  return Math.min(row.windowDays[wire.measure], progressOf(progress, wire).windowDays ?? Infinity);
}

function later(a: DayKey, b: DayKey | undefined): DayKey {
  return b !== undefined && b > a ? b : a;
}
