// A household that asks a gateway for as much as it is allowed, while Node-RED and its clock are treated badly.
import fc from 'fast-check';
import { QuotaLedger, type QuotaRow } from '../../../lib/provider/quota/ledger';
import type { Priority } from '../../../lib/provider/quota/limits';
import { Store } from '../../../lib/store/store';
import { AddressBan } from '../../../sandbox/gateways/address-ban';
import { FakeClock } from '../machine/fake-clock';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** As long as a call may take: lib/http/client.ts. */
const UNDERWAY_MS = 20_000;

export type Happening =
  | 'nothing'
  | 'restart'
  // A machine without a battery: in 1970, or at the hour of its last stop, until it has found a time server.
  | 'restart in 1970'
  | 'restart behind'
  | 'clock put right'
  | 'clock put forward'
  | 'clock put back'
  | 'ledger deleted';

export interface Step {
  /** Minutes before it. */
  readonly wait: number;
  readonly asks: number;
  /** Seconds between them. */
  readonly pace: number;
  readonly priority: Priority;
  /** How long the answer takes, in ms. */
  readonly answer: number;
  readonly then: Happening;
}

interface Call {
  /** When it was let out, and when it reached the gateway, in true time. */
  readonly out: number;
  readonly at: number;
  readonly priority: Priority;
}

export const stepsOf = (...happenings: readonly Happening[]): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      wait: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 900 })),
      asks: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 60 })),
      pace: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 900 })),
      priority: fc.constantFrom<Priority>('daily', 'backfill'),
      answer: fc.integer({ min: 0, max: UNDERWAY_MS }),
      then: fc.constantFrom(...happenings),
    }),
    { minLength: 5, maxLength: 40 },
  );

export class Household {
  readonly calls: Call[] = [];
  readonly ban: AddressBan;
  private readonly clock: FakeClock;
  private readonly store = new Store(undefined);
  private ledger: QuotaLedger;
  private stoppedAt: number;

  /** @param start epoch ms @param seed how late the gateway's looks are */
  constructor(
    private readonly start: number,
    private readonly row: QuotaRow,
    seed = 1,
  ) {
    this.clock = new FakeClock(start);
    this.ban = new AddressBan(seed);
    this.ledger = new QuotaLedger(this.store, this.clock);
    this.stoppedAt = start;
  }

  get trueTime(): number {
    return this.start + this.clock.elapsed();
  }

  async live(steps: readonly Step[]): Promise<this> {
    for (const step of steps) {
      this.clock.advance(step.wait * MINUTE_MS);
      for (let asked = 0; asked < step.asks; asked += 1) {
        const isCutOff = step.then.startsWith('restart') && asked === step.asks - 1;
        await this.call(step, isCutOff);
        this.clock.advance(step.pace * 1000);
      }
      await this.happens(step);
    }
    return this;
  }

  async isBannedLater(): Promise<boolean> {
    this.clock.advance(2 * DAY_MS);
    await this.call({ priority: 'daily', answer: 0 });
    return this.ban.isBanned('us', this.trueTime);
  }

  /** The most calls in any 24 hours, of one priority or all. */
  most(priority?: Priority): number {
    const counted = this.calls.filter((call) => priority === undefined || call.priority === priority);
    return Math.max(
      0,
      ...counted.map(({ at }) => counted.filter((other) => at <= other.at && other.at < at + DAY_MS).length),
    );
  }

  /** @param isCutOff Node-RED is killed before the answer is there */
  private async call({ priority, answer }: Pick<Step, 'priority' | 'answer'>, isCutOff = false): Promise<void> {
    const arrived = await this.ledger.book(this.row, priority, false, UNDERWAY_MS).catch(() => undefined);
    if (arrived === undefined) return;
    const out = this.trueTime;
    // It reaches the gateway somewhere on the way.
    this.clock.advance(isCutOff ? answer : Math.floor(answer / 3));
    this.calls.push({ out, at: this.trueTime, priority });
    this.ban.admits('us', this.trueTime);
    if (isCutOff) return;
    this.clock.advance(answer - Math.floor(answer / 3));
    await arrived();
  }

  private async happens({ then, wait }: Step): Promise<void> {
    if (then === 'restart in 1970') this.clock.set(wait * MINUTE_MS);
    if (then === 'restart behind') this.clock.set(this.stoppedAt);
    if (then === 'clock put right') this.clock.set(this.trueTime);
    if (then === 'clock put forward') this.clock.set(this.clock.now() + wait * HOUR_MS);
    if (then === 'clock put back') this.clock.set(this.clock.now() - wait * MINUTE_MS);
    if (then === 'ledger deleted') await this.store.document('quota-ledger', UNREAD).remove();
    if (!then.startsWith('restart') && then !== 'ledger deleted') return;
    if (then !== 'restart behind') this.stoppedAt = this.clock.now();
    this.ledger = new QuotaLedger(this.store, this.clock);
  }
}

const UNREAD = { version: 1, check: () => undefined };
