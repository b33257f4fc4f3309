// Quantities with the multipliers of CIM, in the units of the Flex Ready reference.
import assert from 'node:assert/strict';
import { inUnit } from '../../../../lib/flex/quantity/quantity';

describe('a quantity', () => {
  for (const [multiplier, value, watts] of [
    ['k', 80, 80_000],
    ['', 80, 80],
    ['none', 80, 80],
    [undefined, 80, 80],
    [null, 80, 80],
    ['M', 0.08, 80_000],
    ['m', 80_000_000, 80_000],
    ['da', 8, 80],
    ['k', 4.35, 4350],
    ['M', 1.1, 1_100_000],
    ['c', 7, 0.07],
    ['micro', 3, 0.000003],
    ['G', -0.5, -500_000_000],
  ] as const)
    it(`of ${String(value)} ${String(multiplier)}W is ${String(watts)} W`, () => {
      assert.equal(inUnit({ unit: 'W', multiplier, value }, 'W'), watts);
    });

  it('is refused with a multiplier that nobody knows, another unit, or no number', () => {
    for (const multiplier of ['K', 'Mega', 'constructor', ' k', 'µ'])
      assert.equal(inUnit({ unit: 'W', multiplier, value: 1 }, 'W'), 'multiplier');
    for (const unit of ['kW', 'w', 'VA', '', '€/kWh'])
      assert.equal(inUnit({ unit, multiplier: '', value: 1 }, 'W'), 'unit');
    for (const value of [NaN, Infinity, 1e300])
      assert.equal(inUnit({ unit: 'W', multiplier: 'T', value }, 'W'), 'value');
  });
});
