// So many calls at a time, and what is about one request in its order: a confirmation never overtakes its request.

export class Lanes {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly last = new Map<string, Promise<unknown>>();

  /** @param most calls that run together */
  constructor(private readonly most: number) {}

  /** Calls that run or wait. */
  get busy(): number {
    return this.running + this.waiting.length;
  }

  /** @param about what must keep its order; empty: nothing */
  async take<T>(about: string, call: () => Promise<T>): Promise<T> {
    if (about === '') return await this.inLane(call);
    const before = this.last.get(about);
    const mine = before === undefined ? this.inLane(call) : before.then(() => this.inLane(call));
    const settled = mine.catch(() => undefined);
    this.last.set(about, settled);
    try {
      return await mine;
    } finally {
      if (this.last.get(about) === settled) this.last.delete(about);
    }
  }

  private async inLane<T>(call: () => Promise<T>): Promise<T> {
    if (this.running >= this.most) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await call();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}
