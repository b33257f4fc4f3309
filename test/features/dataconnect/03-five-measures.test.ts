// Feature 3 (spec/dataconnect.md §6): half-hourly load curve, energy of the day, of the month, of the year, and maximum power.
import assert from 'node:assert/strict';
import { PARIS } from '../../../lib/grid/paris-time';
import type { DirectionSummary } from '../../../lib/enedis/summary/energy-summary';
import { PRM } from '../../../sandbox/household/households';
import { withQueryBench, type QueryBench } from '../../support/enedis/query-bench';

describe('3. load curve, day, month, year, maximum power', () => {
  let bench: QueryBench;
  withQueryBench((one) => (bench = one));

  const told = (direction: 'consumption' | 'production'): DirectionSummary =>
    bench.summary[direction] ?? assert.fail(`nothing of ${direction}`);
  /** kWh of all days from the first one until yesterday. */
  const sum = (from: string, direction: 'consumption' | 'production'): number => {
    let wh = 0;
    for (let day = from; day < '2026-11-29'; day = PARIS.addDays(day, 1)) wh += bench.truth(day, PRM.calm, direction);
    return wh / 1000;
  };
  const near = (found: number | undefined, wanted: number, what: string): void => {
    assert.ok(
      found !== undefined && Math.abs(found - wanted) < 0.0015,
      `${what}: ${String(found)}, not ${String(wanted)}`,
    );
  };

  it('are there for both directions; production has the maximum of its curve, marked as derived', async () => {
    await bench.load({ nodes: [{ direction: 'both' }] });
    await bench.pass('2026-11-29T15:00:00+01:00');
    for (const direction of ['consumption', 'production'] as const) {
      const { yesterday, lastCurve, maxPower } = told(direction);
      near(yesterday.kWh ?? undefined, bench.truth('2026-11-28', PRM.calm, direction) / 1000, `${direction}, day`);
      assert.equal(lastCurve?.end, '2026-11-29T00:00:00+01:00');
      assert.deepEqual([maxPower?.day, maxPower?.derived], ['2026-11-28', direction === 'production']);
      const half = bench.sent(`${direction}/load-curve`).filter(({ end }) => end > '2026-11-27T23:00:00Z');
      assert.deepEqual([half.length, new Set(half.map(({ step }) => step))], [48, new Set(['PT30M'])]);
    }
  });

  it('count up the month and the year, with the past', async () => {
    await bench.load({ nodes: [{ direction: 'both', loadCurve: false, backfill: true }] });
    await bench.pass('2026-11-29T20:00:00+01:00');
    for (const direction of ['consumption', 'production'] as const) {
      const { monthToDate, yearToDate } = told(direction);
      assert.deepEqual([monthToDate?.period, yearToDate?.period], ['2026-11', '2026']);
      assert.deepEqual([monthToDate?.missingDays, yearToDate?.missingDays], [0, 0]);
      near(monthToDate?.kWh, sum('2026-11-01', direction), `${direction}, month`);
      near(yearToDate?.kWh, sum('2026-01-01', direction), `${direction}, year`);
    }
  });
});
