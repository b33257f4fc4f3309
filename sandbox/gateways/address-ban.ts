// How the operator of conso-api keeps his share of Enedis' quota: a job looks at 00:00 and at 12:00 UTC, up to 45 minutes late, at
// the whole day of each address, and bans those with 100 calls or more until he lifts it by hand. Calls that failed count as well.
import { noiseAt } from '../random';

const MINUTE = 60_000;
const HALF_DAY = 720 * MINUTE;
const DAY = 2 * HALF_DAY;
const MOST = 100;
const LATEST_MINUTES = 45;

export class AddressBan {
  private readonly calls = new Map<string, number[]>();
  private readonly banned = new Set<string>();
  /** Number of the last look, half days since 1970. */
  private looked: number | undefined;

  constructor(private readonly seed = 1) {}

  /** Counts a call, and says whether it gets through. */
  admits(address: string, now: number): boolean {
    this.lookUntil(now);
    const calls = (this.calls.get(address) ?? []).filter((at) => at > now - 2 * DAY);
    calls.push(now);
    this.calls.set(address, calls);
    return !this.banned.has(address);
  }

  isBanned(address: string, now: number): boolean {
    this.lookUntil(now);
    return this.banned.has(address);
  }

  lift(address: string): void {
    this.banned.delete(address);
    this.calls.delete(address);
  }

  private lookUntil(now: number): void {
    const latest = Math.floor(now / HALF_DAY);
    for (let look = this.looked === undefined ? latest : this.looked + 1; look <= latest; look += 1) {
      const at = look * HALF_DAY + lateMinutes(this.seed, look) * MINUTE;
      if (at > now) return;
      this.looked = look;
      this.judge(look * HALF_DAY, at);
    }
  }

  /** At midnight it is the day that has ended, with what came until the job ran. */
  private judge(planned: number, at: number): void {
    const from = Math.floor((planned - 1) / DAY) * DAY;
    for (const [address, calls] of this.calls)
      if (calls.filter((call) => call >= from && call <= at).length >= MOST) this.banned.add(address);
  }
}

/** How many minutes late a look is, 0 to 45. */
function lateMinutes(seed: number, look: number): number {
  return Math.round(((noiseAt(seed, look) + 1) / 2) * LATEST_MINUTES);
}
