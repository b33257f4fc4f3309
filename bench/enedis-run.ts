// One measurement of the years of enedis.ts, in a process of its own: what it says it says as JSON.
// argv: folder of the answers, who does it.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DateTime } from 'luxon';
import { normalise } from '../lib/enedis/bodies';
import { byDay, coversDay, hoursOf, sumOf } from '../lib/grid/point';
import { KeptPoints } from '../lib/enedis/kept/kept-points';
import { Store } from '../lib/store/store';
import { PRM, type TruthOfHours } from './enedis-answers';

export interface Measured {
  readonly cpuMs: number;
  readonly peakRssMb: number;
  readonly points: number;
  /** Days whose energy is known as a whole. */
  readonly days: number;
  readonly wrongHours: number;
}

const [, , folder = '', who = ''] = process.argv;
const files = readdirSync(path.join(folder, 'answers')).sort();
const truth = JSON.parse(readFileSync(path.join(folder, 'truth.json'), 'utf8')) as TruthOfHours;
const hours = new Map<number, number>();

void measure();

async function measure(): Promise<void> {
  const before = process.cpuUsage();
  const done = who === 'luxon' ? withLuxon() : await withOurs();
  const { user, system } = process.cpuUsage(before);
  const peakRssMb = process.resourceUsage().maxRSS / 1024;

  const wrongHours = truth.wh.filter((wh, i) => hours.get(truth.start + i * 3_600_000) !== wh).length;
  const measured: Measured = { cpuMs: (user + system) / 1000, peakRssMb, wrongHours, ...done };
  process.stdout.write(JSON.stringify(measured));
}

/** Bodies to points, to days that are kept, to sums of days and hours. */
async function withOurs(): Promise<{ points: number; days: number }> {
  const kept = new KeptPoints(new Store(path.join(folder, `store-${String(process.pid)}`)));
  const series = { prm: PRM, direction: 'consumption', measure: 'load-curve' } as const;
  let points = 0;
  let days = 0;
  for (const file of files) {
    const [from = '', to = ''] = path.basename(file, '.json').split('_');
    const answer = normalise(read(file), {
      series,
      source: 'conso-api',
      stamps: 'end',
      dates: 'local',
      window: { from, to },
    });
    await kept.write(series, { from, to }, answer.points, Date.parse(to));
    points += answer.points.length;
    for (const [day, ofDay] of byDay(answer.points)) if (coversDay(ofDay, day) && sumOf(ofDay) > 0) days++;
    for (const { start, wh } of hoursOf(answer.points)) hours.set(start, (hours.get(start) ?? 0) + wh);
  }
  return { points, days };
}

/** As it is written in an hour: each label handed to the library, the energy added to the hour and the day that it names. */
function withLuxon(): { points: number; days: number } {
  interface Answer {
    readonly grandeur: readonly { readonly points: readonly { readonly v: string; readonly d: string }[] }[];
  }
  let points = 0;
  const days = new Map<string, number>();
  for (const file of files) {
    for (const { v, d } of (read(file) as Answer).grandeur[0]?.points ?? []) {
      const start = DateTime.fromSQL(d, { zone: 'Europe/Paris' }).minus({ minutes: 30 });
      const hour = start.startOf('hour').toMillis();
      const day = start.toISODate() ?? '';
      hours.set(hour, (hours.get(hour) ?? 0) + Number(v) / 2);
      days.set(day, (days.get(day) ?? 0) + Number(v) / 2);
      points++;
    }
  }
  return { points, days: days.size };
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, 'answers', file), 'utf8'));
}
