// Horodates of Linky: `SAAMMJJhhmmss`, S = H winter, E summer, in lower case while the clock is degraded, blank where no
// season applies (spec/tic.md §1.7).
import { type CivilZone, PARIS } from '../../grid/paris-time';
import type { GroupBytes } from '../bytes/group';

export interface Horodate {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The meter says that its clock is not to be trusted. */
  readonly degraded: boolean;
}

const SIZE = 13;

/** Bytes of a group's horodate that could have been sent: season, then digits that make a date (or zeros for "never"). */
export function fitsHorodate(group: GroupBytes, blankSeason: boolean): boolean {
  const { bytes, horodateStart: start } = group;
  if (start < 0 || group.horodateEnd - start !== SIZE) return false;
  const season = bytes[start];
  const dated = season === 0x48 || season === 0x45 || season === 0x68 || season === 0x65;
  if (!dated && !(blankSeason && season === 0x20)) return false;
  if (!dated && bytes[start + 1] === 0x20) return isBlank(group);
  const month = pair(group, 3);
  const day = pair(group, 5);
  return (
    day <= daysOf(pair(group, 1), month) &&
    (day > 0 || month === 0) &&
    pair(group, 7) <= 23 &&
    pair(group, 9) <= 59 &&
    pair(group, 11) <= 59
  );
}

/** Days in a month of 20yy; -1 where there is no such year or month. Month 00, with day 00, stands in dates of what never was. */
function daysOf(yy: number, month: number): number {
  if (yy > 99 || month > 12) return -1;
  if (month === 0) return 0;
  if (month === 2) return yy % 4 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isBlank(group: GroupBytes): boolean {
  for (let i = group.horodateStart; i < group.horodateEnd; i++) if (group.bytes[i] !== 0x20) return false;
  return true;
}

/** Two digits of the horodate as a number; 255 where they are none. */
function pair(group: GroupBytes, offset: number): number {
  const tens = (group.bytes[group.horodateStart + offset] ?? 0) - 0x30;
  const ones = (group.bytes[group.horodateStart + offset + 1] ?? 0) - 0x30;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? 255 : tens * 10 + ones;
}

/** Hours that the season letter puts the metropolitan clock ahead of UTC. */
const AHEAD: Readonly<Record<string, number>> = { H: 1, h: 1, E: 2, e: 2 };

/**
 * The instant of a horodate; null where it names none (blank, month or day 00). In metropolitan France the season letter
 * itself gives the offset, so the doubled hour of October is never in doubt; elsewhere, and where the season is blank
 * (DPMn, FPMn), the civil time of the zone does.
 */
export function readHorodate(text: string, zone: CivilZone = PARIS): Horodate | null {
  if (text.length !== SIZE) return null;
  const [year, month, day] = [field(text, 1), field(text, 3), field(text, 5)];
  const [hour, minute, second] = [field(text, 7), field(text, 9), field(text, 11)];
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31) || Number.isNaN(year + hour + minute + second)) return null;
  const season = text.charAt(0);
  const ahead = zone.name === PARIS.name ? AHEAD[season] : undefined;
  const at =
    ahead === undefined
      ? zone.toInstant({ year: 2000 + year, month, day, hour, minute, second })
      : Date.UTC(2000 + year, month - 1, day, hour - ahead, minute, second);
  return { at, degraded: season === 'h' || season === 'e' };
}

/** Two digits as a number; NaN where they are none. */
function field(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 0x30, text.charCodeAt(at + 1) - 0x30];
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? NaN : tens * 10 + ones;
}
