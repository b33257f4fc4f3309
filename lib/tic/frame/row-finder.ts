// Which row a group is of, and in which way of speaking. It answers and changes nothing in the frame.
import { DICTIONARIES } from '../families';
import type { Dictionary } from '../families/dictionary';
import type { LabelEntry } from '../families/label';
import type { AcceptedGroup } from '../belief/accepted-group';
import type { GroupBytes } from '../bytes/group';
import type { Frame } from './frame';
import { Agreement } from '../belief/agreement';
import { AGREEING_FRAMES } from '../belief/plausibility';
import type { MeterProfile } from './meter';

/** Groups of a frame that only another dialect has: fewer may be damaged ones. */
const GROUPS_OF_A_DIALECT = 3;

export class RowFinder {
  /** The dialect that is spoken; null until it is recognised. */
  dictionary: Dictionary | null = null;

  /** Groups of the frame in hand that the dialect that is spoken does not have, by the dialect that does. */
  private foreign: Map<Dictionary, number> | null = null;
  private agreed: Agreement<Dictionary> | null = null;

  constructor(
    private readonly profile: MeterProfile,
    /** Another separator is enough to say that another dialect is spoken. */
    private readonly lenient: boolean,
  ) {}

  /** False: the group has not the separator of the dialect that is spoken. */
  speaksLike(group: GroupBytes): boolean {
    return this.dictionary === null || this.dictionary.separator === group.separator;
  }

  /** The row of a group in the dialect that is spoken; undefined: another separator, or no such label. */
  rowOf(group: GroupBytes, frame: Frame): LabelEntry | undefined {
    return this.speaksLike(group) ? this.dictionary?.find(group, frame.section) : undefined;
  }

  /** Another dialect that a group without a row shows to be spoken. While one is spoken, only a label that no other has can. */
  otherDialect(group: GroupBytes): Dictionary | null {
    const present = this.dictionary;
    for (const dictionary of DICTIONARIES) {
      if (dictionary === present || dictionary.separator !== group.separator) continue;
      const entry = dictionary.find(group);
      if (entry === undefined) continue;
      this.foreign ??= new Map();
      this.foreign.set(dictionary, (this.foreign.get(dictionary) ?? 0) + 1);
      if (
        present === null ||
        (this.lenient && !this.speaksLike(group)) ||
        dictionary.dialect.tell.includes(entry.label)
      )
        return dictionary;
    }
    return null;
  }

  /**
   * The dialect that three frames in a row spoke from which nothing was known in the present one: its labels that no other
   * dialect has may be those that do not come good (a masked address).
   */
  dialectOf(frame: Frame): Dictionary | null {
    const found = this.mostForeign();
    if (frame.accepted.some(isOfDictionary)) this.agreed = null;
    else if (found !== null) {
      this.agreed ??= new Agreement(AGREEING_FRAMES);
      if (!this.agreed.says(found)) return null;
      this.agreed = null;
      return found;
    }
    return null;
  }

  /** The dialect that has enough of the groups which the present one does not have; they are forgotten. */
  private mostForeign(): Dictionary | null {
    if (this.foreign === null) return null;
    let [found, most] = [null as Dictionary | null, GROUPS_OF_A_DIALECT - 1];
    for (const [dictionary, groups] of this.foreign) if (groups > most) [found, most] = [dictionary, groups];
    this.foreign = null;
    return found;
  }

  /**
   * A label comes that the frame has already, and that is sent once: where the line between the two parts of a frame was
   * damaged it is of the second part, on a meter without one ETX and STX were lost. Both parts are of the same instant; a
   * frame that follows another is not.
   */
  isInSecondPart({ label, row }: LabelEntry, group: GroupBytes, frame: Frame): boolean {
    const part = this.dictionary?.dialect.secondPart;
    if (part === undefined || frame.section !== null) return false;
    return this.profile.hasSent(part.opensWith) || (row.clock === true && frame.textOf(label) === group.data.trim());
  }
}

function isOfDictionary({ entry }: AcceptedGroup): boolean {
  return entry !== undefined;
}
