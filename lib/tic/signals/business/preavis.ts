// PREAVIS of the business meters: `DEP` while the power is near the subscribed one, and on ICE also `EJP`, `HM`, `DSM`, `SCM`,
// several at once. It is only sent while it is active, so its end is its absence.
import type { Frame } from '../../frame/frame';
import { Agreements } from '../../belief/agreement';
import { LabelPresence } from '../../frame/label-presence';

/** Notices of a tariff that ICE sends under this label. */
const TARIFF_WORDS: ReadonlySet<string> = new Set(['EJP', 'HM', 'DSM', 'SCM']);

const NONE: ReadonlySet<string> = new Set();
/** On a bad line a word is believed when a second group brings it. */
const AGREEING_GROUPS = 2;

export class Preavis {
  private readonly presence = new LabelPresence('PREAVIS');
  /** Words in force, those of this frame, and those that wait for a second group to agree. */
  private readonly words = new Set<string>();
  private readonly inFrame = new Set<string>();
  private readonly doubted = new Agreements<string>(AGREEING_GROUPS);

  saw(word: string, trusted: boolean): void {
    this.presence.saw();
    this.inFrame.add(word);
    if (!trusted && !this.words.has(word) && !this.doubted.says(word, word)) return;
    this.words.add(word);
    this.doubted.forget(word);
  }

  frameEnded(frame: Frame): void {
    if (!frame.steady) this.presence.frameEnded(frame);
    const { words, inFrame, doubted } = this;
    if (this.presence.present === false) {
      words.clear();
      doubted.keepOnly(NONE);
    } else if (frame.valid) {
      // A meter that gives several warnings repeats the label: one of them is gone when a whole frame has the others alone.
      if (frame.seen('PREAVIS')) for (const word of words) if (!inFrame.has(word)) words.delete(word);
      doubted.keepOnly(inFrame);
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
