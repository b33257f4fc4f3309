// Our law for conso-api beside its operator's: whatever is asked for, however Node-RED and its clock are treated, the address is
// not banned. The ban is the sandbox's, written without knowledge of the ledger.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CONSO_API, MYELECTRICALDATA_V1 } from '../../../../lib/enedis/doors/gateways';
import { PARIS } from '../../../../lib/grid/paris-time';
import type { QuotaRow } from '../../../../lib/provider/quota/ledger';
import { Household, stepsOf, type Step } from '../../../support/enedis/asking-household';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
const ROW: QuotaRow = { key: 'conso-api conso.boris.sh', limits: CONSO_API.limits };

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
      const greedy = new Household(STARTS[2] ?? 0, { ...ROW, limits: [{ kind: 'window', max, windowMs }] });
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
      const house = new Household(STARTS[1] ?? 0, ROW, 3);
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
        const house = await new Household(from, ROW, late).live(steps);
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
          const house = await new Household(from, ROW, late).live(steps);
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
          const house = await new Household(from, ROW, late).live(steps);
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
          const house = await new Household(from, row, late).live(steps);
          assert.ok(house.most() <= 45 && house.most('backfill') <= 25);
        },
      ),
      { numRuns: 100 },
    ));
});
