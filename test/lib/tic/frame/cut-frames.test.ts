// A frame that the meter broke off (EOT) is no stub: family × every place where it may be cut.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DICTIONARIES } from '../../../../lib/tic/families';
import * as business from '../../../support/tic/business-meters';
import { EOT, STX, type FrameBuilder, historique } from '../../../support/tic/tic-frames';
import {
  ADDRESS,
  cbemm,
  cbetm,
  linkyHc,
  linkyPilot,
  linkyStandard,
  linkyStandardTempo,
  linkyStandardTriProducer,
  linkyTempo,
  linkyTri,
  short,
} from '../../../support/tic/tic-meters';
import { listen } from '../../../support/tic/tic-listener';

const FAMILIES: Readonly<Record<string, FrameBuilder>> = {
  'a single-phase Linky in historique': linkyHc(),
  'a Linky in historique on Tempo': linkyTempo(),
  'a three-phase Linky in historique': linkyTri(),
  'a single-phase Linky in standard': linkyStandard(),
  'a Linky in standard on Tempo': linkyStandardTempo(),
  'a three-phase producer': linkyStandardTriProducer(),
  'a Linky pilot': linkyPilot('67'),
  'a blue meter': cbemm(),
  'a blue three-phase meter': cbetm(),
  'a concentrator': business.concentrateur(),
  'a PME-PMI': business.pmePmi(),
  'a PME-PMI of 2010': business.pmePmi2010(),
  'a SAPHIR, its long frame': business.saphirLong(),
  'a SAPHIR, its short frame': business.saphirShort(),
  'an ICE-2Q': business.ice2q(),
  'an ICE-4Q': business.ice4q(),
  'a CJE': business.cje(),
};

const TRANSIENT = new Set(
  DICTIONARIES.flatMap(({ dialect }) => dialect.rows.filter((row) => row.transient === true).map(({ label }) => label)),
);
const eot = Buffer.of(EOT);

for (const [family, frame] of Object.entries(FAMILIES)) {
  const bytes = frame.build();

  it(`a cut frame of ${family} is full by what the frames before it said, wherever it is cut`, () => {
    const whole = listen().push(bytes).push(bytes).last;
    const labels = Object.keys(whole.values).filter((label) => !TRANSIENT.has(label));
    for (let at = 1; at < bytes.length; at += bytes.length > 400 ? 97 : 7) {
      const listener = listen().push(bytes).push(bytes);
      const before = listener.frames.length;
      listener.push(bytes.subarray(0, at)).push(eot);
      const { last } = listener;
      if (listener.frames.length === before || !last.speaks) continue;
      assert.deepEqual([last.quality.complete, last.full], [false, true], `cut at ${at}`);
      for (const label of labels) {
        assert.deepEqual(last.values[label], whole.values[label], `${label} of a frame that was cut at ${at}`);
        assert.equal(last.units[label], whole.units[label], label);
      }
    }
  });
}

describe('a frame that was cut', () => {
  const noon = Date.parse('2027-01-12T12:00:00+01:00');

  it('says of each value that is carried how old it is, and what it brought is new', () => {
    const listener = listen().push(linkyHc().build(), noon);
    listener.push(linkyHc().set('HCHC', '012345680').brokenOffBehind('HCHC'), noon + 3000);
    const { values, carried } = listener.last;
    assert.deepEqual([values['HCHC'], 'HCHC' in carried], [12_345_680, false]);
    assert.deepEqual([values['PAPP'], carried['PAPP']], [1240, 3]);
  });

  it('carries nothing whose absence means something', () => {
    const listener = listen().push(linkyHc().after('IINST', 'ADPS', '046').build());
    assert.equal('ADPS' in listener.push(linkyHc().brokenOffBehind('HCHC')).last.values, false);
  });

  it('of a meter in overrun takes what the last short frame said', () => {
    const over = short(ADDRESS.linkyTri, { 2: '023' });
    const listener = listen().push(linkyTri().build()).push(over.build()).push(over.brokenOffBehind('IINST1'));
    assert.deepEqual([listener.last.values['IINST2'], listener.last.values['PAPP']], [23, 4710]);
  });

  it('is a stub while no whole frame has come, after a start, of another meter, and after a silence', () => {
    const stub = linkyHc().brokenOffBehind('HCHC');
    assert.equal(listen().push(stub).last.full, false);
    assert.equal(listen().push(linkyHc().behind('HCHC')).last.full, false);
    const replaced = listen().push(linkyHc().build());
    for (let n = 0; n < 3; n++) replaced.push(linkyHc().set('ADCO', '022061700999').brokenOffBehind('HCHC'));
    assert.equal(replaced.last.full, false);
    const silent = listen().push(linkyHc().build(), noon);
    silent.decoder.tick(noon + 60_000);
    silent.push(stub, noon + 61_000);
    assert.deepEqual([silent.last.full, 'PAPP' in silent.last.values], [false, false]);
  });

  it('is filled up too where a turned bit made a STX of a LF in the middle of it', () => {
    const bytes = linkyStandard().build();
    const middle = linkyStandard().upTo('URMS1').length;
    const torn = Buffer.from(bytes);
    torn[middle] = STX;
    const listener = listen().push(bytes).push(torn);
    const labels = Object.keys(listener.frames[0]?.values ?? {});
    for (const frame of listener.frames) assert.deepEqual(Object.keys(frame.values).sort(), labels.sort());
  });

  it('is no matter of lines that have neither STX nor ETX: a label that comes again ends the frame', () => {
    const groups = linkyHc().groups();
    const { frames } = listen().push(groups).push(groups).push(groups);
    assert.deepEqual(frames.map(({ full }) => full).slice(1), [true]);
    assert.deepEqual(frames.map(({ carried }) => carried).slice(1), [{}]);
  });

  it('changes no signal: they are those of the same bytes, however full the readings are', () => {
    const over = linkyHc().after('IINST', 'ADPS', '046');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: linkyHc().build().length - 1 }), (at) => {
        const listener = listen().push(linkyHc().build()).push(linkyHc().build());
        listener.edges();
        listener.push(over.build().subarray(0, at)).push(eot).push(over.build());
        assert.deepEqual(listener.edges(), ['power-overrun started: active 3']);
        listener.push(linkyHc().build().subarray(0, at)).push(eot);
        assert.deepEqual(listener.edges(), [], 'what was cut proves no absence');
        listener.push(linkyHc().build());
        assert.deepEqual(listener.edges(), ['power-overrun ended: cleared']);
      }),
    );
  });

  it('of a family that nobody knows is let through as it came', () => {
    const frame = historique().group('NUMSER', '4711').group('PUISS', '12kW');
    const listener = listen().push(frame.build()).push(frame.build()).push(frame.brokenOffBehind('NUMSER'));
    assert.equal(listener.last.values['NUMSER'], '4711');
  });
});
