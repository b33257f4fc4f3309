// What a way of speaking asks of each of its labels, worked out once for all meters that speak so.
import type { Dictionary } from '../families/dictionary';
import type { Dialect } from '../families/family';
import type { LabelEntry } from '../families/label';
import { type LabelPlace, placeOf } from '../frame/label-place';
import { UNHEARD, hearingOf } from './watched-labels';

/** What a group asks for though it says what it said before: nothing, that signals hear it, or all that any group asks for. */
const QUIET = 0;
export const HEARD = 1;
export const JUDGED = 2;

export interface Duties {
  /** What is to be done with a group that says what it said before, by the rank of its label. */
  readonly asks: Uint8Array;
  /** What signals must hear of each label, by its rank. */
  readonly hearing: Uint8Array;
  /** Of the meter's address; undefined: it has none. */
  readonly identityPlace: LabelPlace | undefined;
}

/** Before a dialect is recognised. */
export const NO_DUTIES: Duties = { asks: new Uint8Array(0), hearing: new Uint8Array(0), identityPlace: undefined };

const KNOWN = new WeakMap<Dictionary, Duties>();

export function dutiesOf(dictionary: Dictionary): Duties {
  const known = KNOWN.get(dictionary);
  if (known !== undefined) return known;
  const { entries, dialect } = dictionary;
  const address = entries.find(({ isIdentity }) => isIdentity)?.label;
  const duties: Duties = {
    asks: Uint8Array.from(entries, (entry) => askedOf(dialect, entry)),
    hearing: Uint8Array.from(entries, (entry) => hearingOf(dialect, entry)),
    identityPlace: address === undefined ? undefined : placeOf(address),
  };
  KNOWN.set(dictionary, duties);
  return duties;
}

function askedOf(dialect: Dialect, entry: LabelEntry): number {
  const { index, clock } = entry.row;
  const bounds = entry.label === dialect.bound?.label;
  if (entry.isIdentity || index !== undefined || clock === true || bounds) return JUDGED;
  return dialect.test === undefined && hearingOf(dialect, entry) === UNHEARD ? QUIET : HEARD;
}
