import assert from 'node:assert/strict';
import { collecting, WANT } from '../../support/enedis/collecting';
import { FakeClock } from '../../support/machine/fake-clock';
import { meterDoor, NOON } from './collected';

describe('features 13, 14 and 15', () => {
  it('the history of three years is loaded by itself, two years of the curve with it, and again after it was forgotten', async () => {
    const clock = new FakeClock(NOON);
    const door = meterDoor(clock);
    const { pass, collector } = await collecting(clock, () => door, { ...WANT, backfill: true });
    const all = {
      window: { from: '2023-03-10', to: '2026-03-10' },
      directions: ['consumption' as const],
      measures: ['energy' as const],
    };
    const curve = { ...all, window: { from: '2024-03-10', to: '2026-03-10' }, measures: ['load-curve' as const] };
    for (let round = 0; round < 2; round++) {
      await pass(clock.now() + 3_600_000);
      assert.equal((await collector.replay(all)).length, 1096);
      assert.equal((await collector.replay(curve)).length, 730 * 48);
      await collector.forget();
      assert.equal((await collector.replay(all)).length, 0);
    }
  });
});
