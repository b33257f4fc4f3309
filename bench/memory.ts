// What meters hold: ten thousand single-phase standard meters, interleaved in one bare process, and a million frames of a hundred.
//   npm run bench -- memory [meters=N] [frames=N] [--smoke]
// A thousand in a real Node-RED: `npm run bench -- memory-node-red`.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { count, machine, say } from './figures';

interface Held {
  readonly frames: number;
  readonly kept: number;
  readonly heapMb: readonly number[];
  readonly rssMb: number;
  readonly peakMb: number;
}

const METERS = count('meters', 10_000, 200);
const FRAMES = count('frames', 1_000_000, 2000);
/** So many frames of each of the ten thousand: signals have begun, what is kept is kept. */
const FRAMES_EACH = 8;

say(machine());
const wide = run(METERS, METERS * FRAMES_EACH);
say(
  `${String(METERS)} meters interleaved, ${String(FRAMES_EACH)} frames each, 64 bytes at a time, the last values of each kept:`,
);
say(`  ${wide.rssMb.toFixed(0)} MB in all (most: ${wide.peakMb.toFixed(0)}), heap ${heaps(wide)} MB`);
say(`  ${((1000 * (wide.heapMb.at(-1) ?? NaN)) / METERS).toFixed(1)} kB of heap per meter`);
const long = run(100, FRAMES);
say(`${String(long.frames)} frames of 100 meters: heap after each tenth ${heaps(long)} MB`);

function run(meters: number, frames: number): Held {
  const worker = path.join(__dirname, 'tic', 'memory-worker.js');
  const args = ['--expose-gc', worker, String(meters), String(frames)];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Held;
}

function heaps({ heapMb }: Held): string {
  return heapMb.map((mb) => mb.toFixed(1)).join(' / ');
}
