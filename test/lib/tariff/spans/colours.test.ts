import assert from 'node:assert/strict';
import type { ColourOf } from '../../../../lib/tariff/contract/contract';
import { offer, told } from '../../../support/tariff/told-spans';

describe('lib/tariff/spans: offers with colours', () => {
  describe('Tempo', () => {
    const colours =
      (days: Record<string, 'blue' | 'white' | 'red'>): ColourOf =>
      (day) =>
        days[day];

    it('goes from 06:00 to 06:00: the night belongs to the day before, over the end of the year too', () => {
      assert.deepEqual(
        told(
          offer('tempo'),
          '2026-12-31T00:00Z',
          '2027-01-01T12:00Z',
          colours({ '2026-12-30': 'white', '2026-12-31': 'red', '2027-01-01': 'blue' }),
        ),
        [
          '2026-12-31T00:00Z 2026-12-31T05:00Z hc-white',
          '2026-12-31T05:00Z 2026-12-31T21:00Z hp-red',
          '2026-12-31T21:00Z 2027-01-01T05:00Z hc-red',
          '2027-01-01T05:00Z 2027-01-01T12:00Z hp-blue',
        ],
      );
    });

    it('a day whose colour is not known has no class, and says which day it is', () => {
      assert.deepEqual(
        told(offer('tempo'), '2026-11-30T12:00Z', '2026-12-02T12:00Z', colours({ '2026-11-30': 'blue' })),
        [
          '2026-11-30T12:00Z 2026-11-30T21:00Z hp-blue',
          '2026-11-30T21:00Z 2026-12-01T05:00Z hc-blue',
          '2026-12-01T05:00Z 2026-12-02T05:00Z no colour 2026-12-01',
          '2026-12-02T05:00Z 2026-12-02T12:00Z no colour 2026-12-02',
        ],
      );
    });

    it('a colour of another offer is none', () => {
      assert.deepEqual(
        told(offer('tempo'), '2026-11-30T12:00Z', '2026-11-30T13:00Z', () => 'peak'),
        ['2026-11-30T12:00Z 2026-11-30T13:00Z no colour 2026-11-30'],
      );
    });

    it('on the days of the clock changes', () => {
      const contract = offer('tempo');
      assert.deepEqual(
        told(contract, '2026-03-28T21:00Z', '2026-03-29T20:00Z', () => 'white'),
        ['2026-03-28T21:00Z 2026-03-29T04:00Z hc-white', '2026-03-29T04:00Z 2026-03-29T20:00Z hp-white'],
      );
      assert.deepEqual(
        told(contract, '2026-10-24T20:00Z', '2026-10-25T21:00Z', () => 'white'),
        ['2026-10-24T20:00Z 2026-10-25T05:00Z hc-white', '2026-10-25T05:00Z 2026-10-25T21:00Z hp-white'],
      );
    });
  });

  describe('EJP', () => {
    const peakOn =
      (...days: string[]): ColourOf =>
      (day) =>
        days.includes(day) ? 'peak' : 'normal';

    it('a peak goes from 07:00 to 01:00 of the next day', () => {
      assert.deepEqual(
        told(offer('ejp'), '2026-12-01T00:00Z', '2026-12-04T00:00Z', peakOn('2026-12-01', '2026-12-02')),
        [
          '2026-12-01T00:00Z 2026-12-01T06:00Z ejp-normal',
          '2026-12-01T06:00Z 2026-12-02T00:00Z ejp-peak',
          '2026-12-02T00:00Z 2026-12-02T06:00Z ejp-normal',
          '2026-12-02T06:00Z 2026-12-03T00:00Z ejp-peak',
          '2026-12-03T00:00Z 2026-12-04T00:00Z ejp-normal',
        ],
      );
    });

    it('from 01:00 to 07:00, and from April to October, no word of a day is needed', () => {
      assert.deepEqual(told(offer('ejp'), '2026-03-30T21:00Z', '2026-04-02T00:00Z'), [
        '2026-03-30T21:00Z 2026-03-30T23:00Z no colour 2026-03-30',
        '2026-03-30T23:00Z 2026-03-31T05:00Z ejp-normal',
        '2026-03-31T05:00Z 2026-03-31T23:00Z no colour 2026-03-31',
        '2026-03-31T23:00Z 2026-04-02T00:00Z ejp-normal',
      ]);
      assert.deepEqual(told(offer('ejp'), '2026-10-31T12:00Z', '2026-11-02T06:00Z'), [
        '2026-10-31T12:00Z 2026-11-01T06:00Z ejp-normal',
        '2026-11-01T06:00Z 2026-11-02T00:00Z no colour 2026-11-01',
        '2026-11-02T00:00Z 2026-11-02T06:00Z ejp-normal',
      ]);
    });
  });
});
