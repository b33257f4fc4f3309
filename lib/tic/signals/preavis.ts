// PREAVIS of the business meters: `DEP` while the power is near the subscribed one, and on ICE also `EJP`, `HM`, `DSM`, `SCM`,
// several at once. It is only sent while it is active, so its end is its absence.
import type { Frame } from '../frame/frame';
import { Presence } from '../frame/presence';

/** Notices of a tariff that ICE sends under this label. */
const TARIFF_WORDS: ReadonlySet<string> = new Set(['EJP', 'HM', 'DSM', 'SCM']);

export class Preavis {
  private readonly presence = new Presence('PREAVIS');
  /** Words in force, those of this frame, and those that wait for a second group to agree. */
  private readonly words = new Set<string>();
  private readonly inFrame = new Set<string>();
  private readonly doubted = new Set<string>();

  saw(word: string, trusted: boolean): void {
    this.presence.saw();
    this.inFrame.add(word);
    if (trusted || this.doubted.delete(word)) this.words.add(word);
    else if (!this.words.has(word)) this.doubted.add(word);
  }

  frameEnded(frame: Frame): void {
    this.presence.frameEnded(frame);
    const { words, inFrame, doubted } = this;
    if (this.presence.present === false) {
      words.clear();
      doubted.clear();
    } else if (frame.valid) {
      // A meter that gives several warnings repeats the label: one of them is gone when a whole frame has the others alone.
      if (frame.seen('PREAVIS')) for (const word of words) if (!inFrame.has(word)) words.delete(word);
      for (const word of doubted) if (!inFrame.has(word)) doubted.delete(word);
    }
    inFrame.clear();
  }

  /** A warning of an overrun; undefined while not known. */
  get overrun(): boolean | undefined {
    return this.words.has('DEP') ? true : this.presence.present === undefined ? undefined : false;
  }

  /** It is there, or proved not to be. */
  get isKnown(): boolean {
    return this.presence.present !== undefined;
  }

  get tariffs(): string[] {
    return [...this.words].filter((word) => TARIFF_WORDS.has(word));
  }
}
