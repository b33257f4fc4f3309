// Everything that a node holds (ports, sockets, timers, listeners) is handed in here and released when the node closes.
import type { Clock } from '../../lib/grid/clock';
import type { Node } from './types';

export type Release = () => void | Promise<void>;

export class CloseGuard {
  private readonly abort = new AbortController();
  private readonly releases = new Set<Release>();

  /** True from the first moment of closing: nothing may be sent, opened or scheduled any more. */
  get closed(): boolean {
    return this.abort.signal.aborted;
  }

  /** Aborts when the node closes: for HTTP requests and waits. */
  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** Runs `release` on close. Returns a function that takes it off the list again (without running it). */
  onClose(release: Release): () => void {
    this.releases.add(release);
    return () => this.releases.delete(release);
  }

  /** Runs once after `ms`, unless the guard closes before; then, and once it has run, nothing of it is held. */
  after(clock: Pick<Clock, 'after'>, ms: number, run: () => void): void {
    const forget = this.onClose(
      clock.after(ms, () => {
        forget();
        run();
      }),
    );
  }

  /** Releases all, the last taken first; one that fails does not keep the others from running. Rejects with the first failure. */
  async close(): Promise<void> {
    this.abort.abort();
    const releases = [...this.releases].reverse();
    this.releases.clear();
    const results = await Promise.allSettled(releases.map(async (release) => release()));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }
}

/** A guard that closes with the node. Node-RED waits for it (its `nodeCloseTimeout`, 15 s) before it builds the next instance. */
export function closeGuard(node: Pick<Node, 'on' | 'error'>): CloseGuard {
  const guard = new CloseGuard();
  node.on('close', (_removed: boolean, done: () => void) => {
    guard
      .close()
      .catch((error: unknown) => {
        node.error(error);
      })
      .finally(done);
  });
  return guard;
}
