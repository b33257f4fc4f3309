// Feature 27 (spec/dataconnect.md §6): an error says the code and the words of Enedis, and stops no other measure.
import assert from 'node:assert/strict';
import { withQueryBench, type QueryBench } from '../../support/enedis/query-bench';

describe('27. errors', () => {
  let bench: QueryBench;
  withQueryBench((one) => (bench = one));

  it('of one measure are told with what Enedis says, and the others come', async () => {
    bench.gateways.fail('conso-api', 'objected', Infinity, /courbe_de_charge/);
    await bench.load();
    await bench.pass('2026-11-29T15:00:00+01:00');
    const { error } = await bench.caught.next();
    assert.equal(error.code, 'ERR_ENEDIS_COLLECTION');
    assert.match(error.message, /ADAM-ERR0075.*The customer objects to the recording of the load curve/);
    assert.doesNotMatch(error.message, /99990000000077/);
    assert.deepEqual(bench.sent('consumption/load-curve'), []);
    assert.equal(bench.sent('consumption/energy').at(-1)?.value, bench.truth('2026-11-28'));
    assert.ok(bench.sent('consumption/max-power').length > 0);
    await bench.statuses.next(({ text, fill }) => fill === 'red' && text === 'status.collection-off');
    assert.equal(bench.caught.all.length, 1, 'said once');
  });

  it('that pass by themselves are no more when the next try brings something', async () => {
    bench.gateways.fail('conso-api', 'own-500', Infinity, /consommation_quotidienne/);
    await bench.load({ nodes: [{ loadCurve: false, maxPower: false }] });
    await bench.pass('2026-11-29T09:00:00+01:00');
    assert.ok(bench.summary.problem !== null);
    bench.gateways.fail('conso-api', 'own-500', 0);
    await bench.pass('2026-11-29T15:00:00+01:00');
    assert.deepEqual([bench.summary.problem, bench.summary.dataUntil], [null, '2026-11-28']);
  });
});
