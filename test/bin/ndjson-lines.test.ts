// A line of `linky-red decode` is written from what was written of the frame before; it is what JSON.stringify makes of the frame.
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { NdjsonLines } from '../../bin/decode/ndjson';
import { Output } from '../../bin/decode/output';
import type { DecodedFrame } from '../../lib/tic/decoded-frame';
import { LineFaults, type LineFaultRates } from '../../sandbox/tic/line-faults';
import { cje, ice4q, pmePmi, pmePmiTest, saphirLong, saphirShort } from '../support/tic/business-meters';
import type { FrameBuilder } from '../support/tic/tic-frames';
import { listen } from '../support/tic/tic-listener';
import {
  ADDRESS,
  cbemm,
  linkyEjp,
  linkyHc,
  linkyStandard,
  linkyStandardTempo,
  linkyStandardTriProducer,
  linkyTempo,
  linkyTri,
  short,
} from '../support/tic/tic-meters';

const STREAMS: Readonly<Record<string, readonly FrameBuilder[]>> = {
  historique: [linkyHc(), linkyHc().after('IINST', 'ADPS', '046'), linkyHc(), linkyTempo(), linkyEjp(), cbemm()],
  'three phases': [
    linkyTri(),
    short(ADDRESS.linkyTri, { 2: '023' }),
    short(ADDRESS.linkyTri, { 1: '023' }),
    linkyTri(),
  ],
  standard: [
    linkyStandard('H270112105501'),
    linkyStandardTempo('H270112105502').after('STGE', 'NEW"LAB', '1'),
    linkyStandardTempo('H270112105503').after('STGE', 'NEW"LAB', 'a\\b"c'),
    linkyStandardTriProducer('H270112105504'),
    linkyStandardTriProducer('H270112105505').damaged('SINSTS2'),
  ],
  'PME-PMI and its test': [pmePmi(), pmePmi().after('PS', 'PREAVIS', 'DEP'), pmePmiTest(), pmePmi()],
  SAPHIR: [
    saphirLong(),
    saphirShort(),
    saphirLong().after('PTCOURD', 'TDYND', 'f-24/11/26 20/00/00-2').after('PTCOURD', 'TDYND', 'd-24/11/26 18/00/00-2'),
    saphirLong({ format: 'STD', producer: true }),
  ],
  'ICE and CJE': [ice4q(), cje(), ice4q()],
};

const FAULTS: Readonly<Record<string, LineFaultRates>> = {
  'a clean line': {},
  'turned bits': { flips: 0.001 },
  'all faults at once': { flips: 0.001, drops: 0.001, glue: 0.005, nul: 0.002, blanks: 0.002, eot: 0.1, noise: 0.2 },
};

function written(frame: DecodedFrame, withGroups: boolean): string {
  const { groups, rejected, held, complete } = frame.quality;
  return JSON.stringify({
    meter: frame.meter,
    time: frame.time,
    values: frame.values,
    units: frame.units,
    horodates: frame.horodates,
    decoded: frame.decoded,
    carried: frame.carried,
    headroom: frame.headroom,
    ...(frame.budget === null ? {} : { budget: frame.budget }),
    ...(frame.derived === null ? {} : { derived: frame.derived }),
    ...(frame.flexReady === null ? {} : { flexReady: frame.flexReady }),
    ...(frame.test ? { test: true } : {}),
    signals: frame.edges,
    quality: { groups, rejected, held, complete },
    ...(withGroups ? { groups: frame.groups } : {}),
  });
}

async function printed(output: Output): Promise<string> {
  const stream = new PassThrough();
  const [text] = await Promise.all([buffer(stream), output.print(stream).then(() => stream.end())]);
  return text.toString();
}

describe('lines of JSON', () => {
  for (const [stream, frames] of Object.entries(STREAMS))
    for (const [line, faults] of Object.entries(FAULTS))
      it(`are to the letter what the frame is as JSON: ${stream}, ${line}`, async () => {
        const damage = new LineFaults(faults, 'ndjson');
        const lines = [new NdjsonLines(false), new NdjsonLines(true)] as const;
        const outputs = [new Output(), new Output()] as const;
        const expected: [string[], string[]] = [[], []];
        const listener = listen({}, (frame) => {
          for (const i of [0, 1] as const) {
            lines[i].write(frame, outputs[i]);
            expected[i].push(written(frame, i === 1));
          }
        });
        for (let round = 0; round < 20; round++)
          for (const frame of frames) listener.push(damage.damage(frame.build()).bytes);
        listener.decoder.flush();
        assert.ok(expected[0].length >= 20, 'frames were told');
        for (const i of [0, 1] as const)
          assert.deepEqual((await printed(outputs[i])).split('\n').slice(0, -1), expected[i]);
      });
});
