// Groups whose absence is their "no": ADPS, ADIRn, PEJP, DPMn. A group that a bad line ate is not absent, so absence must
// be proved (CONTRACTS: when a meter's signal begins and ends).
//
// A flipped bit makes a STX of a LF and an ETX of a C: what looks like a complete frame may be half of one. So a frame
// proves absence only where the neighbours of the label, in the order of emission, came good side by side.

/** What one finished frame tells about the labels that were not in it. */
export interface FrameWitness {
  /** STX to ETX. */
  readonly complete: boolean;
  /** Complete, and nothing in it was refused (held counts as good). */
  readonly valid: boolean;
  /** `short` frames carry few labels; `none`: nothing good came. */
  readonly kind: 'long' | 'short' | 'none';
  /** Frames of this kind bring the label, when there is something to say. */
  carries(label: string): boolean;
  seen(label: string): boolean;
  /** The label's neighbours came good, side by side. */
  skipped(label: string): boolean;
}

const SKIPPED_IN_A_ROW = 3;
/** For a meter that sends in another order than the documents say: no neighbours, but frames that are whole. */
const VALID_IN_A_ROW = 2;

/** One label, in each kind of frames that carries it. */
export class Presence {
  /** Undefined until known. */
  present: boolean | undefined;
  private skippedInARow = 0;
  private validInARow = 0;

  constructor(readonly label: string) {}

  /** Three whole frames in a row were without it, or three in which its neighbours came good. */
  get isLongGone(): boolean {
    return this.present === false && Math.max(this.skippedInARow, this.validInARow) >= SKIPPED_IN_A_ROW;
  }

  saw(): void {
    this.present = true;
    this.skippedInARow = 0;
    this.validInARow = 0;
  }

  frameEnded(frame: FrameWitness): void {
    if (!frame.carries(this.label)) return;
    if (frame.seen(this.label)) {
      // It came, even where nobody could believe what it said.
      this.skippedInARow = 0;
      this.validInARow = 0;
      return;
    }
    const skipped = frame.skipped(this.label);
    this.skippedInARow = skipped ? this.skippedInARow + 1 : 0;
    this.validInARow = frame.valid ? this.validInARow + 1 : 0;
    if ((frame.valid && skipped) || this.skippedInARow >= SKIPPED_IN_A_ROW || this.validInARow >= VALID_IN_A_ROW)
      this.present = false;
  }
}

const LONG_FRAMES_IN_A_ROW = 2;

/** ADIRn: sent in short frames only, so it ends with a valid short frame without it, or when long frames follow each other. */
export class ShortFramePresence {
  present: boolean | undefined;
  private longInARow = 0;

  constructor(readonly label: string) {}

  saw(): void {
    this.present = true;
    this.longInARow = 0;
  }

  frameEnded(frame: FrameWitness): void {
    if (frame.kind === 'short') this.longInARow = 0;
    else if (frame.kind === 'long' && frame.complete && frame.skipped(this.label)) this.longInARow++;
    if (frame.seen(this.label)) return;
    const shortWithout = frame.kind === 'short' && frame.valid && frame.skipped(this.label);
    if (shortWithout || this.longInARow >= LONG_FRAMES_IN_A_ROW) this.present = false;
  }
}
