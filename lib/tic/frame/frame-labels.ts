// Which labels came good in a frame, by their place in the order of emission, and what good neighbours prove not to have been
// sent between them.
import type { Dictionary } from '../families/dictionary';
import type { LabelEntry } from '../families/label';
import type { LabelMarks } from './label-marks';
import { SEEN, SKIPPED } from './label-marks';
import type { LabelPlace } from './label-place';

const BEFORE_FIRST = -1;

export class FrameLabels {
  /** It has labels that only a three-phase meter sends. */
  threePhase = false;
  /** Of long frames alone, and of short ones too; the address is of neither. */
  protected longLabels = 0;
  protected shortLabels = 0;
  /** Place of the label that closed the frame before; an ETX after another one proves nothing. */
  private closingRank: number | null = null;
  /** Place of the last accepted group; null after something that was refused. */
  private lastRank: number | null = null;
  /** What is known of each label, by rank; null while nothing came. */
  private marks: Uint8Array | null = null;

  constructor(
    protected dictionary: Dictionary | null,
    protected readonly memory: LabelMarks,
  ) {}

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

  /** Place of its last group, where that came good. */
  get lastGoodRank(): number | null {
    return this.lastRank;
  }

  /** @param closingRank see there @param opened the STX follows the end of a frame: the first label has it for its neighbour */
  protected begin(closingRank: number | null, opened: boolean): void {
    this.closingRank = closingRank;
    this.lastRank = opened ? BEFORE_FIRST : null;
  }

  protected came(entry: LabelEntry): void {
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

  /** No short frame has a label that no dictionary has. */
  protected cameUnknown(): void {
    this.longLabels++;
  }

  /** Something came that is no good label. */
  protected interrupt(): void {
    this.lastRank = null;
  }

  /** The ETX came. */
  protected close(): void {
    if (this.lastRank !== null && this.lastRank === (this.closingRank ?? this.lastRank))
      this.skipTo(this.dictionary?.entries.length ?? 0);
  }

  protected dropMarks(): void {
    this.marks = null;
  }

  /** What came is read anew. */
  protected forgetLabels(): void {
    this.dropMarks();
    this.longLabels = 0;
    this.shortLabels = 0;
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
