import assert from 'node:assert/strict';
import { hpHc, told } from '../../../support/tariff/told-spans';

describe('lib/tariff/spans: the clock changes', () => {
  describe('on the day of 23 hours (2026-03-29, 01:00Z: 02:00 is 03:00)', () => {
    const day = (offPeak: string): string[] => told(hpHc(offPeak), '2026-03-28T23:00Z', '2026-03-29T22:00Z');

    it('a range that begins in the skipped hour begins with the jump', () => {
      assert.deepEqual(day('2h30-8h'), [
        '2026-03-28T23:00Z 2026-03-29T01:00Z hp',
        '2026-03-29T01:00Z 2026-03-29T06:00Z hc',
        '2026-03-29T06:00Z 2026-03-29T22:00Z hp',
      ]);
    });

    it('one that ends in it ends with the jump', () => {
      assert.deepEqual(day('0h30-2h30'), [
        '2026-03-28T23:00Z 2026-03-28T23:30Z hp',
        '2026-03-28T23:30Z 2026-03-29T01:00Z hc',
        '2026-03-29T01:00Z 2026-03-29T22:00Z hp',
      ]);
    });

    it('one that lies in it is not', () => {
      assert.deepEqual(day('2h10-2h50'), ['2026-03-28T23:00Z 2026-03-29T22:00Z hp']);
    });

    it('one around it is an hour shorter', () => {
      assert.deepEqual(day('22h-6h'), [
        '2026-03-28T23:00Z 2026-03-29T04:00Z hc',
        '2026-03-29T04:00Z 2026-03-29T20:00Z hp',
        '2026-03-29T20:00Z 2026-03-29T22:00Z hc',
      ]);
    });
  });

  describe('on the day of 25 hours (2026-10-25, 01:00Z: 03:00 is 02:00 again)', () => {
    const day = (offPeak: string): string[] => told(hpHc(offPeak), '2026-10-24T22:00Z', '2026-10-25T23:00Z');

    it('a range of the doubled hour holds twice', () => {
      assert.deepEqual(day('2h-3h'), [
        '2026-10-24T22:00Z 2026-10-25T00:00Z hp',
        '2026-10-25T00:00Z 2026-10-25T02:00Z hc',
        '2026-10-25T02:00Z 2026-10-25T23:00Z hp',
      ]);
    });

    it('one that ends in it ends twice', () => {
      assert.deepEqual(day('1h30-2h30'), [
        '2026-10-24T22:00Z 2026-10-24T23:30Z hp',
        '2026-10-24T23:30Z 2026-10-25T00:30Z hc',
        '2026-10-25T00:30Z 2026-10-25T01:00Z hp',
        '2026-10-25T01:00Z 2026-10-25T01:30Z hc',
        '2026-10-25T01:30Z 2026-10-25T23:00Z hp',
      ]);
    });

    it('one around it is an hour longer', () => {
      assert.deepEqual(day('22h-6h'), [
        '2026-10-24T22:00Z 2026-10-25T05:00Z hc',
        '2026-10-25T05:00Z 2026-10-25T21:00Z hp',
        '2026-10-25T21:00Z 2026-10-25T23:00Z hc',
      ]);
    });
  });
});
