// What decoders hold, in a bare process. argv: number of meters, number of frames of all together. Meters are interleaved, 64 bytes at
// a time, and the last values of each are kept. Answers with JSON: heap after collection at tenths of the way, and memory in all.
import { Decoder } from '../../lib/tic/decoder';
import type { DecodedFrame } from '../../lib/tic/decoded-frame';
import { horodate } from '../../sandbox/tic/frame';
import { DEFAULT_METER } from '../../sandbox/tic/meter';
import { StampedFrame } from './stamped-frame';
import { record, STREAMS } from './streams';

const [, , meters = '1', frames = '1'] = process.argv;
const many = Number(meters);
const rounds = Math.ceil(Number(frames) / many);
const CHUNK = 64;
const [standard] = STREAMS;
if (standard === undefined) throw new Error('no stream');
const stamped = new StampedFrame(Buffer.from(record(standard, 1)));

const last = new Map<number, DecodedFrame['values']>();
let decoded = 0;
const decoders = Array.from(
  { length: many },
  (_, n) =>
    new Decoder(
      { stream: String(n) },
      {
        frame: ({ values }) => {
          last.set(n, values);
          decoded++;
        },
        signal: () => undefined,
      },
    ),
);

/** Indexes that a meter has counted on, beside the total. */
const INDEXES = ['EASF01', 'EASF02', 'EASD01', 'EASD02'];

const heapMb: number[] = [];
for (let round = 0; round < rounds; round++) {
  const at = DEFAULT_METER.start + round * 1000;
  stamped.set('DATE', horodate(at));
  // So many meters are in the same chunk of their frame at a time.
  const { bytes } = stamped;
  for (let from = 0; from < bytes.length; from += CHUNK)
    decoders.forEach((decoder, n) => {
      if (from === 0) stampAs(n, round);
      decoder.push(bytes.subarray(from, from + CHUNK), { first: at, last: at });
    });
  if ((round + 1) % Math.max(1, Math.floor(rounds / 10)) === 0) heapMb.push(heapUsedMb());
}
if (decoded < many * rounds * 0.99) throw new Error(`${String(decoded)} frames were decoded`);
const { rss } = process.memoryUsage();
process.stdout.write(
  JSON.stringify({
    frames: decoded,
    kept: last.size,
    heapMb,
    rssMb: rss / 1e6,
    // In KiB.
    peakMb: (process.resourceUsage().maxRSS * 1024) / 1e6,
  }),
);

/** A meter has a number, indexes and powers of its own: what it says is seldom what another one says. */
function stampAs(n: number, round: number): void {
  const digits = (label: string, value: number, size: number): void => {
    stamped.set(label, String(value).padStart(size, '0'));
  };
  stamped.set('ADSC', `0422613${String(n).padStart(5, '0')}`);
  stamped.set('PRM', `123456${String(10_000_000 + n * 7)}`);
  const counted = n * 1237 + round;
  digits('EAST', 36_000_000 + counted, 9);
  for (const [i, label] of INDEXES.entries()) digits(label, 9_000_000 * (i + 1) + counted, 9);
  digits('SINSTS', 400 + ((n * 37 + round) % 5000), 5);
  digits('URMS1', 225 + (n % 20), 3);
}

function heapUsedMb(): number {
  gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}
