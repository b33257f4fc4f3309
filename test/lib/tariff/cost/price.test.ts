import assert from 'node:assert/strict';
import { priceAt, priceOf, subscriptionOf } from '../../../../lib/tariff/cost/price';
import type { ColourOf, Contract } from '../../../../lib/tariff/contract/contract';
import { PERIOD, hpHc, offer } from '../../../support/tariff/told-spans';

const NO_COLOURS: ColourOf = () => undefined;

/** `class price start end`. */
function told(contract: Contract, at: string, colourOf = NO_COLOURS): string | null {
  const now = priceAt(contract, Date.parse(at), colourOf);
  return now && [now.tariffClass, now.eurPerKWh, iso(now.start), iso(now.end)].map(String).join(' ');
}

function iso(instant: number): string {
  return new Date(instant).toISOString().slice(0, 16) + 'Z';
}

describe('lib/tariff/cost: the price of a kWh', () => {
  it('is what is typed, with surcharge, with VAT on both', () => {
    assert.equal(priceOf({ ...PERIOD, prices: { base: 0.2 } }, 'base'), 0.2);
    assert.equal(priceOf({ ...PERIOD, prices: { base: 0.2 }, surcharge: 0.05, vat: 20 }, 'base'), 0.3);
    assert.equal(priceOf({ ...PERIOD, prices: { base: 0.1327 }, surcharge: 0.0299, vat: 20 }, 'base'), 0.19512);
  });

  it('0 is one, nothing is none', () => {
    assert.equal(priceOf({ ...PERIOD, prices: { base: 0 } }, 'base'), 0);
    assert.equal(priceOf({ ...PERIOD, prices: { base: 0 } }, 'hc'), undefined);
    assert.equal(priceOf({ ...PERIOD, surcharge: 0.05 }, 'base'), undefined);
  });
});

describe('lib/tariff/cost: the subscription', () => {
  const contract: Contract = [
    { ...PERIOD, to: '2026-02-28', subscription: 14 },
    { ...PERIOD, from: '2026-03-01', subscription: 31, vat: 20 },
  ];

  it('is shared out over the days of its month, with VAT', () => {
    assert.deepEqual(subscriptionOf(contract, '2026-02-28'), { eur: 0.5, period: contract[0] });
    assert.deepEqual(subscriptionOf(contract, '2026-03-29'), { eur: 1.2, period: contract[1] });
    assert.equal(subscriptionOf([{ ...PERIOD, subscription: 29 }], '2028-02-29')?.eur, 1);
    assert.equal(subscriptionOf([{ ...PERIOD, subscription: 0 }], '2026-12-31')?.eur, 0);
  });

  it('none typed, no period: none', () => {
    assert.equal(subscriptionOf([PERIOD], '2026-02-28'), undefined);
    assert.equal(subscriptionOf([{ ...PERIOD, from: '2026-03-01', subscription: 1 }], '2026-02-28'), undefined);
  });
});

describe('lib/tariff/cost: the price in force', () => {
  const contract = hpHc('22h30-6h30').map((period) => ({ ...period, prices: { hp: 0.3, hc: 0.2 } }));

  it('holds from boundary to boundary, over midnight too', () => {
    assert.equal(told(contract, '2026-11-24T21:29:59Z'), 'hp 0.3 2026-11-24T05:30Z 2026-11-24T21:30Z');
    assert.equal(told(contract, '2026-11-24T21:30Z'), 'hc 0.2 2026-11-24T21:30Z 2026-11-25T05:30Z');
    assert.equal(told(contract, '2026-11-24T23:00Z'), 'hc 0.2 2026-11-24T21:30Z 2026-11-25T05:30Z');
  });

  it('over the clock changes and the end of the year', () => {
    assert.equal(told(contract, '2026-03-29T00:30Z'), 'hc 0.2 2026-03-28T21:30Z 2026-03-29T04:30Z');
    assert.equal(told(contract, '2026-10-25T00:30Z'), 'hc 0.2 2026-10-24T20:30Z 2026-10-25T05:30Z');
    assert.equal(told(contract, '2026-12-31T23:30Z'), 'hc 0.2 2026-12-31T21:30Z 2027-01-01T05:30Z');
  });

  it('that does not change: from yesterday to the end of tomorrow', () => {
    const base = offer('base', { prices: { base: 0.25 } });
    assert.equal(told(base, '2026-11-24T12:00Z'), 'base 0.25 2026-11-22T23:00Z 2026-11-25T23:00Z');
  });

  it('a new period with the same price changes nothing, one with another does', () => {
    const two = (price: number): Contract => [
      { ...PERIOD, to: '2026-11-24', prices: { base: 0.25 } },
      { ...PERIOD, prices: { base: price } },
    ];
    assert.equal(told(two(0.25), '2026-11-24T12:00Z'), 'base 0.25 2026-11-22T23:00Z 2026-11-25T23:00Z');
    assert.equal(told(two(0.26), '2026-11-24T12:00Z'), 'base 0.25 2026-11-22T23:00Z 2026-11-24T23:00Z');
  });

  it('a colour that is not known: no class, no price, until one is known', () => {
    const tempo = offer('tempo', { prices: { 'hp-red': 0.7, 'hc-red': 0.15 } });
    const red: ColourOf = (day) => (day === '2026-11-25' ? 'red' : undefined);
    assert.equal(told(tempo, '2026-11-25T04:59Z', red), 'null null 2026-11-23T23:00Z 2026-11-25T05:00Z');
    assert.equal(told(tempo, '2026-11-25T05:00Z', red), 'hp-red 0.7 2026-11-25T05:00Z 2026-11-25T21:00Z');
    assert.equal(told(tempo, '2026-11-26T05:00Z', red), 'null null 2026-11-26T05:00Z 2026-11-27T23:00Z');
  });

  it('a class without a price has its name', () => {
    assert.equal(told(hpHc('22h-6h'), '2026-11-24T12:00Z'), 'hp null 2026-11-24T05:00Z 2026-11-24T21:00Z');
  });

  it('no period: nothing', () => {
    assert.equal(told([{ ...PERIOD, to: '2026-11-24' }], '2026-11-24T23:00Z'), null);
    assert.equal(told([{ ...PERIOD, to: '2026-11-24' }], '2026-11-24T22:59Z')?.slice(-17), '2026-11-24T23:00Z');
  });
});
