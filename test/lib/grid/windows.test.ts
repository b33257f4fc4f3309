import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bestHours, bestWindow, type CostedSlot } from '../../../lib/grid/windows';

const HOUR = 3_600_000;
const T0 = Date.parse('2026-11-24T22:00:00+01:00');
/** One slot per hour from 22:00 on; `.` is unknown. */
const slots = (costs: string): CostedSlot[] =>
  Array.from(costs, (digit, i) => ({
    start: T0 + i * HOUR,
    end: T0 + (i + 1) * HOUR,
    cost: digit === '.' ? null : Number(digit),
  }));
const show = (windows: readonly { start: number; end: number }[]): string[] =>
  windows.map(({ start, end }) => `${(start - T0) / HOUR}-${(end - T0) / HOUR}`);

describe('lib/grid/windows', () => {
  describe('the best k hours', () => {
    it('are the cheapest, wherever they lie, in order of time', () => {
      assert.deepEqual(show(bestHours(slots('5153915'), 3, T0, Infinity)), ['1-2', '3-4', '5-6']);
    });

    it('are the earliest of equal ones, neighbours in one piece', () => {
      assert.deepEqual(show(bestHours(slots('111111'), 3, T0, Infinity)), ['0-3']);
    });

    it('lie before the deadline and not in the past', () => {
      assert.deepEqual(show(bestHours(slots('0551110'), 2, T0 + HOUR, T0 + 6 * HOUR)), ['3-5']);
    });

    it('never lie where nothing is known, even if that leaves too few', () => {
      assert.deepEqual(show(bestHours(slots('..3..'), 3, T0, Infinity)), ['2-3']);
    });
  });

  describe('the best k hours are k hours', () => {
    it('when they begin in the middle of one', () => {
      assert.deepEqual(show(bestHours(slots('19191'), 2, T0 + HOUR / 2, Infinity)), ['0.5-1', '2-3', '4-4.5']);
    });

    it('when a moment after the hour has passed: no load is switched on for that moment', () => {
      const windows = bestHours(slots('1911'), 2, T0 + 1, Infinity);
      assert.deepEqual(windows, [
        { start: T0 + 1, end: T0 + HOUR },
        { start: T0 + 2 * HOUR, end: T0 + 3 * HOUR },
      ]);
    });

    it('when k is no whole number, or a slot lasts longer', () => {
      assert.deepEqual(show(bestHours(slots('1101'), 1.5, T0, Infinity)), ['0-0.5', '2-3']);
      assert.deepEqual(show(bestHours([{ start: T0, end: T0 + 2 * HOUR, cost: 0 }], 1, T0, Infinity)), ['0-1']);
    });
  });

  describe('the best window', () => {
    it('is the cheapest in one piece', () => {
      const window = bestWindow(slots('0909111'), 3, T0, Infinity);
      assert.deepEqual(show(window ? [window] : []), ['4-7']);
    });

    it('is over by the deadline', () => {
      const window = bestWindow(slots('3333000'), 3, T0, T0 + 5 * HOUR);
      assert.deepEqual(show(window ? [window] : []), ['2-5']);
    });

    it('does not exist where the known hours in a row are too few', () => {
      assert.equal(bestWindow(slots('11.11'), 3, T0, Infinity), undefined);
    });

    it('may begin in the middle of an hour, when it starts now', () => {
      const window = bestWindow(slots('0099'), 1.5, T0 + HOUR / 2, Infinity);
      assert.deepEqual(show(window ? [window] : []), ['0.5-2']);
    });

    it('does not exist for no hours at all', () => {
      assert.equal(bestWindow(slots('11'), 0, T0, Infinity), undefined);
    });
  });

  const anyCosts = fc
    .array(fc.constantFrom('0', '1', '3', '9', '.'), { minLength: 1, maxLength: 30 })
    .map((list) => list.join(''));

  it('agrees with trying every choice of whole hours', () => {
    fc.assert(
      fc.property(anyCosts, fc.integer({ min: 1, max: 8 }), (costs, hours) => {
        const sum = (text: string): number => Array.from(text, Number).reduce((a, b) => a + b, 0);
        const parts = Array.from({ length: costs.length - hours + 1 }, (_, i) => costs.slice(i, i + hours)).filter(
          (part) => part.length === hours && !part.includes('.'),
        );
        const cheapest = parts.length === 0 ? undefined : Math.min(...parts.map(sum));
        const window = bestWindow(slots(costs), hours, T0, Infinity);
        const from = window && (window.start - T0) / HOUR;
        assert.equal(from === undefined ? undefined : sum(costs.slice(from, from + hours)), cheapest);

        const sorted = Array.from(costs)
          .filter((digit) => digit !== '.')
          .map(Number)
          .sort((a, b) => a - b)
          .slice(0, hours);
        const chosen = bestHours(slots(costs), hours, T0, Infinity).flatMap(({ start, end }) =>
          Array.from(costs.slice((start - T0) / HOUR, (end - T0) / HOUR), Number),
        );
        assert.deepEqual(
          chosen.sort((a, b) => a - b),
          sorted,
        );
      }),
    );
  });
});
