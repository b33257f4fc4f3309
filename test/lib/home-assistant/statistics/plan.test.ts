// The plan alone, over rows that somebody else may have written: no sum is ever wrong, and no row is sent that is right already.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PARIS } from '../../../../lib/grid/paris-time';
import type { KnownDay } from '../../../../lib/home-assistant/statistics/hours';
import { planOf, type ExistingRow } from '../../../../lib/home-assistant/statistics/plan';

const HOUR = 3_600_000;
const STARTS = ['2026-03-28', '2026-10-24', '2026-12-30', '2028-02-28'];
const DAYS = 4;

/** In tens of grains: a difference of one grain is none, doubles are no more exact. */
const Change = fc.integer({ min: -100, max: 900_000 }).map((tens) => tens * 10);
const World = fc.record({
  start: fc.constantFrom(...STARTS),
  before: fc.integer({ min: 0, max: 1e9 }),
  /** By the hour from the first midnight: what is there. */
  there: fc.dictionary(fc.integer({ min: 0, max: 24 * DAYS - 1 }).map(String), Change, { maxKeys: 40 }),
  /** Whole days of theirs: one row at midnight. */
  wholeDays: fc.uniqueArray(fc.nat({ max: DAYS - 1 }), { maxLength: 2 }),
  curve: fc.dictionary(fc.integer({ min: 0, max: 24 * DAYS - 1 }).map(String), Change, { maxKeys: 60 }),
  daily: fc.dictionary(
    fc.nat({ max: DAYS - 1 }).map(String),
    fc.integer({ min: 1, max: 900_000 }).map((tens) => tens * 10),
    {
      maxKeys: DAYS,
    },
  ),
  /** In hours from the first midnight. */
  now: fc.integer({ min: 0, max: 24 * DAYS + 30 }),
});
type World = typeof World extends fc.Arbitrary<infer W> ? W : never;

interface Scene {
  readonly days: readonly KnownDay[];
  readonly existing: readonly ExistingRow[];
  readonly midnights: readonly number[];
  readonly now: number;
}

function sceneOf({ start, before, there, wholeDays, curve, daily, now }: World): Scene {
  const midnights = Array.from({ length: DAYS + 1 }, (_, i) => PARIS.startOfDay(PARIS.addDays(start, i)));
  const first = midnights[0] ?? NaN;
  const at = (hour: string): number => first + Number(hour) * HOUR;
  const changes = new Map(Object.entries(there).map(([hour, change]) => [at(hour), change]));
  for (const i of wholeDays) {
    const [from = NaN, to = NaN] = midnights.slice(i);
    for (const hour of changes.keys()) if (hour >= from && hour < to) changes.delete(hour);
    changes.set(from, 24_000_000 + 10 * i);
  }
  let sum = before;
  const existing = [...changes]
    .sort(([a], [b]) => a - b)
    .map(([hour, change]) => ({ hour, sum: (sum += change), state: change }));
  const days = midnights.slice(0, DAYS).flatMap((from, i): KnownDay[] => {
    const to = midnights[i + 1] ?? NaN;
    const hours = Object.entries(curve)
      .map(([hour, grains]) => [at(hour), grains] as const)
      .filter(([hour]) => hour >= from && hour < to)
      .sort(([a], [b]) => a - b);
    const value = daily[String(i)];
    if (hours.length === 0 && value === undefined) return [];
    const day = PARIS.addDays(start, i);
    return [{ day, start: from, end: to, hours, coveredMs: hours.length * HOUR, daily: value, billing: undefined }];
  });
  return { days, existing, midnights, now: first + now * HOUR };
}

/** Written apart: what each hour must come to, by the rules of the issue, one hour after the other. */
function wantedOf({ days, existing, midnights, now }: Scene, before: number): Map<number, number> {
  const theirs = new Map<number, number>();
  let last = before;
  for (const { hour, sum } of existing) {
    theirs.set(hour, (sum ?? last) - last);
    last = sum ?? last;
  }
  const wanted = new Map(theirs);
  for (const { start, end, hours, daily } of days) {
    const ofDay = [...theirs].filter(([hour]) => hour >= start && hour < end);
    assert.ok(midnights.includes(start));
    if (hours.length > 0) {
      const isOver = (hour: number): boolean => hour + HOUR <= now;
      const ours = hours.filter(([hour]) => isOver(hour));
      const isAlone = ofDay.length === 1 && ofDay[0]?.[0] === start;
      const isDaily = ofDay.some(([hour, change]) => hour === start && change === daily);
      if (isAlone || isDaily) wanted.set(start, 0);
      for (const [hour, grains] of ours) wanted.set(hour, grains);
    } else if (daily !== undefined && end <= now && ofDay.every(([hour, change]) => hour === start || change === 0))
      wanted.set(start, daily);
  }
  return wanted;
}

describe('plan of statistics', () => {
  it('lets no sum be wrong, keeps what others wrote, and sends nothing that is right', () => {
    fc.assert(
      fc.property(World, (world) => {
        const scene = sceneOf(world);
        const { days, existing, now } = scene;
        const input = { days, before: world.before, now, grains: 1e6, billing: 'without' as const };
        const plan = planOf({ ...input, existing });
        const wanted = wantedOf(scene, world.before);

        const there = new Map(existing.map(({ hour, sum, state }) => [hour, { sum, state }]));
        for (const { hour, sum, state } of plan.rows) {
          assert.notDeepEqual(there.get(hour), { sum, state });
          there.set(hour, { sum, state });
        }
        let sum = world.before;
        const hours = [...wanted.keys()].sort((a, b) => a - b);
        for (const hour of hours)
          assert.equal(there.get(hour)?.sum, (sum += wanted.get(hour) ?? NaN), new Date(hour).toISOString());
        assert.equal(there.size, wanted.size);
        assert.deepEqual(plan.last, hours.length === 0 ? null : { hour: hours.at(-1), sum });

        // Once more over what it has made: nothing is left to do.
        const after = [...there].sort(([a], [b]) => a - b).map(([hour, row]) => ({ hour, ...row }));
        assert.deepEqual(planOf({ ...input, existing: after }).rows, []);
      }),
      { numRuns: 3000 },
    );
  });

  it('says which hour is the first that is not over', () => {
    const start = PARIS.startOfDay('2026-05-05');
    const hours = [0, 1, 2].map((i) => [start + i * HOUR, 1e6] as const);
    const day = {
      day: '2026-05-05',
      start,
      end: start + 24 * HOUR,
      hours,
      coveredMs: 3 * HOUR,
      daily: undefined,
      billing: undefined,
    };
    const input = { days: [day], existing: [], before: 0, grains: 1e6, billing: 'without' as const };
    assert.equal(planOf({ ...input, now: start + 2 * HOUR }).later, start + 2 * HOUR);
    assert.equal(planOf({ ...input, now: start + 3 * HOUR }).later, null);
  });
});
