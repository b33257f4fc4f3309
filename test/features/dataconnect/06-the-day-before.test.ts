import assert from 'node:assert/strict';
import { collecting } from '../../support/enedis/collecting';
import { FakeClock } from '../../support/machine/fake-clock';
import { meterDoor, MORNING } from './collected';

describe('feature 6', () => {
  it('the data of the day before are fetched each day', async () => {
    const clock = new FakeClock(MORNING);
    const { pass, collector } = await collecting(clock, () => meterDoor(clock));
    for (const day of ['2026-03-11', '2026-03-12', '2026-03-13']) {
      await pass(`${day}T23:00:00+01:00`);
      const summary = await collector.summary({ directions: ['consumption'], measures: ['energy', 'load-curve'] });
      assert.equal(summary.consumption?.yesterday.kWh, 12);
      assert.equal(summary.dataUntil, summary.consumption.yesterday.day);
    }
  });
});
