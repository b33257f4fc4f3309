// Feature 3: five data of each kind of measure: load curve, daily, monthly, yearly energy, maximum power.
import assert from 'node:assert/strict';
import { summarise } from '../../../lib/enedis/summary/summarise';
import { households, PRM } from '../../../sandbox/household/households';
import { parisDay } from '../../../sandbox/paris-clock';
import { ReadHousehold } from '../../support/enedis/read-household';

const NOW = Date.parse('2026-11-20T11:00:00Z');

describe('3. load curve, days, months, years and the greatest power', () => {
  it('are read from the answers of one meter, and are what it measured', async () => {
    const house = households(NOW).get(PRM.calm);
    assert.ok(house);
    const { consumption, production } = await summarise(new ReadHousehold(house, NOW), {
      prm: PRM.calm,
      want: { directions: ['consumption', 'production'], measures: ['load-curve', 'energy', 'max-power'] },
      now: NOW,
      until: undefined,
      problem: undefined,
      backfill: { running: false, daysLeft: 0 },
    });
    const today = parisDay(NOW);
    const kWh = (direction: 'consumption' | 'production', from: string): number => {
      let sum = 0;
      for (let day = parisDay(Date.parse(`${from}T12:00:00Z`)); day < today; day++) sum += house.energy(day, direction);
      return sum / 1000;
    };
    for (const [direction, told] of Object.entries({ consumption, production }) as [
      'consumption' | 'production',
      typeof consumption,
    ][]) {
      const slot = house.slots(today - 1, direction).at(-1);
      assert.equal(told?.lastCurve?.kW, ((slot?.wh ?? NaN) * 2) / 1000);
      assert.equal(told.lastCurve.end, '2026-11-20T00:00:00+01:00');
      assert.deepEqual(told.yesterday, { day: '2026-11-19', kWh: kWh(direction, '2026-11-19') });
      assert.equal(told.monthToDate?.kWh, kWh(direction, '2026-11-01'));
      assert.equal(told.yearToDate?.kWh, kWh(direction, '2026-01-01'));
      assert.equal(told.missingCount, 0);
    }
    assert.equal(consumption?.maxPower?.kVA, house.peak(today - 1).va / 1000);
  });
});
