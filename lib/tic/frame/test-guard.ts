// Meters that play a test, and meters under the distributor's control: nothing that they send then is real. TRAME says so
// first in its frame, MODE in the middle of one, so what comes before that place waits until it has passed.
import type { Dictionary } from '../families/dictionary';
import type { LabelEntry } from '../families/label';
import type { AcceptedGroup } from '../belief/accepted-group';
import type { Frame } from './frame';
import type { GroupBytes } from '../bytes/group';

/** A group that signals are made of. */
export interface Told {
  readonly accepted: AcceptedGroup;
  readonly trusted: boolean;
}

export class TestGuard {
  private waiting: Told[] = [];

  constructor(private readonly pass: (told: Told) => void) {}

  /** From this group on the frame is one of a test. Its address tells too, where the group before was damaged. */
  isTest(entry: LabelEntry, group: GroupBytes, dictionary: Dictionary | null): boolean {
    const test = dictionary?.dialect.test;
    if (test === undefined) return false;
    if (entry.row.test === true) return true;
    return test.address !== undefined && entry.row.identity === true && group.data === test.address;
  }

  /** Passes a group on, with all that waited, as soon as it is sure that the frame is no test. */
  take(entry: LabelEntry, told: Told | null, frame: Frame, dictionary: Dictionary | null): void {
    if (frame.test) return;
    const real = isReal(entry, frame, dictionary);
    if (real && this.waiting.length > 0) this.release();
    if (told === null) return;
    if (real) this.pass(told);
    else this.waiting.push(told);
  }

  /** ICE V2.4 sends MODE at the end: there, and from a meter with an order of its own, only a whole frame is proof. */
  frameEnded(frame: Frame, dictionary: Dictionary | null): void {
    if (frame.valid && (frame.showsWork || dictionary?.dialect.test?.plays === undefined)) this.release();
    else this.forget();
  }

  forget(): void {
    this.waiting = [];
  }

  private release(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const told of waiting) this.pass(told);
  }
}

/** Proved: the frame does not say that nothing in it is real. A frame of a test has few labels, and MODE is in none. */
function isReal({ label }: LabelEntry, frame: Frame, dictionary: Dictionary | null): boolean {
  const test = dictionary?.dialect.test;
  if (test === undefined) return true;
  if (test.plays !== undefined && !frame.showsWork) {
    if (test.plays.has(label)) return false;
    frame.showsWork = true;
  }
  const modeComesLast = test.lastBehind !== undefined && frame.seen(test.lastBehind);
  return !modeComesLast && frame.skipped('MODE');
}
