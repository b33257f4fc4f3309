// From wall-clock hours to stretches of time. `jour + pas × 3600 s` and "the hour in the offset of jour" both drift on the
// days of the clock changes (spec/signals.md §1.7): each edge is converted on its own, so that hour 2 lasts two hours in
// autumn and none in spring.
import type { LevelSlot } from '../../grid/event/runs';
import { PARIS } from '../../grid/paris-time';
import type { EcowattDay, EcowattPublication } from './answer';

/** All hours of all published days, in order. Worked out once for each publication: many nodes look at the same one. */
export function hourSlots(publication: EcowattPublication): readonly LevelSlot[] {
  let slots = known.get(publication);
  if (slots === undefined) {
    slots = publication.days.flatMap((day) => hoursOfDay(day)).filter((slot) => slot.end > slot.start);
    known.set(publication, slots);
  }
  return slots;
}

const known = new WeakMap<EcowattPublication, readonly LevelSlot[]>();

/** The same publication as if its first day were `first`: RTE's sandbox always tells of June 2022. */
export function asIfFrom(publication: EcowattPublication, first: string): EcowattPublication {
  const origin = publication.days[0]?.day;
  if (origin === undefined) return publication;
  const shift = Math.round((Date.parse(first) - Date.parse(origin)) / DAY);
  const days = publication.days.map((day) => ({ ...day, day: PARIS.addDays(day.day, shift) }));
  return { ...publication, days };
}

const DAY = 86_400_000;

function hoursOfDay({ day, hours }: EcowattDay): LevelSlot[] {
  const edges = hours.map((_, hour) => PARIS.at(day, hour));
  const end = PARIS.startOfDay(PARIS.addDays(day, 1));
  return hours.map((level, hour) => ({ start: edges[hour] ?? end, end: edges[hour + 1] ?? end, level }));
}
