// Which row a group is of. On the way the dialect is recognised, and a frame whose end was lost on the line is ended.
import type { Dictionary } from '../families/dictionary';
import type { LabelEntry } from '../families/label';
import type { Frame } from './frame';
import type { FrameAssembler } from './frame-assembler';
import type { GroupBytes } from '../bytes/group';
import type { Judge } from '../belief/judge';
import type { MeterProfile } from './meter';

export class RowFinder {
  constructor(
    private readonly judge: Judge,
    private readonly frames: FrameAssembler,
    private readonly profile: MeterProfile,
    /** Another dialect is spoken from the group in hand on. */
    private readonly dialectChanges: (dictionary: Dictionary) => void,
  ) {}

  /** Undefined: no dictionary has the label, or the separator is that of another dialect. */
  rowOf(group: GroupBytes): LabelEntry | undefined {
    let entry = this.judge.find(group, this.frame.section);
    if (entry === undefined) {
      const other = this.judge.otherDialect(group);
      if (other !== null) this.changeDialect(other);
      entry = this.judge.find(group, this.frame.section);
    }
    if (entry === undefined || !this.isRepeated(entry)) return entry;
    // On a meter of four quadrants the line between its two parts was damaged; on any other, ETX and STX were lost.
    if (this.isInSecondPart(entry, group)) this.frame.opensSecondPart();
    else this.frames.split();
    return this.judge.find(group, this.frame.section);
  }

  private get frame(): Frame {
    return this.frames.frame;
  }

  private changeDialect(dictionary: Dictionary): void {
    // Labels that the new dialect has too (a DATE), and unknown ones before the first known one, belong to the same frame.
    const belongs = this.frame.accepted.every(({ label }) => dictionary.byName(label) !== undefined);
    if (this.judge.dictionary !== null && this.frame.groups > 0 && !belongs) this.frames.split();
    this.dialectChanges(dictionary);
    this.judge.dictionary = dictionary;
    this.frame.speaks(dictionary);
  }

  /** A label that this frame has already, and that is sent once. */
  private isRepeated(entry: LabelEntry): boolean {
    return entry.row.repeats !== true && this.frame.has(entry);
  }

  /** Both parts of a frame are of the same instant; a frame that follows another is not. */
  private isInSecondPart({ label, row }: LabelEntry, group: GroupBytes): boolean {
    const part = this.judge.dictionary?.dialect.secondPart;
    if (part === undefined || this.frame.section !== null) return false;
    return (
      this.profile.hasSent(part.opensWith) || (row.clock === true && this.frame.textOf(label) === group.data.trim())
    );
  }
}
