import assert from 'node:assert/strict';
import { decodeStatusRegister, type StatusRegister } from '../../../../lib/tic/value/status-register';
import { statusWord } from '../../../../sandbox/tic/status-word';

const REST: StatusRegister = {
  dryContact: 'closed',
  breaker: 'closed',
  coverOpen: false,
  overvoltage: false,
  powerOverrun: false,
  producer: false,
  injecting: false,
  supplierIndex: 1,
  distributorIndex: 1,
  clockDegraded: false,
  mode: 'historique',
  euridis: 'off',
  plc: 'new-unlocked',
  plcSynchronised: false,
  colourToday: null,
  colourTomorrow: null,
  peakNotice: null,
  peakInProgress: null,
};

const STANDARD: StatusRegister = { ...REST, mode: 'standard', euridis: 'on-with-security', plc: 'new-locked' };

describe('STGE, the status register', () => {
  // Computed by an independent script (spec/tic.md §2.2); every field of each is said here.
  const VECTORS: readonly (readonly [string, StatusRegister])[] = [
    ['00000000', REST],
    [
      '013A0501',
      { ...STANDARD, dryContact: 'open', producer: true, supplierIndex: 2, distributorIndex: 1, colourToday: 'blue' },
    ],
    ['002A0301', { ...STANDARD, euridis: 'on-without-security', dryContact: 'open', producer: true, injecting: true }],
    ['013A0000', { ...STANDARD, colourToday: 'blue' }],
    ['013AC401', { ...STANDARD, dryContact: 'open', supplierIndex: 2, distributorIndex: 4, colourToday: 'blue' }],
    ['003AC301', { ...STANDARD, dryContact: 'open', producer: true, injecting: true, distributorIndex: 4 }],
    ['003A8000', { ...STANDARD, distributorIndex: 3 }],
    [
      'FFDFE7FD',
      {
        dryContact: 'open',
        breaker: 'open-overheating-below-imax',
        coverOpen: true,
        overvoltage: true,
        powerOverrun: true,
        producer: true,
        injecting: true,
        supplierIndex: 10,
        distributorIndex: 4,
        clockDegraded: true,
        mode: 'standard',
        euridis: 'on-with-security',
        plc: 'registered',
        plcSynchronised: true,
        colourToday: 'red',
        colourTomorrow: 'red',
        peakNotice: 3,
        peakInProgress: 3,
      },
    ],
  ];
  for (const [hex, fields] of VECTORS) {
    it(`reads ${hex}, field by field`, () => {
      assert.deepEqual(decodeStatusRegister(hex), fields);
    });
  }

  it('reads each bit on its own', () => {
    const bit = (at: number, value = 1): StatusRegister | null =>
      decodeStatusRegister(((value * 2 ** at) >>> 0).toString(16).padStart(8, '0'));
    assert.deepEqual(bit(0), { ...REST, dryContact: 'open' });
    assert.deepEqual(bit(4), { ...REST, coverOpen: true });
    assert.deepEqual(bit(5), REST);
    assert.deepEqual(bit(6), { ...REST, overvoltage: true });
    assert.deepEqual(bit(7), { ...REST, powerOverrun: true });
    assert.deepEqual(bit(8), { ...REST, producer: true });
    assert.deepEqual(bit(9), { ...REST, injecting: true });
    assert.deepEqual(bit(10), { ...REST, supplierIndex: 2 });
    assert.deepEqual(bit(14), { ...REST, distributorIndex: 2 });
    assert.deepEqual(bit(16), { ...REST, clockDegraded: true });
    assert.deepEqual(bit(17), { ...REST, mode: 'standard' });
    assert.deepEqual(bit(18), REST);
    assert.deepEqual(bit(19), { ...REST, euridis: 'on-without-security' });
    assert.deepEqual(bit(21), { ...REST, plc: 'new-locked' });
    assert.deepEqual(bit(23), { ...REST, plcSynchronised: true });
    const colours = ['blue', 'white', 'red'] as const;
    colours.forEach((colour, i) => {
      assert.deepEqual(bit(24, i + 1), { ...REST, colourToday: colour });
      assert.deepEqual(bit(26, i + 1), { ...REST, colourTomorrow: colour });
      assert.deepEqual(bit(28, i + 1), { ...REST, peakNotice: i + 1 });
      // From 80000000 on: a signed shift would go wrong.
      assert.deepEqual(bit(30, i + 1), { ...REST, peakInProgress: i + 1 });
    });
  });

  it('has no index for the six codes of the supplier that name none', () => {
    const indexes = Array.from({ length: 16 }, (_, code) =>
      decodeStatusRegister((code << 10).toString(16).padStart(8, '0')),
    ).map((status) => status?.supplierIndex);
    assert.deepEqual(indexes, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ...new Array<null>(6).fill(null)]);
    assert.deepEqual(decodeStatusRegister('003A3C01'), { ...STANDARD, dryContact: 'open', supplierIndex: null });
  });

  it('names what opened the breaker', () => {
    const reasons = [1, 2, 3, 4, 5, 6].map((n) =>
      decodeStatusRegister(`000000${(n << 1).toString(16).padStart(2, '0')}`),
    );
    assert.deepEqual(
      reasons.map((status) => status?.breaker),
      [
        'open-overpower',
        'open-overvoltage',
        'open-load-shedding',
        'open-remote-order',
        'open-overheating-above-imax',
        'open-overheating-below-imax',
      ],
    );
  });

  it('agrees with the stand-in meter, which puts the word together on its own', () => {
    const word = statusWord({
      dryContactClosed: false,
      breaker: 3,
      coverOpen: true,
      overvoltage: false,
      overrun: true,
      producer: false,
      injecting: true,
      supplierIndex: 6,
      distributorIndex: 2,
      clockDegraded: true,
      today: 'white',
      tomorrow: 'red',
      peakNotice: 2,
      peak: 1,
    });
    assert.deepEqual(decodeStatusRegister(word), {
      ...STANDARD,
      dryContact: 'open',
      breaker: 'open-load-shedding',
      coverOpen: true,
      powerOverrun: true,
      injecting: true,
      supplierIndex: 6,
      distributorIndex: 2,
      clockDegraded: true,
      colourToday: 'white',
      colourTomorrow: 'red',
      peakNotice: 2,
      peakInProgress: 1,
    });
  });

  it('reads nothing from what is no register', () => {
    for (const text of ['', '013A000', '013A00000', '013A000G', ' 13A0000'])
      assert.equal(decodeStatusRegister(text), null);
  });
});
