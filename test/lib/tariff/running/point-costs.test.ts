// Points over many messages: what waits for a colour, what a curve takes the place of, the subscription of each day.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { Contract, ContractPeriod } from '../../../../lib/tariff/contract/contract';
import { CurveDays } from '../../../../lib/tariff/running/curve-days';
import { KnownColours } from '../../../../lib/tariff/running/known-colours';
import { PointPricer } from '../../../../lib/tariff/running/point-costs';
import { curve, daily } from '../../../support/tariff/household';

const TEMPO: ContractPeriod = {
  from: null,
  to: null,
  offer: 'tempo',
  offPeak: '',
  weekEnd: [],
  prices: { 'hc-blue': 1, 'hp-blue': 1, 'hc-white': 1, 'hp-white': 1, 'hc-red': 1, 'hp-red': 1 },
  subscription: 31,
  surcharge: 0,
  vat: 0,
  feedIn: null,
};
const BASE: ContractPeriod = { ...TEMPO, offer: 'base', prices: { base: 0.2 } };
const dayKey = (ms: number): string => DateTime.fromMillis(ms, { zone: 'Europe/Paris' }).toISODate() ?? '';
const sum = (points: readonly { value: number }[]): number => points.reduce((all, { value }) => all + value, 0);

function pricerOf(contract: Contract, most?: number) {
  const colours = new KnownColours(contract);
  return { colours, pricer: new PointPricer(contract, colours, new CurveDays(), most) };
}

describe('points and their costs', () => {
  it('have each cost once, in whatever order colours come', () => {
    // Over the day of 25 hours; the hours before 6:00 belong to the day before.
    const points = curve('2026-10-23T22:00:00Z', 146, 1000);
    const days = ['2026-10-23', '2026-10-24', '2026-10-25', '2026-10-26'];
    fc.assert(
      fc.property(fc.shuffledSubarray(days), fc.boolean(), (order, twice) => {
        const { colours, pricer } = pricerOf([TEMPO]);
        let costs = [...pricer.take(points).costs];
        if (twice) costs = [...costs, ...pricer.take(points).costs];
        for (const day of order) {
          colours.learn([{ day, colour: 'white' }], 'tempo');
          costs = [...costs, ...pricer.takeAwaited().costs];
        }
        assert.equal(new Set(costs.map(({ start }) => start)).size, costs.length, 'a cost that came twice');
        const missing = days.filter((day) => !order.includes(day));
        assert.deepEqual(pricer.awaitedDays, missing);
        if (missing.length === 0) assert.ok(Math.abs(sum(costs) - 73) < 1e-6, String(sum(costs)));
      }),
    );
  });

  it('of a curve that is sent again in longer steps while it waits are those of the longer steps', () => {
    const { colours, pricer } = pricerOf([TEMPO]);
    const halves = curve('2026-01-12T10:00:00+01:00', 2, 1000);
    pricer.take(halves);
    pricer.take(
      halves.slice(0, 1).map((half) => ({ ...half, end: half.end + 30 * 60_000, value: 2000, step: 'PT60M' })),
    );
    colours.learn([{ day: '2026-01-12', colour: 'blue' }], 'tempo');
    const { costs } = pricer.takeAwaited();
    assert.deepEqual(
      costs.map(({ start, end, value }) => [(end - start) / 60_000, value]),
      [[60, 2]],
    );
  });

  it('wait no more of them than fit: the oldest are forgotten', () => {
    const { colours, pricer } = pricerOf([TEMPO], 10);
    pricer.take(curve('2026-01-11T06:00:00+01:00', 48, 1000));
    colours.learn([{ day: '2026-01-11', colour: 'red' }], 'table');
    const { costs } = pricer.takeAwaited();
    assert.deepEqual(
      costs.map(({ start }) => new Date(start).toISOString().slice(11, 16)),
      ['00:00', '00:30', '01:00', '01:30', '02:00', '02:30', '03:00', '03:30', '04:00', '04:30'],
    );
  });

  it('of a day with a curve do not count the energy of the day, of that meter and direction', () => {
    const { pricer } = pricerOf([BASE]);
    const day = (more: object = {}) => daily('2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00', 5000, more);
    assert.equal(pricer.take([day()]).costs[0]?.quality, 'daily-only');
    assert.equal(pricer.take(curve('2026-10-25T02:30:00+01:00', 1, 100)).hasNewCurve, true);
    assert.deepEqual(pricer.take([day()]).costs, []);
    assert.equal(pricer.take([day({ prm: '30009999999999' })]).costs.length, 1);
    assert.equal(pricer.take(curve('2026-10-25T05:30:00+01:00', 1, 100)).hasNewCurve, false);
  });

  it('bring the subscription of each day of consumption: a year of days is twelve months', () => {
    const start = Date.parse('2027-12-31T23:00:00Z');
    const { pricer } = pricerOf([{ ...BASE, subscription: 12.5 }]);
    const { billing } = pricer.take(curve(new Date(start).toISOString(), 366 * 48, 100));
    assert.equal(billing.length, 366);
    assert.ok(Math.abs(sum(billing) - 150) < 1e-6);
    const february = billing.filter((point) => dayKey(point.start).startsWith('2028-02'));
    assert.ok(february.length === 29 && Math.abs(sum(february) - 12.5) < 1e-6);
    for (const { start: from, end } of billing) assert.ok([23, 24, 25].includes((end - from) / 3_600_000));
  });
});

describe('colours of days', () => {
  const of = (contract: Contract): KnownColours => new KnownColours(contract);

  it('are believed by who said them: a table, then the meter, then tempo-signal', () => {
    const colours = of([TEMPO]);
    const day = '2026-01-12';
    assert.equal(colours.learn([{ day, colour: 'blue' }], 'tempo'), true);
    assert.equal(colours.learn([{ day, colour: 'white' }], 'meter'), true);
    assert.equal(colours.learn([{ day, colour: 'blue' }], 'tempo'), false);
    assert.equal(colours.colourOf(day), 'white');
    colours.learn([{ day, colour: 'red' }], 'table');
    colours.learn([{ day, colour: 'white' }], 'meter');
    assert.equal(colours.colourOf(day), 'red');
    const again = of([TEMPO]);
    again.restore(colours.kept());
    assert.equal(again.colourOf(day), 'red');
  });

  it('of Tempo and of EJP do not meet, even on one day', () => {
    const ejp: ContractPeriod = {
      ...TEMPO,
      offer: 'ejp',
      to: '2026-01-12',
      prices: { 'ejp-normal': 0.1, 'ejp-peak': 1 },
    };
    const colours = of([ejp, { ...TEMPO, from: '2026-01-13' }]);
    for (const day of ['2026-01-12', '2026-01-13'])
      colours.learn(
        [
          { day, colour: 'blue' },
          { day, colour: 'peak' },
        ],
        'table',
      );
    assert.deepEqual([colours.colourOf('2026-01-12'), colours.colourOf('2026-01-13')], ['peak', 'blue']);
  });
});
