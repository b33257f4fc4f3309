// The states of consents that are under way: random, known to nobody else, good once and for a quarter of an hour. They tell
// the answer to a question that was asked here from what anybody may send to an address that has no other guard.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../grid/clock';

/** 256 bits; 43 letters, of the 100 that Enedis allows. */
const STATE_BYTES = 32;
export const STATE_LIFE_MS = 15 * 60_000;

interface Open<Owner> {
  readonly digest: Buffer;
  readonly owner: Owner;
  /** By the clock that nobody sets. */
  readonly until: number;
}

export class ConsentStates<Owner> {
  private open: readonly Open<Owner>[] = [];

  constructor(private readonly clock: Pick<Clock, 'elapsed'>) {}

  /** A new state; the one that the same owner had before is good no more. */
  issue(owner: Owner): string {
    const state = randomBytes(STATE_BYTES).toString('base64url');
    const until = this.clock.elapsed() + STATE_LIFE_MS;
    this.open = [...this.without(owner), { digest: digestOf(state), owner, until }];
    return state;
  }

  /** Whose it is; the state is used up with that. @returns undefined when it is none, was used, or is too old */
  take(state: string): Owner | undefined {
    const digest = digestOf(state);
    // All are compared, each in the same time, whatever was found.
    const [found] = this.open.filter((one) => timingSafeEqual(one.digest, digest));
    this.open = this.open.filter((one) => one !== found && one.until > this.clock.elapsed());
    return found !== undefined && found.until > this.clock.elapsed() ? found.owner : undefined;
  }

  /** An owner that is gone waits for nothing. */
  drop(owner: Owner): void {
    this.open = this.without(owner);
  }

  private without(owner: Owner): readonly Open<Owner>[] {
    return this.open.filter((one) => one.owner !== owner);
  }
}

function digestOf(state: string): Buffer {
  return createHash('sha256').update(state).digest();
}
