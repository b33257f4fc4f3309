// Feature 2 (spec/dataconnect.md §6): for each meter, consumption, production, or both.
import assert from 'node:assert/strict';
import { PRM } from '../../../sandbox/household/households';
import { withQueryBench, type QueryBench } from '../../support/enedis/query-bench';

describe('2. consumption, production, or both', () => {
  let bench: QueryBench;
  withQueryBench((one) => (bench = one));

  for (const [direction, asked, topics] of [
    ['consumption', ['consommation_quotidienne'], ['consumption/energy']],
    ['production', ['production_quotidienne'], ['production/energy']],
    ['both', ['consommation_quotidienne', 'production_quotidienne'], ['consumption/energy', 'production/energy']],
  ] as const)
    it(`${direction}: asks for nothing else, and tells of nothing else`, async () => {
      await bench.load({ nodes: [{ direction, loadCurve: false, maxPower: false }] });
      await bench.pass('2026-11-29T15:00:00+01:00');
      assert.deepEqual(bench.askedFor, asked);
      assert.deepEqual(
        [...new Set(bench.points.all.map(({ topic }) => topic))].sort(),
        topics.map((topic) => `points/${PRM.calm}/${topic}`),
      );
      const { consumption, production } = bench.summary;
      assert.deepEqual(
        [consumption !== null, production !== null],
        [direction !== 'production', direction !== 'consumption'],
      );
      for (const one of direction === 'both' ? (['consumption', 'production'] as const) : [direction])
        assert.equal(bench.summary[one]?.yesterday.kWh, bench.truth('2026-11-28', PRM.calm, one) / 1000, one);
    });
});
