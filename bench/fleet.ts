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
/** The version before is given so long to do and to keep its first round, and measured by what it has done until then. */
const PATIENCE_S = smoke ? 10 : 240;

say(
  `${os.cpus()[0]?.model ?? 'unknown processor'}, ${String(os.cpus().length)} cores, ${process.version}, ${process.platform}`,
);
say(
  `${String(ROUNDS)} rounds: minimum / median / maximum; ms are of CPU, stalls those of the thread with the event loop`,
);
if (before === undefined) say('the version before is not in this history: nothing to compare with');

firstRound();
const atOnce = take(ours, 'first-at-once', METERS);
say(`first frames of ${String(METERS)} meters in one turn: longest stall ${spread(atOnce.map(stall))} ms`);
for (const [title, what, meters] of [
  ['all silent in one tick', 'silence', METERS],
  ['refresh', 'refresh', METERS],
  ['a new node (deploy) and a frame of each', 'redeploy', METERS],
  ['a tick with nothing to tell', 'tick', MANY],
] as const) {
  const runs = take(ours, what, meters);
  const loop = spread(runs.map(({ loopMs }) => loopMs));
  say(`${title}, ${String(meters)} meters: ${loop} ms of the loop, longest stall ${spread(runs.map(stall))} ms`);
}
laterRounds();
comeAndGo();

function firstRound(): void {
  const now: Measured[] = [];
  const then: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    now.push(run(ours, 'first', METERS));
    if (before !== undefined) then.push(run(before, 'first', METERS, PATIENCE_S));
  }
  say(`first round of ${String(METERS)} meters: ${spread(now.map(perFrame))} ms per frame`);
  say(`  longest stall ${spread(now.map(stall))} ms; heap ${spread(now.map(({ liveHeapMb }) => liveHeapMb))} MB`);
  if (then.length === 0) return;
  const late = String(then.filter(({ isOver }) => isOver === false).length);
  say(
    `  before: ${spread(then.map(perFrame))} ms per frame; in ${late} rounds not all was kept after ${String(PATIENCE_S)} s,`,
  );
  say('  and what it still had to do is not counted');
  say(`  longest stall ${spread(then.map(stall))} ms`);
  say(`  ratio ${spread(ratios(then, now))}`);
}

function laterRounds(): void {
  const few: Measured[] = [];
  const many: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    few.push(run(ours, 'later', FEW));
    many.push(run(ours, 'later', MANY));
  }
  say(`later rounds: ${spread(few.map(perFrame))} ms per frame of ${String(FEW)} meters`);
  say(`  ${spread(many.map(perFrame))} of ${String(MANY)}, ratio ${spread(ratios(many, few))}`);
}

function comeAndGo(): void {
  const runs = take(ours, 'come-and-go', MANY);
  say(`${String(MANY)} topics come and go: heap ${spread(runs.map(({ heapMb }) => heapMb))} MB,`);
  say(`  after the first fifth ${spread(runs.map(({ earlierHeapMb }) => earlierHeapMb))}`);
}

function perFrame({ msPerFrame }: Measured): number {
  return msPerFrame ?? NaN;
}

function stall({ longestStallMs }: Measured): number {
  return longestStallMs;
}

/** Of runs that came one after the other. */
function ratios(runs: readonly Measured[], bases: readonly Measured[]): number[] {
  return bases.map((base, i) => perFrame(runs[i] ?? base) / perFrame(base));
}

function take(built: string, what: string, meters: number): Measured[] {
  return Array.from({ length: ROUNDS }, () => run(built, what, meters));
}

function run(built: string, what: string, meters: number, seconds = Infinity): Measured {
  const script = path.join(__dirname, 'fleet-run.js');
  const args = ['--expose-gc', script, built, what, String(meters), String(seconds)];
  const { stdout, status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Measured;
}

function spread(figures: readonly (number | undefined)[]): string {
  const sorted = figures.map((value) => value ?? NaN).sort((a, b) => a - b);
  return [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
    .map((value) => (value ?? NaN).toPrecision(3))
    .join(' / ');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
