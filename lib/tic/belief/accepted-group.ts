// A group that is believed, and why another is not.
import type { LabelEntry } from '../families/label';
import type { Value } from '../value/plain';
import type { PointMark } from '../value/quantity';

/** Why a group gave no value. `held`: implausible for now; `unknown`: a label seen for the first time. */
export type RefusalReason = 'length' | 'checksum' | 'format' | 'value' | 'horodate' | 'held' | 'unknown';

/**
 * What a group says. It is never changed: frames that say the same share it, and when it came, a frame keeps beside it.
 */
export interface AcceptedGroup {
  readonly label: string;
  /** Undefined for a label that no dictionary has. */
  readonly entry: LabelEntry | undefined;
  /** Null: the group carries no data (DATE). */
  readonly value: Value | null;
  /** As it came, or as the dictionary says. */
  readonly unit: string | null;
  /** What a mark between number and unit says of the value. */
  readonly mark: PointMark | null;
  /** As sent. */
  readonly horodate: string | null;
}

const NO_MARK: PointMark | null = null;

/** A group of a dictionary, with the unit that this gives its label. */
class PlainGroup implements AcceptedGroup {
  constructor(
    readonly entry: LabelEntry,
    readonly value: Value | null,
    readonly horodate: string | null,
  ) {}

  get label(): string {
    return this.entry.label;
  }

  get unit(): string | null {
    return typeof this.value === 'number' ? this.entry.unit : null;
  }

  get mark(): PointMark | null {
    return NO_MARK;
  }
}

/** So many that came lately: the zeros, names and codes of one meter are those of most others. */
const SLOTS = 4096;
const SHARED = new Array<PlainGroup | undefined>(SLOTS).fill(undefined);

/** What a label of a dictionary says, a number in the unit of the label: the group of another meter, where that says the same. */
export function plainGroup(entry: LabelEntry, value: Value | null, horodate: string | null): AcceptedGroup {
  const slot = (Math.imul(entry.rank, 0x9e3779b1) + Math.imul(codeOf(value), 0x85ebca6b)) >>> 20;
  const known = SHARED[slot];
  if (known?.entry === entry && known.value === value && known.horodate === horodate) return known;
  const group = new PlainGroup(entry, value, horodate);
  SHARED[slot] = group;
  return group;
}

function codeOf(value: Value | null): number {
  if (typeof value === 'number') return value;
  if (value === null) return 0;
  const last = value.length - 1;
  return value.charCodeAt(0) + (value.charCodeAt(last) << 8) + (value.charCodeAt(last >> 1) << 16);
}
