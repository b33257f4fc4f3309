// What is done with a file is done in the order in which it was asked for.

export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  /** Runs a task when those before it have ended, whatever came of them. */
  take<R>(task: () => Promise<R>): Promise<R> {
    const result = this.last.then(task);
    this.last = result.catch(() => undefined);
    return result;
  }

  /** Resolves when what was asked for so far has ended. */
  async idle(): Promise<void> {
    await this.last;
  }
}
