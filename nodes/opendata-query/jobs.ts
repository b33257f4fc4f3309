// The requests of a node that are under way: each has an id, may be stopped, and is let on by what comes back.
import type { Clock } from '../../lib/grid/clock';
import type { CloseGuard } from '../runtime/close-guard';
import { gateOf, type Gate } from './gate';
import { newRequestId } from './incoming';
import type { ReleaseRule } from './opendata-query.config';
import type { Shown } from './status-text';

export interface Job {
  readonly id: string;
  /** Aborts when it is stopped, or the node closes. */
  readonly signal: AbortSignal;
  readonly gate: Gate;
  /** How many rows have been sent. */
  rows: number;
}

interface Around {
  readonly release: ReleaseRule;
  readonly clock: Pick<Clock, 'after'>;
  readonly guard: CloseGuard;
  readonly shown: (state: Shown) => void;
}

export class Jobs {
  private readonly running = new Map<string, Job & { readonly stop: () => void }>();

  constructor(private readonly around: Around) {}

  /** Rejects with what `work` rejects with, unless it was stopped: that is no fault. */
  async run(work: (job: Job) => Promise<void>): Promise<void> {
    const { release, clock, guard, shown } = this.around;
    const abort = new AbortController();
    const { signal } = abort;
    const stop = (): void => {
      abort.abort();
    };
    const forget = guard.onClose(stop);
    const gate = gateOf(release, clock, signal, () => {
      shown({ is: 'credit', rows: job.rows });
    });
    const job = { id: newRequestId(), signal, gate, rows: 0, stop };
    this.running.set(job.id, job);
    try {
      await work(job);
    } catch (error) {
      if (!signal.aborted) throw error;
      if (!guard.closed) shown({ is: 'stopped' });
    } finally {
      forget();
      this.running.delete(job.id);
    }
  }

  /** An id that is not known, or is over, is nobody's. */
  credit(id: string, index: number | undefined): void {
    this.running.get(id)?.gate.credit(index);
  }

  /** @param id undefined: all */
  stop(id: string | undefined): void {
    for (const job of this.running.values()) if (id === undefined || job.id === id) job.stop();
  }
}
