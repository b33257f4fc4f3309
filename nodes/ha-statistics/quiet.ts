// When to begin with what has come: a history comes in many messages, and each run rewrites the sums behind what is new.
import type { Clock, Stop } from '../../lib/grid/clock';
import type { CloseGuard } from '../runtime/close-guard';
import { isPlainObject } from '../runtime/command';

/** Between two series of one answer, each whole in itself. */
const WHOLE_MS = 200;
/** Where parts of one are missing. */
const PARTIAL_MS = 2000;
/** Messages that never end are not waited for. */
const LONGEST_MS = 30_000;

export class Quiet {
  /** Groups of `msg.parts` that have begun, and the indexes that are there. */
  private readonly open = new Map<string, Set<number>>();
  private since: number | undefined;
  private stop: Stop | undefined;

  /** @param over called once it is quiet */
  constructor(
    private readonly clock: Clock,
    guard: CloseGuard,
    private readonly over: () => void,
  ) {
    guard.onClose(() => this.stop?.());
  }

  /** @param parts `msg.parts`, unchecked */
  came(parts: unknown): void {
    this.note(parts);
    const now = this.clock.elapsed();
    this.since ??= now;
    const wait = Math.min(this.open.size === 0 ? WHOLE_MS : PARTIAL_MS, Math.max(0, this.since + LONGEST_MS - now));
    this.stop?.();
    this.stop = this.clock.after(wait, () => {
      this.since = undefined;
      this.open.clear();
      this.over();
    });
  }

  private note(parts: unknown): void {
    if (!isPlainObject(parts)) return;
    const { id, index, count } = parts;
    if (typeof id !== 'string' || typeof index !== 'number' || typeof count !== 'number') return;
    const seen = this.open.get(id) ?? new Set();
    seen.add(index);
    if (seen.size < count) this.open.set(id, seen);
    else this.open.delete(id);
  }
}
