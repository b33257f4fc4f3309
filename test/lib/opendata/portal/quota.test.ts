// What portals allow: over nodes and restarts, and what becomes of one that says it was too much.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { OpenPortal } from '../../../../lib/opendata/portal/open-portal';
import { portalBench, type PortalBench } from '../../../support/opendata/portal-bench';

const MINUTE = 60_000;

describe('lib/opendata/portal, quotas', () => {
  let bench: PortalBench;
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'opendata-quota-'));
    bench = await portalBench({}, dir);
  });
  afterEach(async () => {
    await bench.stop();
    await rm(dir, { recursive: true, maxRetries: 5 });
  });
  const ask = (portal: OpenPortal): Promise<unknown> => portal.dataset('bilan-electrique-demi-heure', 'anew');
  const enedis = (): OpenPortal => bench.open('enedis', { kind: 'datafair' });

  it('keeps to two calls a second in the long run, over all nodes', async () => {
    const from = bench.clock.now();
    const nodes = [enedis(), enedis(), enedis()];
    for (let round = 0; round < 20; round += 1) for (const node of nodes) await ask(node);
    const at = bench.sandbox.calls('enedis').map((call) => call.at - from);
    assert.equal(at.length, 60);
    for (const [index, time] of at.entries())
      assert.ok(index < 20 || time - (at[index - 20] ?? 0) >= 10_000, `call ${String(index)} at ${String(time)}`);
  });

  it('asks one question at a time, until its answer begins', async () => {
    bench.sandbox.fail('enedis', 'dataset', 'stall', 1);
    const first = ask(bench.open('enedis', { kind: 'datafair' }, { timeoutMs: 500 }));
    await Promise.all([first, enedis().dataset('conso-inf36')]);
    // The one that stalls is tried again before the other has its turn.
    assert.deepEqual(
      bench.asked('enedis').map((call) => call.split('/').at(-1)),
      ['bilan-electrique-demi-heure', 'bilan-electrique-demi-heure', 'conso-inf36'],
    );
  });

  it('leaves Data Fair alone for a minute after "too much", then for two, for all nodes and after a restart', async () => {
    bench.sandbox.fail('enedis', 'dataset', 'too-many-requests', 2);
    const [from, at] = [bench.clock.now(), (ms: number) => new Date(ms).toISOString()];
    const until = (error: { facts?: { until?: string } }): string => at(Date.parse(error.facts?.until ?? ''));
    await assert.rejects(ask(enedis()), (error: object) => {
      assert.equal(until(error), at(from + MINUTE));
      return true;
    });
    await assert.rejects(ask(enedis()), { code: 'ERR_QUOTA' });
    assert.equal(bench.sandbox.calls('enedis').length, 1, 'nothing goes out meanwhile');
    bench.clock.advance(MINUTE);
    const again = bench.clock.now();
    await assert.rejects(ask(enedis()), (error: object) => {
      assert.equal(until(error), at(again + 2 * MINUTE));
      return true;
    });
    await bench.stop();
    const restarted = await portalBench({ port: bench.sandbox.port }, dir);
    try {
      restarted.clock.set(bench.clock.now());
      await assert.rejects(ask(restarted.open('enedis', { kind: 'datafair' })), { code: 'ERR_QUOTA' });
      restarted.clock.advance(2 * MINUTE);
      await ask(restarted.open('enedis', { kind: 'datafair' }));
      assert.equal(restarted.sandbox.calls('enedis').length, 1);
    } finally {
      await restarted.stop();
    }
  });

  it('takes a success for the end of it', async () => {
    bench.sandbox.fail('enedis', 'dataset', 'too-costly', 1);
    await assert.rejects(ask(enedis()), { code: 'ERR_QUOTA' });
    bench.clock.advance(MINUTE);
    await ask(enedis());
    bench.sandbox.fail('enedis', 'dataset', 'too-costly', 1);
    const from = bench.clock.now();
    await assert.rejects(ask(enedis()), (error: { facts?: { until?: string } }) => {
      assert.equal(Date.parse(error.facts?.until ?? ''), from + MINUTE);
      return true;
    });
  });

  for (const fault of ['domain-429', 'anonymous-429'] as const) {
    it(`leaves Opendatasoft alone until it says so (${fault})`, async () => {
      const odre = bench.open('odre', { kind: 'ods' });
      bench.sandbox.fail('odre', 'dataset', fault, 1);
      await assert.rejects(odre.dataset('eco2mix-national-tr'), {
        code: 'ERR_QUOTA',
        facts: { until: '2026-11-07T01:00:00+01:00' },
      });
      bench.clock.advance(60 * MINUTE);
      await assert.rejects(odre.dataset('eco2mix-national-tr'), { code: 'ERR_QUOTA' });
      assert.equal(bench.sandbox.calls('odre').length, 1);
      bench.clock.advanceTo('2026-11-07T01:00:01+01:00');
      await odre.dataset('eco2mix-national-tr');
    });
  }

  it('knows what Opendatasoft says is left, and asks no more when nothing is', async () => {
    const small = await portalBench({ callsPerDay: 3 });
    try {
      const odre = small.open('odre', { kind: 'ods' });
      assert.equal(odre.quota, undefined);
      for (let calls = 0; calls < 3; calls += 1) await odre.dataset('eco2mix-national-tr', 'anew');
      assert.deepEqual(odre.quota, { limit: 3, remaining: 0, resetAt: '2026-11-07T01:00:00+01:00' });
      await assert.rejects(odre.dataset('eco2mix-national-tr', 'anew'), {
        code: 'ERR_QUOTA',
        facts: { until: '2026-11-07T01:00:00+01:00' },
      });
      assert.equal(small.sandbox.calls('odre').length, 3);
    } finally {
      await small.stop();
    }
  });

  it('tries again what the network or the portal has failed in, four times, and nothing else', async () => {
    for (const [fault, code, tries] of [
      ['empty-500', 'ERR_PORTAL_FAILED', 4],
      ['bad-gateway', 'ERR_PORTAL_FAILED', 4],
      ['unavailable', 'ERR_PORTAL_FAILED', 4],
      ['slow', 'ERR_PORTAL_FAILED', 4],
      ['refuse', 'ERR_NETWORK', 4],
      ['unauthorized', 'ERR_PORTAL_KEY', 1],
      ['gone', 'ERR_PORTAL_GONE', 1],
      ['html-404', 'ERR_PORTAL_GONE', 1],
      ['html-200', 'ERR_ANSWER', 1],
      ['not-json', 'ERR_ANSWER', 1],
    ] as const) {
      bench.asked('enedis');
      bench.sandbox.fail('enedis', 'dataset', fault, Infinity);
      await assert.rejects(ask(enedis()), { code }, fault);
      assert.equal(bench.asked('enedis').length, tries, fault);
    }
  });

  it('counts an account for itself, whose key is in a header alone', async () => {
    const [enedisKey, odreKey] = [
      bench.open('enedis', { kind: 'datafair', apiKey: 'hunter2' }),
      bench.open('odre', { kind: 'ods', apiKey: 'hunter2' }),
    ];
    bench.sandbox.fail('enedis', 'dataset', 'too-many-requests', 1);
    await assert.rejects(ask(enedis()), { code: 'ERR_QUOTA' });
    await ask(enedisKey);
    await odreKey.dataset('eco2mix-national-tr');
    for (const name of ['enedis', 'odre'] as const)
      assert.ok(bench.sandbox.calls(name).every(({ url }) => !url.includes('hunter2')));
  });
});
