// What a bad line makes of readings: groups that are wrong, groups that are missed, signals that nobody sent, counted against what
// the meter sent, of this version and of the one before the cost of a frame was cut. No times: the figures are exact.
//   npm run bench -- noise [only=STREAM,…] [frames=N] [seed=WORD] [--smoke]
import { createRequire } from 'node:module';
import path from 'node:path';
import { Decoder } from '../lib/tic/decoder';
import { countLine, type LineCount } from '../test/support/tic/line-truth';
import { builtBefore, count, say, smoke, word } from './figures';
import { bursts, FLIPS, frames, type SentFrame, type Stream, STREAMS } from './tic/streams';

const FRAMES = count('frames', 3000, 40);
const SEED = word('seed') ?? 'noise';
/** The meter's clock goes faster than its line: more of a day in as many frames. */
const CLOCK_FACTOR = 5;

const before = decoderBefore();

const LINES: Readonly<Record<string, (stream: Stream) => Iterable<SentFrame>>> = {
  'a clean line': (stream) => frames(stream, {}, SEED, CLOCK_FACTOR),
  '0.1 % of bits turned over': (stream) => frames(stream, FLIPS, SEED, CLOCK_FACTOR),
  '0.1 % of bytes lost': (stream) => frames(stream, { drops: 0.001 }, SEED, CLOCK_FACTOR),
  'bursts in a fifth of the frames': (stream) => bursts(frames(stream, {}, SEED, CLOCK_FACTOR), SEED, 0.2),
};

say(`${String(FRAMES)} frames of each meter, seed ${SEED}; wrong: of 1,000 accepted groups; read: of the intact ones`);
if (before === undefined) say('the version before is not in this history: nothing to compare with');
let worse = 0;
const chosen = word('only')?.split(',');
for (const stream of STREAMS) {
  if (chosen !== undefined && !chosen.includes(stream.name)) continue;
  say(stream.title);
  for (const [name, line] of Object.entries(LINES)) {
    const now = countLine(Decoder, line(stream), FRAMES, before !== undefined);
    const then = before === undefined ? undefined : countLine(before, line(stream), FRAMES, true);
    say(`  ${name}: ${figures(now)}${then === undefined ? '' : beside(now, then)}`);
  }
}
if (worse > 0) say(`worse than before: ${String(worse)} of the lines above`);
if (smoke && worse > 0) process.exitCode = 1;

function figures({ intact, read, accepted, wrong, falseSignals, missedSignals }: LineCount): string {
  const signals = `${String(falseSignals)} false and ${String(missedSignals)} missed signals`;
  return `wrong ${perThousand(wrong, accepted)} (${String(wrong)}), read ${perThousand(read, intact)} ‰, ${signals}`;
}

function beside(now: LineCount, then: LineCount): string {
  if (now.digest === then.digest) return '; all that is said is what the version before says';
  const isWorse = now.wrong > then.wrong || now.read < then.read || now.falseSignals > then.falseSignals;
  if (isWorse) worse++;
  return `\n    ${isWorse ? 'WORSE than ' : ''}before: ${figures(then)}`;
}

function perThousand(part: number, whole: number): string {
  return ((1000 * part) / whole).toFixed(3);
}

function decoderBefore(): typeof Decoder | undefined {
  const folder = builtBefore();
  if (folder === undefined) return undefined;
  const file = path.join(folder, 'lib/tic/decoder.js');
  return (createRequire(file)(file) as { Decoder: typeof Decoder }).Decoder;
}
