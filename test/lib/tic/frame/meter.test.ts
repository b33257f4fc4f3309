// Family, mode, phases and producer, found from what a meter sends and found again when they change.
import assert from 'node:assert/strict';
import type { Meter } from '../../../../lib/tic/frame/meter';
import type { FrameBuilder } from '../../../support/tic/tic-frames';
import { historique } from '../../../support/tic/tic-frames';
import {
  ADDRESS,
  cbemm,
  cbemmIcc,
  cbetm,
  linkyBase,
  linkyEjp,
  linkyHc,
  linkyStandard,
  linkyStandardEjp,
  linkyStandardTempo,
  linkyStandardTriProducer,
  linkyTempo,
  linkyTri,
  short,
} from '../../../support/tic/tic-meters';
import { listen } from '../../../support/tic/tic-listener';

const mono = { id: ADDRESS.linkyMono, family: 'linky', phases: 1, maker: 'Sagemcom', year: 2020, type: '61' } as const;
const tri = { id: ADDRESS.linkyTri, family: 'linky', phases: 3, maker: 'Landis+Gyr', year: 2022, type: '71' } as const;

const FAMILIES: readonly (readonly [string, FrameBuilder, Meter])[] = [
  ['Linky, historique, HC', linkyHc(), { ...mono, mode: 'historique', producer: null }],
  ['Linky, historique, BASE', linkyBase(), { ...mono, mode: 'historique', producer: null }],
  ['Linky, historique, Tempo', linkyTempo(), { ...mono, mode: 'historique', producer: null }],
  ['Linky, historique, EJP', linkyEjp(), { ...mono, mode: 'historique', producer: null }],
  ['Linky, historique, three-phase', linkyTri(), { ...tri, mode: 'historique', producer: null }],
  [
    'CBEMM',
    cbemm(),
    {
      id: ADDRESS.cbemm,
      family: 'cbemm',
      mode: 'historique',
      phases: 1,
      producer: null,
      maker: 'Sagemcom',
      year: 2015,
      type: '28',
    },
  ],
  [
    'CBEMM-ICC',
    cbemmIcc(),
    {
      id: ADDRESS.cbemmIcc,
      family: 'cbemm-icc',
      mode: 'historique',
      phases: 1,
      producer: null,
      maker: 'Sagemcom',
      year: 2008,
      type: '28',
    },
  ],
  [
    'CBETM',
    cbetm(),
    {
      id: ADDRESS.cbetm,
      family: 'cbetm',
      mode: 'historique',
      phases: 3,
      producer: null,
      maker: 'Itron',
      year: 2009,
      type: '30',
    },
  ],
  ['Linky, standard', linkyStandard(), { ...mono, mode: 'standard', producer: false }],
  ['Linky, standard, Tempo', linkyStandardTempo(), { ...mono, mode: 'standard', producer: false }],
  ['Linky, standard, EJP', linkyStandardEjp(), { ...mono, mode: 'standard', producer: false }],
  ['Linky, standard, three-phase producer', linkyStandardTriProducer(), { ...tri, mode: 'standard', producer: true }],
];

