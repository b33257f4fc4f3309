// What is known of the energy and the cost of each series, on the disk by the month, and what of it Home Assistant has.
import { createHash } from 'node:crypto';
import { LinkyRedError } from '../../errors';
import type { Point } from '../../grid/point';
import type { StoredDocument } from '../../store/document';
import type { Store } from '../../store/store';
import { Turns } from '../../store/turns';
import { figuresOf, firstOf, intervalOfMonth, type MonthKey, type SeriesFigures } from './figures';
import { daysOf, GRAINS, type KnownDay } from './hours';
import { statisticOf } from './ids';
import { EMPTY_MONTH, MONTH, withFigures, type WrittenMonth } from './month';
import { NO_PROGRESS, PROGRESS, SERIES, type Progress } from './progress';
import { isSame, type Series } from './series';

export interface Accepted {
  /** Whether all of it will be there after a restart. */
  readonly kept: boolean;
  /** Those of which points came, whether they were new or not. */
  readonly series: readonly Series[];
}

const HOUR = 3_600_000;

export class StatisticsBook {
  private readonly turns = new Turns();
  /** The month that was written last: what comes next is mostly of the same one. */
  private recent: { readonly name: string; readonly written: WrittenMonth } | undefined;

  /** What lies on the disk of these: nobody else writes there. */
  private known: Series[] | undefined;
  private readonly progresses = new Map<string, Progress>();

  /** @param owner whose book it is: two of one store know nothing of one another (the id of the node) */
  constructor(
    private readonly store: Store,
    private readonly owner: string,
  ) {}

  /**
   * Takes points in whatever order: what comes later takes the place of what was, minute by minute. Resolves when the disk has
   * it. What is no energy and no cost is passed over.
   * @throws LinkyRedError ERR_INPUT: a PRM of which no id can be made; nothing is taken then
   */
  async accept(points: Iterable<Point>): Promise<Accepted> {
    const came = figuresOf(points);
    for (const { series } of came) statisticOf(series, 'linkyred');
    return this.turns.take(async () => {
      let kept = await this.list(came.map(({ series }) => series));
      for (const figures of came) kept = (await this.take(figures)) && kept;
      return { kept, series: came.map(({ series }) => series) };
    });
  }

  /** All series of which something is known, after a restart too. */
  series(): Promise<readonly Series[]> {
    return this.turns.take(() => this.listed());
  }

  /** Those of which Home Assistant lacks something by now (epoch ms) that is known here. */
  unsent(now = Date.now()): Promise<readonly Series[]> {
    return this.turns.take(async () => {
      const unsent: Series[] = [];
      for (const series of await this.listed()) {
        const { dirty, pending } = await this.progressOf(series);
        if (pending !== null || (dirty !== null && dirty + HOUR <= now)) unsent.push(series);
      }
      return unsent;
    });
  }

  progress(series: Series): Promise<Progress> {
    return this.turns.take(() => this.progressOf(series));
  }

  /**
   * Reads, and changes, what is known and how far it was sent, while nothing comes between.
   * @param from epoch ms: days before it are not looked at
   * @throws LinkyRedError ERR_FILE_WRITE: the disk does not take it
   */
  settle<R>(
    series: Series,
    from: number,
    change: (days: readonly KnownDay[], progress: Progress) => { readonly progress: Progress; readonly result: R },
  ): Promise<R> {
    return this.turns.take(async () => {
      const before = await this.progressOf(series);
      const days: KnownDay[] = [];
      for (const month of [...before.months].sort())
        if (intervalOfMonth(month).end > from)
          days.push(...daysOf(month, await this.month(series, month), GRAINS[series.of]));
      const { progress, result } = change(
        days.filter(({ end }) => end > from),
        before,
      );
      if (progress !== before && !(await this.keepProgress(series, progress)) && (await this.store.lasts()))
        throw new LinkyRedError('ERR_FILE_WRITE', { file: this.progressName(series), detail: 'disk' });
      return result;
    });
  }

