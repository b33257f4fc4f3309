// The power budget of business meters against an oracle that integrates a known load second by second and knows nothing of
// counters, tops and frames.
import assert from 'node:assert/strict';
import { PowerBudget, type PowerBudgetView } from '../../../../lib/tic/power/power-budget';

const DAY_START = Date.parse('2026-03-28T23:00:00Z');

/** A building's power in kW (and kVA) at a second of the simulated time: base, ramps, a machine that starts and stops. */
function power(second: number): number {
  const day = second % 86_400;
  const machine = Math.floor(day / 1700) % 3 === 1 ? 60 : 0;
  return 80 + 40 * Math.sin((2 * Math.PI * day) / 86_400) + machine + 15 * Math.sin(day / 311);
}

/** Energy in kWh between two seconds, by the rectangle of each second. */
function energy(from: number, to: number): number {
  let sum = 0;
  for (let second = from; second < to; second++) sum += power(second);
  return sum / 3600;
}

interface Play {
  readonly unit: 'kVA' | 'kW';
  readonly td: number;
  readonly hours: number;
  /** Seconds from one frame to the next. */
  readonly every: number;
  /** Subscribed power at a second. */
  readonly subscribed?: (second: number) => number;
  /** False: this frame does not arrive. */
  readonly arrives?: (second: number) => boolean;
  /** Length of the periods at a second. */
  readonly tdAt?: (second: number) => number;
  readonly sendsTd?: boolean;
}

/** Plays a meter and calls `look` after each frame with what the budget says and the second of the frame. */
function play(wish: Play, look: (view: PowerBudgetView | null, second: number, budget: PowerBudget) => void): void {
  const budget = new PowerBudget();
  const { unit, every, hours, td } = wish;
  for (let second = 7; second < hours * 3600; second += every) {
    const period = (wish.tdAt?.(second) ?? td) * 60;
    const counted = Math.floor(energy(second - (second % period), second) * 1000);
    if (wish.arrives?.(second) === false) continue;
    budget.frame({
      at: DAY_START + second * 1000,
      apparentVah: unit === 'kVA' ? counted : null,
      activeWh: counted,
      subscribed: { value: wish.subscribed?.(second) ?? 120, unit },
      tdMinutes: wish.sendsTd === true ? period / 60 : null,
    });
    look(budget.view, second, budget);
  }
}

function near(actual: number | null | undefined, expected: number, tolerance: number, what: string): void {
  assert.ok(actual != null, `${what} is not known`);
  assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: ${String(actual)} instead of ${String(expected)}`);
}

describe('the power budget of a business meter', function () {
  for (const td of [5, 10]) {
    it(`knows mean, rest and seconds to the top of each period of ${String(td)} minutes on HTA, once two tops were seen`, () => {
      let known = 0;
      const subscribed = (second: number): number => (Math.floor(second / 21_600) % 2 === 0 ? 120 : 150);
      play({ unit: 'kW', td, hours: 24, every: 8, subscribed }, (view, second) => {
        const start = second - (second % (td * 60));
        if (second < 2 * td * 60 + 8) return;
        known++;
        assert.equal(view?.td, td);
        assert.equal(view.rule, 'block');
        const drawn = energy(start, second);
        near(view.left, (subscribed(second) * td) / 60 - drawn, 0.002, 'left');
        assert.equal(view.secondsToTop, start + td * 60 - second);
        if (second - start >= 60) near(view.mean, (drawn * 3600) / (second - start), 0.2, 'mean');
        const rest = Math.max(0, (subscribed(second) * td) / 60 - drawn);
        near(view.maxMean, (rest * 3600) / (start + td * 60 - second), 1 + 7200 * 0.001, 'mean until the top');
      });
      assert.ok(known > 9000);
    });

    it(`knows the mean of the last ${String(td)} minutes on BT, carried over the tops and renewed every minute`, () => {
      let known = 0;
      let renewed = -1;
      let expected = 0;
      play({ unit: 'kVA', td, hours: 24, every: 8 }, (view, second) => {
        if (second < 3 * td * 60 + 8) return;
        assert.equal(view?.rule, 'sliding');
        const minute = Math.floor(second / 60);
        if (minute !== renewed) expected = (energy(second - td * 60, second) * 60) / td;
        renewed = minute;
        // The last seconds before a top are not counted anywhere: they are taken at the power of the frames before.
        near(view.mean, expected, 1.2, `mean at ${String(second)} s`);
        known++;
      });
      assert.ok(known > 9000);
    });
  }

  it('takes Td from a meter that sends it, and knows the period from the first top on', () => {
    play({ unit: 'kW', td: 10, hours: 1, every: 8, sendsTd: true }, (view, second) => {
      if (second < 600) assert.equal(view?.left, null);
      else if (second > 616) assert.ok(view?.left != null);
    });
  });

  it('knows nothing of the period after frames were missed over a top, and everything again after the next', () => {
    const missing = (second: number): boolean => second < 5380 || second >= 5420;
    const seen: boolean[] = [];
    play({ unit: 'kW', td: 10, hours: 2, every: 8, arrives: missing }, (view, second) => {
      if (second >= 5420 && second < 6000) {
        assert.equal(view?.left, null);
        assert.equal(view.mean, null);
        assert.equal(view.secondsToTop, null);
      }
      if (second > 6016) {
        near(view?.left, 20 - energy(second - (second % 600), second), 0.002, 'left');
        seen.push(true);
      }
    });
    assert.ok(seen.length > 100);
  });

  it('is not wrong for one frame when Td changes from 10 to 5 minutes', () => {
    let knownAfter = 0;
    play({ unit: 'kW', td: 10, hours: 2, every: 8, tdAt: (second) => (second < 3600 ? 10 : 5) }, (view, second) => {
      const td = second < 3600 ? 10 : 5;
      if (view?.left == null) return;
      // Until the first top of the new length comes nobody can know: the counter goes on as before.
      if (second >= 3600 && second < 3900) return;
      near(
        view.left,
        (120 * td) / 60 - energy(second - (second % (td * 60)), second),
        0.002,
        `left at ${String(second)} s`,
      );
      if (second > 4500) knownAfter++;
    });
    assert.ok(knownAfter > 100);
  });

  it('forgets the period when the clock is set', () => {
    play({ unit: 'kW', td: 10, hours: 1, every: 8 }, (view, second, budget) => {
      if (second === 2007) {
        assert.ok(view?.left != null);
        budget.clockSet();
        assert.equal(budget.view?.left, null);
      }
    });
  });

  it('says nothing before the subscribed power is known', () => {
    const budget = new PowerBudget();
    budget.frame({ at: DAY_START, apparentVah: 10, activeWh: 10, subscribed: null, tdMinutes: 10 });
    assert.equal(budget.view, null);
  });
});
