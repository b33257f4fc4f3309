// Feature 8 (spec/dataconnect.md §6): a random minute of the call, visible and editable. The form: test/editor/dataconnect-query.test.ts.
import assert from 'node:assert/strict';
import { shareOf } from '../../../lib/enedis/collect/agenda';
import { drawnMinutes } from '../../../nodes/dataconnect-query/dataconnect-query.wiring';
import { PRM } from '../../../sandbox/household/households';
import { helper } from '../../support/node-red/helper';
import { withQueryBench, type QueryBench } from '../../support/enedis/query-bench';

const COUNT = 12;

describe('8. a random minute', () => {
  let bench: QueryBench;
  withQueryBench((one) => (bench = one));

  const blank = { minute: '', loadCurve: false, maxPower: false };
  const drawn = async (): Promise<number[]> => {
    const ids = Array.from({ length: COUNT }, (_, index) => `n${String(index + 1)}`);
    const api = {
      nodes: {
        getNode: (id: string) => helper.getNode(id),
        eachNode: (told: (node: { id: string; type: string }) => void) => {
          for (const id of ids) told({ id, type: 'dataconnect-query' });
        },
      },
    };
    return Object.values(await drawnMinutes(api as unknown as Parameters<typeof drawnMinutes>[0]));
  };

  it('is drawn at the first deploy, no round one, by each node for itself, and kept over a restart', async () => {
    await bench.load({ nodes: Array.from({ length: COUNT }, () => blank) });
    const first = await drawn();
    assert.equal(first.length, COUNT);
    assert.ok(new Set(first).size > 1, first.join());
    for (const minute of first) assert.ok(minute > 0 && minute < 60 && minute % 5 !== 0, String(minute));
    await bench.unload();
    await bench.load({ nodes: Array.from({ length: COUNT }, () => blank) });
    assert.deepEqual(await drawn(), first);
  });

  it('is the one at which it asks, every day', async () => {
    await bench.load({ nodes: [blank] });
    const [minute] = (await drawn()).slice(0, 1);
    await bench.pass('2026-12-01T05:00:00+01:00');
    await bench.pass('2026-12-03T05:00:00+01:00');
    // From 6 to 10 in Paris.
    const mornings = bench.gateways.calls.filter(({ at }) => [5, 6, 7, 8].includes(new Date(at).getUTCHours()));
    assert.ok(mornings.length >= 3, String(mornings.length));
    for (const { at } of mornings) assert.equal(new Date(at).getUTCMinutes(), minute);
  });

  it('that is typed wins', async () => {
    await bench.load({ nodes: [{ ...blank, minute: '41' }] });
    assert.deepEqual(await drawn(), []);
    const hour = String(6 + Math.floor(shareOf(PRM.calm) * 4)).padStart(2, '0');
    await bench.pass(`2026-11-29T${hour}:40:00+01:00`);
    const before = bench.asked.length;
    await bench.pass(`2026-11-29T${hour}:41:00+01:00`);
    assert.equal(bench.asked.length, before + 1);
    assert.equal(PRM.calm.length, 14);
  });
});
