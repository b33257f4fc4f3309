// What the groups that a frame shows tell beside their values: unit, date, what is packed inside, and how old a carried one is.
import type { CivilZone } from '../grid/paris-time';
import type { AcceptedGroup } from './belief/accepted-group';
import type { MeterFamily } from './families/family';
import type { Frame } from './frame/frame';
import type { CarriedGroup } from './frame/newest-groups';
import type { Values } from './frame/value-shapes';
import { readHorodate } from './value/horodate';
import { datedInstant, readLocalDate } from './value/local-date';
import { type Decoded, decodePacked } from './value/packed';
import type { Value } from './value/plain';

/** ISO 8601 with offset. */
export type Horodates = Record<string, string | (string | null)[]>;

/** What dates are read by. */
interface Dating {
  readonly zone: CivilZone;
  /** The meter's clock in the frame, epoch milliseconds; null where it did not come. */
  readonly at: number | null;
}

const NO_GROUPS: readonly AcceptedGroup[] = [];

/** What a reading shows: what is carried, then what the frame brought; nothing of a test, or while it is not known whose it is. */
export function groupsShown(
  { identityHeld, test, accepted }: Frame,
  carried: readonly CarriedGroup[],
): readonly AcceptedGroup[] {
  if (identityHeld || test) return NO_GROUPS;
  if (carried.length === 0) return accepted;
  const shown = carried.map(({ group }) => group);
  for (const group of accepted) shown.push(group);
  return shown;
}

/** Of a label that is sent once in a frame; undefined: it says nothing. */
export function lastValueOf(label: string, groups: readonly AcceptedGroup[]): Value | undefined {
  for (let i = groups.length - 1; i >= 0; i--) {
    const group = groups[i];
    if (group?.label === label && group.value !== null) return group.value;
  }
  return undefined;
}

/** What units have of a group; null: nothing. */
export function unitOf({ entry, unit, value }: AcceptedGroup, family: MeterFamily): string | null {
  if (unit === null || typeof value !== 'number') return null;
  return entry?.row.unitOf?.[family] ?? unit;
}

/** By label. */
export function unitsOf(groups: Iterable<AcceptedGroup>, family: MeterFamily): Record<string, string> {
  const units: Record<string, string> = {};
  for (const group of groups) {
    const unit = unitOf(group, family);
    if (unit !== null) units[group.label] = unit;
  }
  return units;
}

/** What is packed in a group; null: nothing. */
export function decodedOf({ label, value, mark }: AcceptedGroup): Decoded | null {
  const read = value === null ? null : decodePacked(label, String(value));
  return read ?? (mark === null ? null : { mark });
}

export function decodedByLabel(groups: Iterable<AcceptedGroup>): Record<string, Decoded> {
  const decoded: Record<string, Decoded> = {};
  for (const group of groups) {
    const read = decodedOf(group);
    if (read !== null) decoded[group.label] = read;
  }
  return decoded;
}

/** The date of a group, ISO with offset; null: it has none, or none that can be read. */
export function horodateOf({ entry, horodate, value }: AcceptedGroup, { zone, at }: Dating): string | null {
  if (entry?.row.form === 'date') {
    const date = value === null ? null : readLocalDate(String(value));
    const instant = date === null ? null : entry.row.clock === true ? at : datedInstant(date, zone, at);
    return instant === null ? null : zone.iso(instant);
  }
  const read = horodate === null ? null : readHorodate(horodate, zone);
  return read === null ? null : zone.iso(read.at);
}

/** It is that of the meter's clock, or of an hour that comes twice: `horodateOf` may say it otherwise in another frame. */
export function isDateMoving({ entry, value }: AcceptedGroup, zone: CivilZone): boolean {
  if (entry?.row.form !== 'date') return false;
  const date = value === null ? null : readLocalDate(String(value));
  return date !== null && (entry.row.clock === true || zone.isDoubled(date));
}

/** @param values of the groups: where one is a list, so are its dates, see `DecodedFrame.horodates` */
export function horodatesOf(groups: Iterable<AcceptedGroup>, values: Values, dating: Dating): Horodates {
  const told: Horodates = {};
  for (const group of groups) {
    const { label, value, horodate, entry } = group;
    if (Array.isArray(values[label])) {
      if (value === null) continue;
      const before = told[label];
      told[label] = [...(Array.isArray(before) ? before : []), horodateOf(group, dating)];
    } else if (horodate !== null || entry?.row.form === 'date') {
      const iso = horodateOf(group, dating);
      if (iso !== null) told[label] = iso;
    }
  }
  for (const [label, isos] of Object.entries(told))
    // Of a list without one date nothing is said.
    if (Array.isArray(isos) && isos.every((iso) => iso === null)) Reflect.deleteProperty(told, label);
  return told;
}

/**
 * Seconds since each carried label came, by the arrival or else by the meter's clock; null where no clock tells.
 * @param now arrival of the frame, epoch milliseconds
 * @param at the meter's clock in the frame, epoch milliseconds
 */
export function agesOf(
  carried: readonly CarriedGroup[],
  now: number | null,
  at: number | null,
): Record<string, number | null> {
  return Object.fromEntries(carried.map((each) => [each.group.label, ageOf(each, now, at)]));
}

export function ageOf({ arrival, meterAt }: CarriedGroup, now: number | null, at: number | null): number | null {
  return now !== null && arrival !== null ? seconds(arrival, now) : seconds(meterAt, at);
}

function seconds(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : Math.round((to - from) / 100) / 10;
}
