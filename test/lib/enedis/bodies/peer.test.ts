// Not in the fast lane: a Python that reads the same answers.
// PyPI's enedis-client is right on both clock changes, at every step. The same answers in, the same energies out.
import assert from 'node:assert/strict';
import { normalise } from '../../../../lib/enedis/bodies';
import { hoursOf } from '../../../../lib/grid/point';
import { CURVE_FORMS, dayOfMeans, PRM, type Mean } from '../../../support/enedis/bodies';
import { DAY_PAIRS } from '../../../support/enedis/day-pairs';
import { needsEnedisClient, readByPeer } from '../../../support/enedis/enedis-client';

const ANSWERS: readonly (readonly [name: string, means: readonly Mean[]])[] = [
  ...['2026-03-29', '2026-10-25', '2026-06-21', '2028-02-29', '2026-12-31'].flatMap((day) =>
    [10, 30, 60].map(
      (minutes) => [`${day}, ${minutes} minutes`, dayOfMeans(day, minutes, (i) => 200 + 2 * ((i * 37) % 991))] as const,
    ),
  ),
  ['a week with 25 hours in it', dayOfMeans('2026-10-20', 30, (i) => 200 + 2 * i, 7)],
  ['a week with 23 hours in it', dayOfMeans('2026-03-24', 10, (i) => 200 + 2 * i, 7)],
  [
    'a step that changes at noon',
    [
      ...dayOfMeans('2026-09-29', 60, (i) => 300 + i).slice(0, 12),
      ...dayOfMeans('2026-09-29', 10, (i) => 400 + i).slice(72),
    ],
  ],
  ['holes', dayOfMeans('2026-09-29', 30, (i) => 300 + i).filter((_, i) => i % 7 !== 3)],
  ...DAY_PAIRS.map(({ day, watts }) => [`${day}, known energy`, dayOfMeans(day, 30, (i) => watts[i] ?? NaN)] as const),
];

describe('lib/enedis/bodies beside enedis-client 1.0.3', () => {
  before(async function () {
    await needsEnedisClient(this);
  });

  it('reads the same intervals and the same energy of each hour', () => {
    const form = CURVE_FORMS['v5, wrapped'];
    assert.ok(form);
    const bodies = ANSWERS.map(([, means]) => form.body({ direction: 'consumption', means }));
    const theirs = readByPeer(bodies);
    ANSWERS.forEach(([name], i) => {
      const { points } = normalise(bodies[i], {
        series: { prm: PRM, direction: 'consumption', measure: 'load-curve' },
        source: 'myelectricaldata-v1',
        ...form.how,
      });
      const ours = points.map(({ start, end, value }) => [end, (end - start) / 60_000, value]);
      assert.deepEqual(ours, theirs[i]?.intervals, name);
      // Theirs is a sum of rounded shares.
      const round = ([start, wh]: readonly [number, number]) => [start, Number(wh.toFixed(6))];
      assert.deepEqual(
        hoursOf(points).map(({ start, wh }) => round([start, wh])),
        theirs[i]?.hours.map(round),
        name,
      );
    });
  });
});
