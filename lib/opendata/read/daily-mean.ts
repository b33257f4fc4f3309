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

/** The rows of one series on one day. */
interface Series {
  readonly names: readonly unknown[];
  readonly rows: OpenRow[];
  /** The mean of the first row, by the columns in which all rows have the same so far. */
  same: readonly (readonly [column: string, mean: Value])[];
  last: number;
  /** 1: its times go up, -1: down, 0: there is one; NaN: neither, and then it is nothing to judge by. */
  direction: number;
  /** What came after it the last time: rows of many series come in one order at each time. */
  next: Series | undefined;
}

export class DailyMeans {
  private rows: OpenRow[] = [];
  private readonly series = new Map<string, Series>();
  private day = '';
  private before: Series | undefined;

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
    if (!iso.startsWith(this.day) || this.day === '' || this.rows.length >= MOST_ROWS) {
      this.release(out);
      this.day = iso.slice(0, 10);
    }
    this.rows.push(row);
    const guess = this.before?.next;
    const series = guess !== undefined && this.isOf(guess, row) ? guess : this.find(row, ms);
    if (this.before !== undefined) this.before.next = series;
    this.before = series;
    join(series, row, ms);
  }

  /** What is held back, in the order in which it came. */
  release(out: Row[]): void {
    const slots = this.rows.length === 0 ? 0 : this.slots();
    for (const { rows, same, direction } of this.series.values()) {
      if (same.length === 0 || Number.isNaN(direction) || rows.length !== slots) continue;
      for (const row of rows) {
        const flags = (row['_flags'] ??= {}) as OpenFlags;
        flags.dailyMean = same.map(([column]) => column);
      }
    }
    for (const row of this.rows) out.push(row);
    this.rows = [];
    this.series.clear();
    this.before = undefined;
  }

  private isOf(series: Series, row: OpenRow): boolean {
    return this.names.every((name, index) => row[name] === series.names[index]);
  }

  private find(row: OpenRow, ms: number): Series {
    const names = this.names.map((name) => row[name]);
    const id = JSON.stringify(names);
    let series = this.series.get(id);
    if (series === undefined) {
      // No mean is 0 unless all slots are: energy is never negative.
      const same = this.means.flatMap((column): [string, Value][] => {
        const mean = row[column] as Value;
        return mean === null || mean === 0 ? [] : [[column, mean]];
      });
      series = { names, rows: [], same, last: ms, direction: 0, next: undefined };
      this.series.set(id, series);
    }
    return series;
  }

  private slots(): number {
    return (PARIS.hoursInDay(this.day) * 60) / this.stepMinutes;
  }
}

function join(series: Series, row: OpenRow, ms: number): void {
  if (series.rows.length > 0) {
    const direction = Math.sign(ms - series.last);
    if (direction === 0 || (series.direction !== 0 && direction !== series.direction)) series.direction = Number.NaN;
    else series.direction = direction;
    if (series.same.some(([column, mean]) => row[column] !== mean))
      series.same = series.same.filter(([column, mean]) => row[column] === mean);
  }
  series.last = ms;
  series.rows.push(row);
}
