// Polling by what has changed: one cheap question each time, and an answer that outlives a restart.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatasetChanges } from '../../../../lib/opendata/answer/changes';
import { freePort } from '../../../support/machine/ports';
import { portalBench, type PortalBench } from '../../../support/opendata/portal-bench';

const SETS = { enedis: 'bilan-electrique-demi-heure', odre: 'eco2mix-national-tr' } as const;

describe('lib/opendata/answer/changes', () => {
  let bench: PortalBench;
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'opendata-changes-'));
    // A port that nobody else is given while the portal is down.
    bench = await portalBench({ port: await freePort() }, dir);
  });
  afterEach(async () => {
    await bench.stop();
    await rm(dir, { recursive: true, maxRetries: 5 });
  });
  const changes = (portal: 'enedis' | 'odre', name = 'node-1', of = bench): DatasetChanges =>
    new DatasetChanges(of.open(portal, { kind: portal === 'odre' ? 'ods' : 'datafair' }), name);

  for (const portal of ['enedis', 'odre'] as const) {
    const id = SETS[portal];

    it(`of ${portal} are all there is at first, nothing once it was seen, and what came since`, async () => {
      const ours = changes(portal);
      const first = await ours.changed(id);
      assert.equal(first?.id, id);
      // Asked for and not taken: it is still new.
      assert.ok(await ours.changed(id));
      await ours.seen(first);
      assert.equal(await ours.changed(id), undefined);
      bench.sandbox.touch(portal, id, '2026-11-06T08:00:00.000Z');
      const second = await ours.changed(id);
      assert.notEqual(second?.version, first.version);
    });

    it(`of ${portal} are each reader's own`, async () => {
      const first = await changes(portal).changed(id);
      assert.ok(first);
      await changes(portal).seen(first);
      assert.ok(await changes(portal, 'node-2').changed(id));
      assert.equal(await changes(portal).changed(id), undefined);
      await changes(portal).forget();
      assert.ok(await changes(portal).changed(id));
    });
  }

  it('outlive a restart', async () => {
    const first = await changes('enedis').changed(SETS.enedis);
    assert.ok(first);
    await changes('enedis').seen(first);
    await bench.stop();
    const restarted = await portalBench({ port: bench.sandbox.port }, dir);
    try {
      assert.equal(await changes('enedis', 'node-1', restarted).changed(SETS.enedis), undefined);
      assert.ok(
        await changes('enedis', 'node-1', restarted).changed('conso-inf36'),
        'of another dataset nothing was seen',
      );
    } finally {
      await restarted.stop();
    }
  });

  it('of Data Fair cost one call without a body while there are none', async () => {
    const ours = changes('enedis');
    const first = await ours.changed(SETS.enedis);
    assert.ok(first);
    await ours.seen(first);
    const before = bench.sandbox.calls('enedis').length;
    await ours.changed(SETS.enedis);
    assert.deepEqual(
      bench.sandbox
        .calls('enedis')
        .slice(before)
        .map(({ name, status }) => [name, status]),
      [['lines', 304]],
    );
  });

  it('that came between the rows and their being seen are seen the next time', async () => {
    const ours = changes('enedis');
    const first = await ours.changed(SETS.enedis);
    assert.ok(first);
    bench.sandbox.touch('enedis', SETS.enedis, '2026-11-06T08:00:00.000Z');
    await ours.seen(first);
    assert.equal((await ours.changed(SETS.enedis))?.version, '2026-11-06T08:00:00.000Z');
  });

  it('are unknown where the portal fails, and that is said', async () => {
    bench.sandbox.fail('odre', 'dataset', 'unavailable', Infinity);
    await assert.rejects(changes('odre').changed(SETS.odre), { code: 'ERR_PORTAL_FAILED' });
  });
});
