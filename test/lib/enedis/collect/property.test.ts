// Not in the fast lane: weeks of collecting, many times over.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DoorRow } from '../../../../lib/enedis/door';
import type { Series } from '../../../../lib/enedis/series';
import { PARIS, type DayKey } from '../../../../lib/grid/paris-time';
import { collecting, WANT, type Collecting } from '../../../support/enedis/collecting';
import { daysIn, FakeDoor, halfHours, ROW, type DayValues } from '../../../support/enedis/fake-door';
import { FakeClock } from '../../../support/machine/fake-clock';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A short history: what holds for it holds for three years. */
const SHORT: DoorRow = {
  ...ROW,
  windowDays: { ...ROW.windowDays, energy: 20 },
  depth: { ...ROW.depth, energy: { months: 2, days: 3 }, 'load-curve': { months: 1, days: 3 } },
};

/** The nights of both clock changes, a leap day, the end of a year, and an ordinary one. */
const STARTS = ['2026-03-24', '2026-10-20', '2028-02-25', '2026-12-28', '2026-06-10'];

const World = fc.record({
  start: fc.constantFrom(...STARTS),
  minute: fc.integer({ min: 0, max: 59 }),
  /** How many days before the start the contract began. */
  active: fc.integer({ min: 1, max: 80 }),
  /** How many days later than usual days come, by their distance from the start; 99: never. */
  late: fc.dictionary(fc.integer({ min: -40, max: 12 }).map(String), fc.constantFrom(1, 3, 4, 99), { maxKeys: 8 }),
  longest: fc.constantFrom(3, 7, 20),
  /** Calls that fail, by their number. */
  fails: fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 6 }),
  /** After how many hours what happens to the machine. */
  events: fc.array(
    fc.record({
      after: fc.integer({ min: 1, max: 200 }),
      what: fc.oneof(
        fc.constant('restart' as const),
        fc.constant('put right' as const),
        fc.integer({ min: -400, max: 400 }).map((hours) => hours),
      ),
    }),
    { maxLength: 5 },
  ),
});
type World = typeof World extends fc.Arbitrary<infer W> ? W : never;

class Truth {
  readonly begin: number;

  constructor(
    private readonly world: World,
    private readonly clock: FakeClock,
  ) {
    this.begin = clock.now();
  }

  /** What no wrong clock changes. */
  get now(): number {
    return this.begin + this.clock.elapsed();
  }

  get firstDay(): DayKey {
    return PARIS.addDays(PARIS.dayKey(this.begin), -this.world.active);
  }

  lateBy(day: DayKey): number {
    return this.world.late[String(Math.round((Date.parse(day) - Date.parse(PARIS.dayKey(this.begin))) / DAY))] ?? 0;
  }

  readonly of = ({ measure }: Pick<Series, 'measure'>, day: DayKey): DayValues | undefined => {
    const late = this.lateBy(day);
    if (day < this.firstDay || late === 99) return undefined;
    if (this.now < PARIS.at(PARIS.addDays(day, 1 + late), 7, 30)) return undefined;
    const watts = 300 + Number(day.slice(8)) * 2;
    return measure === 'load-curve' ? halfHours(day, watts) : [watts * PARIS.hoursInDay(day)];
  };
}

async function live(world: World): Promise<void> {
  const clock = new FakeClock(PARIS.at(world.start, 9, 40));
  const truth = new Truth(world, clock);
  const door = new FakeDoor(clock, truth.of, SHORT);
  const complete = new Set<string>();
  const tries: { readonly measure: string; readonly at: number }[] = [];
  const broken: string[] = [];
  door.refuses = (series, window) => {
    const { priority } = door.calls.at(-1) ?? { priority: 'daily' };
    const name = (day: DayKey): string => `${series.measure} ${day}`;
    const length = daysIn(window).length;
    if (length < 1 || length > SHORT.windowDays[series.measure]) broken.push(`a window of ${String(length)} days`);
    if (priority === 'daily') {
      tries.push({ measure: series.measure, at: truth.now });
    } else {
      const again = daysIn(window).filter((day) => complete.has(name(day)));
      if (again.length > 0) broken.push(`complete and asked for again: ${again.join(', ')}`);
    }
    if (world.fails.includes(door.calls.length - 1)) return 'passes';
    if (length > world.longest) return 'too-long';
    if (window.from < truth.firstDay) return 'before-activation';
    for (const day of daysIn(window)) if (truth.of(series, day) !== undefined) complete.add(name(day));
    return undefined;
  };
  let one = await collecting(clock, () => door, {
    ...WANT,
    backfill: true,
    byItself: { minute: world.minute, hours: [5, 20] },
  });
  one = await through(world, one, clock, truth);
  // Now nothing goes wrong any more: whatever is there comes.
  await one.pass(clock.now() + 14 * DAY);
  assert.deepEqual(broken, []);
  for (const { measure, at } of tries) {
    const together = tries.filter((one) => one.measure === measure && one.at >= at && one.at < at + 20 * HOUR).length;
    assert.ok(together <= SHORT.tries.length, `${measure} from ${PARIS.iso(at)} on: ${String(together)} tries`);
  }
  const today = PARIS.dayKey(truth.now);
  for (const [measure, days] of [
    ['energy', 61],
    ['load-curve', 32],
  ] as const) {
    const window = { from: PARIS.addDays(PARIS.dayKey(truth.begin), -days + 2), to: PARIS.addDays(today, -9) };
    const there = await one.collector.replay({ window, directions: ['consumption'], measures: [measure] });
    for (const day of daysIn(window)) {
      const expected = truth.of({ measure }, day) ?? [];
      const found = there.filter(({ start }) => PARIS.dayKey(start) === day).map(({ value }) => value);
      assert.deepEqual(found, expected, `${measure} of ${day}`);
    }
  }
  assert.deepEqual(one.collector.state.backfill.daysLeft, 0);
  await one.collector.close();
}

/** What happens to the machine, one thing after the other; at the end its clock is right. */
async function through(world: World, first: Collecting, clock: FakeClock, truth: Truth): Promise<Collecting> {
  let one = first;
  for (const { after, what } of world.events) {
    await one.pass(clock.now() + after * HOUR);
    if (what === 'restart') one = await one.restarted();
    else clock.set(truth.now + (what === 'put right' ? 0 : what * HOUR));
    await one.pass(clock.now() + 61_000);
  }
  clock.set(truth.now);
  await one.pass(clock.now() + 61_000);
  return one;
}

describe('collecting, whatever happens', () => {
  it('never asks more often than the row allows, nothing complete twice, and has everything in the end', async () => {
    await fc.assert(fc.asyncProperty(World, live), { numRuns: 12, endOnFailure: true });
  });
});
