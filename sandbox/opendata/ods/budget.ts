// How many calls a domain of Opendatasoft takes a day, and what it says about it.
import type { Reply, Request } from '../../web-server';

const DAY = 86_400_000;

export class CallBudget {
  private day = 0;
  private used = 0;

  /** @param callsPerDay of everybody together; the real figure is set per domain */
  constructor(private readonly callsPerDay: number) {}

  /** @returns the refusal when the day's calls are used up */
  book({ now }: Pick<Request, 'now'>): Reply | undefined {
    const today = Math.floor(now / DAY);
    if (today !== this.day) [this.day, this.used] = [today, 0];
    if (this.used >= this.callsPerDay) return tooMany(10_002, this.callsPerDay, now);
    this.used += 1;
    return undefined;
  }

  headers(now: number): Readonly<Record<string, string>> {
    if (!Number.isFinite(this.callsPerDay)) return {};
    return {
      'X-RateLimit-Limit': String(this.callsPerDay),
      'X-RateLimit-Remaining': String(Math.max(0, this.callsPerDay - this.used)),
      'X-RateLimit-Reset': String(midnight(now) / 1000),
    };
  }
}

/** Of UTC. */
function midnight(now: number): number {
  return (Math.floor(now / DAY) + 1) * DAY;
}

/** @param errorcode 10002 for the domain, 10005 for those without a key */
export function tooMany(errorcode: 10_002 | 10_005, call_limit: number, now: number): Reply {
  const reset_time = new Date(midnight(now)).toISOString().replace('.000Z', 'Z');
  const error =
    errorcode === 10_002
      ? 'Too many requests on the domain. Please contact the domain administrator.'
      : 'You have exceeded the requests limit for anonymous users.';
  return { status: 429, body: { errorcode, reset_time, limit_time_unit: 'day', call_limit, error } };
}
