// Not in the fast lane: some seconds of days, steps, orders and nonsense.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { normalise, type AboutBody } from '../../../../lib/enedis/bodies';
import { MEASURES } from '../../../../lib/enedis/series';
import { LinkyRedError } from '../../../../lib/errors';
import type { Point } from '../../../../lib/grid/point';
import { gapsIn, hoursOf, intervalOfDay, sumOf } from '../../../../lib/grid/point';
import {
  CURVE_FORMS,
  curve2026,
  dayOfMeans,
  group2026,
  paris,
  point2026,
  PRM,
  type Mean,
} from '../../../support/enedis/bodies';
import { lcg } from '../../../support/machine/random';

const ABOUT: AboutBody = {
  series: { prm: PRM, direction: 'consumption', measure: 'load-curve' },
  source: 'x',
  stamps: 'end',
  dates: 'local',
};
const HOUR = 3_600_000;

/** Days from which to go: those of the clock changes, around them, the year's end, leap day, and ordinary ones. */
const DAYS = [
  '2026-03-28',
  '2026-03-29',
  '2026-10-24',
  '2026-10-25',
  '2025-10-26',
  '2026-12-31',
  '2028-02-28',
  '2026-07-14',
];
const doubledHours = new Set(['2026-10-25 02', '2025-10-26 02']);
const isDoubled = ({ end }: Mean): boolean => doubledHours.has(paris(end, 'yyyy-MM-dd HH'));

/** Means of one to three days, whose step changes from hour to hour. */
const means = fc
  .record({
    day: fc.constantFrom(...DAYS),
    days: fc.integer({ min: 1, max: 3 }),
    steps: fc.array(fc.constantFrom(5, 10, 15, 30, 60), { minLength: 1, maxLength: 80 }),
    watts: fc.array(fc.integer({ min: 0, max: 36_000 }), { minLength: 1, maxLength: 50 }),
  })
  .map(({ day, days, steps, watts }) =>
    dayOfMeans(day, 60, () => 0, days)
      .flatMap(({ end }, hour): Mean[] => {
        const minutes = steps[hour % steps.length] ?? 60;
        return Array.from({ length: 60 / minutes }, (_, i) => ({
          end: end - HOUR + (i + 1) * minutes * 60_000,
          minutes,
          watts: 0,
        }));
      })
      .map((mean, i) => ({ ...mean, watts: watts[i % watts.length] ?? 0 })),
  );

const read = (rows: readonly Mean[], about: Partial<AboutBody> = {}) =>
  normalise(curve2026({ direction: 'consumption', means: rows }), { ...ABOUT, ...about });
const told = (points: readonly Point[]) => points.map(({ start, end, value }) => [start, end, value]);
const wanted = (rows: readonly Mean[]) => rows.map(({ end, minutes, watts }) => [end - minutes * 60_000, end, watts]);
const wattHours = (rows: readonly Mean[]) => rows.reduce((sum, { minutes, watts }) => sum + watts * minutes, 0) / 60;

function assertSound(points: readonly Point[]): void {
  let known = -Infinity;
  for (const { start, end, value } of points) {
    assert.ok(Number.isFinite(value) && value >= 0 && start <= end, `${start} ${end} ${value}`);
    assert.ok(start >= known, 'no interval lies over another');
    known = end;
  }
}

