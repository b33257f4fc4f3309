// Feature 26 (spec/dataconnect.md §6): what is disabled, deleted or unlinked asks nobody any more.
import assert from 'node:assert/strict';
import { withQueryBench, type QueryBench } from '../../support/enedis/query-bench';

describe('26. disabled or unlinked', () => {
  let bench: QueryBench;
  withQueryBench((one) => (bench = one));

  it('asks nobody while it is disabled', async () => {
    await bench.load({ isDisabled: true });
    await bench.pass('2026-11-30T15:00:00+01:00');
    assert.deepEqual(bench.asked, []);
  });

  it('asks nobody, and waits for nothing, once its flow has stopped', async () => {
    await bench.load();
    const before = bench.asked.length;
    await bench.unload();
    assert.equal(bench.clock.pending, 0);
    bench.clock.advance(3 * 86_400_000);
    assert.equal(bench.asked.length, before);
  });

  it('asks nobody when its meter is unlinked, and says so to whoever asks', async () => {
    await bench.load({ nodes: [{ prm: '99990000000077' }] });
    await bench.pass('2026-11-29T07:00:00+01:00');
    bench.account.consents.revoke('99990000000077');
    const before = bench.asked.length;
    await bench.pass('2026-12-01T15:00:00+01:00');
    assert.equal(bench.asked.length, before);
    await bench.statuses.next(({ text }) => text === 'status.no-consent');
    bench.receive({ from: '2026-10-01', to: '2026-10-02' });
    const { error } = await bench.caught.next();
    assert.equal(error.code, 'ERR_CONSENT_MISSING');
    assert.doesNotMatch(error.message, /99990000000077/);
  });
});
