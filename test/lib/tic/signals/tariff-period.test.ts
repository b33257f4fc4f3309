// `tariff-period`: the words of the meter for what is in force.
import assert from 'node:assert/strict';
import type { FrameBuilder } from '../../../support/tic/tic-frames';
import { linkyHc, linkyStandard, linkyTempo } from '../../../support/tic/tic-meters';
import { listen } from '../../../support/tic/tic-listener';

const at = (iso: string): number => Date.parse(`2027-01-${iso}+01:00`);

describe('the tariff period', () => {
  it('is one event each: a change ends the old, then starts the new, at the CR of PTEC', () => {
    const listener = listen().push(linkyHc().build(), at('12T12:00:00'));
    const [initial] = listener.told('tariff-period');
    assert.deepEqual([initial?.change, initial?.state, initial?.level], ['initial', 'active', null]);
    assert.deepEqual(initial?.detail, { period: 'HC..', offPeak: true });
    listener.push(linkyHc().set('PTEC', 'HP..').upTo('PTEC'), at('12T12:00:02'));
    const [ended, started] = listener.told('tariff-period');
    assert.deepEqual([ended?.change, ended?.state, ended?.id], ['ended', 'cleared', initial.id]);
    assert.equal(ended?.end, '2027-01-12T12:00:02+01:00');
    assert.deepEqual(
      [started?.change, started?.state, started?.start],
      ['started', 'active', '2027-01-12T12:00:02+01:00'],
    );
    assert.deepEqual(started?.detail, { period: 'HP..', offPeak: false });
    assert.notEqual(started.id, initial.id);
  });

  it('keeps the words of the meter: PTEC, else LTARF without its outer blanks, else the number of the index', () => {
    const period = (frame: FrameBuilder): unknown => listen().push(frame.build()).told('tariff-period')[0]?.detail;
    assert.deepEqual(period(linkyTempo().set('PTEC', 'HPJW')), { period: 'HPJW', offPeak: false });
    assert.deepEqual(period(linkyStandard()), { period: 'HEURE  CREUSE', offPeak: true });
    assert.deepEqual(period(linkyStandard().set('LTARF', ' INDEX NON CONSO')), {
      period: 'INDEX NON CONSO',
      offPeak: null,
    });
    assert.deepEqual(period(linkyStandard().without('LTARF').set('NTARF', '03')), { period: '03', offPeak: null });
  });

  for (const [name, offPeak] of [
    ['BLEU HC         ', true],
    ['ROUGE HP        ', false],
    ['HC Jnormal      ', true],
    ['HCB             ', true],
    ['HPB             ', false],
    ['HCSB            ', true],
    ['   HP MERCREDI  ', false],
    ['H SUPER CREUSES ', true],
    ['HEURESCREUSES   ', true],
    ['HPLEINES        ', false],
    [' HEURE WEEK-END ', null],
    ['H PLEINE/CREUSE ', null],
  ] as const)
    it(`knows the hours in the name of a supplier: ${name.trim()}`, () => {
      const frame = linkyStandard().set('LTARF', name).build();
      const listener = listen();
      // A name of other words than the usual ones has to come again.
      for (const second of [0, 2, 4]) listener.push(frame, at(`12T12:00:0${String(second)}`));
      assert.deepEqual(listener.told('tariff-period').at(-1)?.detail, { period: name.trim(), offPeak });
    });

  it('does not change with NTARF while the meter has a name for it', () => {
    const listener = listen().push(linkyStandard().build());
    listener.news();
    listener.push(linkyStandard().set('NTARF', '02').build());
    assert.deepEqual(listener.news(), []);
  });
});
