import assert from 'node:assert/strict';
import { type FrameBuilder, historique } from '../../../support/tic/tic-frames';
import {
  ADDRESS,
  cbemm,
  linkyHc,
  linkyStandard,
  linkyStandardTriProducer,
  linkyTri,
  short,
} from '../../../support/tic/tic-meters';
import { listen } from '../../../support/tic/tic-listener';

describe('headroom', () => {
  const of = (frame: { build(): Buffer }): unknown => listen().push(frame.build()).last.headroom;

  it('is what may be drawn until PREF, with the breaker’s threshold beside it', () => {
    assert.deepEqual(of(linkyStandard().set('PCOUP', '12')), { va: 7760, a: 40, phase: null, cutoffVa: 10_760 });
  });

  it('is negative while the subscribed power is exceeded', () => {
    assert.deepEqual(of(linkyStandard().set('SINSTS', '09500').set('IRMS1', '047')), {
      va: -500,
      a: -2,
      phase: null,
      cutoffVa: -500,
    });
  });

  it('goes by ISOUSC in historique, 200 VA an ampere', () => {
    assert.deepEqual(of(linkyHc()), { va: 7760, a: 40, phase: null, cutoffVa: null });
  });

  it('goes by the current alone on a meter without PAPP', () => {
    assert.deepEqual(of(cbemm()), { va: 8000, a: 40, phase: null, cutoffVa: null });
  });

  it('of three phases is that of the tightest', () => {
    // 12 kVA: 4000 VA and 20 A a phase; phase 2 draws 2830 VA and 12 A.
    assert.deepEqual(of(linkyStandardTriProducer()), { va: 1170, a: 8, phase: 2, cutoffVa: 7290 });
    assert.deepEqual(of(linkyTri()), { va: 1600, a: 8, phase: 2, cutoffVa: null });
  });

  it('of three phases is not known while one of them is missing: it may be the tightest', () => {
    const damaged = (frame: FrameBuilder, ...labels: string[]): unknown =>
      listen().push(frame.damaged(...labels).build()).last.headroom;
    const producer = linkyStandardTriProducer();
    assert.deepEqual(damaged(producer, 'SINSTS2'), { va: null, a: 8, phase: 2, cutoffVa: 7290 });
    assert.deepEqual(damaged(producer, 'IRMS2'), { va: 1170, a: null, phase: 2, cutoffVa: 7290 });
    assert.deepEqual(damaged(producer, 'SINSTS2', 'IRMS2'), { va: null, a: null, phase: null, cutoffVa: 7290 });
    assert.deepEqual(damaged(linkyTri(), 'IINST2'), { va: null, a: null, phase: null, cutoffVa: null });
  });

  it('is there in short frames too, from the subscribed current of the last long one', () => {
    const listener = listen()
      .push(linkyTri().build())
      .push(short(ADDRESS.linkyTri, { 2: '023' }).build());
    assert.deepEqual(listener.last.headroom, { va: -600, a: -3, phase: 2, cutoffVa: null });
  });

  it('is not there where the meter says nothing of the subscribed power', () => {
    assert.equal(of(historique().group('ADCO', ADDRESS.linkyMono).group('PAPP', '01240')), null);
  });
});
