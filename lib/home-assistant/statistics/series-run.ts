// One run of one statistic: what somebody broke off is finished, then what has changed is reckoned and sent.
import { LinkyRedError } from '../../errors';
import type { Clock } from '../../grid/clock';
import { PARIS } from '../../grid/paris-time';
import { wait } from '../../http/wait';
import type { StatisticsBook } from './book';
import { intervalOfMonth } from './figures';
import { GRAINS } from './hours';
import type { Described } from './metadata';
import { planOf, type ExistingRow, type Plan, type PlannedRow } from './plan';
import type { LastRow, Progress, Target } from './progress';
import type { Recorder } from './recorder';
import type { StatisticsReport } from './report';
import type { Series } from './series';
import { standOf, type Stand } from './stand';
import { grainsOf } from './units';

interface SeriesRunOptions {
  readonly book: StatisticsBook;
  readonly recorder: Recorder;
  readonly series: Series;
  readonly described: Described;
  readonly host: string;
  /** Whether Home Assistant has the statistic. */
  readonly exists: boolean;
  readonly billing: boolean;
  readonly clock: Clock;
  readonly dry: boolean;
  readonly adopt: boolean;
}

/** An import is queued: so long it may take until it can be read. */
const WRITTEN_WITHIN_MS = 60_000;
const LOOK_AFTER_MS = 20;
const LOOK_EVERY_MS = 2000;

const NO_PLAN: Plan = { rows: [], last: null, later: null, dailyOnly: [], partial: [] };

export class SeriesRun {
  private readonly grains: number;
  private readonly target: Target;

  /** @throws LinkyRedError ERR_STATISTIC_UNIT */
  constructor(private readonly options: SeriesRunOptions) {
    const { series, described, host } = options;
    const { statistic, unit } = described;
    this.grains = grainsOf(series, statistic, unit);
    this.target = { host, statistic, unit };
  }

  async report(): Promise<StatisticsReport> {
    const { book, series, dry } = this.options;
    const progress = await book.progress(series);
    const stand = await this.stand(progress);
    const unfinished = stand === 'broken-off' ? rowsOf(progress) : [];
    const left = unfinished.length === 0 ? null : (progress.pending?.last ?? null);
    if (!dry) await this.send(unfinished, left, progress.billed);
    const from = this.from(progress, stand, unfinished);
    const plan = from === null ? NO_PLAN : await this.plan(from);
    if (!dry) await this.send(plan.rows, plan.last, this.options.billing);
    const rows = dry ? plan.rows : [...unfinished, ...plan.rows];
    return this.told(plan, rows, plan.last ?? left ?? progress.written);
  }

  private async stand(progress: Progress): Promise<Stand> {
    const { recorder, described, exists, adopt } = this.options;
    const since = Math.min(progress.written?.hour ?? Infinity, progress.pending?.rows[0]?.[0] ?? Infinity);
    if (!this.isSeries(progress) || since === Infinity) return 'new';
    const rows = exists ? await recorder.rows(described.statistic, this.grains, since) : [];
    const stand = standOf(progress, rows);
    const isAnew = adopt || !this.isTarget(progress);
    // Half-way sums are of two ages: finished first, or what others wrote behind them would take the difference for its own.
    if (isAnew && stand === 'broken-off' && progress.written !== null) return stand;
    if (stand === 'foreign' && !isAnew)
      throw new LinkyRedError('ERR_STATISTIC_FOREIGN', { statistic: described.statistic });
    return isAnew ? 'new' : stand;
  }

  /** Whether what is known of the last run is of this Home Assistant, under this id, in this unit. */
  private isTarget({ target }: Progress): boolean {
    return JSON.stringify(target) === JSON.stringify(this.target);
  }

  /** The same, but perhaps at another address. */
  private isSeries({ target }: Progress): boolean {
    return target?.statistic === this.target.statistic && target.unit === this.target.unit;
  }

  /** From which instant on it is reckoned: a midnight; null: nothing has changed. */
  private from(progress: Progress, stand: Stand, unfinished: readonly PlannedRow[]): number | null {
    const isBilled = progress.billed === this.options.billing || this.options.series.of === 'energy';
    const isKnown = (stand === 'goes-on' || stand === 'broken-off') && this.isTarget(progress) && !this.options.adopt;
    const [first] = progress.months;
    if (!isKnown || !isBilled) return first === undefined ? null : intervalOfMonth(first).start;
    // In a dry run what was broken off is still missing.
    const broken = this.options.dry ? (unfinished[0]?.hour ?? Infinity) : Infinity;
    const from = Math.min(progress.dirty ?? Infinity, broken);
    return from === Infinity ? null : PARIS.dayStart(from);
  }

