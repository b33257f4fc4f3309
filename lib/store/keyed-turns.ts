// What is done with one of many things is done in the order in which it was asked for; different ones do not wait for each other.

export class KeyedTurns {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Runs a task when those before it of the same key have ended, whatever came of them. */
  take<R>(key: string, task: () => Promise<R>): Promise<R> {
    const before = this.last.get(key);
    const result = before === undefined ? task() : before.then(task);
    const ended: Promise<void> = result.then(
      () => {
        this.forget(key, ended);
      },
      () => {
        this.forget(key, ended);
      },
    );
    this.last.set(key, ended);
    return result;
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    while (this.last.size > 0) await Promise.all(this.last.values());
  }

  private forget(key: string, ended: Promise<unknown>): void {
    if (this.last.get(key) === ended) this.last.delete(key);
  }
}
