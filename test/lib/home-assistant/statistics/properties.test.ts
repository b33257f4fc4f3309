// Whatever comes in whatever order, Home Assistant has what the last word of every minute says, and every sum follows.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PARIS } from '../../../../lib/grid/paris-time';
import type { Point } from '../../../../lib/grid/point';
import { curvePoint, dailyPoint, iso, StatisticsBench } from '../../../support/home-assistant/statistics-bench';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Three days each: both clock changes, the end of a year, a leap day, the end of a month in summer time. */
const STARTS = ['2026-03-28', '2026-10-24', '2026-12-30', '2028-02-28', '2026-07-30'];

const Delivery = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      /** Tens of minutes from the beginning. */
      from: fc.integer({ min: 0, max: 420 }),
      step: fc.constantFrom(10, 15, 30, 60),
      watts: fc.array(fc.integer({ min: 0, max: 9000 }), { minLength: 1, maxLength: 60 }),
      asEnergy: fc.boolean(),
      turn: fc.nat(),
      runs: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ day: fc.nat({ max: 2 }), wh: fc.integer({ min: 0, max: 60_000 }), runs: fc.boolean() }),
  },
);
type Delivery = typeof Delivery extends fc.Arbitrary<infer D> ? D : never;

const World = fc.record({
  start: fc.constantFrom(...STARTS),
  deliveries: fc.array(Delivery, { minLength: 1, maxLength: 8 }),
  repeats: fc.array(fc.nat({ max: 7 }), { maxLength: 3 }),
});

/** In the order in which it lies in the delivery. */
function pointsOf(delivery: Delivery, start: string): Point[] {
  if ('day' in delivery) return [dailyPoint(PARIS.addDays(start, delivery.day), delivery.wh)];
  const { from, step, watts, asEnergy } = delivery;
  const begin = PARIS.startOfDay(start) + from * 10 * MINUTE;
  return watts.map((value, i) =>
    asEnergy
      ? curvePoint(begin + i * step * MINUTE, step, value, { kind: 'energy', unit: 'Wh' })
      : curvePoint(begin + i * step * MINUTE, step, value),
  );
}

/** Some other order of the same points: none of one delivery overlaps another. */
function turned(points: readonly Point[], by: number): Point[] {
  const at = by % points.length;
  const moved = [...points.slice(at), ...points.slice(0, at)];
  return by % 2 === 0 ? moved : moved.reverse();
}

/** Written apart: an array of minutes, the last word of each counts; a day without any has its daily value at midnight. */
function truthOf(deliveries: readonly Delivery[], start: string): Map<string, number> {
  const begin = PARIS.startOfDay(start);
  const minutes = new Map<number, number>();
  const days = new Map<number, number>();
  for (const delivery of deliveries) {
    if ('day' in delivery) days.set(delivery.day, delivery.wh);
    else
      delivery.watts.forEach((value, i) => {
        for (let m = 0; m < delivery.step; m++)
          minutes.set(
            delivery.from * 10 + i * delivery.step + m,
            delivery.asEnergy ? value / delivery.step : value / 60,
          );
      });
  }
  const hours = new Map<string, number>();
  const add = (at: number, wh: number): void => {
    const hour = iso(Math.floor(at / HOUR) * HOUR);
    hours.set(hour, (hours.get(hour) ?? 0) + wh);
  };
  for (const [minute, wh] of minutes) add(begin + minute * MINUTE, wh);
  for (const [day, wh] of days) {
    const from = PARIS.startOfDay(PARIS.addDays(start, day));
    const to = PARIS.startOfDay(PARIS.addDays(start, day + 1));
    if (![...minutes.keys()].some((minute) => begin + minute * MINUTE >= from && begin + minute * MINUTE < to))
      add(from, wh);
  }
  return hours;
}

function assertNear(found: ReadonlyMap<string, number>, wanted: ReadonlyMap<string, number>): void {
  for (const hour of new Set([...found.keys(), ...wanted.keys()])) {
    const [a, b] = [found.get(hour) ?? 0, wanted.get(hour) ?? 0];
    assert.ok(Math.abs(a - b) < 2e-6, `${hour}: ${String(a)} instead of ${String(b)}`);
  }
}

describe('statistics, whatever comes', () => {
  it('any order and split, repeats and corrections give what one delivery gives', async () => {
    await fc.assert(
      fc.asyncProperty(World, async ({ start, deliveries, repeats }) => {
        const [pieces, whole] = [await StatisticsBench.start(), await StatisticsBench.start({ version: '2025.10.4' })];
        try {
          const all = [...deliveries, ...repeats.flatMap((i) => deliveries[i] ?? [])];
          for (const delivery of all) {
            const points = pointsOf(delivery, start);
            const mixed = 'turn' in delivery ? turned(points, delivery.turn) : points;
            const half = Math.ceil(mixed.length / 2);
            for (const part of [mixed.slice(0, half), mixed.slice(half)]) await pieces.take(part);
            if (delivery.runs) await pieces.run();
          }
          await whole.take(all.flatMap((delivery) => pointsOf(delivery, start)));
          await pieces.run();
          await whole.run();
          assert.deepEqual([...pieces.changes()], [...whole.changes()]);
          assertNear(pieces.changes(), truthOf(all, start));
          assert.equal((await pieces.run()).rows, 0);
        } finally {
          await pieces.stop();
          await whole.stop();
        }
      }),
      { numRuns: 60 },
    );
  });
});
