// Keeps a connection open: opens it, and opens it again with growing pauses when it fails or is lost.
import type { LinkyRedError } from '../../errors';
import type { Clock, Stop } from '../../grid/clock';
import type { Connect, Connection } from './connection';

/** First pause after a failure; it doubles up to the limit, until bytes have come again. */
export const FIRST_PAUSE_MS = 1000;

export interface LinkEvents {
  /** Speed to open at, asked before each attempt. */
  baud(): number | null;
  opened(): void;
  bytes(bytes: Buffer): void;
  /**
   * An attempt failed or the open connection is gone; undefined: gone without a fault. The next attempt is scheduled.
   * @param fruitless it stood, and brought no byte, or none any more
   */
  down(error: LinkyRedError | undefined, fruitless: boolean): void;
}

export class Link {
  private readonly abort = new AbortController();
  private connection: Connection | undefined;
  private attempt: Promise<void> | undefined;
  private stopPause: Stop | undefined;
  private pauseMs = FIRST_PAUSE_MS;
  private broughtBytes = false;

  /** @param longestPauseMs upper bound of the pause between attempts */
  constructor(
    private readonly connect: Connect,
    private readonly longestPauseMs: number,
    private readonly clock: Clock,
    private readonly events: LinkEvents,
  ) {}

  get isOpen(): boolean {
    return this.connection !== undefined;
  }

  start(): void {
    this.attempt = this.open();
  }

  setBaud(baud: number): void {
    this.connection?.setBaud(baud);
  }

  /** Resolves when the port or socket is free. Nothing is reported any more. A stopped link is not started again. */
  async stop(): Promise<void> {
    this.abort.abort();
    this.stopPause?.();
    await this.attempt;
    await this.connection?.close();
    this.connection = undefined;
  }

  private async open(): Promise<void> {
    const { signal } = this.abort;
    this.broughtBytes = false;
    try {
      this.connection = await this.connect({
        baud: this.events.baud(),
        signal,
        onBytes: (bytes) => {
          this.pauseMs = FIRST_PAUSE_MS;
          this.broughtBytes = true;
          if (!signal.aborted) this.events.bytes(bytes);
        },
        onLost: (error) => {
          this.connection = undefined;
          this.down(error, error === undefined || !this.broughtBytes);
        },
      });
      if (!signal.aborted) this.events.opened();
    } catch (thrown) {
      // `connect` rejects with errors of ours, or because it was aborted: then nobody listens.
      this.down(thrown as LinkyRedError, false);
    }
  }

  private down(error: LinkyRedError | undefined, fruitless: boolean): void {
    if (this.abort.signal.aborted) return;
    this.stopPause = this.clock.after(this.pauseMs, () => {
      this.start();
    });
    this.pauseMs = Math.min(this.pauseMs * 2, this.longestPauseMs);
    this.events.down(error, fruitless);
  }
}
