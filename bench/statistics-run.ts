// One measurement of the year of statistics.ts, in a process of its own: what it says it says as JSON.
// argv: folder of the messages, who does it (`linky-red`, `kept`: the same with the book on the disk, `luxon`).
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DateTime } from 'luxon';
import { readPoints } from '../lib/grid/read-points';
import { StatisticsBook } from '../lib/home-assistant/statistics/book';
import { planOf, type PlannedRow } from '../lib/home-assistant/statistics/plan';
import { Store } from '../lib/store/store';
import type { TruthOfHours } from './enedis-answers';

export interface Measured {
  readonly cpuMs: number;
  readonly peakRssMb: number;
  readonly points: number;
  readonly rows: number;
  readonly wrongHours: number;
}

/** As it goes into Home Assistant: an hour of UTC, the energy in it, the energy up to its end. */
interface Row {
  readonly start: string;
  readonly state: number;
  readonly sum: number;
}

const GRAINS = 1e6;
const LATER = Date.UTC(2100, 0, 1);

const [, , folder = '', who = ''] = process.argv;
const files = readdirSync(path.join(folder, 'messages')).sort();
const truth = JSON.parse(readFileSync(path.join(folder, 'truth.json'), 'utf8')) as TruthOfHours;

void measure();

async function measure(): Promise<void> {
  const before = process.cpuUsage();
  const { points, rows } = who === 'luxon' ? withLuxon() : await withOurs();
  const { user, system } = process.cpuUsage(before);
  const peakRssMb = process.resourceUsage().maxRSS / 1024;

  const measured: Measured = {
    cpuMs: (user + system) / 1000,
    peakRssMb,
    points,
    rows: rows.length,
    wrongHours: wrongIn(rows),
  };
  process.stdout.write(JSON.stringify(measured));
}

/** Messages to points, to months that are kept, in memory or on the disk, to rows beside what Home Assistant has: nothing. */
async function withOurs(): Promise<{ points: number; rows: Row[] }> {
  const dir = who === 'kept' ? path.join(folder, `store-${String(process.pid)}`) : undefined;
  const book = new StatisticsBook(new Store(dir), 'bench');
  let points = 0;
  for (const file of files) {
    const came = readPoints(read(file));
    await book.accept(came);
    points += came.length;
  }
  const rows: Row[] = [];
  for (const series of await book.series()) {
    const planned = await book.settle(series, -Infinity, (days, progress) => {
      const how = { existing: [], before: 0, now: LATER, grains: GRAINS, billing: 'without' } as const;
      return { progress, result: planOf({ days, ...how }).rows };
    });
    rows.push(...planned.map(rowOf));
  }
  return { points, rows };
}

function rowOf({ hour, sum, state }: PlannedRow): Row {
  return { start: new Date(hour).toISOString(), state: state ?? NaN, sum: sum / GRAINS };
}

/** As it is written in an hour: each stamp handed to the library, the energy added to the hour that it names. */
function withLuxon(): { points: number; rows: Row[] } {
  interface Message {
    readonly start: string;
    readonly end: string;
    readonly value: number;
  }
  const hours = new Map<string, number>();
  let points = 0;
  for (const file of files)
    for (const { start, end, value } of read(file) as Message[]) {
      const from = DateTime.fromISO(start, { zone: 'Europe/Paris' });
      const length = DateTime.fromISO(end, { zone: 'Europe/Paris' }).diff(from).as('hours');
      const hour = from.toUTC().startOf('hour').toISO() ?? '';
      hours.set(hour, (hours.get(hour) ?? 0) + value * length);
      points++;
    }
  let sum = 0;
  const rows = [...hours].map(([start, state]) => ({ start, state, sum: (sum += state) }));
  return { points, rows };
}

function wrongIn(rows: readonly Row[]): number {
  const found = new Map(rows.map((row) => [Date.parse(row.start), row]));
  let sum = 0;
  let wrong = 0;
  truth.wh.forEach((wh, i) => {
    sum += wh;
    const row = found.get(truth.start + i * 3_600_000);
    if (row?.state !== wh || row.sum !== sum) wrong++;
  });
  return wrong;
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, 'messages', file), 'utf8'));
}
