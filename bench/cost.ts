// What a year of half hours costs on Tempo, and what finding that out costs: from messages to the sums of a bill, beside a plain
// conversion of the same instants by luxon in the same run. Each measurement is a process of its own, taken in turns. CPU time,
// not the clock on the wall. `--smoke` only shows that it runs, and that no sum is wrong.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Measured } from './cost-run';
import { writeYear } from './cost-year';

const ROUNDS = process.argv.includes('--smoke') ? 1 : 9;

const folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-bench-'));
try {
  const { points } = writeYear(folder);
  say(`${os.cpus()[0]?.model ?? 'unknown processor'}, ${process.version}, ${process.platform} ${process.arch}`);
  say(`${String(points)} half hours of Tempo; ${String(ROUNDS)} rounds: minimum / median / maximum`);
  const ours: Measured[] = [];
  const luxon: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(run('linky-red'));
    luxon.push(run('luxon'));
  }
  tell('linky-red', ours);
  tell('luxon, plain', luxon);
  say(
    `cost, linky-red / luxon ${spread(
      ours.map(({ cpuMs }, i) => cpuMs / (luxon[i]?.cpuMs ?? NaN)),
      3,
    )}`,
  );
  if ([...ours, ...luxon].some((one) => one.wrongSums > 0 || one.points !== points))
    throw new Error('not all sums are right');
} finally {
  rmSync(folder, { recursive: true });
}

function run(who: string): Measured {
  const { stdout, stderr, status } = spawnSync(process.execPath, [path.join(__dirname, 'cost-run.js'), folder, who], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Measured;
}

function tell(who: string, runs: readonly Measured[]): void {
  const of = (figure: (one: Measured) => number): string => spread(runs.map(figure), 0);
  say(
    `${who}: ${of(({ cpuMs }) => cpuMs)} ms of CPU; at most ${of(({ peakRssMb }) => peakRssMb)} MB; sums that are wrong ${of(
      ({ wrongSums }) => wrongSums,
    )}`,
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
