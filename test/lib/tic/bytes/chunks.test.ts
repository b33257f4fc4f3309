// The same bytes in any chunks give the same frames and signals, clean or damaged; and nothing that a line sends throws.
import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import type { DecodedFrame } from '../../../../lib/tic/decoded-frame';
import { LineFaults, type LineFaultRates } from '../../../../sandbox/tic/line-faults';
import {
  ADDRESS,
  linkyEjp,
  linkyHc,
  linkyStandard,
  linkyStandardTempo,
  linkyStandardTriProducer,
  linkyTempo,
  linkyTri,
  short,
} from '../../../support/tic/tic-meters';
import { listen } from '../../../support/tic/tic-listener';

const STREAMS: Readonly<Record<string, readonly Buffer[]>> = {
  historique: [linkyHc(), linkyHc().after('IINST', 'ADPS', '046'), linkyHc(), linkyTempo(), linkyEjp()].map((frame) =>
    frame.build(),
  ),
  'three phases': [
    linkyTri().build(),
    linkyTri().brokenOffBehind('BASE'),
    ...[1, 2, 3].map((n) => short(ADDRESS.linkyTri, { [n]: '023' }).build()),
    linkyTri().build(),
  ],
  standard: [
    linkyStandard('H270112105501').build(),
    linkyStandardTempo('H270112105502').after('STGE', 'NEWLAB', '1').build(),
    linkyStandardTempo('H270112105503').after('STGE', 'NEWLAB', '1').build(),
    linkyStandardTriProducer('H270112105504').build(),
  ],
};

const FAULTS: Readonly<Record<string, LineFaultRates>> = {
  'a clean line': {},
  'turned bits': { flips: 0.003 },
  'lost bytes': { drops: 0.003 },
  'glued groups': { glue: 0.02 },
  'all faults at once': { flips: 0.001, drops: 0.001, glue: 0.005, nul: 0.002, blanks: 0.002, eot: 0.1, noise: 0.2 },
  'a bridge that hands on the parity bit': { parity: 1, flips: 0.001 },
};

function damaged(frames: readonly Buffer[], faults: LineFaultRates): Buffer {
  const line = new LineFaults(faults, 'chunks');
  // Several times over, so that what is held or unknown is decided.
  return Buffer.concat([1, 2, 3].flatMap(() => frames.map((frame) => line.damage(frame).bytes)));
}

const shown = (frame: DecodedFrame): unknown => ({
  meter: frame.meter,
  time: frame.time,
  values: frame.values,
  units: frame.units,
  horodates: frame.horodates,
  decoded: frame.decoded,
  carried: frame.carried,
  headroom: frame.headroom,
  edges: frame.edges,
  present: frame.presentSignals,
  quality: frame.quality,
  groups: frame.groups,
});

function decode(bytes: Buffer, sizes: () => number): readonly string[] {
  const all: string[] = [];
  const listener = listen({}, (frame) => all.push(JSON.stringify(shown(frame))));
  for (let i = 0; i < bytes.length;) {
    const size = Math.max(1, sizes());
    listener.push(bytes.subarray(i, i + size));
    i += size;
  }
  listener.decoder.flush();
  return [...all, ...listener.signals.map((signal) => JSON.stringify(signal))];
}

describe('bytes in any chunks', () => {
  for (const [line, faults] of Object.entries(FAULTS)) {
    for (const [stream, frames] of Object.entries(STREAMS)) {
      it(`say the same: ${stream}, ${line}`, () => {
        const bytes = damaged(frames, faults);
        const whole = decode(bytes, () => 65_536);
        for (const size of [1, 7, 64])
          assert.deepEqual(
            decode(bytes, () => size),
            whole,
            `${String(size)} bytes at a time`,
          );
        fc.assert(
          fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 40 }), (sizes) => {
            let n = 0;
            assert.deepEqual(
              decode(bytes, () => sizes[n++ % sizes.length] ?? 1),
              whole,
            );
          }),
          { numRuns: 10, seed: 1 },
        );
      });
    }
  }
});

describe('whatever a line sends', () => {
  const good = linkyStandard().build();
  /** Bytes that mean something, more often than chance would bring them. */
  const telling = fc.constantFrom(0x02, 0x03, 0x04, 0x09, 0x0a, 0x0d, 0x20, ...Buffer.from('ADCOSTGE01234'));
  const noise = fc.array(fc.oneof(fc.integer({ min: 0, max: 255 }), telling), { maxLength: 2000 });

  it('nothing throws, and the next good frames are decoded', () => {
    fc.assert(
      fc.property(noise, (bytes) => {
        const listener = listen({ lenient: bytes.length % 2 === 1 }).push(Buffer.from(bytes));
        listener.frames.forEach(shown);
        listener.push(good);
        assert.equal(listener.last.values['SINSTS'], 1240);
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it('a frame of which any bytes were replaced throws nothing either', () => {
    const damage = fc.array(fc.tuple(fc.integer({ min: 0, max: good.length - 1 }), fc.integer({ min: 0, max: 255 })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(damage, (changes) => {
        const bytes = Buffer.from(good);
        for (const [at, byte] of changes) bytes[at] = byte;
        const listener = listen().push(bytes).push(bytes).push(good);
        listener.decoder.flush();
        listener.frames.forEach(shown);
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  const MEGABYTE = 1_000_000;
  const MOST_GROWTH = 400_000;
  const groups = linkyStandard().groups();
  const GARBAGE: Readonly<Record<string, (i: number) => number>> = {
    'a megabyte of NUL': () => 0,
    'a megabyte of 0xFF': () => 0xff,
    'a megabyte of EOT': () => 4,
    'a megabyte of chance': (i) => (Math.imul(i ^ (i >>> 7), 0x9e3779b1) >>> 13) & 0xff,
    'a megabyte without STX': (i) => groups[i % groups.length] ?? 0,
    'a megabyte without CR': (i) => 0x30 + (i % 10),
    'a megabyte of STX': () => 2,
  };
  for (const [name, byteAt] of Object.entries(GARBAGE)) {
    it(`${name} fills no memory, and the next good frame is decoded`, () => {
      const listener = listen();
      const chunk = Buffer.alloc(10_000);
      const feed = (from: number): void => {
        for (let i = 0; i < chunk.length; i++) chunk[i] = byteAt(from + i);
        listener.push(chunk);
        // Who listens keeps nothing here: what grows is the decoder.
        listener.frames.length = 0;
        listener.signals.length = 0;
      };
      for (let i = 0; i < 100_000; i += chunk.length) feed(i);
      // What a decoder keeps of a line grows with every megabyte; what others in this process leave behind does not.
      const growths: number[] = [];
      while (growths.length < 4 && !growths.some((growth) => growth < MOST_GROWTH)) {
        const before = usedMemory();
        for (let i = 0; i < MEGABYTE; i += chunk.length) feed(i);
        growths.push(usedMemory() - before);
      }
      assert.ok(Math.min(...growths) < MOST_GROWTH, `${growths.join(', ')} bytes more`);
      listener.push(Buffer.from([3])).push(good);
      assert.equal(listener.last.values['SINSTS'], 1240);
    });
  }
});

function usedMemory(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}
