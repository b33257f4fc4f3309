// Texts that meters send. Most say what another one, or the same, has said before: one string serves them all.
import type { GroupBytes } from './group';

/** Of a text that came lately there is one; of others there may be several. */
const SLOTS = 2048;
const TEXTS = new Array<string | undefined>(SLOTS).fill(undefined);

/** The bytes of a group from `start` to `end` as text. */
export function sharedText(group: GroupBytes, start: number, end: number): string {
  const { bytes } = group;
  let hash = 0;
  for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) | 0;
  const slot = (hash ^ (hash >>> 11)) & (SLOTS - 1);
  const known = TEXTS[slot];
  if (known !== undefined && group.spells(known, start, end)) return known;
  const text = group.slice(start, end);
  TEXTS[slot] = text;
  return text;
}
