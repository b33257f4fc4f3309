// Frames in a row that are whole and bring the very same labels. What can be learnt of labels that are there, or are not, is
// learnt from the first few of them: to the next one nobody needs to listen.
import type { AcceptedGroup } from '../belief/accepted-group';
import type { Frame } from './frame';

/** Nothing that is learnt from labels waits for more frames than three; the first of a run may close with another label. */
const LEARNT = 4;

export class FrameRun {
  /** What the frame before brought; null: it was not whole, or all was forgotten since. */
  private before: readonly AcceptedGroup[] | null = null;
  private kind: Frame['kind'] = 'none';
  private count = 0;

  /** A frame ended. True: it has the labels of so many before it that nothing new can be learnt from them. */
  isSteady(frame: Frame): boolean {
    const { accepted, kind } = frame;
    const { before } = this;
    const isWhole = frame.valid && frame.opened && frame.held === 0 && !frame.identityHeld && !frame.test;
    this.count = isWhole && before !== null && kind === this.kind && areAlike(before, accepted) ? this.count + 1 : 0;
    this.before = isWhole ? accepted : null;
    this.kind = kind;
    return this.count >= LEARNT;
  }

  /** What was learnt is forgotten. */
  forget(): void {
    this.before = null;
  }
}

/** Labels of the dictionary, the same in the same order. */
function areAlike(some: readonly AcceptedGroup[], others: readonly AcceptedGroup[]): boolean {
  const { length } = some;
  if (others.length !== length) return false;
  for (let i = 0; i < length; i++) {
    const entry = some[i]?.entry;
    if (entry === undefined || entry !== others[i]?.entry) return false;
  }
  return true;
}
