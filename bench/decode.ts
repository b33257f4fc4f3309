// What decoding costs: the decoder with everything on (strict, signals, values) beside a naive one, on the same bytes in the
// same run, taken in turns. CPU time, not the clock on the wall. `--smoke` only shows that it runs.
// With TIC2JSON=/path/to/tic2json (https://github.com/f00b4r0/tic2json, built by whoever has it) that program is measured
// beside them: it prints JSON, and checks no more than the sum.
import os from 'node:os';
import { Decoder } from '../lib/tic/decoder';
import { meterFrames, type MeterOptions } from '../sandbox/tic/meter';
import { NaiveDecoder } from './naive-decoder';
import { Tic2json } from './tic2json';

const smoke = process.argv.includes('--smoke');
const BYTES = smoke ? 1_000_000 : 16_000_000;
const ROUNDS = smoke ? 3 : 11;
/** What a serial port or a socket hands over at most. */
const CHUNK = 65_536;

const tic2json = Tic2json.fromEnvironment();

const STREAMS: readonly (readonly [string, Partial<MeterOptions>])[] = [
  ['standard, single-phase, Tempo', { mode: 'standard' }],
  ['standard, three-phase, producer', { mode: 'standard', phases: 3, producer: true }],
  ['historique, single-phase, Tempo', { mode: 'historique' }],
  ['standard, 0.1 % of bits turned over', { mode: 'standard', faults: { flips: 0.001 } }],
];

process.stdout.write(
  `${os.cpus()[0]?.model ?? 'unknown processor'}, ${process.version}, ${process.platform} ${process.arch}\n`,
);
process.stdout.write(
  `${String(ROUNDS)} rounds of ${String(BYTES / 1e6)} MB; MB/s of CPU time as minimum / median / maximum\n`,
);

for (const [name, options] of STREAMS) {
  const bytes = record(options);
  const ours: number[] = [];
  const naive: number[] = [];
  const other: number[] = [];
  // It ends at the first NUL, and a damaged stream has some.
  const third = options.faults === undefined ? tic2json?.on(bytes, options.mode) : undefined;
  // One round each to warm up.
  for (let round = 0; round <= ROUNDS; round++) {
    const pair = [
      cpuSeconds(() => {
        decode(bytes);
      }),
      cpuSeconds(() => {
        decodeNaively(bytes);
      }),
    ] as const;
    const seconds = third?.cpuSeconds();
    if (round === 0) continue;
    ours.push(bytes.length / 1e6 / pair[0]);
    naive.push(bytes.length / 1e6 / pair[1]);
    if (seconds !== undefined) other.push(bytes.length / 1e6 / seconds);
  }
  third?.remove();
  process.stdout.write(`${name}\n  linky-red ${spread(ours)}\n`);
  beside('naive', naive, ours);
  if (other.length > 0) beside('tic2json', other, ours);
}

function beside(name: string, theirs: readonly number[], ours: readonly number[]): void {
  const ratio = ours.map((speed, i) => (theirs[i] ?? NaN) / speed);
  process.stdout.write(`  ${name} ${spread(theirs)}   cost, linky-red / ${name} ${spread(ratio)}\n`);
}

function record(options: Partial<MeterOptions>): Buffer {
  const parts: Buffer[] = [];
  let length = 0;
  for (const { bytes } of meterFrames(options)) {
    parts.push(bytes);
    length += bytes.length;
    if (length >= BYTES) break;
  }
  return Buffer.concat(parts);
}

function decode(bytes: Buffer): void {
  let seen = 0;
  const decoder = new Decoder(
    { stream: 'bench' },
    {
      frame: ({ values }) => {
        seen += Object.keys(values).length;
      },
      signal: () => undefined,
    },
  );
  for (let at = 0; at < bytes.length; at += CHUNK) decoder.push(bytes.subarray(at, at + CHUNK));
  if (seen === 0) throw new Error('nothing was decoded');
}

function decodeNaively(bytes: Buffer): void {
  let seen = 0;
  const decoder = new NaiveDecoder((values) => {
    seen += Object.keys(values).length;
  });
  for (let at = 0; at < bytes.length; at += CHUNK) decoder.push(bytes.subarray(at, at + CHUNK));
  if (seen === 0) throw new Error('nothing was decoded');
}

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function spread(figures: readonly number[]): string {
  const sorted = [...figures].sort((a, b) => a - b);
  return [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
    .map((figure) => (figure ?? NaN).toFixed(2))
    .join(' / ');
}
