import assert from 'node:assert/strict';
import type { DayKey } from '../../../../lib/grid/paris-time';
import { PARIS } from '../../../../lib/grid/paris-time';
import type { Series } from '../../../../lib/enedis/series';
import { collecting } from '../../../support/enedis/collecting';
import { FakeDoor, halfHours, type DayValues } from '../../../support/enedis/fake-door';
import { FakeClock } from '../../../support/machine/fake-clock';

/** From eight o'clock on the day before is there. */
function fromEight(clock: FakeClock): (series: Series, day: DayKey) => DayValues | undefined {
  return ({ measure }, day) => {
    if (clock.now() < PARIS.at(PARIS.addDays(day, 1), 8)) return undefined;
    return measure === 'load-curve' ? halfHours(day, 500) : [12_000];
  };
}

describe('the tries of the day', () => {
  it('are made at the minute of the user, until yesterday is complete, then no more until the next day', async () => {
    const clock = new FakeClock('2026-03-10T00:00:00+01:00');
    const door = new FakeDoor(clock, fromEight(clock));
    const { pass, news } = await collecting(clock, () => door);
    await pass('2026-03-13T00:00:00+01:00');
    const times = door.calls
      .filter(({ priority }) => priority === 'daily')
      .map(({ at, measure }) => `${PARIS.iso(at)} ${measure}`);
    assert.deepEqual(times.slice(0, 4), [
      '2026-03-10T06:17:00+01:00 energy',
      '2026-03-10T06:17:00+01:00 load-curve',
      '2026-03-10T13:17:00+01:00 energy',
      '2026-03-10T13:17:00+01:00 load-curve',
    ]);
    assert.equal(times.length, 12);
    assert.equal(news.flatMap(({ points }) => points).filter(({ kind }) => kind === 'load-curve').length, 48 * 9);
  });
});
