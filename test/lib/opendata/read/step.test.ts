import assert from 'node:assert/strict';
import fc from 'fast-check';
import { measureStep } from '../../../../lib/opendata/read/step';

const MINUTE = 60_000;
const START = Date.UTC(2026, 2, 28, 23);

const every = (minutes: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => START + index * minutes * MINUTE);

describe('lib/opendata/read/step', () => {
  it('measures the step that there is, over a change of the clocks too', () => {
    for (const minutes of [5, 10, 15, 30, 60]) assert.equal(measureStep(every(minutes, 200)), minutes);
  });

  it('asks neither for an order nor for one series alone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(10, 15, 30, 60),
        fc
          .integer({ min: 2, max: 60 })
          .chain((count) => fc.shuffledSubarray([...every(1, count), ...every(1, count)], { minLength: count * 2 })),
        (minutes, order) => {
          const times = order.map((time) => START + ((time - START) / MINUTE) * minutes * MINUTE);
          assert.equal(measureStep(times), minutes);
        },
      ),
    );
  });

  it('sees over a slot that is missing now and then', () => {
    const day = every(30, 48);
    assert.equal(measureStep(day.filter((_, index) => index !== 7 && index !== 8)), 30);
  });

  it('knows none where there are two, as of a set that has changed its step', () => {
    assert.equal(measureStep([...every(30, 48), ...every(15, 20)]), null);
    assert.equal(measureStep([START, START + 30 * MINUTE, START + 40 * MINUTE]), null);
  });

  it('knows none of one time, of no time, of days and years, of seconds', () => {
    assert.equal(measureStep([]), null);
    assert.equal(measureStep([START, START, START]), null);
    assert.equal(measureStep(every(24 * 60, 10)), null);
    assert.equal(measureStep(every(0.5, 10)), null);
    assert.equal(measureStep(every(7, 10)), null);
  });
});