  /** Deletes the whole book: the node is gone for good. */
  forget(): Promise<void> {
    return this.turns.take(async () => {
      this.recent = this.known = undefined;
      this.progresses.clear();
      await this.store.forget(this.ending);
    });
  }

  /** First that it has to be sent, then what: nothing that is known is forgotten to be sent. */
  private async take({ series, months }: SeriesFigures): Promise<boolean> {
    const changed: { readonly month: MonthKey; readonly written: WrittenMonth }[] = [];
    let dirty = Infinity;
    for (const [month, figures] of months) {
      const before = await this.month(series, month);
      const written = withFigures(before, figures, intervalOfMonth(month).start);
      if (JSON.stringify(written) === JSON.stringify(before)) continue;
      changed.push({ month, written });
      dirty = Math.min(dirty, firstOf(figures));
    }
    if (changed.length === 0) return this.store.lasts();
    const keys = changed.map(({ month }) => month);
    let kept = await this.mark(series, keys, dirty);
    for (const { month, written } of changed) kept = (await this.keep(series, month, written)) && kept;
    return kept;
  }

  private async mark(series: Series, months: readonly MonthKey[], dirty: number): Promise<boolean> {
    const before = await this.progressOf(series);
    const known = new Set([...before.months, ...months]);
    const earliest = Math.min(before.dirty ?? Infinity, dirty);
    const after = earliest === Infinity ? null : earliest;
    if (known.size === before.months.length && after === before.dirty) return true;
    return this.keepProgress(series, { ...before, months: [...known].sort(), dirty: after });
  }

  private async keep(series: Series, month: MonthKey, written: WrittenMonth): Promise<boolean> {
    const isKept = await this.monthDocument(series, month).write(written);
    // What a full disk did not take is as it was.
    this.recent = isKept ? { name: this.monthName(series, month), written } : undefined;
    return isKept;
  }

  private async month(series: Series, month: MonthKey): Promise<WrittenMonth> {
    if (this.recent?.name === this.monthName(series, month)) return this.recent.written;
    return (await this.monthDocument(series, month).read()).value ?? EMPTY_MONTH;
  }

  private async list(series: readonly Series[]): Promise<boolean> {
    const listed = await this.listed();
    const added = series.filter((one) => !listed.some((other) => isSame(one, other)));
    if (added.length === 0) return true;
    const all = [...listed, ...added];
    const isKept = await this.listDocument().write(all);
    this.known = isKept ? all : undefined;
    return isKept;
  }

  private async listed(): Promise<Series[]> {
    return (this.known ??= (await this.listDocument().read()).value ?? []);
  }

  private listDocument(): StoredDocument<Series[]> {
    return this.store.document(`statistics-series${this.ending}`, SERIES);
  }

  private async progressOf(series: Series): Promise<Progress> {
    const name = this.progressName(series);
    const progress = this.progresses.get(name) ?? (await this.progressDocument(series).read()).value ?? NO_PROGRESS;
    this.progresses.set(name, progress);
    return progress;
  }

  private async keepProgress(series: Series, progress: Progress): Promise<boolean> {
    const isKept = await this.progressDocument(series).write(progress);
    if (isKept) this.progresses.set(this.progressName(series), progress);
    else this.progresses.delete(this.progressName(series));
    return isKept;
  }

  private progressDocument(series: Series): StoredDocument<Progress> {
    return this.store.document(this.progressName(series), PROGRESS);
  }

  private progressName(series: Series): string {
    return `statistics-progress-${nameOf(series)}${this.ending}`;
  }

  private monthDocument(series: Series, month: MonthKey): StoredDocument<WrittenMonth> {
    return this.store.document(this.monthName(series, month), MONTH);
  }

  private monthName(series: Series, month: MonthKey): string {
    return `statistics-${nameOf(series)}-${month}${this.ending}`;
  }

  private get ending(): string {
    return `-${digest(this.owner)}`;
  }
}

function nameOf({ prm, direction, of }: Series): string {
  return `${of}-${direction}-${digest(prm)}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
