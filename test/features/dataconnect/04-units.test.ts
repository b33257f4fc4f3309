// Feature 4 (spec/dataconnect.md §6): kW, kWh, kVA for people; W, Wh, VA in points.
import assert from 'node:assert/strict';
import { PRM } from '../../../sandbox/household/households';
import { withQueryBench, type QueryBench } from '../../support/enedis/query-bench';

describe('4. units', () => {
  let bench: QueryBench;
  withQueryBench((one) => (bench = one));

  it('are W, Wh and VA in points, and kW, kWh and kVA in the summary', async () => {
    await bench.load();
    await bench.pass('2026-11-29T15:00:00+01:00');
    const units = ['load-curve', 'energy', 'max-power'].map((kind) => [
      ...new Set(bench.sent(`consumption/${kind}`).map(({ unit }) => unit)),
    ]);
    assert.deepEqual(units, [['W'], ['Wh'], ['VA']]);
    const [curve, energy, peak] = ['load-curve', 'energy', 'max-power'].map((kind) =>
      bench.sent(`consumption/${kind}`).at(-1),
    );
    const { yesterday, lastCurve, maxPower } = bench.summary.consumption ?? assert.fail('nothing of consumption');
    assert.equal(energy?.value, bench.truth('2026-11-28'));
    assert.equal(peak?.value, bench.gateways.household(PRM.calm).peak(Date.UTC(2026, 10, 28) / 86_400_000).va);
    assert.deepEqual(
      [yesterday.kWh, lastCurve?.kW, maxPower?.kVA],
      [energy.value, curve?.value, peak.value].map((value) => (value ?? NaN) / 1000),
    );
  });
});
