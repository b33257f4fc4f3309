// Data with nothing packed inside: a number, a text.
import { type GroupBytes, SP } from '../bytes/group';
import { sharedText } from '../bytes/shared-text';

/** What a label says: a number where it has a unit, else a text. */
export type Value = number | string;

/** The number that digits spell, in the unit of its label; null where one of the bytes is no digit. */
export function readDigits(group: GroupBytes): number | null {
  const { bytes, dataStart, dataEnd } = group;
  if (dataStart === dataEnd) return null;
  let value = 0;
  for (let i = dataStart; i < dataEnd; i++) {
    const digit = (bytes[i] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  return value;
}

/** Text without its outer blanks. */
export function readText(group: GroupBytes): string {
  let { dataStart, dataEnd } = group;
  while (dataStart < dataEnd && group.bytes[dataStart] === SP) dataStart++;
  while (dataEnd > dataStart && group.bytes[dataEnd - 1] === SP) dataEnd--;
  return sharedText(group, dataStart, dataEnd);
}
