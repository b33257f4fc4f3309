// Groups that say what they said before are not read again. Beside a decoder that reads each from its bytes (it lists them), one
// that does not gives the same, on clean and on bad lines; and what somebody holds of a frame is never changed by the next.
import assert from 'node:assert/strict';
import type { DecodedFrame } from '../../../../lib/tic/decoded-frame';
import { Decoder } from '../../../../lib/tic/decoder';
import type { LineFrame } from '../../../../sandbox/tic/line-meter';
import { BusinessMeter, type BusinessOptions } from '../../../../sandbox/tic/business-meter';
import type { LineFaultRates } from '../../../../sandbox/tic/line-faults';
import { meterFrames, type MeterOptions } from '../../../../sandbox/tic/meter';

const FRAMES = 60;
const START = Date.UTC(2027, 0, 12, 9, 55);

const FAULTS: Readonly<Record<string, LineFaultRates>> = {
  'a clean line': {},
  'turned bits': { flips: 0.001 },
  'all faults at once': { flips: 0.0005, drops: 0.0005, glue: 0.002, nul: 0.001, blanks: 0.001, eot: 0.05, noise: 0.1 },
};

function household(options: Partial<MeterOptions>): (faults: LineFaultRates) => LineFrame[] {
  return (faults) => {
    const frames = meterFrames({ ...options, faults });
    return Array.from({ length: FRAMES }, () => frames.next().value);
  };
}

function business(options: Partial<BusinessOptions>): (faults: LineFaultRates) => LineFrame[] {
  return (faults) => {
    const usual = {
      family: 'pme-pmi',
      format: 'STD',
      producer: false,
      baudRate: 9600,
      td: 10,
      subscribed: null,
    } as const;
    const meter = new BusinessMeter({ ...usual, seed: 1, start: START, faults, ...options });
    let at = START;
    return Array.from({ length: FRAMES }, () => {
      const frame = meter.frame(at);
      at += meter.lineMs(frame);
      return frame;
    });
  };
}

const METERS: Readonly<Record<string, (faults: LineFaultRates) => LineFrame[]>> = {
  'historique, three phases': household({ mode: 'historique', phases: 3 }),
  'historique, EJP': household({ mode: 'historique', contract: 'ejp' }),
  'standard, one phase': household({ mode: 'standard' }),
  'standard, producer': household({ mode: 'standard', phases: 3, producer: true }),
  'PME-PMI': business({}),
  SAPHIR: business({ family: 'saphir', producer: true }),
};

function shown(frame: DecodedFrame): unknown {
  const { values, units, horodates, decoded, carried, headroom, budget, derived, flexReady, quality, meter, time } =
    frame;
  const seen = {
    values,
    units,
    horodates,
    decoded,
    carried,
    headroom,
    budget,
    derived,
    flexReady,
    quality,
    meter,
    time,
  };
  // As somebody else would see it, in the same order.
  return JSON.parse(JSON.stringify({ ...seen, order: Object.keys(values), present: frame.presentSignals })) as unknown;
}

function decoded(frames: readonly LineFrame[], listGroups: boolean, isTimed: boolean): unknown[] {
  const said: unknown[] = [];
  const decoder = new Decoder(
    { stream: 'a line', listGroups },
    { frame: (frame) => said.push(shown(frame)), signal: (signal) => said.push(structuredClone(signal)) },
  );
  for (const { bytes, at } of frames) decoder.push(bytes, isTimed ? { first: at, last: at + bytes.length } : undefined);
  return said;
}

describe('tic: groups that say what they said before', () => {
  for (const [meter, frames] of Object.entries(METERS)) {
    for (const [line, faults] of Object.entries(FAULTS)) {
      it(`give the same as groups that are read from their bytes (${meter}, ${line})`, () => {
        const sent = frames(faults);
        for (const isTimed of [true, false])
          assert.deepEqual(decoded(sent, false, isTimed), decoded(sent, true, isTimed));
      });
    }

    it(`change nothing that somebody holds (${meter})`, () => {
      const held: { readonly frame: DecodedFrame; readonly then: unknown }[] = [];
      const decoder = new Decoder(
        { stream: 'a line' },
        { frame: (frame) => held.push({ frame, then: structuredClone(frame.values) }), signal: () => undefined },
      );
      for (const { bytes } of frames({})) decoder.push(bytes);
      for (const { frame, then } of held) assert.deepEqual(frame.values, then);
      assert.equal(new Set(held.map(({ frame }) => frame.values)).size, FRAMES);
    });
  }
});
