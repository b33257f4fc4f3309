// The values of frames as plain objects. Frame after frame has the same labels, and an object that is built label by label
// costs more than all the rest of decoding: so one is kept for each set of labels, brought up to date with what has changed,
// and given away as a copy, which is cheap where the engine knows its shape.
import type { AcceptedGroup } from '../belief/accepted-group';
import type { Value } from '../value/plain';
import type { CarriedGroup } from './newest-groups';

export type Values = Record<string, Value | Value[]>;

/** Long frames, short ones, and those with a label that comes now and then. */
const MOST_SHAPES = 4;
/** Of all ways of speaking and contracts together, those that came last. */
const MOST_SHARED = 32;
/** Of those that came once. */
const MOST_FRESH = 8;
/** Damaged frames with more groups hardly ever lack the same ones. */
const MOST_ALIKE = 12;

/** Meters that send the same labels share it: between two frames nothing of it is of one of them. */
interface Shape {
  /** Carried ones first, as they stand in `values`. */
  readonly groups: AcceptedGroup[];
  readonly carried: number;
  /** Never given away. Null: these labels came once, and on a bad line may never come again. */
  values: Values | null;
}

/** Those that have values, and those that came once: the newest first. */
const SHARED: Shape[] = [];
const FRESH: Shape[] = [];

export class ValueShapes {
  /** The one that was used last is the first. */
  private shapes: readonly Shape[] = NONE;
  /**
   * A new object, which is never changed.
   * @param isDamaged the frame may lack labels that others have
   */
  valuesOf(carried: readonly CarriedGroup[], accepted: readonly AcceptedGroup[], isDamaged = false): Values {
    const [first] = this.shapes;
    // Most frames have the labels of the frame before: whether they do shows while their values are taken over.
    if (first?.values != null && update(first.values, first, carried, accepted)) return { ...first.values };
    // Of many labels no two damaged frames lack the same.
    if (isDamaged && accepted.length > MOST_ALIKE) return built(carried, accepted);
    const shape = this.shapes.find((known) => hasLabels(known, carried, accepted));
    if (shape !== undefined) {
      if (shape !== first) this.shapes = [shape, ...this.shapes.filter((known) => known !== shape)];
      return valuesIn(shape, carried, accepted);
    }
    return this.note(carried, accepted) ?? built(carried, accepted);
  }

  /** The values, where a meter has sent these labels before. */
  private note(carried: readonly CarriedGroup[], accepted: readonly AcceptedGroup[]): Values | null {
    if (accepted.length === 0 || !accepted.every(isPlain) || !carried.every(({ group }) => isPlain(group))) return null;
    const isAlike = (known: Shape): boolean => hasLabels(known, carried, accepted);
    const known = SHARED.find(isAlike) ?? FRESH.find(isAlike);
    const shape = known ?? { groups: [], carried: carried.length, values: null };
    this.shapes = [shape, ...this.shapes.slice(0, MOST_SHAPES - 1)];
    if (known !== undefined) return valuesIn(known, carried, accepted);
    store(shape, carried, accepted);
    add(FRESH, shape, MOST_FRESH);
    return null;
  }
}

const NONE: readonly Shape[] = [];

function valuesIn(shape: Shape, carried: readonly CarriedGroup[], accepted: readonly AcceptedGroup[]): Values {
  if (shape.values !== null) {
    update(shape.values, shape, carried, accepted);
    return { ...shape.values };
  }
  const values = built(carried, accepted);
  // What was built label by label is a table; a copy of it has a shape.
  shape.values = { ...values };
  store(shape, carried, accepted);
  add(SHARED, shape, MOST_SHARED);
  return values;
}

function add(shapes: Shape[], shape: Shape, most: number): void {
  shapes.unshift(shape);
  shapes.length = Math.min(shapes.length, most);
}

/** One value under a label that is in the dictionary: it is a property like any other. */
function isPlain({ entry }: AcceptedGroup): boolean {
  return entry !== undefined && !entry.repeats;
}

/** The same labels in the same order, each with a value where that one has one. */
function hasLabels(
  { groups, carried: before }: Shape,
  carried: readonly CarriedGroup[],
  accepted: readonly AcceptedGroup[],
): boolean {
  if (before !== carried.length || groups.length !== before + accepted.length) return false;
  for (let i = 0; i < before; i++) if (!isAlike(groups[i], carried[i]?.group)) return false;
  for (let i = 0; i < accepted.length; i++) if (!isAlike(groups[before + i], accepted[i])) return false;
  return true;
}

function isAlike(one: AcceptedGroup | undefined, other: AcceptedGroup | undefined): boolean {
  return one === other || (one?.entry === other?.entry && (one?.value === null) === (other?.value === null));
}

function store({ groups }: Shape, carried: readonly CarriedGroup[], accepted: readonly AcceptedGroup[]): void {
  carried.forEach(({ group }, i) => {
    groups[i] = group;
  });
  accepted.forEach((group, i) => {
    groups[carried.length + i] = group;
  });
}

/** False: the labels are others. Of a part of them the values may be those of this frame then, which does no harm. */
function update(
  values: Values,
  { groups, carried: before }: Shape,
  carried: readonly CarriedGroup[],
  accepted: readonly AcceptedGroup[],
): boolean {
  const all = groups.length;
  if (before !== carried.length || all !== before + accepted.length) return false;
  for (let i = 0; i < all; i++) {
    const group = i < before ? carried[i]?.group : accepted[i - before];
    if (group === groups[i]) continue;
    if (group === undefined || !isAlike(groups[i], group)) return false;
    groups[i] = group;
    if (group.value !== null) values[group.label] = group.value;
  }
  return true;
}

function built(carried: readonly CarriedGroup[], accepted: readonly AcceptedGroup[]): Values {
  const values: Values = {};
  for (const { group } of carried) put(values, group);
  for (const group of accepted) put(values, group);
  return values;
}

function put(values: Values, { label, entry, value }: AcceptedGroup): void {
  if (value === null) return;
  if (entry !== undefined && !entry.repeats) {
    values[label] = value;
    return;
  }
  // A label of no dictionary may be spelt like something that every object has.
  const before = Object.hasOwn(values, label) ? values[label] : undefined;
  values[label] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
}
