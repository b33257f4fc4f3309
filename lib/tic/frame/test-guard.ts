// Meters that play a test, and meters under the distributor's control: nothing that they send then is real. TRAME says so
// first in its frame, MODE in the middle of one, so what comes before that place waits until it has passed.
import type { Dictionary } from '../families/dictionary';
import type { LabelEntry } from '../families/label';
import type { AcceptedGroup } from '../belief/accepted-group';
import type { Frame } from './frame';
import type { GroupBytes } from '../bytes/group';

/** A group that signals are made of. */
export interface SignalGroup {
  readonly accepted: AcceptedGroup;
  readonly trusted: boolean;
  /** At the host, epoch milliseconds; null from a file. */
  readonly arrival: number | null;
}

export class TestGuard {
  private waiting: SignalGroup[] = [];
  /** The frame in hand has labels that no frame of a test has. */
  private showsWork = false;

  constructor(private readonly pass: (group: SignalGroup) => void) {}

  /** From this group on the frame is one of a test. Its address tells too, where the group before was damaged. */
  isTest(entry: LabelEntry, group: GroupBytes, dictionary: Dictionary | null): boolean {
    const test = dictionary?.dialect.test;
    if (test === undefined) return false;
    if (entry.row.test === true) return true;
    return test.address !== undefined && entry.row.identity === true && group.data === test.address;
  }

  /** Passes a group on, with all that waited, as soon as it is sure that the frame is no test. */
  take(entry: LabelEntry, group: SignalGroup | null, frame: Frame, dictionary: Dictionary | null): void {
    if (frame.test) return;
    const real = this.isReal(entry, frame, dictionary);
    if (real && this.waiting.length > 0) this.release();
    if (group === null) return;
    if (real) this.pass(group);
    else this.waiting.push(group);
  }

  /** ICE V2.4 sends MODE at the end: there, and from a meter with an order of its own, only a whole frame is proof. */
  frameEnded(frame: Frame, dictionary: Dictionary | null): void {
    if ((frame.valid || frame.partial) && (this.showsWork || dictionary?.dialect.test?.plays === undefined))
      this.release();
    this.forget();
  }

  forget(): void {
    this.waiting = [];
    this.showsWork = false;
  }

  private release(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const group of waiting) this.pass(group);
  }

  /** Proved: the frame does not say that nothing in it is real. A frame of a test has few labels, and MODE is in none. */
  private isReal({ label }: LabelEntry, frame: Frame, dictionary: Dictionary | null): boolean {
    const test = dictionary?.dialect.test;
    if (test === undefined) return true;
    if (test.plays !== undefined && !this.showsWork) {
      if (test.plays.has(label)) return false;
      this.showsWork = true;
    }
    const modeComesLast = test.lastBehind !== undefined && frame.seen(test.lastBehind);
    return !modeComesLast && frame.skipped('MODE');
  }
}
