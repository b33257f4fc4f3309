// What each label said last, byte for byte, and which label came behind which. Most groups of a meter are those of the frame
// before, in the same order: a group that is due and comes with the same bytes has the same sum, form and value, so nothing of
// it is read again and no object is made. What was right is right again; whether it is believed now is judged anew.
import { type GroupBytes, HT, SP } from '../bytes/group';
import type { LabelEntry } from '../families/label';
import type { AcceptedGroup } from './accepted-group';

/** Of each label five numbers: where its bytes begin, how many there are (0: none), how many may be, and where its data lies. */
const FIELDS = 5;
const LENGTH = 1;
const ROOM = 2;
const DATA_START = 3;
const DATA_END = 4;

/** Each label asks for room once: a few steps, and little is left over. */
const MORE_BYTES = 256;
const NOTHING = -1;

// A constant of this file costs the loop over the bytes nothing; one of another file is looked up for every byte.
const BLANK = SP;
const TAB = HT;

export class SaidBefore {
  /** By the rank of the label, like all that follows. */
  private readonly groups: (AcceptedGroup | undefined)[];
  private readonly places: Uint16Array;
  /** Seven-bit characters of all groups; copied, for the chunk that they came in is of somebody else. */
  private bytes = new Uint8Array(0);
  private used = 0;
  /** The rank that came behind another in the frame before; at 0 the one that opened it. */
  private readonly followers: Int16Array;
  private last = NOTHING;
  private due = NOTHING;

  /** @param labels how many the way of speaking has */
  constructor(labels: number) {
    this.groups = new Array<AcceptedGroup | undefined>(labels);
    this.places = new Uint16Array(labels * FIELDS);
    this.followers = new Int16Array(labels + 1).fill(NOTHING);
  }

  /** What the label said that is due now; undefined: nothing is known of it. */
  get dueGroup(): AcceptedGroup | undefined {
    return this.due === NOTHING ? undefined : this.groups[this.due];
  }

  /** Where the control character stands behind the group that is due, if it stands in `chunk` at `from` as it came last; else -1. */
  endOfDue(chunk: Uint8Array, from: number): number {
    const place = this.due * FIELDS;
    const length = this.places[place + LENGTH] ?? 0;
    const end = from + length;
    if (length === 0 || end >= chunk.length) return NOTHING;
    const { bytes } = this;
    const start = this.places[place] ?? 0;
    // Another value has another sum, nearly always: its place tells most of those that differ.
    const behind = (chunk[end] ?? 0) & 0x7f;
    if (behind >= BLANK || behind === TAB || ((chunk[end - 1] ?? 0) & 0x7f) !== bytes[start + length - 1])
      return NOTHING;
    for (let i = 0; i < length; i++) if (((chunk[from + i] ?? 0) & 0x7f) !== bytes[start + i]) return NOTHING;
    return end;
  }

  /** A group of this label came. */
  came(rank: number): void {
    this.followers[this.last + 1] = rank;
    this.last = rank;
    this.due = this.followers[rank + 1] ?? NOTHING;
  }

  /** The group that is due came. */
  cameAsDue(): void {
    this.last = this.due;
    this.due = this.followers[this.due + 1] ?? NOTHING;
  }

  /** A group came of which nobody knows the label: most likely the one that was due. */
  passed(): void {
    if (this.due === NOTHING) return;
    this.last = this.due;
    this.due = this.followers[this.due + 1] ?? NOTHING;
  }

  frameBegins(): void {
    this.last = NOTHING;
    this.due = this.followers[0] ?? NOTHING;
  }

  /** What a label said last; undefined: nothing. */
  groupOf({ rank }: LabelEntry): AcceptedGroup | undefined {
    return this.groups[rank];
  }

  /** The data is that of last time. */
  isSameData({ rank }: LabelEntry, group: GroupBytes): boolean {
    const place = rank * FIELDS;
    const length = this.places[place + LENGTH] ?? 0;
    const from = this.places[place + DATA_START] ?? 0;
    const size = group.dataEnd - group.dataStart;
    if (length === 0 || (this.places[place + DATA_END] ?? 0) - from !== size) return false;
    return this.isAlike(group, group.dataStart, (this.places[place] ?? 0) + from, size);
  }

  /** The horodate is that of last time, or there is none again. */
  isSameHorodate({ rank }: LabelEntry, group: GroupBytes): boolean {
    const said = this.groups[rank]?.horodate;
    if (said == null || group.horodateStart < 0) return said === null && group.horodateStart < 0;
    return group.spells(said, group.horodateStart, group.horodateEnd);
  }

  /** @param accepted what the group says */
  note({ rank, longest }: LabelEntry, group: GroupBytes, accepted: AcceptedGroup): void {
    const { places } = this;
    const { length, bytes } = group;
    const place = rank * FIELDS;
    this.groups[rank] = accepted;
    if ((places[place + ROOM] ?? 0) === 0) this.makeRoom(place, longest);
    const isFit = length <= (places[place + ROOM] ?? 0);
    places[place + LENGTH] = isFit ? length : 0;
    if (!isFit) return;
    places[place + DATA_START] = group.dataStart;
    places[place + DATA_END] = group.dataEnd;
    const start = places[place] ?? 0;
    for (let i = 0; i < length; i++) this.bytes[start + i] = bytes[i] ?? 0;
  }

  /** What this label says is looked at anew each time. */
  forget({ rank }: LabelEntry): void {
    this.places[rank * FIELDS + LENGTH] = 0;
  }

  private isAlike({ bytes }: GroupBytes, at: number, from: number, size: number): boolean {
    for (let i = 0; i < size; i++) if (bytes[at + i] !== this.bytes[from + i]) return false;
    return true;
  }

  private makeRoom(place: number, size: number): void {
    if (this.used + size > this.bytes.length) {
      const wider = new Uint8Array(Math.max(this.bytes.length + MORE_BYTES, this.used + size));
      wider.set(this.bytes);
      this.bytes = wider;
    }
    this.places[place] = this.used;
    this.places[place + ROOM] = size;
    this.used += size;
  }
}
