import assert from 'node:assert/strict';
import { LinkyRedError } from '../../../../lib/errors';
import { OFFERS } from '../../../../lib/tariff/contract/offers';
import { readContract } from '../../../../lib/tariff/contract/read-contract';

function detailOf(raw: unknown): string {
  try {
    readContract(raw);
  } catch (error) {
    assert.ok(error instanceof LinkyRedError);
    assert.equal(error.code, 'ERR_TARIFF');
    return String(error.facts['detail']);
  }
  throw new Error('it was read');
}

describe('lib/tariff/contract/read-contract', () => {
  it('fills in what is left out', () => {
    assert.deepEqual(readContract([{ offer: 'base', prices: { base: 0.2 } }]), [
      {
        from: null,
        to: null,
        offer: 'base',
        offPeak: '',
        weekEnd: [6, 7],
        prices: { base: 0.2 },
        subscription: null,
        surcharge: 0,
        vat: 0,
        feedIn: null,
      },
    ]);
  });

  it('keeps all that is given', () => {
    const period = {
      from: '2028-02-29',
      to: '2028-12-31',
      offer: 'hp-hc-week-end',
      offPeak: 'HC (1H30-8H00;12H30-14H00)',
      weekEnd: [3, 6, 7],
      prices: { hp: 0.25, hc: 0, 'hp-week-end': 0.2, 'hc-week-end': 0.15 },
      subscription: 15.2,
      surcharge: 0.0339,
      vat: 20,
      feedIn: 0.1269,
    };
    assert.deepEqual(readContract([period]), [period]);
  });

  it('reads every offer with all its prices, and again from JSON what it has read', () => {
    for (const [offer, { classes }] of Object.entries(OFFERS)) {
      const prices = Object.fromEntries(classes.map((one, i) => [one, i / 10]));
      const contract = readContract([{ offer, offPeak: '22h-6h', prices }]);
      assert.deepEqual(readContract(JSON.parse(JSON.stringify(contract))), contract);
    }
  });

  const REFUSED: [why: string, raw: unknown, told: RegExp][] = [
    ['no list', { offer: 'base' }, /contract: .*Array/],
    ['nothing', undefined, /contract/],
    ['an empty list', [], /contract/],
    ['an offer that is none', [{ offer: 'nuit' }], /^0\.offer/],
    ['a key that is none', [{ offer: 'base', price: 1 }], /^0\.price/],
    ['the second period', [{ offer: 'base' }, { offer: 'base', vat: '20' }], /^1\.vat/],
    ['a day that is none', [{ offer: 'base', from: '2026-02-29' }], /^0\.from: not a day/],
    ['an instant', [{ offer: 'base', to: '2026-02-28T00:00:00Z' }], /^0\.to: not a day/],
    ['the end before the beginning', [{ offer: 'base', from: '2026-03-01', to: '2026-02-28' }], /2026-02-28/],
    ['a price as text', [{ offer: 'base', prices: { base: '0,25' } }], /^0\.prices\.base/],
    ['a price that is not finite', [{ offer: 'base', prices: { base: Infinity } }], /^0\.prices\.base/],
    ['a price of another offer', [{ offer: 'base', prices: { hp: 0.2 } }], /^0\.prices\.hp: base has base$/],
    ['off-peak hours that are missing', [{ offer: 'hp-hc' }], /off-peak hours/],
    ['off-peak hours that are unreadable', [{ offer: 'seasonal', offPeak: '25h-6h' }], /25h-6h/],
    ['a day of the week that is none', [{ offer: 'week-end', weekEnd: [0] }], /^0\.weekEnd/],
    ['a week-end without a day', [{ offer: 'week-end', weekEnd: [] }], /^0\.weekEnd/],
    ['a negative VAT', [{ offer: 'base', vat: -1 }], /^0\.vat/],
  ];
  for (const [why, raw, told] of REFUSED)
    it(`refuses ${why}, and says where`, () => {
      assert.match(detailOf(raw), told);
    });

  it('does not look at off-peak hours where the offer has none', () => {
    assert.equal(readContract([{ offer: 'tempo', offPeak: 'as usual' }]).length, 1);
  });
});
