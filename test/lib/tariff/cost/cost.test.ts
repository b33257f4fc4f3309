import assert from 'node:assert/strict';
import type { Point } from '../../../../lib/grid/point';
import { costOf } from '../../../../lib/tariff/cost/cost';
import type { ColourOf, Contract } from '../../../../lib/tariff/contract/contract';
import { PERIOD, hpHc, offer } from '../../../support/tariff/told-spans';

const NO_COLOURS: ColourOf = () => undefined;

const CURVE: Point = {
  prm: '25000000000017',
  direction: 'consumption',
  kind: 'load-curve',
  quantity: 'active',
  start: Date.parse('2026-11-24T12:00:00Z'),
  end: Date.parse('2026-11-24T12:30:00Z'),
  value: 2000,
  unit: 'W',
  step: 'PT30M',
  stage: 'raw',
  publishedAt: Date.parse('2026-11-25T07:00:00Z'),
  quality: 'measured',
  source: 'conso-api',
};

const at = (start: string, end: string, more: Partial<Point> = {}): Point => ({
  ...CURVE,
  start: Date.parse(start),
  end: Date.parse(end),
  ...more,
});
const daily = (start: string, end: string, wh: number, more: Partial<Point> = {}): Point =>
  at(start, end, { kind: 'energy', unit: 'Wh', value: wh, step: 'P1D', ...more });

const priced = (contract: Contract, prices: Contract[number]['prices']): Contract =>
  contract.map((period) => ({ ...period, prices }));
const BASE = offer('base', { prices: { base: 0.25 } });
const HP_HC = priced(hpHc('22h30-6h30'), { hp: 0.3, hc: 0.2 });

/** `start end value class quality step`. */
function told(points: readonly Point[]): string[] {
  return points.map(({ start, end, value, tariffClass, quality, step }) =>
    [iso(start), iso(end), value, tariffClass ?? '-', quality, step].join(' '),
  );
}

function iso(instant: number): string {
  return new Date(instant).toISOString().slice(0, 16) + 'Z';
}

