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
    const part = new Part(this.from, this.arrivals, this.meterAt);
    part.made = kept;
    return part;
  }
}

const NO_PART = new Part([], [], null);
const NO_PARTS: readonly Part[] = [];
/** A few of the newest frames bring all labels: to wait for more costs memory alone. */
const MOST_WAITING = 16;

/** On a bad line no frame brings all labels: what it leaves of those before is found when somebody asks, and of many at once. */
export class NewestGroups {
  private settled = NO_PARTS;
  /** What came since. */
  private waiting: Part[] | null = null;

  /** @param isLasting what is left of older frames at all */
  constructor(private readonly isLasting: (group: AcceptedGroup) => boolean) {}

  /** The newest is the last. */
  get parts(): readonly Part[] {
    if (this.waiting !== null) this.settle(this.waiting);
    return this.settled;
  }

  set(parts: readonly Part[]): void {
    this.settled = parts;
    this.waiting = null;
  }

  /** The newest: all that came in it, under labels of the dictionary. */
  add(part: Part): void {
    this.waiting ??= [];
    this.waiting.push(part);
    if (this.waiting.length === MOST_WAITING) this.settle(this.waiting);
  }

  private settle(waiting: readonly Part[]): void {
    const all = [...this.settled, ...waiting];
    const told: boolean[] = [];
    const isLeft = (group: AcceptedGroup): boolean =>
      this.isLasting(group) && (group.entry === undefined || told[group.entry.rank] !== true);
    const left: Part[] = [];
    for (let i = all.length - 1; i >= 0; i--) {
      const rest = all[i]?.where(isLeft);
      if (rest === undefined || rest.isEmpty) continue;
      left.push(rest);
      for (const { entry } of rest.from) if (entry !== undefined) told[entry.rank] = true;
    }
    this.set(left.reverse());
  }
}
