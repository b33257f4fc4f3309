// Gathers the colours for one node: asks its sources in the user's order, listens to the meter, keeps the past.
import { LinkyRedError } from '../../errors';
import { atTime, type Clock } from '../../grid/clock';
import { PARIS, type DayKey } from '../../grid/paris-time';
import { seasonStart, tempoView, type TempoKnowledge, type TempoTotals } from './state';
import type { ColourOfDay, TempoSource } from './answers';
import { isSettled, knownDay, since, withReport, type TempoClaims } from './claims';
import type { HistoryEntry, TempoHistory } from './history';
import type { KeptReader } from './kept-reader';
import { nextTempoCall, type TempoNeed } from './poll-plan';

export interface TempoCollectorOptions {
  /** The sources that can be asked, in the user's order. */
  readonly readers: readonly KeptReader[];
  /** All sources in that order, the meter included. */
  readonly order: readonly TempoSource[];
  readonly totals: TempoTotals;
  readonly history: TempoHistory;
  readonly clock: Clock;
  /** See nextTempoCall. */
  readonly minute: number;
  /** Told after each answer, each try that brought none, and what the meter says. */
  readonly changed: () => void;
}

/** Beyond these hours the next day's colour is out, and final: a source that does not know it is worth a look at the next one. */
const NEXT_DAY = { outAt: 11, settledAt: 12 } as const;

export class TempoCollector {
  private claims: TempoClaims = {};
  private problems = new Map<TempoSource, LinkyRedError>();
  private answered = true;
  private lastCall: number | undefined;
  private seasonAsked: DayKey | undefined;
  private cancel: (() => void) | undefined;
  private closed = false;
  private readonly tasks = new Set<Promise<unknown>>();

  constructor(private readonly options: TempoCollectorOptions) {}

  get knowledge(): TempoKnowledge {
    const { order, totals, history } = this.options;
    return { claims: this.claims, history: history.days, order, totals };
  }

  /** What a user should know of the last round: no source had an answer, or one of them needs mending. */
  get problem(): LinkyRedError | undefined {
    const problems = [...this.problems.values()];
    return this.answered ? problems.find(({ row }) => row.reader === 'user-must-act') : problems[0];
  }

  /** Reads what was kept, then asks as planned. */
  async start(): Promise<void> {
    await this.options.history.load();
    await this.recall();
    await this.keepPast();
    if (this.closed) return;
    this.options.changed();
    this.plan();
  }

  /** Takes up what was kept: at the start, and what a clock that was behind could not believe then. */
  private async recall(): Promise<void> {
    for (const kept of this.options.readers) {
      const report = await kept.last();
      if (report === undefined || report.at > this.options.clock.now()) continue;
      this.claims = withReport(this.claims, kept.reader.source, report.answer, report.at);
      this.lastCall = Math.max(report.at, this.lastCall ?? 0);
    }
  }

  /** Resolves when what is under way has ended, and all that it had to keep is on the disk. */
  async close(): Promise<void> {
    this.closed = true;
    this.cancel?.();
    await Promise.allSettled(this.tasks);
  }

  /** What the meter says of the days. */
  hear(days: readonly ColourOfDay[]): void {
    if (days.length === 0) return;
    this.claims = withReport(this.claims, 'meter', days, this.options.clock.now());
    this.options.changed();
  }

  /** Asks the sources in turn until the days that count are known. @throws LinkyRedError when none of them has an answer */
  refresh(): Promise<void> {
    return this.task(this.ask());
  }

  private async ask(): Promise<void> {
    this.problems = new Map();
    this.answered = this.options.readers.length === 0;
    for (const kept of this.options.readers) {
      try {
        const report = await kept.recent();
        if (this.closed) return;
        this.answered = true;
        this.claims = withReport(this.claims, kept.reader.source, report.answer, report.at);
        if (this.satisfied()) break;
      } catch (error) {
        if (this.closed) return;
        this.problems.set(kept.reader.source, asLinkyRedError(error));
      }
    }
    this.lastCall = this.options.clock.now();
    await this.keepPast();
    if (this.closed) return;
    this.options.changed();
    this.plan();
    if (await this.completeSeason()) this.options.changed();
    if (this.answered) return;
    const [first, ...others] = this.problems.values();
    if (first === undefined || others.length === 0) throw first ?? new LinkyRedError('ERR_NO_SOURCE', { detail: '' });
    const detail = [first, ...others].map(({ message }) => message).join('; ');
    throw new LinkyRedError('ERR_NO_SOURCE', { detail }, first);
  }

  /**
   * Colours of past days, from what is kept and, for days that are missing, from the sources in turn.
   * @throws LinkyRedError when days are missing and no source could be asked
   */
  past(from: DayKey, to: DayKey): Promise<HistoryEntry[]> {
    return this.task(this.askPast(from, to));
  }

