// node -r ./scripts/test/typescript.cjs test/support/tic/fuzz.ts [minutes=60] [seed=N] [before=FOLDER]
// Bytes that no meter ever sent, for an hour: the decoder never throws, says the same in any chunks, holds no memory, and reads the
// next good frames. With `before`, the folder of an earlier version compiled (.cache/bench-COMMIT/.cache/bench), both say the
// same. Prints its seed and, of a find, the bytes: they become a fixture of test/lib/tic.
import { createRequire } from 'node:module';
import path from 'node:path';
import { Decoder } from '../../../lib/tic/decoder';
import { randomStream } from '../../../sandbox/random';
import { FUZZED, garble } from './garbled';
import { everythingOf } from './line-truth';

const words = new Map(process.argv.slice(2).map((word) => word.split('=') as [string, string]));
const minutes = Number(words.get('minutes') ?? 60);
const seed = Number(words.get('seed') ?? Date.now() % 1_000_000_007);
const before = decoderIn(words.get('before'));
/** Bytes of heap that all cases together may hold, with what waits to be collected. */
const MOST_GROWTH = 300e6;
/** A file of a shelf, a chunk of a port, a byte of a slow line. */
const SIZES = [1, 3, 64, 1000];

function main(): void {
  console.log(`seed ${seed}, ${minutes} minutes${before === undefined ? '' : ', beside the version before'}`);
  const until = Date.now() + minutes * 60_000;
  let [cases, bytes, finds] = [0, 0, 0];
  const usedAtFirst = process.memoryUsage().heapUsed;
  for (; Date.now() < until; cases++) {
    const random = randomStream(`${seed} ${cases}`);
    const stream = garble(random);
    bytes += stream.length;
    const fault = faultOf(stream, SIZES[Math.floor(random() * SIZES.length)] ?? 1);
    if (fault !== null) {
      finds++;
      console.log(`case ${cases}: ${fault}\n${stream.toString('base64')}`);
      process.exitCode = 1;
      if (finds >= 10) break;
    }
    if (cases % 1000 === 999) {
      const growth = process.memoryUsage().heapUsed - usedAtFirst;
      if (growth > MOST_GROWTH) throw new Error(`${growth} bytes of heap more after ${cases} cases`);
    }
  }
  console.log(`${cases} cases, ${(bytes / 1e6).toFixed(1)} MB, ${finds} finds, seed ${seed}`);
}

/** Null: nothing is wrong. */
function faultOf(stream: Buffer, size: number): string | null {
  try {
    for (const listGroups of [true, false]) {
      const whole = told(Decoder, stream, stream.length, listGroups);
      if (told(Decoder, stream, size, listGroups) !== whole) return `chunks of ${size} say something else`;
      if (before !== undefined && told(before, stream, stream.length, listGroups) !== whole)
        return `the version before says otherwise${listGroups ? '' : ', without lists of groups'}`;
    }
    return null;
  } catch (error) {
    return `it throws: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

/**
 * All that is said, and what is said of a good meter afterwards.
 * @param listGroups every group is read from its bytes then; otherwise one that says what it said before is not
 */
function told(Version: typeof Decoder, stream: Buffer, size: number, listGroups: boolean): string {
  const said: string[] = [];
  const decoder = new Version(
    { stream: 'fuzz', listGroups },
    {
      frame: (frame) => said.push(JSON.stringify(everythingOf(frame))),
      signal: (signal) => said.push(JSON.stringify(signal)),
    },
  );
  for (let at = 0; at < stream.length; at += size) decoder.push(stream.subarray(at, at + size));
  decoder.flush();
  const [good] = FUZZED;
  const heard = decoder.groupsHeard;
  for (let n = 0; n < 4; n++) decoder.push(good);
  if (decoder.groupsHeard === heard) throw new Error('good frames are not read afterwards');
  return said.join('\n');
}

function decoderIn(folder: string | undefined): typeof Decoder | undefined {
  if (folder === undefined) return undefined;
  const file = path.resolve(folder, 'lib/tic/decoder.js');
  return (createRequire(file)(file) as { Decoder: typeof Decoder }).Decoder;
}

main();
