// Trying again by itself, with pauses that grow: Home Assistant restarts, updates, or is away.
import type { Clock, Stop } from '../../lib/grid/clock';
import type { CloseGuard } from '../runtime/close-guard';

const [FIRST_MS, LONGEST_MS] = [10_000, 600_000];

export class Retry {
  private pauseMs = FIRST_MS;
  private stop: Stop | undefined;

  constructor(
    private readonly clock: Clock,
    guard: CloseGuard,
    private readonly again: () => void,
  ) {
    guard.onClose(() => this.stop?.());
  }

  /** Whether a try is to come. */
  get waits(): boolean {
    return this.stop !== undefined;
  }

  later(): void {
    this.stop?.();
    this.stop = this.clock.after(this.pauseMs, () => {
      this.stop = undefined;
      this.again();
    });
    this.pauseMs = Math.min(2 * this.pauseMs, LONGEST_MS);
  }

  /** It has gone well, or somebody tries now: the next pause is a short one. */
  reset(): void {
    this.stop?.();
    this.stop = undefined;
    this.pauseMs = FIRST_MS;
  }
}
