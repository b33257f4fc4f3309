// The household behind the stand-ins of Enedis: its truth holds together, on days of 23 and 25 hours too.
import assert from 'node:assert/strict';
import type { Household } from '../../../sandbox/household/household';
import { households, PRM } from '../../../sandbox/household/households';
import { incidentOf, publishedAt, publishedDay } from '../../../sandbox/household/publication';
import { dayInstant } from '../../../sandbox/paris-clock';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-24T12:00:00+01:00');
const dayOf = (text: string): number => Date.parse(text) / DAY;

describe('the household', () => {
  const all = households(NOW);
  const of = (prm: string): Household => all.get(prm) ?? assert.fail();

  for (const [day, hours] of [
    ['2026-03-29', 23],
    ['2026-06-01', 24],
    ['2025-10-26', 25],
  ] as const) {
    it(`fills the ${String(hours)} hours of ${day} without a gap`, () => {
      const slots = of(PRM.roof).slots(dayOf(day), 'consumption');
      const covered = slots.reduce((sum, { start, end }) => sum + end - start, 0);
      assert.equal(covered, hours * 3_600_000);
      for (const [n, { start }] of slots.entries())
        assert.equal(start, n === 0 ? dayInstant(dayOf(day)) : slots[n - 1]?.end);
    });
  }

  it('records by 10, 15, 30 and 60 minutes, four steps on one day of May', () => {
    const steps = (day: string): number[] => {
      const slots = of(PRM.family).slots(dayOf(day), 'consumption');
      return [...new Set(slots.map(({ start, end }) => (end - start) / 60_000))];
    };
    assert.deepEqual(['2026-02-01', '2026-05-12', '2026-05-20', '2026-05-25'].map(steps), [
      [30],
      [10],
      [15],
      [30, 10, 15, 60],
    ]);
    const { activeFrom } = of(PRM.newcomer).meter;
    assert.equal(of(PRM.newcomer).slots(activeFrom, 'consumption').length, 24);
  });

  it('has nothing before the meter was switched on, 500 days ago', () => {
    const { activeFrom } = of(PRM.newcomer).meter;
    assert.equal(activeFrom, dayOf('2025-07-12'));
    assert.deepEqual(of(PRM.newcomer).slots(activeFrom - 1, 'consumption'), []);
  });

  it('uses more in winter than in summer, and produces by day only', () => {
    const family = of(PRM.family);
    assert.ok(
      family.energy(dayOf('2026-01-20'), 'consumption') > 2 * family.energy(dayOf('2026-07-20'), 'consumption'),
    );
    const noon = of(PRM.roof).slots(dayOf('2026-06-21'), 'production');
    assert.ok(noon.some(({ wh }) => wh > 300));
    for (const { start, wh } of noon) if (new Date(start).getUTCHours() < 3) assert.equal(wh, 0);
    assert.deepEqual(family.slots(dayOf('2026-06-21'), 'production'), []);
  });

  it('turns its register by the energy of each day', () => {
    const roof = of(PRM.roof);
    const day = dayOf('2019-06-01');
    const [before, after] = [roof.index(day, 'consumption'), roof.index(day + 1, 'consumption')];
    assert.equal(after.hp + after.hc - before.hp - before.hc, roof.energy(day, 'consumption'));
    assert.ok(after.hc > before.hc && after.hp > before.hp);
  });

  it('is the same when it is asked again', () => {
    const again = households(NOW).get(PRM.roof);
    assert.deepEqual(
      again?.slots(dayOf('2026-04-04'), 'production'),
      of(PRM.roof).slots(dayOf('2026-04-04'), 'production'),
    );
  });
});

describe('what is published of the household', () => {
  const family = households(NOW).get(PRM.family) ?? assert.fail();
  const later = (day: string, days: number): number => dayInstant(dayOf(day) + days, 12);
  const sum = (day: string, now: number): number =>
    (publishedDay(family, 'consumption', dayOf(day), now).curve ?? []).reduce(
      (total, { start, end, watts }) => total + ((watts ?? 0) * (end - start)) / 3_600_000,
      0,
    );

  it('comes in the morning after the day, the curve after the energy; Σ of the curve is the energy to the Wh', () => {
    for (let day = dayOf('2026-01-16'); day < dayOf('2026-03-05'); day += 1) {
      if (incidentOf(family, day) !== undefined) continue;
      const { energy, curve } = publishedAt(family, day);
      assert.ok(energy >= dayInstant(day + 1, 5) && curve >= energy && curve <= dayInstant(day + 1, 9, 30));
      assert.deepEqual(publishedDay(family, 'consumption', day, energy - 1), { day, isCorrected: false });
      const known = publishedDay(family, 'consumption', day, curve);
      const text = new Date(day * DAY).toISOString().slice(0, 10);
      assert.equal(sum(text, curve), known.wh);
      assert.equal(known.wh, family.energy(day, 'consumption'));
    }
  });

  it('is late on four days of a year', () => {
    const day = dayOf('2026-06-05');
    assert.equal(publishedDay(family, 'consumption', day, later('2026-06-05', 2)).wh, undefined);
    assert.equal(
      publishedDay(family, 'consumption', day, later('2026-06-05', 3)).wh,
      family.energy(day, 'consumption'),
    );
  });

  it('is too low on the 12th of a month, and corrected three days later', () => {
    const day = dayOf('2026-11-12');
    const [first, then] = [1, 5].map((days) => publishedDay(family, 'consumption', day, later('2026-11-12', days)));
    assert.ok(first?.wh !== undefined && then?.wh !== undefined && first.wh < then.wh);
    assert.deepEqual([first.isCorrected, then.isCorrected], [false, true]);
    assert.equal(sum('2026-11-12', later('2026-11-12', 1)), first.wh);
    assert.equal(sum('2026-11-12', later('2026-11-12', 5)), family.energy(day, 'consumption'));
  });

  it('has a hole, a day without a curve, lines without a value, estimated lines, and a day of which nothing comes', () => {
    const known = (day: string): ReturnType<typeof publishedDay> =>
      publishedDay(family, 'consumption', dayOf(day), later(day, 30));
    assert.equal(known('2026-08-20').curve?.length, 48 - 6);
    assert.ok((known('2026-08-20').wh ?? 0) > sum('2026-08-20', later('2026-08-20', 30)));
    assert.deepEqual([known('2026-10-26').curve, typeof known('2026-10-26').wh], [undefined, 'number']);
    assert.equal(known('2026-10-27').curve?.filter(({ watts }) => watts === null).length, 2);
    assert.equal(known('2026-07-15').curve?.filter(({ isEstimated }) => isEstimated).length, 4);
    assert.deepEqual(known('2026-07-08'), { day: dayOf('2026-07-08'), isCorrected: false });
  });
});
