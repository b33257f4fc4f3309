// Where fewer sites are behind a mean curve than secrecy wants, one mean stands in all slots of the day. That shows on a whole day alone:
// rows are held back until their Paris day has gone by.
import { PARIS } from '../../grid/paris-time';
import type { OpenFlags } from './flag-book';
import type { Instant } from './instant';
import type { Row, Value } from './row';

/** A row while its flags may still come. */
export type OpenRow = Record<string, Value | OpenFlags | undefined>;

/** Days with more rows go by unlooked at: memory has an end. */
const MOST_ROWS = 60_000;

interface Series {
  readonly rows: OpenRow[];
  readonly times: Set<number>;
  /** Value by column; a column is gone from here once it has two values. */
  readonly same: Map<string, Value>;
}

export class DailyMeans {
  private rows: OpenRow[] = [];
  private series = new Map<string, Series>();
  private day = '';

  /**
   * @param means columns that may hold such a mean
   * @param names columns that tell which series a row is of
   */
  constructor(
    private readonly means: readonly string[],
    private readonly names: readonly string[],
    private readonly stepMinutes: number,
  ) {}

  add(row: OpenRow, { ms, iso }: Instant, out: Row[]): void {
    // With the Paris offset: the first ten characters are the Paris day.
    const day = iso.slice(0, 10);
    if (day !== this.day || this.rows.length >= MOST_ROWS) this.release(out);
    this.day = day;
    this.rows.push(row);
    const series = this.seriesOf(row);
    series.rows.push(row);
    series.times.add(ms);
    for (const [column, value] of series.same) if (row[column] !== value) series.same.delete(column);
  }

  /** What is held back, in the order in which it came. */
  release(out: Row[]): void {
    for (const { rows, times, same } of this.series.values()) {
      if (same.size > 0 && rows.length === times.size && times.size === this.slots())
        for (const row of rows) {
          const flags = (row['_flags'] ??= {}) as OpenFlags;
          flags.dailyMean = [...same.keys()];
        }
    }
    for (const row of this.rows) out.push(row);
    this.rows = [];
    this.series.clear();
  }

  private seriesOf(row: OpenRow): Series {
    let name = '';
    for (const column of this.names) name += `${JSON.stringify(row[column])},`;
    let series = this.series.get(name);
    if (series === undefined) {
      const known = this.means.filter((column) => row[column] !== null && row[column] !== 0);
      series = { rows: [], times: new Set(), same: new Map(known.map((column) => [column, row[column] as Value])) };
      this.series.set(name, series);
    }
    return series;
  }

  private slots(): number {
    return (PARIS.hoursInDay(this.day) * 60) / this.stepMinutes;
  }
}
