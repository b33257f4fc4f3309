// The frame in hand: what was accepted in it, what was refused, and what its neighbours prove to be absent.
import type { Dictionary } from '../families/dictionary';
import type { LabelEntry } from '../families/label';
import type { Dialect } from '../families/family';
import type { AcceptedGroup } from '../belief/accepted-group';
import type { IdentityFault, Withheld } from '../belief/identity-watch';
import type { GroupReport } from './group-report';
import type { LabelMarks } from './label-marks';
import { SEEN, SKIPPED } from './label-marks';
import type { LabelPlace } from './label-place';
import type { FrameWitness } from './label-presence';

/** No short frame has more groups: ADIR1..3, ADCO, IINST1..3. */
const SHORT_GROUPS = 7;
const BEFORE_FIRST = -1;

export class Frame implements FrameWitness {
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
  /** It has labels that only a three-phase meter sends. */
  threePhase = false;
  /** It shows a part of what the meter sent: see PartialFrame. */
  readonly partial: boolean = false;
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
  private isTorn = false;
  private isIdentityHeld: boolean;
  private isTest = false;
  private withheldAs: Withheld | null = null;
  /** Why it does not say whose it is, see `withheld`; set when it has ended. */
  identityFault: IdentityFault | null = null;
  /** Place of the label that closed the frame before; an ETX after another one proves nothing. */
  private closingRank: number | null = null;
  /** Place of the last accepted group; null after something that was refused. */
  private lastRank: number | null = null;
  /** What is known of each label, by rank; null while nothing came. */
  private marks: Uint8Array | null = null;
  private doubts = 0;
  /** What the frame says of its own length. */
  private length: 'long' | 'short' | null = null;
  private longLabels = 0;
  private shortLabels = 0;

  constructor(
    private dictionary: Dictionary | null,
    /** Until the identity in waiting is decided nobody knows whose a frame without one is. */
    identityPending: boolean,
    private readonly memory: LabelMarks,
  ) {
    this.isIdentityHeld = identityPending;
  }

  /** What lies between two frames, and nothing came of: a STX makes it the next frame. */
  get isUntouched(): boolean {
    const { started, isTorn, isTest, withheldAs, lastArrival, section } = this;
    return (
      this.isEmpty && !started && !isTorn && !isTest && withheldAs === null && lastArrival === null && section === null
    );
  }

  /** Its STX came. @param closingRank place of the label that closed the frame before @param opened see there */
  start(dictionary: Dictionary | null, closingRank: number | null, opened: boolean, identityPending: boolean): void {
    this.started = true;
    this.dictionary = dictionary;
    this.closingRank = closingRank;
    this.opened = opened;
    this.isIdentityHeld = identityPending;
    this.lastRank = opened ? BEFORE_FIRST : null;
  }

  /** A part of it was lost on the way: however it ends, it is no whole one. */
  tear(): void {
    this.isTorn = true;
  }

  get torn(): boolean {
    return this.isTorn;
  }

  /** @param held its identity waits for its third frame: nothing of it counts */
  identify(held: boolean): void {
    this.isIdentityHeld = held;
  }

  get identityHeld(): boolean {
    return this.isIdentityHeld;
  }

  /** Its address came, and says nothing. */
  withhold(fault: IdentityFault, text = ''): void {
    this.withheldAs = { fault, text };
  }

  /** Why it does not say whose it is; null: it does, or is no frame that would. @param address undefined: there is none */
  withheld(address: LabelPlace | undefined): Withheld | null {
    if (address === undefined || this.isTest) return null;
    if (this.withheldAs !== null) return this.withheldAs;
    return this.valid && !this.hasAt(address) && this.carriesAt(address) ? { fault: 'missing', text: '' } : null;
  }

  /** The meter plays a test, or the distributor does: nothing of it is real. */
  playTest(): void {
    this.isTest = true;
  }

  get test(): boolean {
    return this.isTest;
  }

