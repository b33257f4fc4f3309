import assert from 'node:assert/strict';
import { collecting, WANT } from '../../support/enedis/collecting';
import { FakeClock } from '../../support/machine/fake-clock';
import { meterDoor } from './collected';

describe('feature 16', () => {
  it('monthly and yearly values are to date: they begin anew on the 1st, on 1 January the past year is told to its end', async () => {
    const clock = new FakeClock('2025-12-31T12:00:00+01:00');
    const { pass, collector } = await collecting(clock, () => meterDoor(clock), {
      ...WANT,
      measures: ['energy'],
      backfill: true,
    });
    const toDate = async (at: string): Promise<unknown> => {
      await pass(at);
      const { consumption } = await collector.summary({ directions: ['consumption'], measures: ['energy'] });
      return [consumption?.monthToDate?.kWh, consumption?.yearToDate?.kWh, consumption?.months[0]?.period];
    };
    assert.deepEqual(await toDate('2025-12-31T23:00:00+01:00'), [30 * 12, 364 * 12, '2025-11']);
    assert.deepEqual(await toDate('2026-01-01T23:00:00+01:00'), [31 * 12, 365 * 12, '2025-11']);
    assert.deepEqual(await toDate('2026-01-02T23:00:00+01:00'), [12, 12, '2025-12']);
  });
});