describe('the meter behind a stream', () => {
  for (const [name, frame, meter] of FAMILIES) {
    it(`is known after one frame, of which nothing is lost: ${name}`, () => {
      const { last } = listen().push(frame.build());
      assert.deepEqual(last.meter, meter);
      const { groups, rejected, held, unknown, complete, frames } = last.quality;
      assert.deepEqual([rejected, held, unknown, complete, frames], [0, 0, [], true, 1]);
      assert.equal(groups, frame.labels.length);
      const withData = frame.labels.filter((label) => label !== 'DATE').sort();
      assert.deepEqual(Object.keys(last.values).sort(), withData);
    });
  }

  it('is a three-phase one after a short frame too', () => {
    assert.equal(listen().push(short(ADDRESS.linkyTri, { 1: '025' }).build()).last.meter.phases, 3);
  });

  it('has no id while none came, and gets it when it comes', () => {
    const listener = listen().push(linkyHc().without('ADCO').build());
    assert.equal(listener.last.meter.id, null);
    assert.equal(listener.last.meter.mode, 'historique');
    assert.equal(listener.push(linkyHc().build()).last.meter.id, ADDRESS.linkyMono);
  });

  it('is taken by its labels for a blue meter where its type is not in the list of types', () => {
    const family = (frame: FrameBuilder): string => listen().push(frame.build()).last.meter.family;
    const unlisted = '040000000001';
    assert.equal(family(linkyTri().set('ADCO', unlisted)), 'cbetm');
    assert.equal(family(linkyHc().set('ADCO', unlisted)), 'cbemm-icc');
    assert.equal(family(cbemm().set('ADCO', unlisted)), 'cbemm');
    assert.equal(family(linkyHc().set('ADCO', unlisted).before('PTEC', 'GAZ', '0001234')), 'concentrateur');
    assert.equal(family(historique().group('ADCO', unlisted)), 'unknown');
  });

  it('in stand-by sends its address alone', () => {
    const { last } = listen().push(historique().group('ADCO', ADDRESS.cbemm).build());
    assert.deepEqual([last.meter.family, last.meter.phases], ['cbemm', null]);
    assert.deepEqual(last.values, { ADCO: ADDRESS.cbemm });
  });

  it('is found again when the mode is changed, in both directions', () => {
    const listener = listen().push(linkyHc().build());
    listener.push(linkyStandard().build());
    assert.deepEqual([listener.last.meter.mode, listener.last.quality.complete], ['standard', true]);
    assert.equal(listener.last.quality.groups, linkyStandard().labels.length);
    listener.push(linkyTempo().build());
    assert.equal(listener.last.meter.mode, 'historique');
    assert.equal('PREF' in listener.last.values, false);
  });

  it('does not change its mode because of a single group in the other language', () => {
    const foreign = linkyStandard().upTo('NGTF').subarray(linkyStandard().upTo('DATE').length);
    const listener = listen().push(linkyHc().build()).push(linkyHc().noise('HCHP', foreign).build());
    assert.equal(listener.last.meter.mode, 'historique');
    assert.equal(listener.last.quality.rejected, 1);
  });

  it('has another number of phases from the third frame in a row that tells it', () => {
    const one = linkyStandard().set('ADSC', ADDRESS.linkyTri);
    const three = linkyStandardTriProducer();
    const listener = listen().push(one.build());
    assert.equal(listener.last.meter.phases, 1);
    const phases = (frame: FrameBuilder): unknown[] =>
      [1, 2, 3].map(() => listener.push(frame.build()).last.meter.phases);
    assert.deepEqual(phases(three), [1, 1, 3]);
    assert.deepEqual(phases(one), [3, 3, 1]);
  });

  it('has one phase, and the headroom of one, though damage makes an IRMS3 of IRMS1', () => {
    const listener = listen().push(linkyStandard().build());
    // Two turned bits that the sum does not see: 1 to 3 in the label, 7 to 5 in the data.
    listener.push(linkyStandard().without('IRMS1').before('URMS1', 'IRMS3', '005').build());
    for (let n = 0; n < 3; n++) {
      assert.equal(listener.last.meter.phases, 1);
      assert.equal(listener.last.headroom?.va, 7760);
      listener.push(linkyStandard().build());
    }
  });

  it('does not flap between one and three phases because groups were damaged', () => {
    const listener = listen().push(linkyStandardTriProducer().build());
    for (let n = 0; n < 10; n++) {
      listener.push(linkyStandardTriProducer().damaged('IRMS2', 'IRMS3', 'URMS2', 'URMS3', 'SINSTS1').build());
      assert.equal(listener.last.meter.phases, 3);
    }
  });

  it('becomes a producer and a consumer again', () => {
    const consumer = linkyStandard();
    const producer = linkyStandard().set('STGE', '002A0101').after('EASD04', 'EAIT', '000000001');
    const listener = listen().push(consumer.build());
    assert.equal(listener.last.meter.producer, false);
    assert.equal(listener.push(producer.build()).last.meter.producer, true);
    assert.deepEqual(
      [1, 2, 3].map(() => listener.push(consumer.build()).last.meter.producer),
      [true, true, false],
    );
  });
});