  /** The dialect is recognised: what was accepted before is read as its labels. */
  speaks(dictionary: Dictionary): void {
    this.dictionary = dictionary;
    this.marks = null;
    this.longLabels = 0;
    this.shortLabels = 0;
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
      this.longLabels++;
      return;
    }
    this.good(group.entry);
    if (group.entry.section !== null && !this.isTest) this.section = group.entry.section;
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
    this.good(entry);
  }

  refuse(): void {
    this.rejected++;
    this.lastRank = null;
  }

  /** A label of no dictionary, for the first time: perhaps a damaged one. */
  doubt(label: string): void {
    this.unknown.push(label);
    this.doubts++;
    this.lastRank = null;
  }

  /** @param hasBoth its beginning and its end came */
  end(complete: boolean, hasBoth: boolean): void {
    const { accepted, arrivals, groups } = this;
    if (accepted.length > groups) accepted.length = groups;
    if (arrivals.length > groups) arrivals.length = groups;
    this.complete = complete;
    this.cut = !hasBoth || this.isTorn;
    if (complete && this.lastRank !== null && this.lastRank === (this.closingRank ?? this.lastRank))
      this.skipTo(this.dictionary?.entries.length ?? 0);
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

  /** Place of its last group, where that came good. */
  get lastGoodRank(): number | null {
    return this.lastRank;
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
    const { dictionary } = this;
    const rank = dictionary === null ? undefined : place.rankIn(dictionary);
    return this.carriesEntry(rank === undefined ? undefined : dictionary?.entries[rank]);
  }

  seen(label: string): boolean {
    return this.mark(label) === SEEN;
  }

  /** The same for a row at hand. */
  has(entry: LabelEntry): boolean {
    return this.marks?.[entry.rank] === SEEN;
  }

  skipped(label: string): boolean {
    return this.mark(label) === SKIPPED;
  }

  hasAt(place: LabelPlace): boolean {
    return this.markAt(place) === SEEN;
  }

  skippedAt(place: LabelPlace): boolean {
    return this.markAt(place) === SKIPPED;
  }

  /** Whoever learns from it has done so: from now on it knows its groups alone. */
  done(): void {
    this.marks = null;
    this.memory.accepted = this.accepted;
    this.memory.arrivals = this.arrivals;
  }

  /** As long as those of the frame before: most frames have as many groups, and a list that grows leaves others behind. */
  private beginLists(): void {
    this.accepted = this.memory.accepted.slice();
    this.arrivals = this.memory.arrivals.slice();
  }

  /** A label that the dialect does not have is in no frame of either kind. */
  private carriesEntry(entry: LabelEntry | undefined): boolean {
    const { kind } = this;
    if (kind !== 'short') return kind === 'long';
    return entry === undefined || entry.row.short === true;
  }

  private mark(label: string): number {
    const entry = this.dictionary?.byName(label);
    return entry === undefined ? 0 : (this.marks?.[entry.rank] ?? 0);
  }

  private markAt(place: LabelPlace): number {
    const { dictionary, marks } = this;
    const rank = dictionary === null || marks === null ? undefined : place.rankIn(dictionary);
    return rank === undefined ? 0 : (marks?.[rank] ?? 0);
  }

  private good(entry: LabelEntry): void {
    const { rank } = entry;
    const { lastRank } = this;
    // Only the label that opens frames may have the STX for its neighbour.
    if (lastRank !== null && lastRank + 1 < rank && (lastRank !== BEFORE_FIRST || entry.opens)) this.skipTo(rank);
    this.lastRank = rank;
    this.ranks[rank] = SEEN;
    if (entry.isThreePhase) this.threePhase = true;
    if (!entry.isShort) this.longLabels++;
    else if (!entry.isIdentity) this.shortLabels++;
  }

  /** What lies between two good neighbours was not sent. */
  private skipTo(rank: number): void {
    if (this.lastRank === null || this.lastRank + 1 >= rank) return;
    const marks = this.ranks;
    for (let between = this.lastRank + 1; between < rank; between++)
      if (marks[between] !== SEEN) marks[between] = SKIPPED;
  }

  private get ranks(): Uint8Array {
    this.marks ??= this.memory.take(this.dictionary?.entries.length ?? 0);
    return this.marks;
  }
}
