// Points of a household for the statistics of Home Assistant, and a stand-in of it with a book and an importer beside.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { SYSTEM_CLOCK, type Clock } from '../../../lib/grid/clock';
import { PARIS } from '../../../lib/grid/paris-time';
import type { Point } from '../../../lib/grid/point';
import { StatisticsBook } from '../../../lib/home-assistant/statistics/book';
import { StatisticsImporter, type RunOptions } from '../../../lib/home-assistant/statistics/importer';
import type { IdStyle } from '../../../lib/home-assistant/statistics/ids';
import type { StatisticsReport } from '../../../lib/home-assistant/statistics/report';
import type { Series } from '../../../lib/home-assistant/statistics/series';
import { Connection } from '../../../lib/home-assistant/websocket/connection';
import { Store } from '../../../lib/store/store';
import {
  startHomeAssistant,
  type HomeAssistantOptions,
  type RunningHomeAssistant,
} from '../../../sandbox/home-assistant/server';

export const PRM = '25000000000017';
export const ENERGY: Series = { prm: PRM, direction: 'consumption', of: 'energy' };
export const COST: Series = { prm: PRM, direction: 'consumption', of: 'cost' };

const MINUTE = 60_000;

/** One interval of a load curve. @param minutes of the interval */
export function curvePoint(start: number, minutes: number, watts: number, more: Partial<Point> = {}): Point {
  return {
    ...{ prm: PRM, direction: 'consumption', kind: 'load-curve', quantity: 'active' },
    ...{ start, end: start + minutes * MINUTE, value: watts, unit: 'W', step: `PT${String(minutes)}M` },
    ...{ quality: 'measured', source: 'conso-api' },
    ...more,
  };
}

/** A whole day at one distance, 23, 24 or 25 hours of it. @param watts of the i-th interval; undefined: it lacks */
export function curveOfDay(day: string, minutes: number, watts: (i: number) => number | undefined): Point[] {
  const midnight = PARIS.startOfDay(day);
  return Array.from({ length: (PARIS.hoursInDay(day) * 60) / minutes }, (_, i) => i).flatMap((i) => {
    const value = watts(i);
    return value === undefined ? [] : [curvePoint(midnight + i * minutes * MINUTE, minutes, value)];
  });
}

/** The energy of a day as a whole. */
export function dailyPoint(day: string, wh: number, more: Partial<Point> = {}): Point {
  const [start, end] = [PARIS.startOfDay(day), PARIS.startOfDay(PARIS.addDays(day, 1))];
  return { ...curvePoint(start, 1, wh), kind: 'energy', unit: 'Wh', end, step: 'P1D', ...more };
}

export function costPoint(start: number, minutes: number, eur: number): Point {
  return curvePoint(start, minutes, eur, { kind: 'cost', unit: 'EUR', tariffClass: 'hp', quality: 'derived' });
}

export function billingPoint(day: string, eur: number): Point {
  return dailyPoint(day, eur, { kind: 'billing', unit: 'EUR', tariffClass: 'subscription' });
}

export interface BenchOptions extends HomeAssistantOptions {
  readonly ids?: IdStyle;
  readonly billing?: boolean;
  /** What the clock shows, ISO 8601; 2030 unless told. */
  readonly now?: string;
}

export class StatisticsBench {
  book: StatisticsBook;
  importer: StatisticsImporter;

  private constructor(
    readonly home: RunningHomeAssistant,
    readonly folder: string,
    private options: BenchOptions,
  ) {
    this.book = new StatisticsBook(new Store(folder), 'node');
    this.importer = this.newImporter();
  }

  static async start(options: BenchOptions = {}): Promise<StatisticsBench> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'linky-red-statistics-'));
    const home = await startHomeAssistant({ queueMs: 0, ...options });
    return new StatisticsBench(home, folder, options);
  }

  async stop(): Promise<void> {
    await this.home.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** As after kill -9: all that is known lies on the disk. */
  restart(options: BenchOptions = {}): void {
    this.options = { ...this.options, ...options };
    this.book = new StatisticsBook(new Store(this.folder), 'node');
    this.importer = this.newImporter();
  }

  /** One connection and one run. */
  async run(how: RunOptions = {}, series: Series = ENERGY): Promise<StatisticsReport> {
    return await this.connected((connection) => this.importer.run(connection, series, how));
  }

  async connected<R>(work: (connection: Connection) => Promise<R>): Promise<R> {
    const connection = await Connection.open({ address: this.home.url, token: this.home.token }, { timeoutMs: 2000 });
    try {
      return await work(connection);
    } finally {
      connection.close();
    }
  }

  async take(points: readonly Point[]): Promise<void> {
    assert.equal((await this.book.accept(points)).kept, true);
  }

  rows(series: Series = ENERGY): readonly { start: number; state: number | null; sum: number | null }[] {
    return this.home.recorder.rows(this.importer.statisticOf(series));
  }

  /** What Home Assistant would show of each hour, as the difference of two sums; where nothing changes, nothing. */
  changes(series: Series = ENERGY): Map<string, number> {
    const changes = new Map<string, number>();
    let before = 0;
    for (const { start, sum } of this.rows(series)) {
      const change = Number(((sum ?? before) - before).toFixed(6));
      before = sum ?? before;
      if (change !== 0) changes.set(iso(start), change);
    }
    return changes;
  }

  /** As if somebody else had written: the changes of hours, summed up from `before`. */
  foreign(statistic: string, unit: string, hours: readonly (readonly [string, number])[], before = 0): void {
    let sum = before;
    const rows = hours.map(([start, change]) => ({ start: Date.parse(start), state: change, sum: (sum += change) }));
    const source = statistic.split(':')[0] ?? '';
    const unitClass = unit.endsWith('Wh') ? 'energy' : null;
    this.home.recorder.write(
      {
        ...{ statistic_id: statistic, source, name: 'Theirs', unit_of_measurement: unit },
        ...{ unit_class: unitClass, mean_type: 0, has_sum: true },
      },
      rows,
    );
  }

  private newImporter(): StatisticsImporter {
    const { ids = 'linkyred', billing = false, now = '2030-01-01T00:00:00Z' } = this.options;
    const clock = hurried(now);
    return new StatisticsImporter({ book: this.book, ids, billing, clock, nameOf: ({ of }) => `Linky ${of}` });
  }
}

export function iso(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

/** It stands still, and whoever waits has waited soon: not at once, the stand-in works in real time. */
function hurried(now: string): Clock {
  let elapsed = 0;
  return {
    ...SYSTEM_CLOCK,
    now: () => Date.parse(now),
    elapsed: () => elapsed,
    after: (ms, run) => {
      const timer = setTimeout(() => {
        elapsed += ms;
        run();
      }, 10);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}
