// Groups of frames that are still the newest of their labels, frame by frame.
import type { AcceptedGroup } from '../belief/accepted-group';

export interface CarriedGroup {
  readonly group: AcceptedGroup;
  /** When it came, at the host; null from a file. */
  readonly arrival: number | null;
  /** What came with it. */
  readonly from: readonly AcceptedGroup[];
  /** When it came, by the meter's clock; null where that is not known. */
  readonly meterAt: number | null;
}

/** Groups of one frame that are still the newest of their labels. Most are never asked for: a list is made when somebody is. */
export class Part {
  private made: readonly CarriedGroup[] | null = null;

  constructor(
    /** All that the frame brought, newer values of which may be known since. */
    readonly from: readonly AcceptedGroup[],
    private readonly arrivals: readonly number[],
    private readonly meterAt: number | null,
    /** Older ones have lower numbers. */
    readonly number: number,
  ) {}

  get groups(): readonly CarriedGroup[] {
    this.made ??= this.from.map((group, i) => this.carriedOf(group, i));
    return this.made;
  }

  get isEmpty(): boolean {
    return (this.made ?? this.from).length === 0;
  }

  /** Null: all of them. */
  private makeSome(isKept: (group: AcceptedGroup) => boolean): readonly CarriedGroup[] | null {
    const { from } = this;
    const first = from.findIndex((group) => !isKept(group));
    if (first < 0) return null;
    const kept = from.slice(0, first).map((group, i) => this.carriedOf(group, i));
    for (let i = first + 1; i < from.length; i++) {
      const group = from[i];
      if (group !== undefined && isKept(group)) kept.push(this.carriedOf(group, i));
    }
    return kept;
  }

  private carriedOf(group: AcceptedGroup, i: number): CarriedGroup {
    return { group, arrival: this.arrivals[i] ?? null, from: this.from, meterAt: this.meterAt };
  }

  /** The same part, where nothing is left out. */
  where(isKept: (group: AcceptedGroup) => boolean): Part {
    const kept = this.made?.filter(({ group }) => isKept(group)) ?? this.makeSome(isKept);
    if (kept === null || kept.length === this.made?.length) return this;
    if (kept.length === 0) return NO_PART;
    const part = new Part(this.from, this.arrivals, this.meterAt, this.number);
    part.made = kept;
    return part;
  }
}

const NO_PART = new Part([], [], null, 0);
const NO_PARTS: readonly Part[] = [];

/** On a bad line no frame brings all labels: what it leaves of those before is found when somebody asks. */
export class NewestGroups {
  private settled = NO_PARTS;
  /** By the rank of a label the part that brought it last since then. */
  private since: (Part | undefined)[] = NOTHING_SINCE;
  private isSettled = true;

  /** @param isLasting what is left of older frames at all */
  constructor(private readonly isLasting: (group: AcceptedGroup) => boolean) {}

  /** The newest is the last. */
  get parts(): readonly Part[] {
    if (!this.isSettled) this.settle();
    return this.settled;
  }

  set(parts: readonly Part[]): void {
    this.settled = parts;
    if (this.isSettled) return;
    this.isSettled = true;
    this.since.fill(undefined);
  }

  /** The newest: all that came in it, under labels of the dictionary. */
  add(part: Part): void {
    if (this.since === NOTHING_SINCE) this.since = [];
    this.isSettled = false;
    const { since } = this;
    for (const { entry } of part.from) if (entry !== undefined) since[entry.rank] = part;
  }

  private settle(): void {
    const { since } = this;
    const isOld = (group: AcceptedGroup): boolean =>
      this.isLasting(group) && (group.entry === undefined || since[group.entry.rank] === undefined);
    const left = this.settled.map((part) => part.where(isOld));
    for (const part of inOrder(since))
      left.push(part.where(({ entry }) => entry !== undefined && since[entry.rank] === part));
    this.set(left.filter((part) => !part.isEmpty));
  }
}

/** On a good line there is nothing. */
const NOTHING_SINCE: (Part | undefined)[] = [];

/** Each once, the oldest first. */
function inOrder(since: readonly (Part | undefined)[]): readonly Part[] {
  const parts: Part[] = [];
  for (const part of since) if (part !== undefined && !parts.includes(part)) parts.push(part);
  return parts.sort((one, other) => one.number - other.number);
}
