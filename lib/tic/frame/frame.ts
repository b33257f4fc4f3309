// The frame in hand: what was accepted in it, what was refused, and what its neighbours prove to be absent.
import type { Dictionary } from '../families/dictionary';
import type { LabelEntry } from '../families/label';
import type { Dialect } from '../families/family';
import type { AcceptedGroup } from '../belief/accepted-group';
import type { IdentityFault, Withheld } from '../belief/identity-watch';
import type { GroupReport } from './group-report';
import type { LabelMarks } from './label-marks';
import { FrameLabels } from './frame-labels';
import type { LabelPlace } from './label-place';
import type { FrameWitness } from './label-presence';

/** No short frame has more groups: ADIR1..3, ADCO, IINST1..3. */
const SHORT_GROUPS = 7;

export class Frame extends FrameLabels implements FrameWitness {
  /** What was accepted. Of the frame in hand only the first `groups` are of it: what follows is of the frame before. */
  accepted: AcceptedGroup[] = [];
  /** When each of them came, epoch milliseconds at the host; undefined from a file. */
  arrivals: number[] = [];
  readonly unknown: string[] = [];
  readonly reports: GroupReport[] = [];
  rejected = 0;
  held = 0;
  complete = false;
  /** It has not the beginning or not the end of a frame: the meter broke it off (EOT), or a part of it never came. */
  cut = false;
  /** It shows a part of what the meter sent: see PartialFrame. */
  readonly partial: boolean = false;
  /** A part of it was lost on the way: however it ends, it is no whole one. */
  torn = false;
  /** It began with STX. */
  started = false;
  /** Its STX followed the end of a frame. One in the middle of a frame may be a damaged LF: something came before it. */
  opened = false;
  /** It has the labels of so many frames before it that nothing is learnt from them, see FrameRun; set when it has ended. */
  steady = false;
  /** The part of the frame in which labels mean something else; null: the first. */
  section: string | null = null;
  /** Arrival of its last group at the host; null from a file. */
  lastArrival: number | null = null;
  /** How many were accepted. */
  groups = 0;
  /** The meter plays a test, or the distributor does: nothing of it is real. */
  test = false;
  /** Its identity waits for its third frame: nothing of it counts. */
  identityHeld: boolean;
  private withheldAs: Withheld | null = null;
  /** Why it does not say whose it is, see `withheld`; set when it has ended. */
  identityFault: IdentityFault | null = null;
  private doubts = 0;
  /** What the frame says of its own length. */
  private length: 'long' | 'short' | null = null;

  constructor(
    dictionary: Dictionary | null,
    /** Until the identity in waiting is decided nobody knows whose a frame without one is. */
    identityPending: boolean,
    memory: LabelMarks,
  ) {
    super(dictionary, memory);
    this.identityHeld = identityPending;
  }

  /** What lies between two frames, and nothing came of: a STX makes it the next frame. */
  get isUntouched(): boolean {
    const { started, torn, test, withheldAs, lastArrival, section } = this;
    return (
      this.isEmpty && !started && !torn && !test && withheldAs === null && lastArrival === null && section === null
    );
  }

  /** Its STX came. @param closingRank place of the label that closed the frame before @param opened see there */
  start(dictionary: Dictionary | null, closingRank: number | null, opened: boolean, identityPending: boolean): void {
    this.started = true;
    this.dictionary = dictionary;
    this.opened = opened;
    this.identityHeld = identityPending;
    this.begin(closingRank, opened);
  }

  /** Its address came, and says nothing. */
  withhold(fault: IdentityFault, text = ''): void {
    this.withheldAs = { fault, text };
  }

  /** Why it does not say whose it is; null: it does, or is no frame that would. @param address undefined: there is none */
  withheld(address: LabelPlace | undefined): Withheld | null {
    if (address === undefined || this.test) return null;
    if (this.withheldAs !== null) return this.withheldAs;
    return this.valid && !this.hasAt(address) && this.carriesAt(address) ? { fault: 'missing', text: '' } : null;
  }

  /** The dialect is recognised: what was accepted before is read as its labels. */
  speaks(dictionary: Dictionary): void {
    this.dictionary = dictionary;
    this.forgetLabels();
    const groups = this.acceptedSoFar;
    const arrivals = this.arrivals.slice(0, this.groups);
    this.groups = 0;
    groups.forEach((group, i) => {
      const { label, value, unit, mark, horodate } = group;
      this.accept({ label, entry: dictionary.byName(label), value, unit, mark, horodate }, arrivals[i] ?? null);
    });
  }

