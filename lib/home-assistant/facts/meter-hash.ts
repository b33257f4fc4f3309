// Which meter it is, without its number.
import { createHash } from 'node:crypto';

/**
 * Identifies a meter without giving its number away: stored on disk and in an attribute.
 * @param id of the meter, or the name of its stream where it has none
 * @returns 16 hexadecimal digits
 */
export function meterHash(id: string): string {
  return createHash('sha256').update(`linky-red ${id}`).digest('hex').slice(0, 16);
}
