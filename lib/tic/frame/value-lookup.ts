// The values of a damaged frame for whoever looks at some of them. Hardly two of them lack the same labels, and to build an object
// label by label costs half of what reading the frame does: here all labels that meters of a dialect have sent stand in objects
// of one shape, undefined where the frame says nothing.
import type { AcceptedGroup } from '../belief/accepted-group';
import type { Dialect } from '../families/family';
import type { Value } from '../value/plain';
import type { CarriedGroup } from './newest-groups';

/** By label; undefined: the frame does not say it. */
export type ValueLookup = Readonly<Record<string, Value | Value[] | undefined>>;

/** Null: a label came that no dictionary has, or one that may come several times in a frame. */
export function lookupOf(
  dialect: Dialect,
  carried: readonly CarriedGroup[],
  accepted: readonly AcceptedGroup[],
): ValueLookup | null {
  const known = TABLES.get(dialect);
  const table = known ?? new LookupTable();
  if (known === undefined) TABLES.set(dialect, table);
  return table.of(carried, accepted);
}

/** Meters that speak alike share it: between two frames nothing of it is of one of them. */
const TABLES = new WeakMap<Dialect, LookupTable>();
const NOT_YET = 0;

class LookupTable {
  /** Never given away. */
  private values: Record<string, Value | undefined> = {};
  private readonly labels: string[] = [];
  /** What each label says in `values`, and in which frame it came last; in the order of `labels`. */
  private readonly said: (AcceptedGroup | undefined)[] = [];
  private readonly cameIn: number[] = [];
  /** By the rank of a label its place in these lists. */
  private readonly places: (number | undefined)[] = [];
  private frame = NOT_YET;

  of(carried: readonly CarriedGroup[], accepted: readonly AcceptedGroup[]): ValueLookup | null {
    const { length } = this.labels;
    this.frame++;
    for (const { group } of carried) if (!this.take(group)) return null;
    for (const group of accepted) if (!this.take(group)) return null;
    // What has grown label by label is a table; a copy of it has a shape.
    if (this.labels.length > length) this.values = { ...this.values };
    return this.withoutOthers();
  }

  private take(group: AcceptedGroup): boolean {
    const { entry, value } = group;
    if (entry === undefined || entry.repeats) return false;
    const place = this.places[entry.rank] ?? this.add(entry.label, entry.rank);
    this.cameIn[place] = this.frame;
    if (this.said[place] === group) return true;
    this.said[place] = group;
    this.values[entry.label] = value ?? undefined;
    return true;
  }

  private add(label: string, rank: number): number {
    const place = this.labels.push(label) - 1;
    this.places[rank] = place;
    return place;
  }

  private withoutOthers(): ValueLookup {
    const { cameIn, labels, frame } = this;
    const values = { ...this.values };
    for (let place = 0; place < cameIn.length; place++)
      if (cameIn[place] !== frame) values[labels[place] ?? ''] = undefined;
    return values;
  }
}
