// The points of all meters that were ever fetched, on the disk. What is kept is the progress: a day that is here and complete,
// or closed as a gap, is not asked for again.
import { createHash } from 'node:crypto';
import { PARIS, type DayKey } from '../../grid/paris-time';
import { byDay, type Point } from '../../grid/point';
import type { StoredDocument } from '../../store/document';
import type { Store } from '../../store/store';
import { Turns } from '../../store/turns';
import type { DayWindow, Series } from '../series';
import { merged, stateOf, type KeptDay } from './day';
import { MONTH, pointsOf, runsOf, type WrittenDay, type WrittenMonth } from './month';

/** `2026-11`. */
type MonthKey = string;

interface KnownDays {
  /** Those that were read. */
  readonly months: Set<MonthKey>;
  readonly days: Map<DayKey, KeptDay>;
}

/** Names a meter in files. All that belongs to it ends so, and goes with `Store.forget`. */
export function fileEnding(prm: string): string {
  let ending = endings.get(prm);
  if (ending === undefined)
    endings.set(prm, (ending = `-${createHash('sha256').update(prm).digest('hex').slice(0, 16)}`));
  return ending;
}

const endings = new Map<string, string>();

export class KeptPoints {
  /** What is known of the days, by series; of the points none. */
  private readonly known = new Map<string, KnownDays>();
  private readonly turns = new Turns();
  /** The month that was written last: the next answer is mostly of the same one. */
  private recent: { readonly name: string; readonly written: WrittenMonth } | undefined;

  /** Months that a full disk did not take, by name: they are told all the same, and written when there is room again. */
  private readonly unsaved = new Map<string, WrittenMonth>();

  /** One for all who use the store. */
  constructor(private readonly store: Store) {}

  /** Takes up what is known of these days; `day` knows them then. */
  async load(series: Series, window: DayWindow): Promise<void> {
    for (const month of monthsOf(window))
      if (!this.of(series).months.has(month))
        await this.turns.take(async () => {
          this.remember(series, month, await this.month(series, month));
        });
  }

  /** What is known of a day that was loaded; undefined: it was never asked for. */
  day(series: Series, day: DayKey): KeptDay | undefined {
    return this.of(series).days.get(day);
  }

  /** Sorted by time. */
  async read(series: Series, window: DayWindow): Promise<Point[]> {
    const points: Point[] = [];
    for (const month of monthsOf(window))
      for (const [day, { runs }] of Object.entries(await this.month(series, month)).sort(earlierFirst))
        if (day >= window.from && day < window.to) points.push(...pointsOf(series, day, runs));
    return points;
  }

  /**
   * What an answer has brought for days that were asked for, on the disk when this resolves. Points of other days are left out.
   * @param came sorted
   * @returns the days of which something is new or other than before, ascending
   */
  write(series: Series, window: DayWindow, came: readonly Point[], at: number): Promise<DayKey[]> {
    const cameOf = byDay(came);
    return this.turns.take(async () => {
      const changed: DayKey[] = [];
      for (const month of monthsOf(window)) {
        const written = { ...(await this.month(series, month)) };
        for (const day of daysOf(window)) {
          if (monthOf(day) !== month) continue;
          const before = written[day];
          const now = after(series, day, before, cameOf.get(day) ?? [], at);
          written[day] = now;
          if (JSON.stringify(now.runs) !== JSON.stringify(before?.runs ?? [])) changed.push(day);
        }
        await this.keep(series, month, written);
      }
      return changed;
    });
  }

  /**
   * What lacks of days that were asked for later than `now`: a clock that was ahead has asked too early, and closed as gaps what
   * was still to come. They are as if nobody had asked.
   */
  distrust(series: Series, now: number): Promise<void> {
    return this.turns.take(async () => {
      const { days } = this.of(series);
      const doubtful = [...days].filter(([, { at, state }]) => state !== 'complete' && at > now).map(([day]) => day);
      for (const month of new Set(doubtful.map(monthOf))) {
        const written = { ...(await this.month(series, month)) };
        for (const day of doubtful)
          if (written[day] !== undefined) written[day] = { ...written[day], at: 0, state: 'open' };
        await this.keep(series, month, written);
      }
    });
  }

  /** Whatever is known of this meter is deleted, by all who use the store. */
  async forget(prm: string): Promise<void> {
    const ending = fileEnding(prm);
    await this.turns.take(async () => {
      await this.store.forget(ending);
      this.known.clear();
      this.recent = undefined;
      for (const name of this.unsaved.keys()) if (name.endsWith(ending)) this.unsaved.delete(name);
    });
  }

  private async keep(series: Series, month: MonthKey, written: WrittenMonth): Promise<void> {
    const name = nameOf(series, month);
    const isKept = await this.document(name).write(written);
    this.recent = { name, written };
    this.remember(series, month, written);
    if (isKept) {
      this.unsaved.delete(name);
      await this.saveRest();
    } else this.unsaved.set(name, written);
  }

  private async saveRest(): Promise<void> {
    for (const [name, written] of this.unsaved) {
      if (!(await this.document(name).write(written))) return;
      this.unsaved.delete(name);
    }
  }

  private async month(series: Series, month: MonthKey): Promise<WrittenMonth> {
    const name = nameOf(series, month);
    if (this.recent?.name === name) return this.recent.written;
    return this.unsaved.get(name) ?? (await this.document(name).read()).value ?? {};
  }

  private remember(series: Series, month: MonthKey, written: WrittenMonth): void {
    const { months, days } = this.of(series);
    months.add(month);
    for (const [day, { at, state, runs }] of Object.entries(written))
      days.set(day, { at, state, count: runs.reduce((sum, { values }) => sum + values.length, 0) });
  }

  private of({ prm, direction, measure }: Series): KnownDays {
    const name = `${prm} ${direction} ${measure}`;
    let known = this.known.get(name);
    if (known === undefined) this.known.set(name, (known = { months: new Set(), days: new Map() }));
    return known;
  }

  private document(name: string): StoredDocument<WrittenMonth> {
    return this.store.document(name, MONTH);
  }
}

function after(
  series: Series,
  day: DayKey,
  before: WrittenDay | undefined,
  came: readonly Point[],
  at: number,
): WrittenDay {
  const known = before === undefined ? [] : pointsOf(series, day, before.runs);
  const points = merged(series.measure, known, came);
  return { at, state: stateOf(series.measure, day, points, at), runs: runsOf(day, points) };
}

function nameOf({ prm, direction, measure }: Series, month: MonthKey): string {
  return `enedis-points-${direction}-${measure}-${month}${fileEnding(prm)}`;
}

function monthOf(day: DayKey): MonthKey {
  return day.slice(0, 7);
}

function monthsOf(window: DayWindow): MonthKey[] {
  const months: MonthKey[] = [];
  for (let day = window.from; day < window.to; day = PARIS.addDays(`${monthOf(day)}-28`, 4).replace(/..$/, '01'))
    months.push(monthOf(day));
  return months;
}

/** Ascending. */
export function daysOf({ from, to }: DayWindow): DayKey[] {
  const days: DayKey[] = [];
  for (let day = from; day < to; day = PARIS.addDays(day, 1)) days.push(day);
  return days;
}

function earlierFirst([a]: [DayKey, unknown], [b]: [DayKey, unknown]): number {
  return a < b ? -1 : 1;
}
