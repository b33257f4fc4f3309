// One measurement of the year of cost.ts, in a process of its own: what it says it says as JSON.
// argv: folder of the messages, who does it.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DateTime } from 'luxon';
import { byDay } from '../lib/grid/point';
import { readPoints } from '../lib/grid/read-points';
import { costOf } from '../lib/tariff/cost/cost';
import { readContract } from '../lib/tariff/contract/read-contract';
import { TEMPO_PRICES, type CostYear } from './cost-year';

export interface Measured {
  readonly cpuMs: number;
  readonly peakRssMb: number;
  readonly points: number;
  /** Sums of a class and month that are not right to the millionth of a euro. */
  readonly wrongSums: number;
}

const [, , folder = '', who = ''] = process.argv;
const files = readdirSync(path.join(folder, 'messages')).sort();
const truth = JSON.parse(readFileSync(path.join(folder, 'truth.json'), 'utf8')) as CostYear;
/** EUR by month and class. */
const months = new Map<string, Map<string, number>>();

const before = process.cpuUsage();
const points = who === 'luxon' ? withLuxon() : withOurs();
const { user, system } = process.cpuUsage(before);
const eur = new Map([...months].flatMap(([month, sums]) => [...sums].map(([name, sum]) => [`${month} ${name}`, sum])));
const keys = new Set([...Object.keys(truth.eur), ...eur.keys()]);
const measured: Measured = {
  cpuMs: (user + system) / 1000,
  peakRssMb: process.resourceUsage().maxRSS / 1024,
  points,
  wrongSums: [...keys].filter((key) => !(Math.abs((eur.get(key) ?? NaN) - (truth.eur[key] ?? NaN)) < 1e-6)).length,
};
process.stdout.write(JSON.stringify(measured));

/** Messages to points, to points of cost, to the sums of a bill. */
function withOurs(): number {
  const contract = readContract([{ offer: 'tempo', prices: TEMPO_PRICES }]);
  let count = 0;
  for (const file of files) {
    const { costs } = costOf(readPoints(read(file)), contract, (day) => truth.colours[day]);
    for (const [day, ofDay] of byDay(costs)) {
      const month = sumsOf(day.slice(0, 7));
      for (const { value, tariffClass = '' } of ofDay) add(month, tariffClass, value);
    }
    count += costs.length;
  }
  return count;
}

/** As it is written in an hour: each instant handed to the library, which is asked for its hour and its day. */
function withLuxon(): number {
  let count = 0;
  for (const file of files)
    for (const { start, value } of read(file) as readonly { readonly start: string; readonly value: number }[]) {
      const local = DateTime.fromISO(start, { zone: 'Europe/Paris' });
      // The day that began at 06:00 by the clock; six hours before, it may be seven o'clock.
      const day = (local.hour < 6 ? local.minus({ days: 1 }) : local).toISODate() ?? '';
      const hours = local.hour >= 22 || local.hour < 6 ? 'hc' : 'hp';
      const tariffClass = `${hours}-${truth.colours[day] ?? ''}`;
      add(sumsOf(local.toFormat('yyyy-MM')), tariffClass, (value / 2000) * (TEMPO_PRICES[tariffClass] ?? NaN));
      count++;
    }
  return count;
}

function sumsOf(month: string): Map<string, number> {
  const sums = months.get(month) ?? new Map<string, number>();
  months.set(month, sums);
  return sums;
}

function add(sums: Map<string, number>, tariffClass: string, value: number): void {
  sums.set(tariffClass, (sums.get(tariffClass) ?? 0) + value);
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, 'messages', file), 'utf8'));
}