describe('lib/tariff/cost', () => {
  it('a cost is a point of the same interval, in EUR, with its class, and all that the energy carries', () => {
    assert.deepEqual(costOf([CURVE], BASE, NO_COLOURS), {
      costs: [{ ...CURVE, kind: 'cost', unit: 'EUR', value: 0.25, tariffClass: 'base' }],
      unpriced: [],
      waiting: [],
    });
  });

  it('10, 15, 30 and 60 minutes, each for itself; energy of less than a day as well', () => {
    const points = [
      at('2026-11-24T12:00Z', '2026-11-24T12:10Z'),
      at('2026-11-24T12:10Z', '2026-11-24T12:25Z'),
      at('2026-11-24T13:00Z', '2026-11-24T14:00Z'),
      at('2026-11-24T14:00Z', '2026-11-24T15:00Z', { kind: 'energy', unit: 'Wh', value: 500 }),
    ];
    const eur = costOf(points, BASE, NO_COLOURS).costs.map(({ value }) => value);
    assert.deepEqual(eur, [0.083333333, 0.125, 0.5, 0.125]);
  });

  describe('a boundary within an interval', () => {
    it('shares a mean power out by time, and every part is estimated', () => {
      const hour = at('2026-11-24T21:00Z', '2026-11-24T22:00Z', { step: 'PT60M' });
      assert.deepEqual(told(costOf([hour], HP_HC, NO_COLOURS).costs), [
        '2026-11-24T21:00Z 2026-11-24T21:30Z 0.3 hp estimated PT30M',
        '2026-11-24T21:30Z 2026-11-24T22:00Z 0.2 hc estimated PT30M',
      ]);
    });

    it('shares an energy out by time', () => {
      const hour = at('2026-11-24T21:00Z', '2026-11-24T22:00Z', { kind: 'energy', unit: 'Wh', value: 800 });
      assert.deepEqual(told(costOf([hour], HP_HC, NO_COLOURS).costs), [
        '2026-11-24T21:00Z 2026-11-24T21:30Z 0.12 hp estimated PT30M',
        '2026-11-24T21:30Z 2026-11-24T22:00Z 0.08 hc estimated PT30M',
      ]);
    });

    it('at minutes that no step knows', () => {
      const contract = priced(hpHc('HC (22H07-22H19)'), { hp: 1, hc: 0 });
      const half = at('2026-11-24T21:00Z', '2026-11-24T21:30Z', { value: 60_000 });
      assert.deepEqual(told(costOf([half], contract, NO_COLOURS).costs), [
        '2026-11-24T21:00Z 2026-11-24T21:07Z 7 hp estimated PT7M',
        '2026-11-24T21:07Z 2026-11-24T21:19Z 0 hc estimated PT12M',
        '2026-11-24T21:19Z 2026-11-24T21:30Z 11 hp estimated PT11M',
      ]);
    });

    it('where it lies on the edge, or the class is the same beyond midnight, cuts nothing', () => {
      const points = [at('2026-11-24T21:00Z', '2026-11-24T21:30Z'), at('2026-11-24T22:45Z', '2026-11-24T23:15Z')];
      assert.deepEqual(told(costOf(points, HP_HC, NO_COLOURS).costs), [
        '2026-11-24T21:00Z 2026-11-24T21:30Z 0.3 hp measured PT30M',
        '2026-11-24T22:45Z 2026-11-24T23:15Z 0.2 hc measured PT30M',
      ]);
    });
  });

  it('a price of 0 is a price', () => {
    const { costs, unpriced } = costOf([CURVE], offer('base', { prices: { base: 0 } }), NO_COLOURS);
    assert.deepEqual([told(costs), unpriced], [['2026-11-24T12:00Z 2026-11-24T12:30Z 0 base measured PT30M'], []]);
    assert.ok(!Object.is(costs[0]?.value, -0));
  });

  it('"00:00" as an end means 24:00: the last hour of the day has its class and its cost', () => {
    const contract = priced(hpHc('22:00-00:00'), { hp: 1, hc: 0.5 });
    const points = ['20', '21', '22', '23'].map((hour) =>
      at(`2026-11-24T${hour}:00Z`, `2026-11-24T${hour}:30Z`, { value: 2000 }),
    );
    const classes = costOf(points, contract, NO_COLOURS).costs.map(({ tariffClass }) => tariffClass);
    assert.deepEqual(classes, ['hp', 'hc', 'hc', 'hp']);
  });

  it('a gap has no cost', () => {
    const points = [at('2026-11-24T10:00Z', '2026-11-24T10:30Z'), at('2026-11-24T11:00Z', '2026-11-24T11:30Z')];
    const { costs, unpriced } = costOf(points, BASE, NO_COLOURS);
    assert.deepEqual(
      [costs.map(({ start }) => iso(start)), unpriced],
      [['2026-11-24T10:00Z', '2026-11-24T11:00Z'], []],
    );
  });

  it('maxima, indexes, reactive energy, voltages, costs and what is no number are passed over', () => {
    const points = [
      at('2026-11-24T12:00Z', '2026-11-24T12:00Z', { kind: 'max-power', unit: 'VA' }),
      at('2026-11-24T12:00Z', '2026-11-24T12:00Z', { kind: 'index', unit: 'Wh' }),
      at('2026-11-24T12:00Z', '2026-11-24T12:30Z', { quantity: 'reactive-inductive', unit: 'VAr' }),
      at('2026-11-24T12:00Z', '2026-11-24T12:30Z', { quantity: 'voltage', unit: 'V' }),
      at('2026-11-24T12:00Z', '2026-11-24T12:30Z', { kind: 'cost', unit: 'EUR' }),
      at('2026-11-24T12:00Z', '2026-11-24T12:30Z', { value: NaN }),
      at('2026-11-24T12:00Z', '2026-11-24T12:00Z'),
    ];
    assert.deepEqual(costOf(points, BASE, NO_COLOURS), { costs: [], unpriced: [], waiting: [] });
  });

  describe('a day as one value', () => {
    const spring = daily('2026-03-28T23:00Z', '2026-03-29T22:00Z', 10_000);
    const autumn = daily('2026-10-24T22:00Z', '2026-10-25T23:00Z', 10_000);
    const leap = daily('2028-02-28T23:00Z', '2028-02-29T23:00Z', 10_000);
    const last = daily('2026-12-30T23:00Z', '2026-12-31T23:00Z', 10_000);

    it('has a cost with Base, of 23, 24 and 25 hours', () => {
      assert.deepEqual(told(costOf([spring, autumn, leap, last], BASE, NO_COLOURS).costs), [
        '2026-03-28T23:00Z 2026-03-29T22:00Z 2.5 base daily-only P1D',
        '2026-10-24T22:00Z 2026-10-25T23:00Z 2.5 base daily-only P1D',
        '2028-02-28T23:00Z 2028-02-29T23:00Z 2.5 base daily-only P1D',
        '2026-12-30T23:00Z 2026-12-31T23:00Z 2.5 base daily-only P1D',
      ]);
    });

    it('has none with offers of several classes, whatever they cost', () => {
      for (const kind of ['hp-hc', 'week-end', 'hp-hc-week-end', 'tempo', 'ejp', 'seasonal'] as const) {
        const contract = offer(kind, { offPeak: '22h-6h', prices: { base: 1, hp: 1, hc: 1 } });
        assert.deepEqual(
          costOf([last], contract, () => 'blue'),
          {
            costs: [],
            unpriced: [{ interval: { start: last.start, end: last.end }, reason: 'daily', day: '2026-12-31' }],
            waiting: [],
          },
        );
      }
    });

    it('without a price, or without a period, says so', () => {
      const interval = { start: last.start, end: last.end };
      assert.deepEqual(costOf([last], offer('base'), NO_COLOURS).unpriced, [
        { interval, reason: 'price', tariffClass: 'base', day: '2026-12-31' },
      ]);
      assert.deepEqual(costOf([last], offer('base', { to: '2026-12-30' }), NO_COLOURS).unpriced, [
        { interval, reason: 'period', day: '2026-12-31' },
      ]);
    });

    it('that is longer has a cost where one price holds all the time', () => {
      const month = daily('2026-11-30T23:00Z', '2026-12-31T23:00Z', 100_000, { step: 'P1M' });
      const two = (price: number): Contract => [
        { ...PERIOD, to: '2026-12-15', prices: { base: 0.25 } },
        { ...PERIOD, prices: { base: price } },
      ];
      assert.deepEqual(told(costOf([month], two(0.25), NO_COLOURS).costs), [
        '2026-11-30T23:00Z 2026-12-31T23:00Z 25 base daily-only P1M',
      ]);
      const { costs, unpriced } = costOf([month], two(0.26), NO_COLOURS);
      assert.deepEqual([costs, unpriced.map(({ reason }) => reason)], [[], ['daily']]);
      const ages = daily('2026-11-30T23:00Z', '9999-12-31T23:00Z', 100_000);
      assert.deepEqual(
        costOf([ages], BASE, NO_COLOURS).unpriced.map(({ reason }) => reason),
        ['daily'],
      );
    });
  });
});
