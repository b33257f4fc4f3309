import assert from 'node:assert/strict';
import type { Point } from '../../../../lib/grid/point';
import { costOf } from '../../../../lib/tariff/cost/cost';
import type { ColourOf, Contract } from '../../../../lib/tariff/contract/contract';
import { PERIOD, hpHc, offer } from '../../../support/tariff/told-spans';

const NO_COLOURS: ColourOf = () => undefined;
const HALF_HOUR = 1_800_000;

/** Half hours of 1 kW. */
function curve(start: string, end: string, more: Partial<Point> = {}): Point[] {
  const points: Point[] = [];
  for (let at = Date.parse(start); at < Date.parse(end); at += HALF_HOUR)
    points.push({
      prm: '25000000000017',
      direction: 'consumption',
      kind: 'load-curve',
      quantity: 'active',
      start: at,
      end: at + HALF_HOUR,
      value: 1000,
      unit: 'W',
      step: 'PT30M',
      quality: 'measured',
      source: 'conso-api',
      ...more,
    });
  return points;
}

const within = (start: string, end: string): { start: number; end: number } => ({
  start: Date.parse(start),
  end: Date.parse(end),
});

describe('lib/tariff/cost: what has no price', () => {
  it('a class without one: the other has its cost, and each stretch of a day is told once', () => {
    const contract = hpHc('22h-6h').map((period) => ({ ...period, prices: { hp: 0.2 } }));
    const { costs, unpriced } = costOf(curve('2026-11-24T12:00Z', '2026-11-25T12:00Z'), contract, NO_COLOURS);
    assert.equal(costs.length, 32);
    assert.ok(costs.every(({ tariffClass }) => tariffClass === 'hp'));
    assert.deepEqual(unpriced, [
      {
        interval: within('2026-11-24T21:00Z', '2026-11-24T23:00Z'),
        reason: 'price',
        tariffClass: 'hc',
        day: '2026-11-24',
      },
      {
        interval: within('2026-11-24T23:00Z', '2026-11-25T05:00Z'),
        reason: 'price',
        tariffClass: 'hc',
        day: '2026-11-25',
      },
    ]);
  });

  it('a day without a period', () => {
    const contract: Contract = [{ ...PERIOD, to: '2026-11-24', prices: { base: 0.2 } }];
    const { costs, unpriced } = costOf(curve('2026-11-24T12:00Z', '2026-11-25T12:00Z'), contract, NO_COLOURS);
    assert.equal(costs.length, 22);
    assert.deepEqual(unpriced, [
      { interval: within('2026-11-24T23:00Z', '2026-11-25T12:00Z'), reason: 'period', day: '2026-11-25' },
    ]);
  });

  it('a contract without periods', () => {
    assert.deepEqual(
      costOf(curve('2026-11-24T12:00Z', '2026-11-24T13:00Z'), [], NO_COLOURS).unpriced.map(({ reason }) => reason),
      ['period'],
    );
  });

  it('a colour that nobody has said: its points wait, and it is told which tariff day', () => {
    const contract = offer('tempo', { prices: { 'hc-blue': 0.1, 'hp-blue': 0.2 } });
    const points = curve('2026-11-24T22:00Z', '2026-11-25T22:00Z');
    const { costs, unpriced, waiting } = costOf(points, contract, (day) => (day === '2026-11-25' ? 'blue' : undefined));
    assert.deepEqual(
      waiting,
      points.filter(({ start }) => start < Date.parse('2026-11-25T05:00Z')),
    );
    assert.deepEqual(unpriced, [
      { interval: within('2026-11-24T22:00Z', '2026-11-25T05:00Z'), reason: 'colour', day: '2026-11-24' },
    ]);
    assert.equal(costs.length + waiting.length, points.length);
  });

  it('an interval of which only a part waits has no cost yet: later it is not told twice', () => {
    const contract = offer('tempo', { prices: { 'hc-blue': 0.1, 'hp-blue': 0.2 } });
    const [point] = curve('2026-11-25T04:45Z', '2026-11-25T05:15Z');
    assert.ok(point);
    const before = costOf([point], contract, (day) => (day === '2026-11-25' ? 'blue' : undefined));
    assert.deepEqual([before.costs, before.waiting], [[], [point]]);
    assert.deepEqual(before.unpriced, [
      { interval: within('2026-11-25T04:45Z', '2026-11-25T05:00Z'), reason: 'colour', day: '2026-11-24' },
    ]);
    const after = costOf(before.waiting, contract, () => 'blue');
    assert.deepEqual(
      after.costs.map(({ tariffClass, value, quality }) => [tariffClass, value, quality]),
      [
        ['hc-blue', 0.025, 'estimated'],
        ['hp-blue', 0.05, 'estimated'],
      ],
    );
    assert.deepEqual(after.waiting, []);
  });
});

