// Our law for conso-api beside its operator's: whatever is asked for, however Node-RED and its clock are treated, the address is
// not banned. The ban is the sandbox's, written without knowledge of the ledger.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CONSO_API, MYELECTRICALDATA_V1 } from '../../../../lib/enedis/doors/gateways';
import { PARIS } from '../../../../lib/grid/paris-time';
import { QuotaLedger, type QuotaRow } from '../../../../lib/provider/quota/ledger';
import type { Priority } from '../../../../lib/provider/quota/limits';
import { Store } from '../../../../lib/store/store';
import { AddressBan } from '../../../../sandbox/gateways/address-ban';
import { FakeClock } from '../../../support/machine/fake-clock';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const ROW: QuotaRow = { key: 'conso-api conso.boris.sh', limits: CONSO_API.limits };
/** As long as a call may take: lib/http/client.ts. */
const UNDERWAY_MS = 20_000;

type Happening =
  | 'nothing'
  | 'restart'
  // A machine without a battery: in 1970, or at the hour of its last stop, until it has found a time server.
  | 'restart in 1970'
  | 'restart behind'
  | 'clock put right'
  | 'clock put forward'
  | 'clock put back'
  | 'ledger deleted';

interface Step {
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

const stepsOf = (...happenings: readonly Happening[]): fc.Arbitrary<Step[]> =>
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

/** A Node-RED that is asked for as much as it takes, and a gateway that bans. @param start epoch ms */
class Household {
  readonly calls: Call[] = [];
  readonly ban: AddressBan;
  private readonly clock: FakeClock;
  private readonly store = new Store(undefined);
  private ledger: QuotaLedger;
  private stoppedAt: number;

  constructor(
    private readonly start: number,
    seed: number,
    private readonly row = ROW,
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
/** Among them both clock changes, a leap day, a year's end. */
const STARTS = [
  '2026-03-28T00:00:00Z',
  '2026-10-24T12:00:00Z',
  '2026-11-29T00:00:00Z',
  '2026-12-31T00:00:00Z',
  '2028-02-28T18:00:00Z',
].map((text) => Date.parse(text));
const start = fc
  .tuple(fc.constantFrom(...STARTS), fc.integer({ min: 0, max: 1439 }))
  .map(([day, m]) => day + m * MINUTE_MS);
const seed = fc.integer({ min: 1, max: 10_000 });

describe('conso-api: never banned', () => {
  it('the ban is one: 80 calls in each half day are banned, 100 in a day as well', async () => {
    for (const [max, windowMs] of [
      [80, DAY_MS / 2],
      [101, DAY_MS],
    ] as const) {
      const greedy = new Household(STARTS[2] ?? 0, 1, { ...ROW, limits: [{ kind: 'window', max, windowMs }] });
      const minutes = Array.from({ length: 2880 }, (): Step => ({
        wait: 1,
        asks: 1,
        pace: 0,
        priority: 'daily',
        answer: 0,
        then: 'nothing',
      }));
      await greedy.live(minutes);
      assert.equal(await greedy.isBannedLater(), true);
    }
  });

  it('asked for every minute over four days: 40 calls in any 24 hours, and no ban', async () => {
    for (const priority of ['daily', 'backfill'] as const) {
      const house = new Household(STARTS[1] ?? 0, 3);
      const minutes = Array.from({ length: 4 * 1440 }, (): Step => ({
        wait: 1,
        asks: 1,
        pace: 0,
        priority,
        answer: 900,
        then: 'nothing',
      }));
      await house.live(minutes);
      assert.equal(house.most(), priority === 'daily' ? 40 : 25);
      assert.ok(house.calls.length >= (priority === 'daily' ? 160 : 100), 'and what is allowed is used');
      assert.equal(await house.isBannedLater(), false);
    }
  });

  it('whatever is asked for when: 40 in any 24 hours, 25 of back-fill, 5 minutes apart, none from 5 to 11 h', () =>
    fc.assert(
      fc.asyncProperty(start, seed, stepsOf('nothing', 'restart'), async (from, late, steps) => {
        const house = await new Household(from, late).live(steps);
        assert.ok(house.most() <= 40 && house.most('backfill') <= 25);
        for (const [n, { out, priority }] of house.calls.entries()) {
          if (priority !== 'backfill') continue;
          const { hour } = PARIS.fields(out);
          assert.ok(hour < 5 || hour >= 11, new Date(out).toISOString());
          assert.ok(out - (house.calls[n - 1]?.at ?? -Infinity) >= 5 * MINUTE_MS);
        }
        assert.equal(await house.isBannedLater(), false);
      }),
      { numRuns: 150 },
    ));

  it('whatever happens to the clock and the ledger besides: 40 in any 24 hours of true time, and no ban', () =>
    fc.assert(
      fc.asyncProperty(
        start,
        seed,
        stepsOf(
          'nothing',
          'restart',
          'restart in 1970',
          'restart behind',
          'clock put right',
          'clock put back',
          'ledger deleted',
        ),
        async (from, late, steps) => {
          const house = await new Household(from, late).live(steps);
          assert.ok(house.most() <= 40, String(house.most()));
          assert.equal(await house.isBannedLater(), false);
        },
      ),
      { numRuns: 300 },
    ));

  it('a clock that is put forward and back while we run adds nothing', () =>
    fc.assert(
      fc.asyncProperty(
        start,
        seed,
        stepsOf('nothing', 'clock put forward', 'clock put back', 'clock put right'),
        async (from, late, steps) => {
          const house = await new Household(from, late).live(steps);
          assert.ok(house.most() <= 40, String(house.most()));
          assert.equal(await house.isBannedLater(), false);
        },
      ),
      { numRuns: 150 },
    ));

  it('MyElectricalData: fewer than its 50 in any 24 hours, and so in any day of any zone', () =>
    fc.assert(
      fc.asyncProperty(
        start,
        seed,
        stepsOf('nothing', 'restart', 'restart behind', 'clock put right'),
        async (from, late, steps) => {
          const row = { key: 'med', limits: MYELECTRICALDATA_V1.limits };
          const house = await new Household(from, late, row).live(steps);
          assert.ok(house.most() <= 45 && house.most('backfill') <= 25);
        },
      ),
      { numRuns: 100 },
    ));
});
