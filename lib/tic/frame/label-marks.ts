// What a frame knows of each label, by its rank. Frames follow each other by the million: they hand the same memory on.
import type { AcceptedGroup } from '../belief/accepted-group';
import { cutBytes } from '../bytes/shared-memory';

/** 0: nothing came that tells. */
export const SEEN = 1;
/** Its neighbours came good, side by side. */
export const SKIPPED = 2;

const NONE = new Uint8Array(0);

/** Before the first frame is over nobody knows its length; most have no more groups. What stands in these lists is never read. */
const GROUPS = 48;
const NO_GROUP: AcceptedGroup = { label: '', entry: undefined, value: null, unit: null, mark: null, horodate: null };
const NO_ARRIVAL = 0.5;
const FIRST_GROUPS: readonly AcceptedGroup[] = Array.from({ length: GROUPS }, () => NO_GROUP);
const FIRST_ARRIVALS: readonly number[] = Array.from({ length: GROUPS }, () => NO_ARRIVAL);

export class LabelMarks {
  /** What the frame before brought, for the next one to begin with lists of their length. */
  accepted = FIRST_GROUPS;
  arrivals = FIRST_ARRIVALS;
  private cells: Uint8Array = NONE;

  /** For the frame that begins; that of before must be done with it. */
  take(labels: number): Uint8Array {
    if (this.cells.length === labels) this.cells.fill(0);
    else {
      // A Buffer is filled by a longer way.
      const { buffer, byteOffset } = cutBytes(labels);
      this.cells = new Uint8Array(buffer, byteOffset, labels);
    }
    return this.cells;
  }
}
