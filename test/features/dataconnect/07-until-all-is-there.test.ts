import assert from 'node:assert/strict';
import { PARIS } from '../../../lib/grid/paris-time';
import { collecting } from '../../support/enedis/collecting';
import { FakeClock } from '../../support/machine/fake-clock';
import { meterDoor, MORNING } from './collected';

describe('feature 7', () => {
  it('as long as yesterday is not all there: a try in each of the hours; then none until the next day', async () => {
    const clock = new FakeClock(MORNING);
    const door = meterDoor(clock);
    const hourly = { ...door.row, tries: Array.from({ length: 15 }, (_, i) => [5 + i, 6 + i] as const) };
    Object.assign(door, { row: hourly });
    const { pass } = await collecting(clock, () => door);
    await pass('2026-03-11T00:00:00+01:00');
    const hours = door.calls.filter(({ measure, priority }) => measure === 'energy' && priority === 'daily');
    assert.deepEqual(
      hours.map(({ at }) => PARIS.iso(at).slice(11, 16)),
      ['05:17', '06:17', '07:17', '08:17'],
    );
  });
});