  /**
   * What follows is of the second part, though the group that says so was damaged. The label that comes first behind it was
   * taken for that of the part before: nobody can tell which it is.
   */
  openSecondPart(): void {
    const part = this.dialect?.secondPart;
    if (part === undefined) return;
    this.section = part.section;
    if (this.groups > 0 && this.accepted[this.groups - 1]?.label === part.first) this.groups--;
  }

  /** Null until it is recognised. */
  get dialect(): Dialect | null {
    return this.dictionary?.dialect ?? null;
  }

  /** Nothing until now was refused or doubtful. */
  get clean(): boolean {
    return this.rejected === 0 && this.doubts === 0;
  }

  /** @param arrival at the host, epoch milliseconds; null from a file */
  accept(group: AcceptedGroup, arrival: number | null): void {
    if (this.groups === 0) this.beginLists();
    const at = this.groups++;
    this.accepted[at] = group;
    if (arrival !== null) this.arrivals[at] = arrival;
    else if (this.arrivals.length > at) this.arrivals.length = at;
    if (group.entry === undefined) {
      this.cameUnknown();
      return;
    }
    this.came(group.entry);
    if (group.entry.section !== null && !this.test) this.section = group.entry.section;
    if (group.entry === this.dictionary?.lengthEntry) this.length = group.value === 'TRM_COURTE' ? 'short' : 'long';
  }

  /** A label that no dictionary has, and that came before. */
  acceptUnknown(group: AcceptedGroup, arrival: number | null): void {
    this.unknown.push(group.label);
    this.accept(group, arrival);
  }

  /** A held group came good from the line. */
  hold(entry: LabelEntry): void {
    this.held++;
    this.came(entry);
  }

  refuse(): void {
    this.rejected++;
    this.interrupt();
  }

  /** A label of no dictionary, for the first time: perhaps a damaged one. */
  doubt(label: string): void {
    this.unknown.push(label);
    this.doubts++;
    this.interrupt();
  }

  /** @param hasBoth its beginning and its end came */
  end(complete: boolean, hasBoth: boolean): void {
    const { accepted, arrivals, groups } = this;
    if (accepted.length > groups) accepted.length = groups;
    if (arrivals.length > groups) arrivals.length = groups;
    this.complete = complete;
    this.cut = !hasBoth || this.torn;
    if (complete) this.close();
  }

  get valid(): boolean {
    return this.complete && this.rejected === 0;
  }

  get kind(): 'long' | 'short' | 'none' {
    if (this.length !== null) return this.length;
    if (this.longLabels > 0) return 'long';
    if (this.shortLabels === 0) return 'none';
    const groups = this.groups + this.held + this.rejected;
    return this.saysItsLength || groups <= SHORT_GROUPS ? 'short' : 'none';
  }

  /** The meter names long and short frames so: where that group was damaged, the labels tell. */
  get saysItsLength(): boolean {
    return this.dictionary?.dialect.lengthLabel !== undefined;
  }

  get acceptedSoFar(): readonly AcceptedGroup[] {
    return this.accepted.slice(0, this.groups);
  }

  get isEmpty(): boolean {
    return this.groups === 0 && this.rejected === 0 && this.held === 0 && this.unknown.length === 0;
  }

  /** Text of a label of this frame; undefined where it did not come. */
  textOf(label: string): string | undefined {
    for (let i = 0; i < this.groups; i++) {
      const group = this.accepted[i];
      if (group?.label === label) return group.value === null ? undefined : String(group.value);
    }
    return undefined;
  }

  carriesAt(place: LabelPlace): boolean {
    const { kind, dictionary } = this;
    if (kind !== 'short') return kind === 'long';
    const rank = dictionary === null ? undefined : place.rankIn(dictionary);
    const entry = rank === undefined ? undefined : dictionary?.entries[rank];
    return entry === undefined || entry.row.short === true;
  }

  /** Whoever learns from it has done so: from now on it knows its groups alone. */
  done(): void {
    this.dropMarks();
    this.memory.accepted = this.accepted;
    this.memory.arrivals = this.arrivals;
  }

  /** As long as those of the frame before: most frames have as many groups, and a list that grows leaves others behind. */
  private beginLists(): void {
    this.accepted = this.memory.accepted.slice();
    this.arrivals = this.memory.arrivals.slice();
  }
}
