// What each label said last, byte for byte, and which label came behind which. Most groups of a meter are those of the frame
// before, in the same order: a group that is due and comes with the same bytes has the same sum, form and value, so nothing of
// it is read again and no object is made. What was right is right again; whether it is believed now is judged anew.
import { type GroupBytes, HT, SP } from '../bytes/group';
import { cutBytes } from '../bytes/shared-memory';
import type { Dictionary } from '../families/dictionary';
import type { LabelEntry } from '../families/label';
import type { AcceptedGroup } from './accepted-group';

/**
 * Of each label six bytes: the place behind the rank of the label that came behind it (0: none); where its own bytes begin, in
 * two; how many there are (0: none) and how many may be; where its data lies. Those of the beginning of a frame come first.
 */
const FIELDS = 6;
const START = 1;
const LENGTH = 3;
const ROOM = 4;
const DATA_START = 5;
/** Behind the data of a group come a separator and the sum. */
const BEHIND_DATA = 2;

/** Each label asks for room once: for most ways of speaking it is there at once, else a few steps bring it. */
const FIRST_BYTES = 1280;
const MORE_BYTES = 256;
const NOTHING = -1;

// A constant of this file costs the loop over the bytes nothing; one of another file is looked up for every byte.
const BLANK = SP;
const TAB = HT;

export class SaidBefore {
  /** By the rank of the label. */
  private groups: (AcceptedGroup | undefined)[] = [];
  /** The fields of all labels, then the seven-bit characters of all groups; copied, for the chunk that they came in is of somebody else. */
  private memory: Uint8Array = EMPTY;
  private used = 0;
  private last = NOTHING;
  private due = NOTHING;

  /** Another meter, or another way of speaking. */
  forgetAll(dictionary: Dictionary | null): void {
    const labels = dictionary?.entries.length ?? 0;
    const fields = (labels + 1) * FIELDS;
    if (labels > 0 && labels === this.groups.length) this.memory.fill(0);
    else this.memory = labels === 0 ? EMPTY : cutBytes(fields + Math.min(FIRST_BYTES, dictionary?.longest ?? 0));
    this.groups = new Array<AcceptedGroup | undefined>(labels);
    this.used = fields;
    this.last = NOTHING;
    this.due = NOTHING;
  }

  /** What the label said that is due now; undefined: nothing is known of it. */
  get dueGroup(): AcceptedGroup | undefined {
    return this.due === NOTHING ? undefined : this.groups[this.due];
  }

  /** Where the control character stands behind the group that is due, if it stands in `chunk` at `from` as it came last; else -1. */
  endOfDue(chunk: Uint8Array, from: number): number {
    const { memory } = this;
    const place = (this.due + 1) * FIELDS;
    const length = memory[place + LENGTH] ?? 0;
    const end = from + length;
    if (length === 0 || end >= chunk.length) return NOTHING;
    const start = startAt(memory, place);
    // Another value has another sum, nearly always: its place tells most of those that differ.
    const behind = (chunk[end] ?? 0) & 0x7f;
    if (behind >= BLANK || behind === TAB || ((chunk[end - 1] ?? 0) & 0x7f) !== memory[start + length - 1])
      return NOTHING;
    for (let i = 0; i < length; i++) if (((chunk[from + i] ?? 0) & 0x7f) !== memory[start + i]) return NOTHING;
    return end;
  }

  /** A group of this label came. */
  came(rank: number): void {
    // A damaged group that fell into two pieces has passed for this one, too.
    if (rank !== this.last) this.memory[(this.last + 1) * FIELDS] = rank + 1;
    this.last = rank;
    this.due = this.behind(rank);
  }

  /** The group that is due came. */
  cameAsDue(): void {
    this.last = this.due;
    this.due = this.behind(this.due);
  }

  /** A group came of which nobody knows the label: most likely the one that was due. */
  passed(): void {
    if (this.due === NOTHING) return;
    this.last = this.due;
    this.due = this.behind(this.due);
  }

  frameBegins(): void {
    this.last = NOTHING;
    this.due = this.behind(NOTHING);
  }

  /** What a label said last; undefined: nothing. */
  groupOf({ rank }: LabelEntry): AcceptedGroup | undefined {
    return this.groups[rank];
  }

  /** The data is that of last time. */
  isSameData({ rank }: LabelEntry, group: GroupBytes): boolean {
    const { memory } = this;
    const place = (rank + 1) * FIELDS;
    const length = memory[place + LENGTH] ?? 0;
    const from = memory[place + DATA_START] ?? 0;
    const size = group.dataEnd - group.dataStart;
    if (length === 0 || length - BEHIND_DATA - from !== size) return false;
    return this.isAlike(group, group.dataStart, startAt(memory, place) + from, size);
  }

  /** The horodate is that of last time, or there is none again. */
  isSameHorodate({ rank }: LabelEntry, group: GroupBytes): boolean {
    const said = this.groups[rank]?.horodate;
    if (said == null || group.horodateStart < 0) return said === null && group.horodateStart < 0;
    return group.spells(said, group.horodateStart, group.horodateEnd);
  }

  /** @param accepted what the group says */
  note({ rank, longest }: LabelEntry, group: GroupBytes, accepted: AcceptedGroup): void {
    const { length, bytes } = group;
    const place = (rank + 1) * FIELDS;
    this.groups[rank] = accepted;
    if ((this.memory[place + ROOM] ?? 0) === 0) this.makeRoom(place, longest);
    const { memory } = this;
    const isFit = length <= (memory[place + ROOM] ?? 0);
    memory[place + LENGTH] = isFit ? length : 0;
    if (!isFit) return;
    memory[place + DATA_START] = group.dataStart;
    const start = startAt(memory, place);
    for (let i = 0; i < length; i++) memory[start + i] = bytes[i] ?? 0;
  }

  /** What this label says is looked at anew each time. */
  forget({ rank }: LabelEntry): void {
    this.memory[(rank + 1) * FIELDS + LENGTH] = 0;
  }

  /** The rank that came behind another in the frame before; behind none the one that opened it. */
  private behind(rank: number): number {
    return (this.memory[(rank + 1) * FIELDS] ?? 0) - 1;
  }

  private isAlike({ bytes }: GroupBytes, at: number, from: number, size: number): boolean {
    const { memory } = this;
    for (let i = 0; i < size; i++) if (bytes[at + i] !== memory[from + i]) return false;
    return true;
  }

  private makeRoom(place: number, size: number): void {
    if (this.used + size > this.memory.length) {
      const wider = cutBytes(Math.max(this.memory.length + MORE_BYTES, this.used + size));
      wider.set(this.memory);
      this.memory = wider;
    }
    this.memory[place + START] = this.used & 0xff;
    this.memory[place + START + 1] = this.used >> 8;
    this.memory[place + ROOM] = size;
    this.used += size;
  }
}

const EMPTY = new Uint8Array(0);

function startAt(memory: Uint8Array, place: number): number {
  return (memory[place + START] ?? 0) | ((memory[place + START + 1] ?? 0) << 8);
}
