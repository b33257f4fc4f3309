// What a fleet of meters in one linky-decode costs, beside the version that wrote the open events of all streams together, where
// it could be built. Each measurement is a process of its own, taken in turns. CPU time, not the clock on the wall.
import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import type { Measured } from './fleet-run';

const smoke = process.argv.includes('--smoke');
const before = process.argv.includes('--before') ? process.argv[process.argv.indexOf('--before') + 1] : undefined;
const ours = path.resolve(__dirname, '..');
const METERS = smoke ? 60 : 1000;
const FEW = smoke ? 20 : 100;
const MANY = smoke ? 200 : 10_000;
const ROUNDS = smoke ? 1 : 3;
const taken = new Map<string, readonly [Measured[], Measured[]]>();

say(`${os.cpus()[0]?.model ?? 'unknown processor'}, ${process.version}, ${process.platform} ${process.arch}`);
say(`${String(ROUNDS)} rounds; minimum / median / maximum`);
if (before === undefined) say('the version before is not in this history: nothing to compare with');

compare(`first round of ${String(METERS)} meters, ms of CPU per frame`, 'first', METERS, (run) => run.firstMsPerFrame);
compare('  longest stall of the event loop, ms', 'first', METERS, (run) => run.longestStallMs);
compare(`all ${String(METERS)} silent in one tick, ms of CPU`, 'silence', METERS, (run) => run.silenceMs);
compare('  longest stall of the event loop, ms', 'silence', METERS, (run) => run.longestStallMs);

const few = take(ours, 'later', FEW);
const many = take(ours, 'later', MANY);
const later = (run: Measured): number => run.laterMsPerFrame ?? NaN;
say(`later rounds, ms of CPU per frame: ${String(FEW)} meters ${spread(few.map(later))}`);
say(
  `  ${String(MANY)} meters ${spread(many.map(later))}, ratio ${spread(many.map((run, i) => later(run) / ratioBase(i)))}`,
);
const alive = take(ours, 'first', METERS).map(({ heapMb }) => heapMb);
say(`heap of ${String(METERS)} live meters, MB: ${spread(alive)}`);
const gone = take(ours, 'come-and-go', MANY);
say(
  `heap after a fifth of ${String(MANY)} topics have come and gone, MB: ${spread(gone.map((run) => run.earlierHeapMb ?? NaN))}`,
);
say(`  after all of them ${spread(gone.map(({ heapMb }) => heapMb))}`);

function ratioBase(round: number): number {
  const run = few[round];
  return run === undefined ? NaN : later(run);
}

function compare(title: string, what: string, meters: number, figure: (run: Measured) => number | undefined): void {
  const [now, then] = pairs(what, meters);
  const figures = (runs: readonly Measured[]): number[] => runs.map((run) => figure(run) ?? NaN);
  say(`${title}: ${spread(figures(now))}`);
  if (then.length === 0) return;
  const ratio = figures(then).map((value, i) => value / (figures(now)[i] ?? NaN));
  say(`  before ${spread(figures(then))}, ratio ${spread(ratio)}`);
}

function pairs(what: string, meters: number): readonly [Measured[], Measured[]] {
  const key = `${what} ${String(meters)}`;
  const known = taken.get(key);
  if (known !== undefined) return known;
  const both: [Measured[], Measured[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    both[0].push(run(ours, what, meters));
    if (before !== undefined) both[1].push(run(before, what, meters));
  }
  taken.set(key, both);
  return both;
}

function take(built: string, what: string, meters: number): Measured[] {
  return Array.from({ length: ROUNDS }, () => run(built, what, meters));
}

function run(built: string, what: string, meters: number): Measured {
  const script = path.join(__dirname, 'fleet-run.js');
  const { stdout, status, stderr } = spawnSync(process.execPath, ['--expose-gc', script, built, what, String(meters)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Measured;
}

function spread(figures: readonly number[]): string {
  const sorted = [...figures].sort((a, b) => a - b);
  return [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
    .map((value) => (value ?? NaN).toPrecision(3))
    .join(' / ');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
