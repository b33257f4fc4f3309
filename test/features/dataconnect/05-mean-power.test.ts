// Feature 5 (spec/dataconnect.md §6): the load curve is the mean power of each interval, not an energy.
import assert from 'node:assert/strict';
import { withQueryBench, type QueryBench } from '../../support/enedis/query-bench';

describe('5. the load curve is a mean power', () => {
  let bench: QueryBench;
  // The day of 25 hours lies among the last 7.
  withQueryBench((one) => (bench = one), '2026-10-28T04:00:00+01:00');

  it('whose W times hours are the Wh of each day, of that with 25 hours, too', async () => {
    await bench.load();
    await bench.pass('2026-10-28T15:00:00+01:00');
    for (const [day, from, to, count] of [
      ['2026-10-24', '2026-10-23T22:00:00Z', '2026-10-24T22:00:00Z', 48],
      ['2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 50],
      ['2026-10-26', '2026-10-25T23:00:00Z', '2026-10-26T23:00:00Z', 48],
    ] as const) {
      const points = bench.sent('consumption/load-curve').filter(({ start, end }) => start >= from && end <= to);
      assert.equal(points.length, count, day);
      const wh = points.reduce(
        (sum, { value, start, end }) => sum + (value * (Date.parse(end) - Date.parse(start))) / 3_600_000,
        0,
      );
      assert.ok(Math.abs(wh - bench.truth(day)) < 1e-6, `${day}: ${String(wh)} Wh, not ${String(bench.truth(day))}`);
    }
  });
});
