// A group that is believed, and why another is not.
import type { LabelEntry } from '../families/label';
import type { Value } from '../value/plain';
import type { PointMark } from '../value/quantity';

/** Why a group gave no value. `held`: implausible for now; `unknown`: a label seen for the first time. */
export type RefusalReason = 'length' | 'checksum' | 'format' | 'value' | 'horodate' | 'held' | 'unknown';

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
  /** At the host, epoch milliseconds; null from a file. */
  readonly arrival: number | null;
}
