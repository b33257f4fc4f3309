// What a frame knows of each label, by its rank. Frames follow each other by the million: they hand the same memory on.

/** 0: nothing came that tells. */
export const SEEN = 1;
/** Its neighbours came good, side by side. */
export const SKIPPED = 2;

export class LabelMarks {
  private cells = new Uint8Array(0);

  /** For the frame that begins; that of before must be done with it. */
  take(labels: number): Uint8Array {
    if (this.cells.length === labels) this.cells.fill(0);
    else this.cells = new Uint8Array(labels);
    return this.cells;
  }
}
