import assert from 'node:assert/strict';
import type { Contract } from '../../../../lib/tariff/contract/contract';
import { PERIOD, hpHc, offer, told } from '../../../support/tariff/told-spans';

describe('lib/tariff/spans', () => {
  it('Base: one span, however long', () => {
    const contract = offer('base');
    assert.deepEqual(told(contract, '2025-12-30T00:00Z', '2027-01-02T10:30Z'), [
      '2025-12-30T00:00Z 2027-01-02T10:30Z base',
    ]);
  });

  it('nothing within nothing', () => {
    assert.deepEqual(told(offer('base'), '2026-01-01T00:00Z', '2026-01-01T00:00Z'), []);
  });

  it('off-peak hours across midnight are one span, cut to what was asked for', () => {
    assert.deepEqual(told(hpHc('22h30-6h30'), '2026-01-10T12:00Z', '2026-01-12T02:00Z'), [
      '2026-01-10T12:00Z 2026-01-10T21:30Z hp',
      '2026-01-10T21:30Z 2026-01-11T05:30Z hc',
      '2026-01-11T05:30Z 2026-01-11T21:30Z hp',
      '2026-01-11T21:30Z 2026-01-12T02:00Z hc',
    ]);
  });

  it('several ranges, minutes kept, the end of the day as 00:00', () => {
    assert.deepEqual(told(hpHc('HC (2H26-7H26;12H56-14H56;23H10-00H00)'), '2026-06-30T22:00Z', '2026-07-01T22:00Z'), [
      '2026-06-30T22:00Z 2026-07-01T00:26Z hp',
      '2026-07-01T00:26Z 2026-07-01T05:26Z hc',
      '2026-07-01T05:26Z 2026-07-01T10:56Z hp',
      '2026-07-01T10:56Z 2026-07-01T12:56Z hc',
      '2026-07-01T12:56Z 2026-07-01T21:10Z hp',
      '2026-07-01T21:10Z 2026-07-01T22:00Z hc',
    ]);
  });

  it('ranges that overlap or touch are one', () => {
    assert.deepEqual(told(hpHc('1h-5h;4h-6h;6h-7h'), '2026-01-10T00:00Z', '2026-01-10T08:00Z'), [
      '2026-01-10T00:00Z 2026-01-10T06:00Z hc',
      '2026-01-10T06:00Z 2026-01-10T08:00Z hp',
    ]);
  });

  describe('week-ends', () => {
    it('are civil days, with the days of the contract', () => {
      // 2026-05-27 is a Wednesday.
      assert.deepEqual(told(offer('week-end', { weekEnd: [3, 6, 7] }), '2026-05-26T10:00Z', '2026-06-01T10:00Z'), [
        '2026-05-26T10:00Z 2026-05-26T22:00Z base',
        '2026-05-26T22:00Z 2026-05-27T22:00Z week-end',
        '2026-05-27T22:00Z 2026-05-29T22:00Z base',
        '2026-05-29T22:00Z 2026-05-31T22:00Z week-end',
        '2026-05-31T22:00Z 2026-06-01T10:00Z base',
      ]);
    });

    it('hold the public holidays where the contract says so', () => {
      // Whit Monday; 1 May 2026 is a Friday.
      const span = ['2026-05-24T22:00Z', '2026-05-26T10:00Z'] as const;
      assert.deepEqual(told(offer('week-end', { weekEnd: [6, 7, 8] }), ...span), [
        '2026-05-24T22:00Z 2026-05-25T22:00Z week-end',
        '2026-05-25T22:00Z 2026-05-26T10:00Z base',
      ]);
      assert.deepEqual(told(offer('week-end', { weekEnd: [6, 7] }), ...span), [
        '2026-05-24T22:00Z 2026-05-26T10:00Z base',
      ]);
      assert.deepEqual(told(offer('week-end', { weekEnd: [8] }), '2026-04-30T21:00Z', '2026-05-01T23:00Z'), [
        '2026-04-30T21:00Z 2026-04-30T22:00Z base',
        '2026-04-30T22:00Z 2026-05-01T22:00Z week-end',
        '2026-05-01T22:00Z 2026-05-01T23:00Z base',
      ]);
    });

    it('with off-peak hours turn at midnight, within a range', () => {
      assert.deepEqual(told(offer('hp-hc-week-end', { offPeak: '22h-6h' }), '2026-10-23T12:00Z', '2026-10-26T06:00Z'), [
        '2026-10-23T12:00Z 2026-10-23T20:00Z hp',
        '2026-10-23T20:00Z 2026-10-23T22:00Z hc',
        '2026-10-23T22:00Z 2026-10-24T04:00Z hc-week-end',
        '2026-10-24T04:00Z 2026-10-24T20:00Z hp-week-end',
        '2026-10-24T20:00Z 2026-10-25T05:00Z hc-week-end',
        '2026-10-25T05:00Z 2026-10-25T21:00Z hp-week-end',
        '2026-10-25T21:00Z 2026-10-25T23:00Z hc-week-end',
        '2026-10-25T23:00Z 2026-10-26T05:00Z hc',
        '2026-10-26T05:00Z 2026-10-26T06:00Z hp',
      ]);
    });
  });

  it('seasons turn on 1 November and 1 April at midnight', () => {
    const contract = offer('seasonal', { offPeak: '23h-7h' });
    assert.deepEqual(told(contract, '2026-03-31T12:00Z', '2026-04-01T12:00Z'), [
      '2026-03-31T12:00Z 2026-03-31T21:00Z hph',
      '2026-03-31T21:00Z 2026-03-31T22:00Z hch',
      '2026-03-31T22:00Z 2026-04-01T05:00Z hcb',
      '2026-04-01T05:00Z 2026-04-01T12:00Z hpb',
    ]);
    assert.deepEqual(told(contract, '2026-10-31T12:00Z', '2026-11-01T12:00Z'), [
      '2026-10-31T12:00Z 2026-10-31T22:00Z hpb',
      '2026-10-31T22:00Z 2026-10-31T23:00Z hcb',
      '2026-10-31T23:00Z 2026-11-01T06:00Z hch',
      '2026-11-01T06:00Z 2026-11-01T12:00Z hph',
    ]);
  });

  describe('periods', () => {
    const contract: Contract = [
      { ...PERIOD, from: '2026-02-01', to: '2026-02-28' },
      { ...PERIOD, from: '2026-03-02', to: null, offer: 'hp-hc', offPeak: '22h-6h' },
    ];

    it('begin with their first day and end with their last; between them there is none', () => {
      assert.deepEqual(told(contract, '2026-01-31T22:00Z', '2026-03-02T12:00Z'), [
        '2026-01-31T22:00Z 2026-01-31T23:00Z no period',
        '2026-01-31T23:00Z 2026-02-28T23:00Z base',
        '2026-02-28T23:00Z 2026-03-01T23:00Z no period',
        '2026-03-01T23:00Z 2026-03-02T05:00Z hc',
        '2026-03-02T05:00Z 2026-03-02T12:00Z hp',
      ]);
    });

    it('the first that holds a day counts', () => {
      const open = { ...PERIOD, offer: 'week-end' as const };
      assert.deepEqual(told([contract[0] ?? open, open], '2026-01-31T12:00Z', '2026-02-01T12:00Z'), [
        '2026-01-31T12:00Z 2026-01-31T23:00Z week-end',
        '2026-01-31T23:00Z 2026-02-01T12:00Z base',
      ]);
    });

    it('two periods of one offer are two spans: their prices are not the same', () => {
      const until = { ...PERIOD, to: '2026-07-31' };
      assert.deepEqual(told([until, PERIOD], '2026-07-31T12:00Z', '2026-08-01T12:00Z'), [
        '2026-07-31T12:00Z 2026-07-31T22:00Z base',
        '2026-07-31T22:00Z 2026-08-01T12:00Z base',
      ]);
    });

    it('29 February is a day like others', () => {
      assert.deepEqual(
        told([{ ...PERIOD, from: '2028-02-29', to: '2028-02-29' }], '2028-02-28T12:00Z', '2028-03-01T12:00Z'),
        [
          '2028-02-28T12:00Z 2028-02-28T23:00Z no period',
          '2028-02-28T23:00Z 2028-02-29T23:00Z base',
          '2028-02-29T23:00Z 2028-03-01T12:00Z no period',
        ],
      );
    });
  });
});
