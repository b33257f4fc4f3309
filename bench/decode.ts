// What decoding costs: the decoder with everything on (strict, signals, values) beside the version before the cost of a frame
// was cut, a naive decoder and tic2json, on the same bytes in the same run, taken in turns. CPU time, not the clock on the wall.
// With TIC2JSON=/path/to/tic2json (https://github.com/f00b4r0/tic2json, built by whoever has it) that program is measured
// beside them: it prints JSON, and checks no more than the sum.
// The noisy stream has 0.1 % of its bits turned over.
//   npm run bench -- decode [only=STREAM,…] [beside=SUBJECT,…] [rounds=N] [mb=N] [--smoke]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { builtBefore, count, machine, median, ratios, say, spread, word } from './figures';
import { DecodeWorker, shellCpuSeconds } from './tic/processes';
import { FLIPS, record, type Stream, STREAMS } from './tic/streams';
import { Tic2json } from './tic/tic2json';

const MEGABYTES = count('mb', 16, 0.5);
const ROUNDS = count('rounds', 11, 1);
/** What a serial port or a socket hands over at most. */
const CHUNK = 65_536;
/** What a port hands over of a line of 9600 Bd. */
const SMALL_CHUNK = 64;

const ours = path.resolve(__dirname, '..');
const before = builtBefore();
const tic2json = Tic2json.fromEnvironment();

/** What is divided by what. */
const VARIANTS = [
  ['noisy-looked-at', 'looked-at'],
  ['noisy', 'linky-red'],
  ['noisy-messages', 'messages'],
  ['small-chunks', 'linky-red'],
] as const;

/** Gives the CPU seconds of one round. */
type Subject = () => number | Promise<number>;

async function main(): Promise<void> {
  say(machine());
  say(`${String(ROUNDS)} rounds of ${String(MEGABYTES)} MB; MB/s of CPU time as minimum / median / maximum`);
  say(`cost: CPU of linky-red divided by that of the other, pair by pair`);
  const chosen = word('only')?.split(',');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'linky-red-bench-'));
  try {
    for (const stream of STREAMS)
      if (chosen?.includes(stream.name) ?? true) await measure(stream, path.join(folder, stream.name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(stream: Stream, file: string): Promise<void> {
  const noisy = `${file}.flips`;
  writeFileSync(file, record(stream, MEGABYTES * 1e6));
  writeFileSync(noisy, record(stream, MEGABYTES * 1e6, FLIPS));
  const workers: DecodeWorker[] = [];
  const worker = (built: string, what: string, bytes = file, chunk = CHUNK): Subject => {
    const started = new DecodeWorker(built, what, bytes, chunk);
    workers.push(started);
    return () => started.cpuSeconds();
  };
  const subjects = new Map<string, Subject>([['linky-red', worker(ours, 'decode')]]);
  const wanted = word('beside')?.split(',');
  const beside = (name: string, subject: () => Subject): void => {
    if (wanted?.includes(name) ?? true) subjects.set(name, subject());
  };
  const mode = stream.tic2json;
  if (mode !== undefined && tic2json !== undefined) beside('tic2json', () => () => tic2json.cpuSeconds(mode, file));
  beside('naive', () => worker(ours, 'naive'));
  beside('looked-at', () => worker(ours, 'look'));
  beside('noisy-looked-at', () => worker(ours, 'look', noisy));
  beside('noisy', () => worker(ours, 'decode', noisy));
  beside('small-chunks', () => worker(ours, 'decode', file, SMALL_CHUNK));
  beside('messages', () => worker(ours, 'message'));
  beside('noisy-messages', () => worker(ours, 'message', noisy));
  if (before !== undefined) {
    beside('before', () => worker(before, 'decode'));
    beside('messages-before', () => worker(before, 'message'));
  }
  for (const [name, ...words] of commands(ours, before))
    beside(name, () => () => shellCpuSeconds(file, process.execPath, ...words));
  const taken = await inTurns(subjects);
  for (const started of workers) started.stop();
  tell(stream, taken);
}

/** Whole processes that print a line of JSON for each frame: name, script, what follows it. */
function commands(now: string, then: string | undefined): readonly (readonly [string, ...string[]])[] {
  const cli = (built: string): [string, string] => [path.join(built, 'bin', 'linky-red.js'), 'decode'];
  const naive = path.join(__dirname, 'tic', 'naive-cli-worker.js');
  return [
    ['command', ...cli(now)],
    ['naive-command', naive],
    ['naive-values-command', naive, 'values'],
    ...(then === undefined ? [] : [['command-before', ...cli(then)] as const]),
  ];
}

/** One round each to warm up; who begins takes turns, too. */
async function inTurns(subjects: ReadonlyMap<string, Subject>): Promise<ReadonlyMap<string, number[]>> {
  const taken = new Map<string, number[]>([...subjects.keys()].map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    const order = round % 2 === 0 ? [...subjects] : [...subjects].reverse();
    for (const [name, subject] of order) {
      const seconds = await subject();
      if (round > 0) taken.get(name)?.push(seconds);
    }
  }
  return taken;
}

function tell({ name, title }: Stream, taken: ReadonlyMap<string, number[]>): void {
  const seconds = (subject: string): number[] => taken.get(subject) ?? [];
  const speed = (subject: string): string => spread(seconds(subject).map((taken) => MEGABYTES / taken));
  const cost = (over: string, under: string): void => {
    if (seconds(under).length === 0) return;
    say(`  ${under} ${speed(under)}   cost ${spread(ratios(seconds(over), seconds(under)))}`);
  };
  say(`${title} (${name})`);
  say(`  linky-red ${speed('linky-red')}`);
  for (const other of ['tic2json', 'before', 'naive']) cost('linky-red', other);
  for (const [variant, clean] of VARIANTS) {
    if (seconds(variant).length === 0 || seconds(clean).length === 0) continue;
    const share = median(ratios(seconds(variant), seconds(clean))).toFixed(2);
    say(`  ${variant} ${speed(variant)}   ${share} of ${clean}, ${speed(clean)}`);
  }
  for (const [subject, ...others] of [
    ['messages', 'messages-before'],
    ['command', 'command-before', 'naive-command', 'naive-values-command'],
  ] as const) {
    if (seconds(subject).length === 0) continue;
    say(`  ${subject} ${speed(subject)}`);
    for (const other of others) cost(subject, other);
  }
}

void main();
