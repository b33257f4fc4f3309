// Enedis itself counts arrivals: 5 in a second and 1000 in an hour, for each API and application.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ENEDIS_COMPANY, ENEDIS_DIRECT } from '../../../../lib/enedis/doors/enedis';
import { QuotaLedger } from '../../../../lib/provider/quota/ledger';
import { Store } from '../../../../lib/store/store';
import { FakeClock } from '../../../support/machine/fake-clock';

const UNDERWAY_MS = 20_000;

describe('lib/enedis/doors: the limits of Enedis itself', () => {
  it('many at once, on ways of any length: 5 arrivals in any second at most', () => {
    const calls = fc.array(
      fc.record({
        wait: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 30_000 })),
        way: fc.integer({ min: 0, max: UNDERWAY_MS / 2 }),
        back: fc.integer({ min: 0, max: UNDERWAY_MS / 2 }),
      }),
      { minLength: 10, maxLength: 120 },
    );
    return fc.assert(
      fc.asyncProperty(calls, async (steps) => {
        const clock = new FakeClock();
        const ledger = new QuotaLedger(new Store(undefined), clock);
        const row = { key: 'k', limits: ENEDIS_DIRECT.limits };
        const arrivals: number[] = [];
        const answered: Promise<void>[] = [];
        for (const { wait, way, back } of steps) {
          clock.advance(wait);
          const arrived = await ledger.book(row, 'daily', false, UNDERWAY_MS).catch(() => undefined);
          if (arrived === undefined) continue;
          arrivals.push(clock.now() + way);
          clock.after(way + back, () => {
            answered.push(arrived());
          });
          await Promise.all(answered);
        }
        for (const at of arrivals) assert.ok(arrivals.filter((other) => at <= other && other < at + 1000).length <= 5);
      }),
      { numRuns: 300 },
    );
  });

  it('one after the other as fast as it goes: 950 in an hour, 650 of back-fill, and the hour is full', async () => {
    for (const [priority, most] of [
      ['daily', 950],
      ['backfill', 650],
    ] as const) {
      const clock = new FakeClock();
      const ledger = new QuotaLedger(new Store(undefined), clock);
      const row = { key: 'k', limits: ENEDIS_DIRECT.limits };
      const begun = clock.now();
      let calls = 0;
      while (clock.now() < begun + 3_600_000) {
        const arrived = await ledger.book(row, priority, false, UNDERWAY_MS).catch(() => undefined);
        if (arrived !== undefined) {
          calls += 1;
          await arrived();
        }
        clock.advance(arrived === undefined ? 1000 : 50);
      }
      assert.equal(calls, most);
    }
  });

  it('Data Connect counts each API, the company account the application', () => {
    const key = (row: typeof ENEDIS_DIRECT, api: 'consumption-energy' | 'consumption-load-curve'): string =>
      row.counts({ host: 'h', fingerprint: 'f', api });
    const [energy, curve] = ['consumption-energy', 'consumption-load-curve'] as const;
    assert.notEqual(key(ENEDIS_DIRECT, energy), key(ENEDIS_DIRECT, curve));
    assert.equal(key(ENEDIS_COMPANY, energy), key(ENEDIS_COMPANY, curve));
    assert.notEqual(ENEDIS_COMPANY.counts({ host: 'h', fingerprint: 'g', api: energy }), key(ENEDIS_COMPANY, energy));
  });
});
