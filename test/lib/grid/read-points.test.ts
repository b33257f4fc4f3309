// Points that come in a message: what messageOf wrote comes back as it was, and what is no point is refused with its place.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LinkyRedError } from '../../../lib/errors';
import { messageOf, type Point } from '../../../lib/grid/point';
import { readPoints } from '../../../lib/grid/read-points';

const POINT: Point = {
  prm: '30001234567890',
  direction: 'consumption',
  kind: 'load-curve',
  quantity: 'active',
  start: Date.UTC(2026, 9, 24, 22, 0),
  end: Date.UTC(2026, 9, 24, 22, 30),
  value: 1200,
  unit: 'W',
  step: 'PT30M',
  quality: 'measured',
  source: 'enedis',
};

describe('points that come in a message', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(
        fc.record({
          start: fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) }),
          length: fc.integer({ min: 0, max: 90_000_000 }),
          value: fc.double({ noNaN: true, noDefaultInfinity: true }),
          publishedAt: fc.option(fc.integer({ min: 0, max: Date.UTC(2030, 0, 1) }), { nil: undefined }),
        }),
        ({ start, length, value, publishedAt }) => {
          const point: Point = {
            ...POINT,
            start,
            end: start + length,
            value,
            tariffClass: 'hc',
            ...(publishedAt !== undefined && { publishedAt }),
          };
          assert.deepEqual(readPoints([messageOf(point)]), [point]);
        },
      ),
    );
  });

  const message = messageOf(POINT);
  const misfits: readonly (readonly [string, unknown, string])[] = [
    ['no list', { ...message }, 'payload'],
    ['a number', [message, 3], '1'],
    ['another kind', [{ ...message, kind: 'water' }], '0.kind'],
    ['a text as its value', [{ ...message, value: '12' }], '0.value'],
    ['a number as its time', [{ ...message, start: 12 }], '0.start, end'],
    ['an end before its start', [{ ...message, end: '2026-10-24T21:00:00Z' }], '0.start, end'],
    ['no meter', [{ ...message, prm: '' }], '0.prm'],
  ];
  for (const [name, payload, place] of misfits)
    it(`are refused: ${name}`, () => {
      assert.throws(
        () => readPoints(payload),
        (error: unknown) =>
          error instanceof LinkyRedError && error.code === 'ERR_INPUT' && String(error.facts['detail']).endsWith(place),
      );
    });
});
