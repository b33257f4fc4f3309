// What the features of collecting have in common: a meter whose days are there from eight o'clock on, and a noon.
import type { DayKey } from '../../../lib/grid/paris-time';
import { PARIS } from '../../../lib/grid/paris-time';
import type { Series } from '../../../lib/enedis/series';
import { FakeDoor, halfHours, type DayValues } from '../../support/enedis/fake-door';
import type { FakeClock } from '../../support/machine/fake-clock';

export const MORNING = '2026-03-10T00:00:00+01:00';
export const NOON = '2026-03-10T12:00:00+01:00';

export function meterDoor(clock: FakeClock): FakeDoor {
  return new FakeDoor(clock, ({ measure }: Series, day: DayKey): DayValues | undefined => {
    if (clock.now() < PARIS.at(PARIS.addDays(day, 1), 8)) return undefined;
    return measure === 'load-curve' ? halfHours(day, 500) : [500 * PARIS.hoursInDay(day)];
  });
}
