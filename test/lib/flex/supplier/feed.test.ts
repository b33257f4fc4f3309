// The prices of one delivery point: asked for at their interval, by one call for all who listen.
import assert from 'node:assert/strict';
import { SupplierFeed, type PricesNews } from '../../../../lib/flex/supplier/feed';
import { nextPricesCall } from '../../../../lib/flex/supplier/poll-plan';
import { supplierProvider } from '../../../../lib/flex/supplier/provider';
import { ProviderAccount } from '../../../../lib/provider/account';
import { pastedToken } from '../../../../lib/provider/oauth';
import { QuotaLedger } from '../../../../lib/provider/quota/ledger';
import { Store } from '../../../../lib/store/store';
import { signalFrom } from '../../../support/flex/prices';
import { ScriptedServer } from '../../../support/flex/scripted-server';
import { Arrivals } from '../../../support/machine/arrivals';
import { FakeClock } from '../../../support/machine/fake-clock';

const [MINUTE, HOUR] = [60_000, 3_600_000];
const NOW = '2026-11-29T12:05:00+01:00';

describe('lib/flex/supplier, the feed', () => {
  it('asks every five minutes, once for two who listen, and stops with the last of them', async () => {
    const clock = new FakeClock(NOW);
    const server = await ScriptedServer.open(() => ({ body: signalFrom('2026-11-29T12:00:00+01:00', [1, 2]) }));
    const store = new Store(undefined);
    const account = new ProviderAccount({
      provider: supplierProvider('/prices', 'point', null),
      credentials: { secret: '', fingerprint: '0123456789abcdef' },
      tokens: pastedToken('tok'),
      baseUrl: server.url,
      ledger: new QuotaLedger(store, clock),
      store,
      clock,
      signal: new AbortController().signal,
    });
    const feed = new SupplierFeed(
      { deliveryPoint: 'point', aheadMs: HOUR, everyMs: 5 * MINUTE },
      { account, session: () => Promise.resolve(''), needsSession: false, store, clock, name: 'prices' },
    );
    const news = new Arrivals<PricesNews>('news');
    const stops = [
      feed.listen((one) => {
        news.add(one);
      }),
      feed.listen(() => undefined),
    ];
    const planned = async (at: number): Promise<void> => {
      while ((clock.nextTimer ?? Infinity) > at) await new Promise(setImmediate);
    };
    await planned(clock.now());
    clock.advance(0);
    for (let calls = 1; calls <= 3; calls += 1) {
      const { received } = await news.next((one) => one.received?.receivedAt === clock.now());
      assert.deepEqual([received?.rows.length, server.heard.length], [2, calls]);
      await planned(clock.now() + MINUTE);
      clock.advance(5 * MINUTE - 1);
      assert.equal(server.heard.length, calls);
      clock.advance(1);
    }
    await news.next((one) => one.received?.receivedAt === clock.now());
    await planned(clock.now() + MINUTE);
    for (const stop of stops) stop();
    assert.equal(clock.pending, 0);
    await server.close();
  });

  for (const [everyMs, lastCall, wanted] of [
    [5 * MINUTE, '12:05', '12:10'],
    [HOUR, '12:05', '13:17'],
    [HOUR, '12:17', '13:17'],
    [HOUR, '12:50', '14:17'],
    [3 * HOUR, '12:17', '15:17'],
  ] as const)
    it(`asked at ${lastCall}, every ${String(everyMs / MINUTE)} min at minute 17: next at ${wanted}`, () => {
      const at = (time: string): number => Date.parse(`2026-11-29T${time}:00Z`);
      assert.equal(nextPricesCall(at(lastCall), at(lastCall), everyMs, 17), at(wanted));
    });

  it('asks at once where nobody has asked, and where the clock was turned back', () => {
    assert.equal(nextPricesCall(undefined, 1000, HOUR, 17), 1000);
    assert.equal(nextPricesCall(5000, 1000, HOUR, 17), 1000);
  });
});