describe('lib/tariff/cost: what is fed in', () => {
  const fedIn = (start: string, end: string): Point[] => curve(start, end, { direction: 'production' });
  const contract = offer('hp-hc', { offPeak: '22h15-6h15', feedIn: 0.13, vat: 20, surcharge: 0.05 });

  it('is paid at its own price, at every hour, positive, without taxes and without a class', () => {
    const points = fedIn('2026-06-24T19:30Z', '2026-06-24T21:00Z');
    assert.deepEqual(costOf(points, contract, NO_COLOURS), {
      costs: points.map((point) => ({ ...point, kind: 'cost', unit: 'EUR', value: 0.065 })),
      unpriced: [],
      waiting: [],
    });
  });

  it('waits for no colour', () => {
    const tempo = offer('tempo', { feedIn: 0.1 });
    const { costs, waiting } = costOf(fedIn('2026-06-24T00:00Z', '2026-06-24T12:00Z'), tempo, NO_COLOURS);
    assert.deepEqual([costs.length, waiting], [24, []]);
  });

  it('has a cost as a day, whatever the offer', () => {
    const interval = within('2026-06-23T22:00Z', '2026-06-24T22:00Z');
    const [first] = fedIn('2026-06-23T22:00Z', '2026-06-23T22:30Z');
    assert.ok(first);
    const day: Point = { ...first, ...interval, kind: 'energy', unit: 'Wh', value: 20_000, step: 'P1D' };
    assert.deepEqual(costOf([day], contract, NO_COLOURS).costs, [
      { ...day, kind: 'cost', unit: 'EUR', value: 2.6, quality: 'daily-only' },
    ]);
  });

  it('has none where the contract pays nothing, and nothing is said of it; a price of 0 is one', () => {
    const points = fedIn('2026-06-24T10:00Z', '2026-06-24T10:30Z');
    assert.deepEqual(costOf(points, offer('base'), NO_COLOURS), { costs: [], unpriced: [], waiting: [] });
    assert.deepEqual(
      costOf(points, offer('base', { feedIn: 0 }), NO_COLOURS).costs.map(({ value }) => value),
      [0],
    );
  });

  it('is cut where the price changes, and where it begins', () => {
    const two: Contract = [
      { ...PERIOD, from: '2026-06-24', to: '2026-06-24', feedIn: 0.1 },
      { ...PERIOD, from: '2026-06-25', feedIn: 0.2 },
    ];
    const points = [
      ...fedIn('2026-06-23T21:45Z', '2026-06-23T22:15Z'),
      ...fedIn('2026-06-24T21:45Z', '2026-06-24T22:15Z'),
    ];
    const { costs, unpriced } = costOf(points, two, NO_COLOURS);
    assert.deepEqual(
      costs.map(({ start, value, quality }) => [new Date(start).toISOString(), value, quality]),
      [
        ['2026-06-23T22:00:00.000Z', 0.025, 'estimated'],
        ['2026-06-24T21:45:00.000Z', 0.025, 'estimated'],
        ['2026-06-24T22:00:00.000Z', 0.05, 'estimated'],
      ],
    );
    assert.deepEqual(unpriced, [
      { interval: within('2026-06-23T21:45Z', '2026-06-23T22:00Z'), reason: 'period', day: '2026-06-23' },
    ]);
  });
});
