// When a call has taken too long: as a whole, or, where its answer is a stream without end in sight, when nothing comes any more.

/** Runs out `ms` after its start; where it was told to idle, only while somebody waits for the other side. */
export class Deadline {
  readonly signal: AbortSignal;
  private readonly idle: AbortController | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    readonly ms: number,
    how: 'whole' | 'idle',
  ) {
    this.idle = how === 'idle' ? new AbortController() : undefined;
    this.signal = this.idle?.signal ?? AbortSignal.timeout(ms);
    this.wait();
  }

  /** What comes, as it is taken: whoever takes the next piece late has nobody's time but his own. */
  async *over(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    this.wait();
    try {
      for await (const piece of stream) {
        this.rest();
        yield piece;
        this.wait();
      }
    } finally {
      this.rest();
    }
  }

  rest(): void {
    clearTimeout(this.timer);
  }

  private wait(): void {
    const { idle } = this;
    if (idle === undefined) return;
    this.rest();
    this.timer = setTimeout(() => {
      idle.abort();
    }, this.ms);
  }
}