describe('lib/enedis/bodies: properties', () => {
  it('every form of every mix of steps says the same', () => {
    fc.assert(
      fc.property(
        means,
        fc.constantFrom(...Object.values(CURVE_FORMS).filter(({ isRanked }) => !isRanked)),
        (rows, { how, body }) => {
          const { points, ambiguous, gaps } = normalise(body({ direction: 'consumption', means: rows }), {
            ...ABOUT,
            ...how,
          });
          assert.deepEqual(told(points), wanted(rows));
          assert.deepEqual([ambiguous, gaps], [0, 0]);
          const days = new Set(rows.map(({ end, minutes }) => paris(end - minutes * 60_000, 'yyyy-MM-dd')));
          for (const day of days) assert.deepEqual(gapsIn(points, intervalOfDay(day)), []);
        },
      ),
    );
  });

  it('in any order, with duplicates and holes, all but the doubled hour is right, and no energy is made up', () => {
    const mess = fc.record({ seed: fc.nat(), rows: means });
    fc.assert(
      fc.property(mess, ({ seed, rows }) => {
        const chance = lcg(seed);
        const kept = rows.filter(() => chance() > 0.1);
        const plain = kept.filter((mean) => !isDoubled(mean));
        const shuffled = [...plain, ...plain.filter(() => chance() < 0.1)]
          .map((mean) => [chance(), mean] as const)
          .sort(([a], [b]) => a - b)
          .map(([, mean]) => mean);
        const { points, warnings } = read(shuffled);
        assert.deepEqual(told(points), wanted(plain));
        assert.deepEqual(warnings, {});

        // The doubled hour, holes and all, in the order of time.
        const whole = read(kept);
        assertSound(whole.points);
        // With holes in an hour whose both passes have other steps, two may want the same place: one is left out, and that is said.
        if (whole.warnings.overlap === undefined) assert.equal(sumOf(whole.points), wattHours(kept));
        else assert.ok(sumOf(whole.points) <= wattHours(kept));
        const others = whole.points.filter(({ end }) => !isDoubled({ end, minutes: 0, watts: 0 }));
        assert.deepEqual(told(others), wanted(plain));
      }),
    );
  });

  it('an answer sorted by label, or newest first, is the same as one in the order of time', () => {
    fc.assert(
      fc.property(means, (rows) => {
        const whole = told(read(rows).points);
        const byLabel = [...rows].sort((a, b) => paris(a.end).localeCompare(paris(b.end)));
        assert.deepEqual(told(read([...rows].reverse()).points), whole);
        // Labels of one step each: with two, a finer one of the first pass may have no twin, and its neighbours decide.
        if (new Set(rows.filter(isDoubled).map(({ minutes }) => minutes)).size < 2)
          assert.deepEqual(told(read(byLabel).points), whole);
      }),
    );
  });

  it('hours of UTC hold all of the energy, each its own', () => {
    fc.assert(
      fc.property(means, (rows) => {
        const hours = hoursOf(read(rows).points);
        assert.deepEqual(
          hours.map(({ start, coveredMs }) => [start % HOUR, coveredMs]),
          hours.map(() => [0, HOUR]),
        );
        for (const { start, wh } of hours)
          assert.ok(Math.abs(wh - wattHours(rows.filter(({ end }) => end > start && end <= start + HOUR))) < 1e-6);
      }),
    );
  });

  it('whatever comes is points, or an answer that cannot be read', () => {
    const scrap = fc.oneof(
      fc.json().map((text): unknown => JSON.parse(text)),
      fc.string(),
      fc.integer(),
      fc.constant(null),
    );
    const point = fc.record(
      {
        v: scrap,
        d: fc.oneof(scrap, fc.constantFrom('2026-10-25 02:30:00', '2026-03-29 02:30:00')),
        p: fc.constantFrom('PT30M', 'PT60M', '', null),
        iv: scrap,
        n: scrap,
      },
      { requiredKeys: [] },
    );
    const body = fc.oneof(
      scrap,
      fc.array(point).map((points) => group2026('consumption', 'PA', 'W', points)),
      fc.record({
        reading_type: scrap,
        usage_point_id: scrap,
        quality: scrap,
        start: scrap,
        interval_reading: fc.oneof(scrap, fc.array(scrap)),
      }),
      fc.record({ contexte: fc.oneof(scrap, fc.array(fc.record({ grandeur: scrap }))), grandeur: scrap }),
      fc.record({ calendar: scrap, temporal_class_totalizer: scrap }),
    );
    fc.assert(
      fc.property(body, fc.constantFrom(...MEASURES), fc.boolean(), (json, measure, isWrapped) => {
        try {
          const about = { ...ABOUT, series: { ...ABOUT.series, measure } };
          const { points, gaps, ambiguous } = normalise(isWrapped ? { meter_reading: json } : json, about);
          if (measure === 'load-curve') assertSound(points);
          assert.ok(gaps >= 0 && ambiguous <= points.length);
        } catch (error) {
          if (!(error instanceof LinkyRedError && error.code === 'ERR_ANSWER')) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('one bad row costs one row', () => {
    fc.assert(
      fc.property(
        means,
        fc.nat(),
        fc.constantFrom({ v: null }, { v: 'NaN' }, { v: -1 }, { p: 'P1D' }),
        (rows, at, change) => {
          const plain = rows.filter((mean) => !isDoubled(mean));
          const bad = at % plain.length;
          const points = plain.map((mean, i) => ({ ...point2026(mean), ...(i === bad ? change : {}) }));
          const answer = normalise(group2026('consumption', 'PA', 'W', points), ABOUT);
          assert.deepEqual(told(answer.points), wanted(plain.filter((_, i) => i !== bad)));
          assert.equal(answer.gaps, 1);
        },
      ),
    );
  });
});
