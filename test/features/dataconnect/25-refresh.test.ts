import assert from 'node:assert/strict';
import { collecting, WANT } from '../../support/enedis/collecting';
import { FakeClock } from '../../support/machine/fake-clock';
import { meterDoor } from './collected';

describe('feature 25', () => {
  it('refresh asks now for what lacks; what is there is not told twice, and a message each minute costs no call', async () => {
    const clock = new FakeClock('2026-03-10T09:00:00+01:00');
    const door = meterDoor(clock);
    const { directions, measures, backfill } = WANT;
    const { collector, news } = await collecting(clock, () => door, { directions, measures, backfill });
    await collector.refresh();
    assert.equal(door.calls.length, 2);
    const told = (): number => news.reduce((sum, { points }) => sum + points.length, 0);
    assert.equal(told(), 7 * 49);
    for (let minute = 0; minute < 100; minute++) {
      clock.advance(60_000);
      await collector.refresh();
      const { points } = await collector.ask({
        window: { from: '2026-03-03', to: '2026-03-10' },
        directions: ['consumption'],
        measures: ['energy', 'load-curve'],
      });
      assert.equal(points.length, 7 * 49);
    }
    assert.equal(door.calls.length, 2);
    assert.equal(told(), 7 * 49);
  });
});
