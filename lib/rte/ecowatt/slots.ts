// From wall-clock hours to stretches of time. `jour + pas × 3600 s` and "the hour in the offset of jour" both drift on the
// days of the clock changes (spec/signals.md §1.7): each edge is converted on its own, so that hour 2 lasts two hours in
// autumn and none in spring.
import { PARIS } from '../../grid/paris-time';
import type { SignalLevel } from '../../grid/signal';
import type { EcowattDay, EcowattPublication } from './answer';

/** Epoch ms; level null where RTE published nothing. */
export interface LevelSlot {
  readonly start: number;
  readonly end: number;
  readonly level: SignalLevel | null;
}

/** Hours in a row of level 2 or more: one alert. */
export interface AlertRun {
  readonly start: number;
  readonly end: number;
  /** The highest. */
  readonly level: SignalLevel;
  readonly slots: readonly LevelSlot[];
}

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

/** The level in force at an instant; null when it was not published. */
export function levelAt(slots: readonly LevelSlot[], at: number): SignalLevel | null {
  return slots.find((slot) => slot.start <= at && at < slot.end)?.level ?? null;
}

/** Neighbours of one level as one slot. */
export function mergedSlots(slots: readonly LevelSlot[]): LevelSlot[] {
  const merged: LevelSlot[] = [];
  for (const slot of slots) {
    const last = merged.at(-1);
    if (last?.end === slot.start && last.level === slot.level) merged.splice(-1, 1, { ...last, end: slot.end });
    else merged.push(slot);
  }
  return merged;
}

/** Alerts in order of time, past midnight in one piece; an hour that was not published ends one. */
export function alertRuns(slots: readonly LevelSlot[]): AlertRun[] {
  const runs: { start: number; end: number; level: SignalLevel; slots: LevelSlot[] }[] = [];
  for (const slot of mergedSlots(slots)) {
    const { level } = slot;
    if (level === null || level < 2) continue;
    const last = runs.at(-1);
    if (last?.end === slot.start) {
      last.end = slot.end;
      last.level = level > last.level ? level : last.level;
      last.slots.push(slot);
    } else runs.push({ start: slot.start, end: slot.end, level, slots: [slot] });
  }
  return runs;
}

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
