// What `linky-red decode` tells of a frame is what linky-decode tells of it: who reports a fault can show it.
import assert from 'node:assert/strict';
import { cje, ice4q, pmePmi, pmePmiTest, saphirLong, saphirShort } from '../support/tic/business-meters';
import { linesOf, linkyRed } from '../support/machine/command-line';
import { helper } from '../support/node-red/helper';
import { loadLinkyDecode } from '../support/node-red/linky-decode-bench';
import type { FrameBuilder } from '../support/tic/tic-frames';
import {
  ADDRESS,
  cbemm,
  linkyHc,
  linkyStandardTempo,
  linkyStandardTriProducer,
  linkyTempo,
  linkyTri,
  short,
} from '../support/tic/tic-meters';

const STREAMS: Readonly<Record<string, readonly FrameBuilder[]>> = {
  'a single-phase Linky in historique': [linkyHc(), linkyTempo()],
  'a three-phase Linky in an overrun, with short frames': [linkyTri(), short(ADDRESS.linkyTri, { 2: '023' })],
  'a Linky in standard on Tempo': [linkyStandardTempo().before('MSG1', 'DPM2', '00', ' 270113060000')],
  'a three-phase producer, with a damaged group': [
    linkyStandardTriProducer(),
    linkyStandardTriProducer('H270112105502').damaged('SINSTS2'),
  ],
  'a blue meter': [cbemm()],
  'a PME-PMI, and its test': [pmePmi(), pmePmiTest()],
  'a SAPHIR, with short frames': [saphirLong(), saphirShort()],
  'a SAPHIR that announces a period of a dynamic day': [
    saphirLong().after('PTCOURD', 'TDYND', 'f-24/11/26 20/00/00-2').after('PTCOURD', 'TDYND', 'd-24/11/26 18/00/00-2'),
  ],
  'an ICE-4Q': [ice4q()],
  'a CJE': [cje()],
};

describe('linky-red decode beside linky-decode', function () {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  for (const [name, frames] of Object.entries(STREAMS))
    it(`tells headroom, horodates and decoded of each frame as its reading has them: ${name}`, async () => {
      const bytes = Buffer.concat(frames.map((frame) => frame.build()));
      const node = await loadLinkyDecode();
      await node.receive(bytes);
      const lines = linesOf(await linkyRed(['decode', '-'], bytes));
      assert.equal(lines.length, frames.length);
      assert.deepEqual(
        lines.map(({ headroom, horodates, decoded }) => ({ headroom, horodates, decoded })),
        node.readings.map(({ tic: { headroom, horodates, decoded } }) => ({ headroom, horodates, decoded })),
      );
    });
});
