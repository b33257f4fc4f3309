// How often each caller is answered: a bucket each, which fills at an even pace and holds what may come at once.
import type { Clock } from '../../../grid/clock';

export interface Rate {
  readonly perMinute: number;
  /** What may come at once. */
  readonly burst: number;
}

/** Callers that are remembered; of more, the one is forgotten that was not heard for longest. */
const MOST_CALLERS = 10_000;

interface Bucket {
  left: number;
  at: number;
}

export class RateLimit {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly rate: Rate,
    private readonly clock: Pick<Clock, 'elapsed'>,
  ) {}

  /** @returns 0: go on; else the whole seconds after which a call will be answered */
  take(caller: string): number {
    const bucket = this.filled(caller);
    if (bucket.left >= 1) {
      bucket.left -= 1;
      return 0;
    }
    return Math.max(1, Math.ceil(((1 - bucket.left) * 60) / this.rate.perMinute));
  }

  private filled(caller: string): Bucket {
    const now = this.clock.elapsed();
    const known = this.buckets.get(caller);
    const { burst, perMinute } = this.rate;
    const left = known === undefined ? burst : Math.min(burst, known.left + ((now - known.at) / 60_000) * perMinute);
    const bucket = { left, at: now };
    this.buckets.delete(caller);
    this.buckets.set(caller, bucket);
    if (this.buckets.size > MOST_CALLERS) {
      const [oldest] = this.buckets.keys();
      if (oldest !== undefined) this.buckets.delete(oldest);
    }
    return bucket;
  }
}