  private async plan(from: number): Promise<Plan> {
    const { book, recorder, series, described, exists, clock, dry, billing } = this.options;
    const { statistic } = described;
    const existing = exists ? await recorder.rows(statistic, this.grains, from) : [];
    const before = exists ? await recorder.sumBefore(statistic, this.grains, from) : 0;
    const now = clock.now();
    return book.settle(series, from, (days, progress) => {
      const share = billing ? 'with' : progress.billed ? 'withdrawn' : 'without';
      const plan = planOf({ days, existing, before, now, grains: this.grains, billing: share });
      if (dry) return { progress, result: plan };
      // What came for earlier days while these rows were read waits for the next run.
      const earlier = progress.dirty !== null && progress.dirty < from ? progress.dirty : null;
      const next = { ...progress, target: this.target, dirty: earlier ?? plan.later, billed: billing };
      const written = foundLast(existing, from, this.isTarget(progress) ? progress.written : null);
      return { progress: { ...next, written, pending: pendingOf(plan) }, result: plan };
    });
  }

  private async send(rows: readonly PlannedRow[], last: Plan['last'], billed: boolean): Promise<void> {
    const { book, recorder, series, described, clock } = this.options;
    if (rows.length > 0) {
      await recorder.write(described, this.grains, rows);
      await untilWritten(clock, described.statistic, () => recorder.differing(described.statistic, this.grains, rows));
    }
    if (last === null) return;
    await book.settle(series, Infinity, (_, progress) => ({
      progress: {
        ...progress,
        target: this.target,
        billed,
        pending: null,
        written: { hour: last.hour, sum: last.sum },
      },
      result: undefined,
    }));
  }

  private told(plan: Plan, rows: readonly PlannedRow[], last: LastRow | null): StatisticsReport {
    const { series, described, dry } = this.options;
    const hours = rows.map(({ hour }) => hour);
    const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');
    return {
      statistic: described.statistic,
      unit: described.unit,
      dry,
      rows: new Set(hours).size,
      from: hours.length === 0 ? null : iso(hours.reduce((a, b) => Math.min(a, b))),
      to: hours.length === 0 ? null : iso(hours.reduce((a, b) => Math.max(a, b))),
      sum: last === null ? null : last.sum / this.grains,
      dailyOnly: plan.dailyOnly,
      partial: plan.partial.map(({ day, missing }) => ({
        day,
        missing: missing === null ? null : missing / GRAINS[series.of],
      })),
    };
  }
}

/**
 * Looks until nothing differs.
 * @throws LinkyRedError ERR_STATISTIC_DIFFERS
 */
export async function untilWritten(
  clock: Clock,
  statistic: string,
  differing: () => Promise<string | undefined>,
): Promise<void> {
  const until = clock.elapsed() + WRITTEN_WITHIN_MS;
  for (let pause = LOOK_AFTER_MS; ; pause = Math.min(2 * pause, LOOK_EVERY_MS)) {
    const detail = await differing();
    if (detail === undefined) return;
    if (clock.elapsed() >= until) throw new LinkyRedError('ERR_STATISTIC_DIFFERS', { statistic, detail });
    await wait(clock, pause, undefined);
  }
}

function rowsOf({ pending }: Progress): PlannedRow[] {
  return (pending?.rows ?? []).map(([hour, sum, state]) => ({ hour, sum, state }));
}

function pendingOf({ rows, last }: Plan): Progress['pending'] {
  if (rows.length === 0 || last === null) return null;
  return { rows: rows.map(({ hour, sum, state }) => [hour, sum, state]), last };
}

/** The last row before anything is sent: if that breaks off, this is what may still stand at the end. */
function foundLast(existing: readonly ExistingRow[], from: number, written: LastRow | null): LastRow | null {
  const last = existing.at(-1);
  if (last !== undefined) return last.sum === null ? null : { hour: last.hour, sum: last.sum };
  return written !== null && written.hour < from ? written : null;
}
