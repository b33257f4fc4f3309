import assert from 'node:assert/strict';
import {
  byDay,
  coversDay,
  cutAt,
  dayOf,
  energyOf,
  gapsIn,
  hoursOf,
  intervalOfDay,
  messageOf,
  partsOf,
  sumOf,
  type Point,
} from '../../../lib/grid/point';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const utc = (text: string): number => Date.parse(text);

const POINT: Point = {
  prm: '25000000000017',
  direction: 'consumption',
  kind: 'load-curve',
  quantity: 'active',
  start: utc('2026-09-29T10:00:00Z'),
  end: utc('2026-09-29T10:30:00Z'),
  value: 1200,
  unit: 'W',
  step: 'PT30M',
  quality: 'measured',
  source: 'conso-api',
};

const energy = (start: string, end: string, value: number): Point => ({
  ...POINT,
  kind: 'energy',
  unit: 'Wh',
  step: 'P1D',
  start: utc(start),
  end: utc(end),
  value,
});

/** Steps of half an hour from a French midnight on. */
function day(key: string, watts = 1000): Point[] {
  const { start, end } = intervalOfDay(key);
  return Array.from({ length: (end - start) / (30 * MINUTE) }, (_, i) => ({
    ...POINT,
    start: start + i * 30 * MINUTE,
    end: start + (i + 1) * 30 * MINUTE,
    value: watts,
  }));
}

