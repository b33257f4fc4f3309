// What is due when: thousands of lines, each with one appointment at a time, in slots of ten milliseconds.

const SLOT_MS = 10;

export class Wheel<T> {
  private readonly slots = new Map<number, T[]>();
  private next: number;

  /** @param now epoch milliseconds; nothing is due before */
  constructor(now: number) {
    this.next = slotOf(now);
  }

  add(at: number, item: T): void {
    const slot = Math.max(slotOf(at), this.next);
    const items = this.slots.get(slot);
    if (items === undefined) this.slots.set(slot, [item]);
    else items.push(item);
  }

  /** Hands out what is due by `now`, in order, each item once. */
  due(now: number, hand: (item: T) => void): void {
    for (const last = slotOf(now); this.next < last;) {
      const items = this.slots.get(this.next);
      this.slots.delete(this.next);
      this.next += 1;
      items?.forEach(hand);
    }
  }
}

/** The slot that has passed when `at` has. */
function slotOf(at: number): number {
  return Math.floor(at / SLOT_MS);
}
