// What comes next for one meter, of all that its listeners want.
import { CLOCK_TOLERANCE_MS, type Clock } from '../../grid/clock';
import { PARIS, type DayKey } from '../../grid/paris-time';
import { fingerprintOf } from '../../provider/credentials';
import type { Door } from '../door';
import type { KeptPoints } from '../kept/kept-points';
import type { DayWindow, Series } from '../series';
import type { Call } from './after-call';
import type { BackfillState } from './news';
import { nextPast, nextTry, oldestDay, pastLeft, RECENT_DAYS, type ByItself, type Situation } from './planner';
import { keyOf, type Wire } from './progress';
import type { ProgressBook } from './progress-book';
import type { Rests } from './rests';
import type { Wanted } from './wanted';

/** A call and when it may go out, epoch ms; without a call: when to look again. */
export interface Appointment {
  readonly at: number;
  readonly call?: Call;
}

/** A clock that shows an earlier day was never set: nothing is asked of days that nobody knows. */
const FIRST_SENSIBLE_MS = Date.UTC(2024, 0, 1);

/** How far ahead of the time a clock is believed to have been. */
const AHEAD_DAYS = 31;

export class Agenda {
  /** When the days of a series were last looked at, by its key. */
  private readonly lookedAt = new Map<string, number>();

  constructor(
    private readonly prm: string,
    private readonly kept: KeptPoints,
    private readonly book: ProgressBook,
    private readonly rests: Rests,
    private readonly clock: Clock,
  ) {}

  /** The day's tries come before the past. */
  async next(door: Door, wanted: readonly Wanted[]): Promise<Appointment | undefined> {
    if (this.clock.now() < FIRST_SENSIBLE_MS) return { at: FIRST_SENSIBLE_MS };
    const tried = await this.nextTry(door, wanted);
    const past = await this.nextPast(door, wanted);
    if (tried === undefined || past === undefined) return tried ?? past;
    return tried.at <= past.at ? tried : past;
  }

  async backfill(door: Door, wanted: readonly Wanted[]): Promise<BackfillState> {
    let daysLeft = 0;
    let reached: DayKey | undefined;
    for (const one of wanted.filter(({ backfill }) => backfill)) {
      const situation = await this.situation(door, one);
      const left = pastLeft(situation);
      if (left > 0 && daysLeft === 0) reached = nextPast(situation)?.to;
      daysLeft += left;
    }
    const { cancelled } = await this.book.read();
    return { running: daysLeft > 0 && !cancelled, daysLeft, reached };
  }

  /** What a message that asks for these days lets go out now, if the quota does. */
  async within(
    door: Door,
    wire: Wire,
    byItself: ByItself | undefined,
    { from, to }: DayWindow,
  ): Promise<Call | undefined> {
    const situation = await this.situation(door, wire);
    if (situation.now < FIRST_SENSIBLE_MS) return undefined;
    const tried = nextTry(situation, byItself);
    if (tried !== undefined && tried.at <= situation.now && tried.window.from < to && from < tried.window.to)
      return { wire, window: tried.window, kind: 'try' };
    const window = nextPast(situation, from, to);
    return window && { wire, window, kind: 'past' };
  }

  private async nextTry(door: Door, wanted: readonly Wanted[]): Promise<Appointment | undefined> {
    let first: Required<Appointment> | undefined;
    for (const { byItself, direction, measure } of wanted) {
      const wire = { direction, measure };
      const tried = byItself && nextTry(await this.situation(door, wire), byItself);
      if (tried !== undefined && (first === undefined || tried.at < first.at))
        first = { at: tried.at, call: { wire, window: tried.window, kind: 'try' } };
    }
    return first && { ...first, at: Math.max(first.at, await this.earliest(door, first.call)) };
  }

  private async nextPast(door: Door, wanted: readonly Wanted[]): Promise<Appointment | undefined> {
    const { cancelled, since } = await this.book.read();
    for (const { backfill, direction, measure } of wanted) {
      const wire = { direction, measure };
      const situation = await this.situation(door, wire);
      // What the machine has missed since it began is no past.
      const window = nextPast(situation, backfill && !cancelled ? undefined : (since ?? PARIS.dayKey(situation.now)));
      if (window === undefined) continue;
      const call: Call = { wire, window, kind: 'past' };
      const at = Math.max(situation.now, this.rests.pausedUntil, await this.earliest(door, call));
      return { at, call };
    }
    const { firstEnd } = this.rests;
    return firstEnd === undefined ? undefined : { at: firstEnd };
  }

  /** When the ledger lets it go out. */
  earliest(door: Door, { wire, kind }: Call): Promise<number> {
    return door.earliest({ prm: this.prm, ...wire }, kind === 'try' ? 'daily' : 'backfill');
  }

  private async situation(door: Door, { direction, measure }: Wire): Promise<Situation> {
    const now = this.clock.now();
    const today = PARIS.dayKey(now);
    const series = { prm: this.prm, direction, measure };
    // The days to come as well: a clock that was ahead may have asked for them.
    await this.kept.load(series, { from: oldestDay(door.row, measure, today), to: PARIS.addDays(today, AHEAD_DAYS) });
    await this.lookAtClock(series, now);
    return {
      wire: { direction, measure },
      row: door.row,
      progress: await this.progress(today),
      now,
      day: (day) => this.kept.day(series, day),
      rests: this.rests.of({ direction, measure }, now),
      share: shareOf(this.prm),
      ...(door.since !== undefined && { since: door.since }),
    };
  }

  private async lookAtClock(series: Series, now: number): Promise<void> {
    const key = keyOf(series);
    const before = this.lookedAt.get(key);
    this.lookedAt.set(key, now);
    if (before === undefined || now < before) await this.kept.distrust(series, now + CLOCK_TOLERANCE_MS);
  }

  private async progress(today: DayKey): ReturnType<ProgressBook['read']> {
    const progress = await this.book.read();
    if (progress.since !== undefined && progress.since <= today) return progress;
    const begun = { ...progress, since: PARIS.addDays(today, -RECENT_DAYS) };
    await this.book.write(begun);
    return begun;
  }
}

/** The same after each start, another one for another meter. */
export function shareOf(prm: string): number {
  return parseInt(fingerprintOf(prm).slice(0, 6), 16) / 0x1000000;
}