describe('lib/grid/point', () => {
  describe('energy', () => {
    it('is mean power times the length of the interval', () => {
      assert.equal(energyOf(POINT), 600);
      assert.equal(energyOf({ ...POINT, end: POINT.start + 10 * MINUTE }), 200);
      assert.equal(energyOf({ ...POINT, end: POINT.start + HOUR }), 1200);
    });

    it('is itself where it is energy already, however long the day', () => {
      assert.equal(energyOf(energy('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 33_495)), 33_495);
    });

    it('is not in a maximum, an index, a voltage, reactive power', () => {
      for (const other of [
        { kind: 'max-power', unit: 'VA' },
        { kind: 'index', unit: 'Wh' },
        { quantity: 'voltage', unit: 'V' },
        { quantity: 'reactive-inductive', unit: 'VAr' },
        { kind: 'billing', unit: 'Wh' },
        { kind: 'cost', unit: 'EUR' },
      ] as const)
        assert.equal(energyOf({ ...POINT, ...other }), undefined);
    });

    it('sums without the dust of thirds', () => {
      const tens = Array.from({ length: 144 }, (_, i) => ({
        ...POINT,
        start: i * 10 * MINUTE,
        end: (i + 1) * 10 * MINUTE,
        value: 100,
      }));
      assert.equal(sumOf(tens), 2400);
      assert.equal(sumOf([{ ...POINT, kind: 'index', unit: 'Wh', value: 5 }]), 0);
    });
  });

  describe('cut at boundaries', () => {
    it('keeps the mean power of each piece, and the energy of all', () => {
      const boundary = utc('2026-09-29T10:04:00Z');
      const pieces = cutAt(POINT, [boundary]);
      assert.deepEqual(
        pieces.map(({ start, end, value, step, quality }) => [start, end, value, step, quality]),
        [
          [POINT.start, boundary, 1200, 'PT4M', 'measured'],
          [boundary, POINT.end, 1200, 'PT26M', 'measured'],
        ],
      );
      assert.equal(sumOf(pieces), 600);
    });

    it('shares an energy out by time, which is derived then', () => {
      const pieces = cutAt(energy('2026-09-28T22:00:00Z', '2026-09-29T22:00:00Z', 24_000), [
        utc('2026-09-29T04:00:00Z'),
        utc('2026-09-29T20:00:00Z'),
      ]);
      assert.deepEqual(
        pieces.map(({ value, quality }) => [value, quality]),
        [
          [6000, 'derived'],
          [16_000, 'derived'],
          [2000, 'derived'],
        ],
      );
    });

    it('leaves alone what has no boundary inside, instants too', () => {
      const instant = { ...POINT, end: POINT.start, step: null };
      assert.deepEqual(cutAt(POINT, [POINT.start, POINT.end, 0]), [POINT]);
      assert.deepEqual(cutAt(instant, [instant.start]), [instant]);
      assert.equal(cutAt(POINT, [POINT.start + MINUTE, POINT.start + MINUTE]).length, 2);
    });
  });

  describe('hours of UTC', () => {
    it('hold what lies in them, and say how much of them is known', () => {
      const half = { ...POINT, start: utc('2026-09-29T10:30:00Z'), end: utc('2026-09-29T11:00:00Z'), value: 800 };
      const crossing = { ...POINT, start: utc('2026-09-29T12:45:00Z'), end: utc('2026-09-29T13:15:00Z'), value: 400 };
      assert.deepEqual(hoursOf([crossing, half, POINT]), [
        { start: utc('2026-09-29T10:00:00Z'), wh: 1000, coveredMs: HOUR },
        { start: utc('2026-09-29T12:00:00Z'), wh: 100, coveredMs: HOUR / 4 },
        { start: utc('2026-09-29T13:00:00Z'), wh: 100, coveredMs: HOUR / 4 },
      ]);
    });

    it('are 23 and 25 on the days of the clock changes', () => {
      assert.equal(hoursOf(day('2026-03-29')).length, 23);
      assert.equal(hoursOf(day('2026-10-25')).length, 25);
      assert.ok(hoursOf(day('2026-10-25')).every(({ wh, coveredMs }) => wh === 1000 && coveredMs === HOUR));
    });
  });

  describe('civil days', () => {
    const DAYS = [
      ['2026-03-29', 46],
      ['2026-10-25', 50],
      ['2026-12-31', 48],
      ['2027-01-01', 48],
      ['2028-02-29', 48],
    ] as const;

    it('are covered by 46, 48 or 50 half-hours, and by not one less', () => {
      for (const [key, count] of DAYS) {
        const points = day(key);
        assert.equal(points.length, count);
        assert.equal(coversDay(points, key), true);
        for (const at of [0, 5, count - 1]) {
          const holed = points.filter((_, i) => i !== at);
          assert.equal(coversDay(holed, key), false);
          assert.deepEqual(gapsIn(holed, intervalOfDay(key)), [{ start: points[at]?.start, end: points[at]?.end }]);
        }
      }
    });

    it('are covered in any order, by any steps, by more than the day', () => {
      const points = [...day('2026-03-28'), ...day('2026-03-29'), ...day('2026-03-30')].reverse();
      assert.equal(coversDay(points, '2026-03-29'), true);
      assert.equal(coversDay([{ start: 0, end: utc('2030-01-01T00:00:00Z') }], '2026-03-29'), true);
      assert.equal(coversDay([], '2026-03-29'), false);
    });

    it('join neighbouring gaps', () => {
      const points = day('2026-09-29').filter((_, i) => i !== 3 && i !== 4 && i !== 47);
      const gaps = gapsIn(points, intervalOfDay('2026-09-29'));
      assert.deepEqual(
        gaps.map(({ start, end }) => (end - start) / MINUTE),
        [60, 30],
      );
    });

    it('have what begins in them: the interval that ends at midnight is of the day that ends', () => {
      const points = [...day('2026-10-25'), ...day('2026-10-26'), ...day('2026-10-25')];
      assert.deepEqual(
        [...byDay(points)].map(([key, those]) => [key, those.length]),
        [
          ['2026-10-25', 100],
          ['2026-10-26', 48],
        ],
      );
      assert.equal(dayOf(day('2026-10-25').at(-1) ?? POINT), '2026-10-25');
      assert.equal(dayOf({ start: utc('2026-12-31T23:00:00Z') }), '2027-01-01');
      assert.deepEqual(byDay([]), new Map());
    });
  });

  describe('messages', () => {
    it('have instants in Z', () => {
      const { start, end, ...rest } = POINT;
      assert.ok(start < end);
      assert.deepEqual(messageOf({ ...POINT, publishedAt: utc('2026-09-30T06:00:00.5Z') }), {
        ...rest,
        start: '2026-09-29T10:00:00Z',
        end: '2026-09-29T10:30:00Z',
        publishedAt: '2026-09-30T06:00:00.500Z',
      });
      assert.equal('publishedAt' in messageOf(POINT), false);
    });

    it('are parts of at most 1,000, one at least', () => {
      const points = Array.from({ length: 2001 }, (_, i) => i);
      assert.deepEqual(
        partsOf(points).map((part) => part.length),
        [1000, 1000, 1],
      );
      assert.deepEqual(partsOf(points).flat(), points);
      assert.deepEqual(
        partsOf(points.slice(0, 1000)).map((part) => part.length),
        [1000],
      );
      assert.deepEqual(partsOf([]), [[]]);
    });
  });
});
