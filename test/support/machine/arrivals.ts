// What arrives over time and is waited for in order: nothing is missed between two waits, nothing is waited for by sleeping.

import { PATIENCE_MS } from './patience';

interface Waiter<T> {
  fits: (item: T) => boolean;
  resolve: (item: T) => void;
}

export class Arrivals<T> {
  /** Everything that has arrived, taken or not. */
  readonly all: T[] = [];
  private taken = 0;
  private waiter: Waiter<T> | undefined;

  /** @param what for the sentence of a failure: "message at …" */
  constructor(private readonly what: string) {}

  add(item: T): void {
    this.all.push(item);
    this.serve();
  }

  /** The first item not taken yet that fits; those before it count as taken. Rejects when none has come in time. */
  async next(fits: (item: T) => boolean = () => true, withinMs = PATIENCE_MS): Promise<T> {
    if (this.waiter) throw new Error(`two tests wait for the next ${this.what}`);
    return await new Promise<T>((resolve, reject) => {
      const late = setTimeout(() => {
        this.waiter = undefined;
        reject(new Error(`no fitting ${this.what} within ${String(withinMs)} ms; so far: ${preview(this.all)}`));
      }, withinMs);
      this.waiter = {
        fits,
        resolve: (item) => {
          clearTimeout(late);
          resolve(item);
        },
      };
      this.serve();
    });
  }

  private serve(): void {
    const { waiter } = this;
    if (!waiter) return;
    while (this.taken < this.all.length) {
      const item = this.all[this.taken++] as T;
      if (!waiter.fits(item)) continue;
      this.waiter = undefined;
      waiter.resolve(item);
      return;
    }
  }
}

function preview(items: readonly unknown[]): string {
  const text = JSON.stringify(items.slice(-5));
  return text.length > 2000 ? `${text.slice(0, 2000)}…` : text;
}
