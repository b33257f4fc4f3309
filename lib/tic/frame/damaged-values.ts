// The values of frames of which damage took groups, ever other ones: hardly two have the same labels, and an object that is built
// label by label costs more than the rest of such a frame. So one is kept that has all labels, brought up to date with what has
// changed: a frame gets a copy of it, less what it did not bring.
import type { AcceptedGroup } from '../belief/accepted-group';
import type { Dialect } from '../families/family';
import type { CarriedGroup } from './newest-groups';
import type { Values } from './value-shapes';

export class DamagedValues {
  /** What was said last, by rank of its label. */
  private readonly groups: (AcceptedGroup | undefined)[] = [];
  /** The same by label, in the order of emission. Never given away. */
  private values: Values = {};
  /** Which of the frames brought the label last, by rank. */
  private readonly broughtBy: number[] = [];
  private frames = 0;
  private hasGrown = false;

  /** @param dialect of all the frames: in another one labels have other places */
  constructor(readonly dialect: Dialect) {}

  /** A new object; null: a label may come twice, or no dictionary has it. */
  valuesOf(carried: readonly CarriedGroup[], accepted: readonly AcceptedGroup[]): Values | null {
    this.frames++;
    for (const { group } of carried) if (!this.take(group)) return null;
    for (const group of accepted) if (!this.take(group)) return null;
    if (this.hasGrown) this.putInOrder();
    return this.brought();
  }

  private take(group: AcceptedGroup): boolean {
    const { entry, label, value } = group;
    if (entry === undefined || entry.repeats) return false;
    if (value === null) return true;
    const { rank } = entry;
    const known = this.groups[rank];
    this.broughtBy[rank] = this.frames;
    if (known === group) return true;
    if (known === undefined) this.hasGrown = true;
    this.groups[rank] = group;
    this.values[label] = value;
    return true;
  }

  private putInOrder(): void {
    const values: Values = {};
    for (const group of this.groups) if (group?.value != null) values[group.label] = group.value;
    // What grew label by label is a table; a copy of it has a shape.
    this.values = { ...values };
    this.hasGrown = false;
  }

  private brought(): Values {
    const { groups, broughtBy, frames } = this;
    const values = { ...this.values };
    for (let rank = 0; rank < groups.length; rank++) {
      const group = groups[rank];
      if (group !== undefined && broughtBy[rank] !== frames) Reflect.deleteProperty(values, group.label);
    }
    return values;
  }
}
