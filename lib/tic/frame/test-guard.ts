// Meters that play a test, and meters under the distributor's control: nothing that they send then is real. TRAME says so
// first in its frame, MODE in the middle of one, so what comes before that place waits until it has passed.
import type { Dictionary } from '../families/dictionary';
import type { LabelEntry } from '../families/label';
import type { AcceptedGroup } from '../belief/accepted-group';
import type { Frame } from './frame';
import type { GroupBytes } from '../bytes/group';
import { placeOf } from './label-place';

const MODE = placeOf('MODE');

/** A group that signals are made of. */
interface SignalGroup {
  readonly accepted: AcceptedGroup;
  readonly trusted: boolean;
  /** At the host, epoch milliseconds; null from a file. */
  readonly arrival: number | null;
}

export class TestGuard {
  private waiting: SignalGroup[] = [];
  /** The frame in hand has labels that no frame of a test has. */
  private showsWork = false;

  /** Nothing needs to wait. */
  private isOpen = false;

  constructor(
    /** Takes a group that signals are made of, whether nothing near it was damaged, and when it came (null: from a file). */
    private readonly pass: (accepted: AcceptedGroup, trusted: boolean, arrival: number | null) => void,
  ) {}

  /** From this group on the frame is one of a test. Its address tells too, where the group before was damaged. */
  isTest(entry: LabelEntry, group: GroupBytes, dictionary: Dictionary | null): boolean {
    const test = dictionary?.dialect.test;
    if (test === undefined) return false;
    if (entry.row.test === true) return true;
    return test.address !== undefined && entry.row.identity === true && group.data === test.address;
  }

  /** A group of the frame in hand was accepted: all that waited is passed on as soon as it is sure that this is no test. */
  came(entry: LabelEntry, frame: Frame, dictionary: Dictionary | null): void {
    if (frame.test) return;
    this.isOpen = this.isReal(entry, frame, dictionary);
    if (this.isOpen && this.waiting.length > 0) this.release();
  }

  /** The same group, where signals are made of it: it is passed on, or waits. */
  take(accepted: AcceptedGroup, trusted: boolean, arrival: number | null, frame: Frame): void {
    if (frame.test) return;
    if (this.isOpen) this.pass(accepted, trusted, arrival);
    else this.waiting.push({ accepted, trusted, arrival });
  }

  /** ICE V2.4 sends MODE at the end: there, and from a meter with an order of its own, only a whole frame is proof. */
  frameEnded(frame: Frame, dictionary: Dictionary | null): void {
    if ((frame.valid || frame.partial) && (this.showsWork || dictionary?.dialect.test?.plays === undefined))
      this.release();
    this.forget();
  }

  forget(): void {
    if (this.waiting.length > 0) this.waiting = [];
    this.showsWork = false;
  }

  private release(): void {
    const { waiting } = this;
    if (waiting.length === 0) return;
    this.waiting = [];
    for (const { accepted, trusted, arrival } of waiting) this.pass(accepted, trusted, arrival);
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
    return !modeComesLast && frame.skippedAt(MODE);
  }
}
