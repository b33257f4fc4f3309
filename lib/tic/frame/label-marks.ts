// What a frame knows of each label, by its rank. Frames follow each other by the million: they hand the same memory on.
import { cutBytes } from '../bytes/shared-memory';

/** 0: nothing came that tells. */
export const SEEN = 1;
/** Its neighbours came good, side by side. */
export const SKIPPED = 2;

const NONE = new Uint8Array(0);

export class LabelMarks {
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
