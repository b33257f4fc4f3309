// Indexes neither fall nor rise faster than the line can carry: what does is held.
import assert from 'node:assert/strict';
import { linkyBase, linkyStandard, linkyStandardTriProducer } from '../../../support/tic/tic-meters';
import { listen, type TicListener } from '../../../support/tic/tic-listener';

const NOON = Date.parse('2027-01-12T12:00:00+01:00');

const reasonOf = (listener: TicListener, label: string): string | undefined =>
  listener.last.groups.find((group) => group.label === label)?.reason;

describe('an index', () => {
  const two = (n: number): string => String(n).padStart(2, '0');
  const at = (second: number): string => `H27011210${two(55 + Math.floor(second / 60))}${two(second % 60)}`;
  const east = (wh: number, second: number): Buffer =>
    linkyStandard(at(second)).set('EAST', String(wh).padStart(9, '0')).build();
  const held = (listener: TicListener): boolean => reasonOf(listener, 'EAST') === 'held';

  // 2.5 · 9000 W · (10 s + 1 s) / 3600 + 1 Wh = 69.75 Wh
  it('may rise by 2.5 · P · (Δt + 1 s) / 3600 + 1 Wh by the clock of the meter, P being PCOUP', () => {
    assert.equal(held(listen().push(east(1000, 0)).push(east(1069, 10))), false);
    assert.equal(held(listen().push(east(1000, 0)).push(east(1070, 10))), true);
  });

  it('goes by the clock of the meter even where the host saw another time pass', () => {
    assert.equal(
      held(
        listen()
          .push(east(1000, 0), NOON)
          .push(east(1070, 10), NOON + 60_000),
      ),
      true,
    );
    assert.equal(
      held(
        listen()
          .push(east(1000, 0), NOON)
          .push(east(1069, 10), NOON + 1),
      ),
      false,
    );
  });

  // Historique, single-phase: P = 90 A · 230 V = 20.7 kW; 10 s: 2.5 · 20700 · 11 / 3600 + 1 = 159.1 Wh
  it('goes by the arrival where the meter has no clock, and by 90 A a phase where it has no PCOUP', () => {
    const base = (wh: number): Buffer => linkyBase().set('BASE', String(wh).padStart(9, '0')).build();
    const after = (wh: number): string | undefined =>
      reasonOf(
        listen()
          .push(base(1000), NOON)
          .push(base(wh), NOON + 10_000),
        'BASE',
      );
    assert.equal(after(1159), undefined);
    assert.equal(after(1160), 'held');
  });

  // Injection is not bounded by the breaker: 3 · 90 A · 230 V = 62.1 kW; 10 s: 2.5 · 62100 · 11 / 3600 + 1 = 475.4
  it('of injection and of reactive energy goes by the fuses', () => {
    for (const label of ['EAIT', 'ERQ1']) {
      const frame = (wh: number, second: number): Buffer =>
        linkyStandardTriProducer(at(second)).set(label, String(wh).padStart(9, '0')).build();
      assert.equal(reasonOf(listen().push(frame(1000, 0)).push(frame(1475, 10)), label), undefined, label);
      assert.equal(reasonOf(listen().push(frame(1000, 0)).push(frame(1476, 10)), label), 'held', label);
    }
  });

  it('may rise as it likes where neither clock is known, and may not fall even then', () => {
    const base = (wh: number): Buffer => linkyBase().set('BASE', String(wh).padStart(9, '0')).build();
    assert.equal(reasonOf(listen().push(base(1000)).push(base(900_000)), 'BASE'), undefined);
    assert.equal(reasonOf(listen().push(base(1000)).push(base(999)), 'BASE'), 'held');
  });

  it('that is held is missing from the reading, and nothing else is', () => {
    const listener = listen().push(east(1000, 0)).push(east(900, 1));
    assert.equal('EAST' in listener.last.values, false);
    assert.equal(listener.last.values['SINSTS'], 1240);
    assert.deepEqual([listener.last.quality.held, listener.last.quality.rejected], [1, 0]);
  });

  it('is accepted once frames have agreed on it for a minute, each plausible after the one before', () => {
    const listener = listen().push(east(5000, 0));
    for (const [wh, second, isHeld] of [
      [100, 1, true],
      [101, 2, true],
      [102, 3, true],
      [200, 59, true],
      [202, 60, true],
      [204, 61, false],
      [205, 62, false],
      [5001, 63, true],
    ] as const) {
      listener.push(east(wh, second));
      assert.equal(held(listener), isHeld, String(wh));
    }
  });

  it('is not accepted while the held ones do not follow each other', () => {
    const listener = listen().push(east(5000, 0));
    for (const [n, wh] of [100, 101, 90, 91, 4000, 4001].entries()) {
      listener.push(east(wh, n + 1));
      assert.equal(held(listener), true, String(wh));
    }
    listener.push(east(5001, 10));
    assert.equal(held(listener), false, 'the right one is still believed');
  });

  it('is never held when lenient', () => {
    assert.equal(held(listen({ lenient: true }).push(east(1000, 0)).push(east(1, 1))), false);
  });
});
