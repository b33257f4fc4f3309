// Bits that turn over on the line of a PME-PMI and of a SAPHIR: nothing begins that was not sent, nothing ends that goes on.
// Not in the fast lane: hours of damaged lines.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { GridSignal } from '../../../../lib/grid/signal';
import { ice4q, pmePmi, pmePmiTest, saphirLong, saphirShort } from '../../../support/tic/business-meters';
import type { FrameBuilder } from '../../../support/tic/tic-frames';
import { edgeOf, listen } from '../../../support/tic/tic-listener';

const NOW = Date.parse('2026-11-24T13:32:08Z');

const METERS = [
  { name: 'PME-PMI', calm: [pmePmi()], warned: [pmePmi().after('PS', 'PREAVIS', 'DEP')] },
  {
    name: 'SAPHIR HISTO',
    calm: [saphirLong(), saphirShort(), saphirShort(), saphirShort()],
    warned: [saphirLong(), saphirShort(), saphirShort(), saphirShort()].map((frame) =>
      frame.after('PTCOURD', 'PREAVIS', 'DEP'),
    ),
  },
  {
    name: 'SAPHIR STD',
    calm: [saphirLong({ format: 'STD', producer: true }), saphirShort({ format: 'STD', producer: true })],
    warned: [saphirLong({ format: 'STD', producer: true }), saphirShort({ format: 'STD', producer: true })].map(
      (frame) => frame.after('PTCOURD', 'PREAVIS', 'DEP'),
    ),
  },
] as const;

/** A line that turns one bit in `1 / rate` over. */
class BadLine {
  private state: number;

  constructor(
    seed: number,
    private readonly rate: number,
  ) {
    this.state = seed;
  }

  carry(bytes: Buffer): Buffer {
    return Buffer.from(
      bytes.map((byte) => {
        for (let bit = 0; bit < 7; bit++) if (this.random() < this.rate) byte ^= 1 << bit;
        return byte;
      }),
    );
  }

  random(): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.state / 2 ** 32;
  }
}

/** Everything but what every line knows: the first state of things, and silence. */
function unsent(signals: readonly GridSignal[]): string[] {
  return signals
    .filter(({ change, state, signal, detail }) => {
      if (signal === 'meter-fault') return detail['fault'] !== 'silence';
      const known = signal === 'tariff-period' ? detail['period'] === 'HPH' && state === 'active' : state === 'cleared';
      return !(change === 'initial' && known);
    })
    .map((signal) => `${edgeOf(signal)} ${JSON.stringify(signal.detail)}`);
}

const seeds = fc.integer({ min: 1, max: 2 ** 31 });
const rates = fc.constantFrom(0.0001, 0.0003, 0.001, 0.003);

describe('bits that turn over on the line of a business meter', function () {
  for (const { name, calm, warned } of METERS) {
    const quiet = calm.map((frame: FrameBuilder) => frame.build());
    const loud = warned.map((frame: FrameBuilder) => frame.build());

    it(`${name}: nothing begins that was not sent`, () => {
      fc.assert(
        fc.property(seeds, rates, (seed, rate) => {
          const line = new BadLine(seed, rate);
          const listener = listen({ listGroups: false });
          for (let n = 0; n < 120; n++)
            listener.push(line.carry(quiet[n % quiet.length] ?? Buffer.of()), NOW + n * 8000);
          assert.deepEqual(unsent(listener.signals), []);
        }),
        { numRuns: 40 },
      );
    });

    it(`${name}: a warning that goes on does not end, and one that is over does`, () => {
      fc.assert(
        fc.property(seeds, fc.constantFrom(0.0001, 0.0003), (seed, rate) => {
          const line = new BadLine(seed, rate);
          const listener = listen({ listGroups: false });
          const state = (): string | undefined => listener.present('power-overrun')[0]?.state;
          let [n, began] = [0, false];
          for (; n < 60; n++) {
            listener.push(line.carry(loud[n % loud.length] ?? Buffer.of()), NOW + n * 8000);
            began ||= state() === 'announced';
            if (began) assert.equal(state(), 'announced', `frame ${String(n)}`);
          }
          assert.ok(began);
          for (; n < 120; n++) listener.push(line.carry(quiet[n % quiet.length] ?? Buffer.of()), NOW + n * 8000);
          assert.equal(state(), 'cleared');
          const told = listener.signals.filter(({ signal }) => signal === 'power-overrun').map(({ change }) => change);
          assert.equal(told.filter((change) => change === 'ended').length, 1);
        }),
        { numRuns: 25 },
      );
    });
  }

  it('a test that is played on a bad line begins nothing', () => {
    const frames = [pmePmiTest(['PTCOUR1', 'PM']), pmePmiTest(['PTCOUR1', 'HCH'], ['PREAVIS', 'DEP'])].map((frame) =>
      frame.build(),
    );
    fc.assert(
      fc.property(seeds, fc.constantFrom(0.0001, 0.001), (seed, rate) => {
        const line = new BadLine(seed, rate);
        const listener = listen({ listGroups: false }).push(pmePmi().build(), NOW);
        listener.news();
        for (let n = 1; n < 240; n++)
          listener.push(line.carry(frames[n % 30 < 15 ? 0 : 1] ?? Buffer.of()), NOW + n * 800);
        assert.deepEqual(unsent(listener.news()), []);
      }),
      { numRuns: 40 },
    );
  });

  it('any bytes at all are survived by every family', () => {
    const all = [...METERS.flatMap(({ calm }) => [...calm]), ice4q()].map((frame: FrameBuilder) => frame.build());
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(...all)), { maxLength: 8 }),
        (pieces) => {
          const listener = listen();
          for (const piece of pieces) listener.push(piece);
          listener.decoder.flush();
          for (const frame of listener.frames)
            JSON.stringify([frame.values, frame.horodates, frame.decoded, frame.budget, frame.flexReady]);
        },
      ),
      { numRuns: 100 },
    );
  });
});
