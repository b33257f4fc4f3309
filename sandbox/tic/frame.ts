// What a meter puts on the wire: groups, their sum, frames, horodates. Enedis-NOI-CPT_54E §5.3, §6.2.1 and NOI-CPT_02E §1.5.2.
import { parisTime } from '../paris-clock';

export const STX = 0x02;
export const ETX = 0x03;
export const EOT = 0x04;
export const HT = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SP = 0x20;

/** Historique and the meters before Linky separate with SP, Linky standard with HT; the sum follows the separator. */
export type Separator = typeof SP | typeof HT;

export interface Group {
  readonly label: string;
  readonly data: string;
  readonly horodate?: string;
}

/**
 * `LF label SEP [horodate SEP] data SEP sum CR`. With SP (mode 1) the last separator is outside of the sum,
 * with HT (mode 2) it is inside.
 */
export function encodeGroup(group: Group, separator: Separator): Buffer {
  const between = String.fromCharCode(separator);
  const parts = group.horodate === undefined ? [group.label, group.data] : [group.label, group.horodate, group.data];
  const body = Buffer.from(parts.join(between), 'latin1');
  let sum = separator === HT ? HT : 0;
  for (const byte of body) sum += byte;
  return Buffer.concat([Buffer.from([LF]), body, Buffer.from([separator, (sum & 0x3f) + 0x20, CR])]);
}

export function encodeFrame(groups: readonly Group[], separator: Separator): Buffer {
  return wrapFrame(groups.map((group) => encodeGroup(group, separator)));
}

/** `STX groups ETX`, or EOT where the meter breaks the frame off. */
export function wrapFrame(groups: readonly Buffer[], end: typeof ETX | typeof EOT = ETX): Buffer {
  return Buffer.concat([Buffer.from([STX]), ...groups, Buffer.from([end])]);
}

/** `SAAMMJJhhmmss`: S is H in winter, E in summer, in lower case while the clock is degraded. */
export function horodate(at: number, degraded = false): string {
  const season = parisTime(at).summer ? 'E' : 'H';
  return (degraded ? season.toLowerCase() : season) + digits(at);
}

/** The same with a blank for the season: the horodate of DPMn and FPMn. */
export function seasonlessHorodate(at: number): string {
  return ` ${digits(at)}`;
}

function digits(at: number): string {
  const time = parisTime(at);
  return [time.year % 100, time.month, time.day, time.hour, time.minute, time.second].map((n) => fixed(n, 2)).join('');
}

/** A whole number on exactly `width` digits; a meter does not widen a field, it stops at nines. */
export function fixed(value: number, width: number): string {
  const most = 10 ** width - 1;
  return String(Math.min(most, Math.max(0, Math.round(value)))).padStart(width, '0');
}

/** An index rolls over instead of stopping. */
export function indexDigits(wh: number, width: number): string {
  return String(Math.floor(wh) % 10 ** width).padStart(width, '0');
}
