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
