// The form of energy-cost as it is typed: what is understood, and what is named when it is not.
import assert from 'node:assert/strict';
import { LinkyRedError } from '../../../lib/errors';
import type { ContractPeriod } from '../../../lib/tariff/contract/contract';
import { readConfig } from '../../../nodes/energy-cost/energy-cost.config';

const raw = (contract: unknown, more: object = {}) =>
  ({ id: 'n1', type: 'energy-cost', name: '', z: 'tab', contract, ...more }) as never;
const periods = (...rows: object[]): readonly ContractPeriod[] => readConfig(raw(rows)).contract;

/** @returns field and fault of the error */
function refused(contract: unknown, more: object = {}): string {
  try {
    readConfig(raw(contract, more));
  } catch (error) {
    assert.ok(error instanceof LinkyRedError);
    const { field, fault, rule, detail } = error.facts;
    return [error.code, field ?? detail, fault, rule].filter((part) => part !== undefined).join(' ');
  }
  return assert.fail('was taken');
}

const HC = { offer: 'hp-hc', offPeak: 'HC (1H30-8H00;12H30-14H00)', hp: '0,2081', hc: ' 0.1635 € ' };

describe('the settings of energy-cost', () => {
  it('take amounts with a comma, a point, their sign; what is empty is not typed; 0 is typed', () => {
    const [period] = periods({ ...HC, subscription: '15,65', surcharge: '0,03', vat: '20 %', feedIn: '0' });
    assert.deepEqual(period, {
      from: null,
      to: null,
      offer: 'hp-hc',
      offPeak: 'HC (1H30-8H00;12H30-14H00)',
      weekEnd: [],
      prices: { hp: 0.2081, hc: 0.1635 },
      subscription: 15.65,
      surcharge: 0.03,
      vat: 20,
      feedIn: 0,
    });
    const [free] = periods({ offer: 'base', base: '0' });
    assert.deepEqual([free?.prices, free?.subscription, free?.feedIn, free?.vat], [{ base: 0 }, null, null, 0]);
    assert.deepEqual(periods({ ...HC, hc: '' })[0]?.prices, { hp: 0.2081 });
  });

  it('take days as people write them, 29 February where there is one', () => {
    const of = (from: string, to: string) => periods({ ...HC, from, to }).map((period) => [period.from, period.to])[0];
    assert.deepEqual(of('01/02/2026', '2026-12-31'), ['2026-02-01', '2026-12-31']);
    assert.deepEqual(of('1.2.2026', '29/02/2028'), ['2026-02-01', '2028-02-29']);
  });

  it('take the days of a week-end in French, in English and as numbers', () => {
    const of = (weekEndDays: string) => periods({ offer: 'week-end', base: '0.2', weekEndDays })[0]?.weekEnd;
    assert.deepEqual(of('sam dim'), [6, 7]);
    assert.deepEqual(of('Mercredi, samedi et dimanche'), [3, 6, 7]);
    assert.deepEqual(of('Wed/Sat/Sun'), [3, 6, 7]);
    assert.deepEqual(of('6 7'), [6, 7]);
    assert.deepEqual(of('sam, dim et fériés'), [6, 7, 8]);
    assert.deepEqual(of('fri sat sun holidays'), [5, 6, 7, 8]);
    assert.deepEqual(periods({ offer: 'week-end', base: '0.2' })[0]?.weekEnd, [6, 7]);
  });

  it('take a contract as the text of an environment variable', () => {
    const text = JSON.stringify([{ offer: 'base', prices: { base: 0.2 } }]);
    assert.deepEqual(readConfig(raw(text)).contract[0]?.prices, { base: 0.2 });
    assert.equal(refused('[{'), 'ERR_CONFIG contract form contract');
    assert.match(refused('[{"offer":"water"}]'), /^ERR_TARIFF 0\.offer/);
    assert.equal(refused('${CONTRACT}'), 'ERR_CONFIG_VARIABLE contract variable');
  });

  it('have a name for topics', () => {
    assert.equal(readConfig(raw([HC])).name, 'contrat');
    assert.equal(readConfig(raw([HC], { contractName: '' })).name, 'contrat');
    assert.equal(readConfig(raw([HC], { contractName: 'été_2' })).name, 'été_2');
    assert.equal(refused([HC], { contractName: 'a/b' }), 'ERR_CONFIG contractName form contract-name');
  });

  const misfits: readonly (readonly [string, unknown, string])[] = [
    ['no period', [], 'contract missing'],
    ['no price', [{ offer: 'tempo' }], 'hc-blue missing'],
    ['cents', [{ ...HC, hp: '20,81' }], 'hp number'],
    ['words', [{ ...HC, hc: 'cheap' }], 'hc number'],
    ['VAT of 200 %', [{ ...HC, vat: '200' }], 'vat number'],
    ['a subscription below 0', [{ ...HC, subscription: '-1' }], 'subscription number'],
    ['another offer', [{ ...HC, offer: 'water' }], 'offer choice'],
    ['30 February', [{ ...HC, from: '30/02/2026' }], 'from form day'],
    ['words for a day', [{ ...HC, to: 'soon' }], 'to form day'],
    ['an end before its start', [{ ...HC, from: '2026-02-01', to: '2026-01-31' }], 'to form order'],
    ['no off-peak hours', [{ ...HC, offPeak: '' }], 'offPeak missing'],
    ['off-peak hours that are none', [{ ...HC, offPeak: 'at night' }], 'offPeak form off-peak'],
    ['no day of a week-end', [{ offer: 'week-end', base: '0.2', weekEndDays: '' }], 'weekEndDays missing'],
    ['a day of no week', [{ offer: 'week-end', base: '0.2', weekEndDays: 'sam 9' }], 'weekEndDays form week-end-days'],
  ];
  for (const [name, contract, wanted] of misfits)
    it(`are refused with their field: ${name}`, () => {
      assert.equal(refused(contract), `ERR_CONFIG ${wanted}`);
    });
});
