// What twenty meters that are asked for by themselves cost between their calls: the day is complete, the past is there, and
// everybody waits for tomorrow. CPU of this process over the clock on the wall, before and after the collectors listen.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Collector } from '../lib/enedis/collect/collector';
import { Consents } from '../lib/enedis/consent/consents';
import type { Door } from '../lib/enedis/door';
import { ENEDIS_COMPANY } from '../lib/enedis/doors/enedis';
import { KeptPoints } from '../lib/enedis/kept/kept-points';
import { MEASURES, type DayWindow, type Series } from '../lib/enedis/series';
import { SYSTEM_CLOCK } from '../lib/grid/clock';
import { PARIS } from '../lib/grid/paris-time';
import { Store } from '../lib/store/store';

const smoke = process.argv.includes('--smoke');
const METERS = 20;
const WATCHED_MS = smoke ? 2000 : 65_000;
const ROUNDS = smoke ? 1 : 3;

const folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-bench-'));
let calls = 0;

void measure().finally(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function measure(): Promise<void> {
  say(`${os.cpus()[0]?.model ?? 'unknown processor'}, ${process.version}, ${process.platform} ${process.arch}`);
  const without = await shares();
  const store = new Store(folder);
  const kept = new KeptPoints(store);
  const collectors = Array.from({ length: METERS }, (_, n) => {
    const options = {
      prm: String(10_000_000_000_000 + n),
      account: { fingerprint: 'bench' },
      consents: new Consents(),
    };
    return new Collector({ ...options, door: () => DOOR, store, kept, clock: SYSTEM_CLOCK });
  });
  const [directions, measures] = [['consumption'], ['load-curve', 'energy']] as const;
  const want = { directions, measures, byItself: { minute: 17, hours: [0, 24] as const }, backfill: false };
  const told = Array.from({ length: METERS }, () => 0);
  collectors.forEach((collector, n) => {
    collector.listen(want, () => {
      told[n] = (told[n] ?? 0) + 1;
    });
  });
  // Until nobody has anything to ask for today.
  for (let before = -1; before !== calls || told.includes(0);) {
    before = calls;
    await pause(2000);
  }
  const asked = calls;
  const within = await shares();
  say(`${String(METERS)} meters, ${String(asked)} calls before; ${String(calls - asked)} while watched`);
  say(`% of a core, ${String(ROUNDS)} times ${String(WATCHED_MS / 1000)} s, minimum / median / maximum`);
  say(`  nobody listens ${spread(without)}; ${String(METERS)} meters wait ${spread(within)}`);
  await Promise.all(collectors.map((collector) => collector.close()));
}

async function shares(): Promise<number[]> {
  const shares: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [cpu, wall] = [process.cpuUsage(), performance.now()];
    await pause(WATCHED_MS);
    const { user, system } = process.cpuUsage(cpu);
    shares.push(((user + system) / 1000 / (performance.now() - wall)) * 100);
  }
  return shares;
}

/** A provider that has everything. */
const DOOR: Door = {
  row: { ...ENEDIS_COMPANY, measures: MEASURES, tries: [[0, 24]] },
  earliest: () => Promise.resolve(0),
  effectOf: () => 'passes',
  ask: (series, window) => {
    calls += 1;
    return Promise.resolve({ json: answerOf(series, window), receivedAt: SYSTEM_CLOCK.now() });
  },
};

function answerOf({ prm, measure }: Series, { from, to }: DayWindow): object {
  const days: string[] = [];
  for (let day = from; day < to; day = PARIS.addDays(day, 1)) days.push(day);
  const points = measure === 'energy' ? days.map((d) => ({ v: '24000', d })) : days.flatMap((day) => halfHours(day));
  const grandeurPhysique = measure === 'energy' ? 'EA' : 'PA';
  const unite = measure === 'energy' ? 'Wh' : 'W';
  return {
    idPrm: prm,
    etapeMetier: 'BRUT',
    periode: { dateDebut: from, dateFin: to },
    grandeur: [{ grandeurMetier: 'CONS', grandeurPhysique, unite, points, calendrier: [] }],
    contexte: [],
  };
}

/** Stamped at their ends, by the clock on the wall. */
function halfHours(day: string): object[] {
  const [start, end] = [PARIS.startOfDay(day), PARIS.startOfDay(PARIS.addDays(day, 1))];
  const ends = Array.from({ length: (end - start) / 1_800_000 }, (_, i) => start + (i + 1) * 1_800_000);
  return ends.map((at) => ({
    v: '1000',
    d: PARIS.iso(at).slice(0, 19).replace('T', ' '),
    p: 'PT30M',
    n: 'B',
    iv: '0',
  }));
}

function spread(figures: readonly number[]): string {
  const sorted = [...figures].sort((a, b) => a - b);
  return [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
    .map((one) => (one ?? NaN).toFixed(4))
    .join(' / ');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
