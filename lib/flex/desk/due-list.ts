// Who is due when, the earliest first: a heap in which what was set anew is left standing until its turn comes.
interface Entry {
  readonly at: number;
  /** Of those due together the lower one is first. */
  readonly rank: number;
  readonly name: string;
}

export class DueList {
  private readonly heap: Entry[] = [];
  private readonly valid = new Map<string, Entry>();

  /** @param at epoch milliseconds; undefined: never */
  set(name: string, at: number | undefined, rank = 0): void {
    const before = this.valid.get(name);
    if (before !== undefined && before.at === at && before.rank === rank) return;
    this.valid.delete(name);
    if (at === undefined) return;
    const entry = { at, rank, name };
    this.valid.set(name, entry);
    this.heap.push(entry);
    this.rise(this.heap.length - 1);
  }

  /** When the first one is due. */
  get next(): number | undefined {
    this.clear();
    return this.heap[0]?.at;
  }

  /** Takes out who is due by then, in order. */
  take(now: number): string[] {
    const names: string[] = [];
    for (let next = this.next; next !== undefined && next <= now; next = this.next) {
      const [entry] = this.heap;
      if (entry === undefined) break;
      names.push(entry.name);
      this.valid.delete(entry.name);
    }
    return names;
  }

  /** What stands first and does not hold any more goes. */
  private clear(): void {
    for (;;) {
      const [first] = this.heap;
      if (first === undefined || this.valid.get(first.name) === first) return;
      const last = this.heap.pop();
      if (last === undefined || this.heap.length === 0) return;
      this.heap[0] = last;
      this.sink();
    }
  }

  private rise(from: number): void {
    for (let child = from; child > 0;) {
      const parent = (child - 1) >> 1;
      if (!this.isBefore(child, parent)) return;
      this.swap(child, parent);
      child = parent;
    }
  }

  private sink(): void {
    for (let parent = 0; ;) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2];
      let first = parent;
      if (this.isBefore(left, first)) first = left;
      if (this.isBefore(right, first)) first = right;
      if (first === parent) return;
      this.swap(parent, first);
      parent = first;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const [one, other] = [this.heap[a], this.heap[b]];
    if (one === undefined || other === undefined) return false;
    return one.at < other.at || (one.at === other.at && one.rank < other.rank);
  }

  private swap(a: number, b: number): void {
    const [one, other] = [this.heap[a], this.heap[b]];
    if (one === undefined || other === undefined) return;
    this.heap[a] = other;
    this.heap[b] = one;
  }
}
