// A frame of readings that somebody else has parsed: it shows what he chose to send, so what is not in it was perhaps sent by
// the meter all the same. Only what is said to be absent in so many words is absent.
import { Frame } from './frame';
import type { LabelPlace } from './label-place';

export class PartialFrame extends Frame {
  override readonly partial = true;
  private readonly denied = new Set<string>();

  /** The meter does not send this label now: whoever passes its readings on says so. */
  deny(label: string): void {
    this.denied.add(label);
  }

  /** Whole it is never: nothing ends because it is not there. */
  override get valid(): boolean {
    return false;
  }

  /** The number of its labels says nothing of the frame that the meter sent. */
  override get kind(): 'long' | 'none' {
    return this.isEmpty ? 'none' : 'long';
  }

  override get isEmpty(): boolean {
    return this.denied.size === 0 && super.isEmpty;
  }

  override skipped(label: string): boolean {
    return this.denied.has(label) && !this.seen(label);
  }

  override skippedAt({ label }: LabelPlace): boolean {
    return this.skipped(label);
  }
}
