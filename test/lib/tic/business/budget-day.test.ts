// The power budget through the whole decoder: bytes of a day with its tariff changes, against an oracle of the building's power.
// Not in the fast lane: whole days of each meter.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { BudgetRule, PowerBudgetView } from '../../../../lib/tic/power/power-budget';
import { type BusinessDay, energyBetween, framesOf, subscribedAt } from '../../../support/tic/business-day';
import { type TicListener, listen } from '../../../support/tic/tic-listener';

const MIDNIGHT = Date.parse('2026-11-24T00:00:00+01:00');

function near(actual: number, expected: number, tolerance: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: ${String(actual)} instead of ${String(expected)}`);
}

/** Every number that is shown is right. @returns how many of the figures were known */
function check(view: PowerBudgetView, day: BusinessDay, second: number): number {
  const td = day.td * 60;
  const start = second - (second % td);
  const drawn = energyBetween(start, second);
  const limit = subscribedAt(second);
  assert.deepEqual([view.subscribed, view.unit], [limit, day.unit]);
  if (view.td !== null) assert.equal(view.td, day.td);
  if (view.left !== null) near(view.left, (limit * day.td) / 60 - drawn, 0.002, `left at ${String(second)}`);
  if (view.secondsToTop !== null) assert.equal(view.secondsToTop, start + td - second);
  if (view.maxMean !== null) {
    const rest = Math.max(0, (limit * day.td) / 60 - drawn);
    const hours = (start + td - second) / 3600;
    near(view.maxMean, rest / hours, 0.002 / hours + 0.001, `mean until the top at ${String(second)}`);
  }
  if (view.mean !== null && view.rule === 'block')
    near(view.mean, drawn / ((second - start) / 3600), 0.07, `mean at ${String(second)}`);
  if (view.mean !== null && view.rule === 'sliding') {
    // Renewed every minute: it is that of the first frame of the minute that was heard.
    const means = Array.from({ length: 60 }, (_, i) => second - i)
      .filter((s) => s >= td && Math.floor(s / 60) === Math.floor(second / 60))
      .map((s) => energyBetween(s - td, s) / (td / 3600));
    const [least, most] = [Math.min(...means), Math.max(...means)];
    assert.ok(
      view.mean > least - 1.3 && view.mean < most + 1.3,
      `sliding mean at ${String(second)}: ${String(view.mean)}`,
    );
  }
  return view.left !== null && view.secondsToTop !== null ? 1 : 0;
}

function present(listener: TicListener): string | undefined {
  return listener.present('power-overrun')[0]?.state;
}

const DAYS: readonly (readonly [string, Omit<BusinessDay, 'midnight'>, BudgetRule])[] = [
  ['PME-PMI, BT > 36 kVA, Td 10', { family: 'pme-pmi', unit: 'kVA', td: 10, every: 8 }, 'sliding'],
  ['PME-PMI, BT > 36 kVA, Td 5', { family: 'pme-pmi', unit: 'kVA', td: 5, every: 8 }, 'sliding'],
  ['PME-PMI, HTA, Td 10', { family: 'pme-pmi', unit: 'kW', td: 10, every: 8 }, 'block'],
  ['PME-PMI, HTA, Td 5', { family: 'pme-pmi', unit: 'kW', td: 5, every: 8 }, 'block'],
  ['SAPHIR, Td 10', { family: 'saphir', unit: 'kW', td: 10, every: 10 }, 'block'],
  ['SAPHIR, Td 5', { family: 'saphir', unit: 'kW', td: 5, every: 10 }, 'block'],
  [
    'SAPHIR at 1200 Bd, a long frame of a producer each time',
    { family: 'saphir', unit: 'kW', td: 10, every: 31 },
    'block',
  ],
];

describe('the power budget over a day', function () {
  for (const [name, wish, rule] of DAYS)
    it(`${name}: is right in every frame, and known from the third top on`, () => {
      const day: BusinessDay = { ...wish, midnight: MIDNIGHT };
      const listener = listen({ listGroups: false });
      let [frames, known, over] = [0, 0, 0];
      for (const { second, at, bytes } of framesOf(day)) {
        listener.push(bytes, at);
        const { budget } = listener.last;
        if (second < 3 * day.td * 60) continue;
        frames++;
        assert.ok(budget !== null);
        assert.equal(budget.rule, rule);
        known += check(budget, day, second);
        if (budget.mean === null) continue;
        assert.equal(present(listener) === 'active', budget.mean > budget.subscribed, `overrun at ${String(second)}`);
        if (budget.mean > budget.subscribed) over++;
      }
      assert.equal(known, frames, 'known in every frame');
      assert.ok(over > 100, 'the day has overruns');
      // Indexes jump at a change of tariff and nothing is held for that.
      assert.ok(listener.frames.every(({ quality }) => quality.held === 0 && quality.rejected === 0));
    });

  for (const rule of ['sliding', 'block'] as const)
    it(`the rule can be chosen: ${rule}, in either unit`, () => {
      for (const unit of ['kVA', 'kW'] as const) {
        const day: BusinessDay = { family: 'pme-pmi', unit, td: 10, every: 8, midnight: MIDNIGHT, seconds: 3 * 3600 };
        const listener = listen({ budgetRule: rule, listGroups: false });
        let means = 0;
        for (const { second, at, bytes } of framesOf(day)) {
          const { budget } = listener.push(bytes, at).last;
          if (budget === null) continue;
          check(budget, day, second);
          assert.equal(budget.rule, rule);
          if (budget.mean !== null) means++;
        }
        assert.ok(means > 900, `${unit}: ${String(means)}`);
      }
    });

  it('frames lost and damaged at random leave gaps, never a wrong number', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...DAYS),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.double({ min: 0, max: 0.3, noNaN: true }),
        ([, wish], seed, loss) => {
          const day: BusinessDay = { ...wish, midnight: MIDNIGHT, seconds: 2 * 3600 };
          const listener = listen({ listGroups: false });
          let state = seed;
          const random = (): number => {
            state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
            return state / 2 ** 32;
          };
          for (const { second, at, bytes } of framesOf(day)) {
            if (random() < loss) continue;
            const damaged = random() < loss;
            for (let n = 0; damaged && n < 3; n++) {
              const place = Math.floor(random() * bytes.length);
              bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << Math.floor(random() * 7)), place);
            }
            listener.push(bytes, at);
            const { budget } = listener.last;
            // What a damaged frame says of its own time may be anything that passed its sum.
            if (!damaged && budget !== null) check(budget, day, second);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('is unknown in a frame that lost its clock or its counter, and known again in the next', () => {
    const day: BusinessDay = { family: 'pme-pmi', unit: 'kW', td: 10, every: 8, midnight: MIDNIGHT, seconds: 3600 };
    const listener = listen();
    for (const { second, at, bytes } of framesOf(day)) {
      const place = bytes.indexOf(second % 64 < 32 ? 'EA_s' : 'DATE');
      const hit = second > 2400 && second % 3 === 0;
      if (hit) bytes[place + 6] = 0x2a;
      const { budget } = listener.push(bytes, at).last;
      if (second > 2400) assert.equal(budget?.left === null, hit, `at ${String(second)}`);
    }
  });

  it('is unknown after the clock was set, and before the subscribed power came', () => {
    const day: BusinessDay = { family: 'pme-pmi', unit: 'kW', td: 10, every: 8, midnight: MIDNIGHT, seconds: 4000 };
    const listener = listen();
    for (const { second, at, bytes } of framesOf(day)) {
      // The clock stood still for a minute: the host's goes on.
      const late = second > 3000 ? 60_000 : 0;
      const { budget } = listener.push(bytes, at + late).last;
      if (second > 3000 && second < 3500) assert.equal(budget?.left, null);
    }
    assert.equal(listen().push(Buffer.from('\x02\nDATE 24/11/26 14:32:10 +\r\x03')).last.budget, null);
  });
});

describe('powers that no label sends', () => {
  it('a SAPHIR consumer: mean active power of up to a minute, from EAS, never across a top', () => {
    const day: BusinessDay = { family: 'saphir', unit: 'kW', td: 10, every: 10, midnight: MIDNIGHT, seconds: 7200 };
    const listener = listen();
    let known = 0;
    for (const { second, at, bytes } of framesOf(day)) {
      const { derived, headroom, values, units } = listener.push(bytes, at).last;
      const active = derived?.activePower;
      assert.equal('PA1MN' in values || 'PA1MN' in units, false);
      if (second % 300 < 15) assert.equal(active, undefined, `just after a top, at ${String(second)}`);
      if (active === undefined) continue;
      known++;
      assert.deepEqual([active.unit, active.from], ['kW', 'EAS']);
      assert.ok(active.seconds >= 15 && active.seconds <= 60 && active.seconds <= second % 300);
      near(active.value, energyBetween(second - active.seconds, second) / (active.seconds / 3600), 0.3, 'power');
      assert.equal(headroom?.w, Math.round((subscribedAt(second) - active.value) * 1000));
      assert.equal(headroom.va, null);
    }
    assert.ok(known > 500);
  });

  it('a PME-PMI on BT: mean apparent power from EAPP_s, and what is left of PS in VA', () => {
    const day: BusinessDay = { family: 'pme-pmi', unit: 'kVA', td: 10, every: 8, midnight: MIDNIGHT, seconds: 3600 };
    const listener = listen();
    for (const { at, bytes } of framesOf(day)) listener.push(bytes, at);
    const { derived, headroom } = listener.last;
    assert.ok(derived?.apparentPower !== undefined);
    assert.equal('activePower' in derived, false, 'PA1MN is sent');
    assert.equal(headroom?.va, Math.round((130 - derived.apparentPower.value) * 1000));
  });

  it('is not known after a gap', () => {
    const day: BusinessDay = { family: 'saphir', unit: 'kW', td: 10, every: 10, midnight: MIDNIGHT, seconds: 7200 };
    const listener = listen();
    for (const { second, at, bytes } of framesOf(day)) {
      if (second > 4900 && second < 4960) continue;
      listener.push(bytes, at);
      if (second >= 4960 && second < 4975) assert.equal(listener.last.derived, null);
    }
  });
});
