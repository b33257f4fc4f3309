// What the statistics of Home Assistant cost: three years of half-hours in messages of points, from JSON through the book to hourly
// rows with their sums, beside a plain conversion of the same stamps by luxon in the same run; and once more with the book on the
// disk, where each message is safe before the next one. Each measurement is a process of its own, taken in turns. CPU time, not the
// clock on the wall. `--smoke` only shows that it runs, and that no hour is wrong.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeMessages } from './statistics-messages';
import type { Measured } from './statistics-run';

const smoke = process.argv.includes('--smoke');
/** 1,095 days. */
const POINTS = smoke ? 17_520 : 52_560;
const ROUNDS = smoke ? 1 : 7;

const folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-bench-'));
try {
  writeMessages(folder, POINTS);
  say(`${os.cpus()[0]?.model ?? 'unknown processor'}, ${process.version}, ${process.platform} ${process.arch}`);
  say(`${String(POINTS)} points; ${String(ROUNDS)} rounds: minimum / median / maximum`);
  const ours: Measured[] = [];
  const kept: Measured[] = [];
  const luxon: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(run('linky-red'));
    luxon.push(run('luxon'));
    kept.push(run('kept'));
  }
  tell('linky-red', ours);
  tell('linky-red, on the disk', kept);
  tell('luxon, plain', luxon);
  const ratio = (some: readonly Measured[]): string =>
    spread(
      some.map(({ cpuMs }, i) => cpuMs / (luxon[i]?.cpuMs ?? NaN)),
      3,
    );
  say(`cost, linky-red / luxon ${ratio(ours)}; on the disk ${ratio(kept)}`);
  if ([...ours, ...kept].some((one) => one.wrongHours > 0 || one.points !== POINTS || one.rows !== POINTS / 2))
    throw new Error('not all hours are right');
} finally {
  rmSync(folder, { recursive: true });
}

function run(who: string): Measured {
  const script = path.join(__dirname, 'statistics-run.js');
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, folder, who], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Measured;
}

function tell(who: string, runs: readonly Measured[]): void {
  const of = (figure: (one: Measured) => number): string => spread(runs.map(figure), 0);
  say(
    `${who}: ${of(({ cpuMs }) => cpuMs)} ms of CPU; at most ${of(({ peakRssMb }) => peakRssMb)} MB; ` +
      `hours that are wrong ${of(({ wrongHours }) => wrongHours)}`,
  );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function spread(figures: readonly number[], digits: number): string {
  const sorted = [...figures].sort((a, b) => a - b);
  return [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
    .map((figure) => (figure ?? NaN).toFixed(digits))
    .join(' / ');
}
