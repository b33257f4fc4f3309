// Numbers that somebody made unreadable on purpose: gateways and captures in forums put X's, stars or zeros into the address of
// a meter, or leave nothing of it. With a right sum such a group is good, and says nothing.
import { type GroupBytes, SP } from '../bytes/group';

const ZERO = 0x30;
const NINE = 0x39;
/** Neither is a digit with one turned bit: a damaged number does not look like a masked one. */
const MASKS: ReadonlySet<number> = new Set(Buffer.from('X*'));

/** The data is blank, one character again and again (no address has that), or digits with X's or stars among them. */
export function isMasked({ bytes, dataStart, dataEnd }: GroupBytes): boolean {
  let same = true;
  let masked = false;
  let digits = true;
  for (let i = dataStart; i < dataEnd; i++) {
    const byte = bytes[i] ?? 0;
    if (byte < SP) return false;
    same &&= byte === bytes[dataStart];
    if (MASKS.has(byte)) masked = true;
    else digits &&= byte >= ZERO && byte <= NINE;
  }
  return same || (masked && digits);
}
