// Groups whose absence is their "no": ADPS, ADIRn, PEJP, DPMn. A group that a bad line ate is not absent, so absence must
// be proved (CONTRACTS: when a meter's signal begins and ends).
//
// A flipped bit makes a STX of a LF and an ETX of a C: what looks like a complete frame may be half of one. So a frame
// proves absence only where the neighbours of the label, in the order of emission, came good side by side.

import { type LabelPlace, placeOf } from './label-place';

/** What one finished frame tells about the labels that were not in it. */
export interface FrameWitness {
  /** STX to ETX. */
  readonly complete: boolean;
  /** Complete, and nothing in it was refused (held counts as good). */
  readonly valid: boolean;
  /** `short` frames carry few labels; `none`: nothing good came. */
  readonly kind: 'long' | 'short' | 'none';
  /** What is not in it says nothing, unless it is said to be absent: then it was skipped. */
  readonly partial: boolean;
  /** Frames of this kind bring the label, when there is something to say. */
  carriesAt(place: LabelPlace): boolean;
  hasAt(place: LabelPlace): boolean;
  /** The label's neighbours came good, side by side. */
  skippedAt(place: LabelPlace): boolean;
}

const SKIPPED_IN_A_ROW = 3;
/** For a meter that sends in another order than the documents say: no neighbours, but frames that are whole. */
const VALID_IN_A_ROW = 2;

/** One label, in each kind of frames that carries it. */
export class LabelPresence {
  /** Undefined until known. */
  present: boolean | undefined;
  /** Frames in a row without it in which its neighbours came good; that were whole. */
  private skips = 0;
  private wholes = 0;

  private readonly place: LabelPlace;

  constructor(label: string) {
    this.place = placeOf(label);
  }

  get label(): string {
    return this.place.label;
  }

  /** Three whole frames in a row were without it, or three in which its neighbours came good. */
  get isLongGone(): boolean {
    return this.present === false && Math.max(this.skips, this.wholes) >= SKIPPED_IN_A_ROW;
  }

  /** It came, and nothing since tells otherwise. */
  get isFresh(): boolean {
    return this.present === true && this.skips === 0 && this.wholes === 0;
  }

  saw(): void {
    this.present = true;
    this.skips = 0;
    this.wholes = 0;
  }

  frameEnded(frame: FrameWitness): void {
    if (this.skips === 0 && this.wholes === 0 && !frame.valid && !frame.skippedAt(this.place)) return;
    if (!frame.carriesAt(this.place)) return;
    if (frame.hasAt(this.place)) {
      // It came, even where nobody could believe what it said.
      this.skips = 0;
      this.wholes = 0;
      return;
    }
    const skipped = frame.skippedAt(this.place);
    this.skips = skipped ? this.skips + 1 : 0;
    this.wholes = frame.valid ? this.wholes + 1 : 0;
    const isSkippedAgain = this.skips >= SKIPPED_IN_A_ROW;
    const isWholeAgain = this.wholes >= VALID_IN_A_ROW;
    if (((frame.valid || frame.partial) && skipped) || isSkippedAgain || isWholeAgain) this.present = false;
  }
}

const LONG_FRAMES_IN_A_ROW = 2;

/** ADIRn: sent in short frames only, so it ends with a valid short frame without it, or when long frames follow each other. */
export class ShortFramePresence {
  present: boolean | undefined;
  /** Long frames in a row that showed its place empty. */
  private longs = 0;

  private readonly place: LabelPlace;

  constructor(label: string) {
    this.place = placeOf(label);
  }

  get label(): string {
    return this.place.label;
  }

  saw(): void {
    this.present = true;
    this.longs = 0;
  }

  frameEnded(frame: FrameWitness): void {
    if (frame.kind === 'short') this.longs = 0;
    else if (frame.kind === 'long' && frame.complete && frame.skippedAt(this.place)) this.longs++;
    if (frame.hasAt(this.place)) return;
    const shortWithout = frame.kind === 'short' && frame.valid && frame.skippedAt(this.place);
    const isDenied = frame.partial && frame.skippedAt(this.place);
    if (shortWithout || isDenied || this.longs >= LONG_FRAMES_IN_A_ROW) this.present = false;
  }
}
