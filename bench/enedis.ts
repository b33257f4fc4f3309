// What the past of a meter costs: three years of half-hours in answers of a week, from bodies to stored points and the sums of
// days, beside a plain conversion of the same labels by luxon in the same run. Each measurement is a process of its own, taken
// in turns. CPU time, not the clock on the wall. `--smoke` only shows that it runs, and that no hour is wrong.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeAnswers } from './enedis-answers';
import type { Measured } from './enedis-run';

const smoke = process.argv.includes('--smoke');
const DAYS = smoke ? 365 : 1095;
const ROUNDS = smoke ? 1 : 7;

const folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-bench-'));
try {
  const { answers, points } = writeAnswers(path.join(folder, 'answers'), DAYS);
  say(`${os.cpus()[0]?.model ?? 'unknown processor'}, ${process.version}, ${process.platform} ${process.arch}`);
  say(`${String(answers)} answers, ${String(points)} points; ${String(ROUNDS)} rounds: minimum / median / maximum`);
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
  if (ours.some((one) => one.wrongHours > 0 || one.points !== points || one.days !== DAYS))
    throw new Error('not all hours are right');
} finally {
  rmSync(folder, { recursive: true });
}

function run(who: string): Measured {
  const { stdout, stderr, status } = spawnSync(process.execPath, [path.join(__dirname, 'enedis-run.js'), folder, who], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Measured;
}

function tell(who: string, runs: readonly Measured[]): void {
  const wrong = spread(
    runs.map(({ wrongHours }) => wrongHours),
    0,
  );
  say(
    `${who}: ${spread(
      runs.map(({ cpuMs }) => cpuMs),
      0,
    )} ms of CPU; at most ${spread(
      runs.map(({ peakRssMb }) => peakRssMb),
      0,
    )} MB; hours that are wrong ${wrong}`,
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
