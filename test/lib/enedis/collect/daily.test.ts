import assert from 'node:assert/strict';
import type { DayKey } from '../../../../lib/grid/paris-time';
import { PARIS } from '../../../../lib/grid/paris-time';
import type { Series } from '../../../../lib/enedis/series';
import { shareOf } from '../../../../lib/enedis/collect/agenda';
import { collecting } from '../../../support/enedis/collecting';
import { FakeDoor, halfHours, PRM, type DayValues } from '../../../support/enedis/fake-door';
import { FakeClock } from '../../../support/machine/fake-clock';

/** From ten o'clock on the day before is there. */
function fromTen(clock: FakeClock): (series: Series, day: DayKey) => DayValues | undefined {
  return ({ measure }, day) => {
    if (clock.now() < PARIS.at(PARIS.addDays(day, 1), 10)) return undefined;
    return measure === 'load-curve' ? halfHours(day, 500) : [12_000];
  };
}

/** That of this meter, of the four in the morning and of the two after noon. */
const HOURS = [6 + Math.floor(shareOf(PRM) * 4), 13 + Math.floor(shareOf(PRM) * 2)].map((hour) =>
  String(hour).padStart(2, '0'),
);

describe('the tries of the day', () => {
  it('spread over the hours in which a gateway may be asked, each meter at its own', () => {
    const shares = Array.from({ length: 400 }, (_, n) => shareOf(String(25_000_000_000_000 + n)));
    assert.ok(shares.every((share) => share >= 0 && share < 1));
    const hours = shares.map((share) => 6 + Math.floor(share * 4));
    for (const hour of [6, 7, 8, 9]) {
      const here = hours.filter((one) => one === hour).length;
      assert.ok(here > 60 && here < 140, `${String(here)} of 400 at ${String(hour)}`);
    }
  });

  it('are made at the minute of the user, until yesterday is complete, then no more until the next day', async () => {
    const clock = new FakeClock('2026-03-10T00:00:00+01:00');
    const door = new FakeDoor(clock, fromTen(clock));
    const { pass, news } = await collecting(clock, () => door);
    await pass('2026-03-13T00:00:00+01:00');
    const times = door.calls
      .filter(({ priority }) => priority === 'daily')
      .map(({ at, measure }) => `${PARIS.iso(at)} ${measure}`);
    assert.deepEqual(times.slice(0, 4), [
      `2026-03-10T${HOURS[0]}:17:00+01:00 energy`,
      `2026-03-10T${HOURS[0]}:17:00+01:00 load-curve`,
      `2026-03-10T${HOURS[1]}:17:00+01:00 energy`,
      `2026-03-10T${HOURS[1]}:17:00+01:00 load-curve`,
    ]);
    assert.equal(times.length, 12);
    assert.equal(news.flatMap(({ points }) => points).filter(({ kind }) => kind === 'load-curve').length, 48 * 9);
  });
});
