// Five million rows of a portal to a file: what the package takes of time and memory, beside a reader of lines that only parses JSON.
// Portal and readers are processes of their own, on the same cores.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Measured } from './opendata-run';

const smoke = process.argv.includes('--smoke');
const ROWS = smoke ? 20_000 : 5_000_000;
const ROUNDS = smoke ? 1 : 3;

void bench();

async function bench(): Promise<void> {
  say(`${os.cpus()[0]?.model ?? 'unknown processor'}, ${String(os.cpus().length)} cores, ${process.version}`);
  const folder = await mkdtemp(path.join(__dirname, '..', 'opendata-'));
  const portal = spawn(process.execPath, [path.join(__dirname, 'opendata-portal.js'), String(ROWS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [url = '', dataset = '', count = ''] = await addressOf(portal);
    const runs: Record<'ours' | 'bare', Measured[]> = { ours: [], bare: [] };
    for (let round = 0; round < ROUNDS; round++) {
      // Who comes first changes.
      const order = round % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const);
      for (const who of order) runs[who].push(await run(who, url, dataset, path.join(folder, who)));
    }
    for (const { rows, sum } of runs.ours)
      if (rows !== Number(count) || sum !== runs.bare[0]?.sum)
        throw new Error(`rows were lost or doubled: ${String(rows)}`);
    say(`${count} rows, ${String(ROUNDS)} rounds; minimum / median / maximum`);
    for (const [who, list] of Object.entries(runs)) {
      say(
        `${who}: ${spread(list.map(({ rows, seconds }) => rows / seconds))} rows/s, ${spread(list.map(({ cpuSeconds }) => cpuSeconds))} s of CPU, at most ${spread(list.map(({ peakRssMb }) => peakRssMb))} MB`,
      );
    }
    const ratios = runs.ours.map(({ seconds }, n) => (runs.bare[n]?.seconds ?? NaN) / seconds);
    say(`throughput, ours / bare: ${spread(ratios)} (at least 0.333)`);
  } finally {
    portal.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

async function addressOf(portal: ChildProcess): Promise<string[]> {
  if (portal.stdout === null) throw new Error('no portal');
  const [said] = (await once(portal.stdout, 'data')) as [Buffer];
  return said.toString().trim().split(' ');
}

async function run(who: string, url: string, dataset: string, file: string): Promise<Measured> {
  const child = spawn(process.execPath, [path.join(__dirname, 'opendata-run.js'), who, url, dataset, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = await text(child.stdout);
  await rm(file, { force: true });
  if (said === '') throw new Error(`${who} has failed`);
  return JSON.parse(said) as Measured;
}

function spread(figures: readonly number[]): string {
  const sorted = [...figures].sort((a, b) => a - b);
  return [0, Math.floor((sorted.length - 1) / 2), sorted.length - 1]
    .map((at) => (sorted[at] ?? NaN).toPrecision(3))
    .map(Number)
    .join(' / ');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