  private async askPast(from: DayKey, to: DayKey): Promise<HistoryEntry[]> {
    const { history, readers } = this.options;
    let problem: LinkyRedError | undefined;
    for (const kept of readers) {
      const gap = this.gap(from, to);
      if (gap === undefined) break;
      try {
        this.learn(kept.reader.source, await kept.range(...gap));
        problem = undefined;
      } catch (error) {
        problem = asLinkyRedError(error);
      }
    }
    if (problem !== undefined && this.gap(from, to) !== undefined) throw problem;
    return history.between(from, to);
  }

  private task<T>(task: Promise<T>): Promise<T> {
    this.tasks.add(task);
    const done = (): void => {
      this.tasks.delete(task);
    };
    task.then(done, done);
    return task;
  }

  /** The stretch from the first day that is missing to the last one. */
  private gap(from: DayKey, to: DayKey): [DayKey, DayKey] | undefined {
    const known = new Set(this.options.history.between(from, to).map(({ day }) => day));
    const missing: DayKey[] = [];
    const today = this.today();
    // Of the days that are not over only that in force is looked for here, when nobody has told it: a start before 06:00.
    const last =
      to < today
        ? to
        : knownDay(this.claims, today, this.options.order).colour === null
          ? today
          : PARIS.addDays(today, -1);
    for (let day = from; day <= last; day = PARIS.addDays(day, 1)) if (!known.has(day)) missing.push(day);
    const [first, end] = [missing[0], missing.at(-1)];
    return first === undefined || end === undefined ? undefined : [first, end];
  }

  /** The day in force: what lies before it is over and does not change any more. */
  private today(): DayKey {
    return PARIS.tariffDay(this.options.clock.now());
  }

  private async keepPast(): Promise<void> {
    const today = this.today();
    // Where nobody speaks of today or later, it may be the clock that is wrong, and the day not over.
    if (!Object.keys(this.claims).some((day) => day >= today)) return;
    const entries = Object.keys(this.claims).flatMap((day): HistoryEntry[] => {
      const { colour, confirmed, source } = knownDay(this.claims, day, this.options.order);
      // A pre-signal may have changed after we heard it: the day is asked for once it is over.
      return day < today && confirmed && colour !== null && source !== null ? [{ day, colour, source }] : [];
    });
    await this.options.history.add(entries);
    this.claims = since(this.claims, PARIS.addDays(today, -1));
  }

  /** What an answer about the past says of the day in force. */
  private learn(source: TempoSource, days: readonly ColourOfDay[]): void {
    const today = this.today();
    const inForce = days.filter(({ day, colour }) => day === today && colour !== null);
    this.claims = withReport(this.claims, source, inForce, this.options.clock.now());
  }

  /** Once a day, when a day of the season is not known. @returns whether something was asked */
  private async completeSeason(): Promise<boolean> {
    const today = this.today();
    if (this.seasonAsked === today || this.gap(seasonStart(today), today) === undefined) return false;
    this.seasonAsked = today;
    // The counts stay unknown; what the days of now are is known all the same.
    await this.askPast(seasonStart(today), today).catch(() => undefined);
    return !this.closed;
  }

  private satisfied(): boolean {
    const { nowKnown, nextKnown, nextSettled } = this.need();
    const { hour } = PARIS.fields(this.options.clock.now());
    return nowKnown && (nextKnown || hour < NEXT_DAY.outAt) && (nextSettled || hour < NEXT_DAY.settledAt);
  }

  private need(): TempoNeed {
    const { now, next } = tempoView(this.knowledge, this.options.clock.now());
    return {
      nowKnown: now.colour !== null,
      nextKnown: next.colour !== null,
      nextConfirmed: next.confirmed,
      nextSettled: isSettled(next),
    };
  }

  private plan(): void {
    this.cancel?.();
    if (this.closed || this.options.readers.length === 0) return;
    this.cancel = atTime(this.options.clock, this.nextCall(), () => {
      // `changed` has told of it.
      this.task(this.goOn()).catch(() => undefined);
    });
  }

  private nextCall(): number {
    return nextTempoCall(this.lastCall, this.options.clock.now(), this.options.minute, this.need());
  }

  /** Asks, unless what is kept will do: another node has asked meanwhile, or the clock was put right. */
  private async goOn(): Promise<void> {
    await this.recall();
    if (this.closed) return;
    if (this.nextCall() <= this.options.clock.now()) await this.ask();
    else {
      this.options.changed();
      this.plan();
    }
  }
}

function asLinkyRedError(error: unknown): LinkyRedError {
  return error instanceof LinkyRedError ? error : new LinkyRedError('ERR_INTERNAL', { detail: 'tempo' }, error);
}
