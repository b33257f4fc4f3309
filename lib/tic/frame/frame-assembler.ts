// The life of frames: where one begins and ends, which label closes it, how loud the line is. Nobody else ends a frame. What
// the groups mean is the owner's business.
import type { Dictionary } from '../families/dictionary';
import { Frame } from './frame';
import { PartialFrame } from './partial-frame';
import type { ParsedBy } from '../belief/parsed-by';
import type { FrameEnd, FrameHandler } from '../bytes/frame-parser';
import type { GroupBytes, GroupFault } from '../bytes/group';
import { LineNoise } from '../bytes/line-noise';
import { LabelMarks } from './label-marks';

export interface FrameOwner {
  readonly dictionary: Dictionary | null;
  /** Another identity waits for its third frame. */
  readonly identityPending: boolean;
  /** Null: the bytes are those of the meter. */
  readonly parsedBy: ParsedBy | null;
  frameStarted(): void;
  group(group: GroupBytes, fault: GroupFault | null): void;
  /** A frame that is not empty ended, whole or not. */
  frameFinished(frame: Frame): void;
}

export class FrameAssembler implements FrameHandler {
  /** The frame in hand. */
  frame: Frame;
  /** Frames that were finished. */
  count = 0;
  private closingRank: number | null = null;
  /** The same of the frame that ended last; it counts once a STX has followed: behind a damaged C come more groups. */
  private closing: number | null = null;
  /** A frame that begins now begins where another ended. */
  private betweenFrames = true;
  private readonly noise = new LineNoise();
  private readonly marks = new LabelMarks();
  /** The frame in hand has its beginning: a STX, or the end of one that a repeated label told. */
  private hasBeginning = false;

  constructor(private readonly owner: FrameOwner) {
    this.frame = this.next();
  }

  frameStart(): void {
    this.closingRank = this.closing ?? this.closingRank;
    this.closing = null;
    const { dictionary, identityPending } = this.owner;
    if (!this.frame.isUntouched) this.frame = this.next();
    this.frame.start(dictionary, this.closingRank, this.betweenFrames, identityPending);
    this.hasBeginning = true;
    this.owner.frameStarted();
  }

  group(group: GroupBytes, fault: GroupFault | null): void {
    this.owner.group(group, fault);
  }

  frameEnd(how: FrameEnd): void {
    const { frame } = this;
    const complete = frame.started && !frame.torn && how === 'etx';
    this.betweenFrames = how !== 'stx' || (frame.opened && frame.isEmpty);
    this.end(complete, how === 'etx' || how === 'stx');
  }

  /** The end of the frame in hand and the beginning of the next were lost: what comes is of the next. */
  split(): void {
    this.end(false, true);
    this.hasBeginning = true;
  }

  /**
   * Another dialect is spoken from the group in hand on: what came before it was a frame of its own. But labels that this one
   * has too (a DATE), and unknown ones before the first known one, belong to the same frame.
   */
  splitBefore(dictionary: Dictionary): void {
    const accepted = this.frame.acceptedSoFar;
    const belongs = accepted.every(({ label }) => dictionary.byName(label) !== undefined);
    if (this.owner.dictionary !== null && accepted.length > 0 && !belongs) this.split();
  }

  /** Another meter, or another way of speaking: frames may close with another label. */
  forgetOrder(): void {
    this.closingRank = null;
    this.closing = null;
  }

  /** What a group says is believed at once: nothing before it in its frame was refused, and the line is no loud one. */
  get trusts(): boolean {
    const { parsedBy } = this.owner;
    if (parsedBy !== null) return parsedBy.checked;
    return this.frame.clean && !this.noise.isLoud;
  }

  private end(complete: boolean, hasEnd: boolean): void {
    const { frame } = this;
    const hasBoth = this.hasBeginning && hasEnd;
    this.hasBeginning = false;
    this.frame = this.next();
    frame.end(complete, hasBoth);
    if (frame.isEmpty) return;
    this.count++;
    this.owner.frameFinished(frame);
    frame.done();
    this.noise.frameEnded(frame.rejected > 0);
    this.closing = frame.complete ? frame.lastGoodRank : null;
  }

  private next(): Frame {
    const { dictionary, identityPending, parsedBy } = this.owner;
    const FrameOfKind = parsedBy === null ? Frame : PartialFrame;
    return new FrameOfKind(dictionary, identityPending, this.marks);
  }
}
