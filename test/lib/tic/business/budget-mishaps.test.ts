// A business meter on whose line anything may happen: frames that are lost or damaged, a clock that is set, a Td that changes.
// Not in the fast lane: property days.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PowerBudgetView } from '../../../../lib/tic/power/power-budget';
import type { Script, Truth } from '../../../support/tic/scripted-building';
import { overrunState as state, play } from '../../../support/tic/scripted-line';

const START = Date.parse('2026-11-24T10:00:00+01:00');

interface Mishap {
  readonly at: number;
  readonly kind: 'missing' | 'damaged' | 'set' | 'td';
  readonly size: number;
  readonly label: string;
}

const mishaps = fc.array(
  fc.record({
    at: fc.integer({ min: 700, max: 5000 }),
    kind: fc.constantFrom('missing', 'damaged', 'set', 'td'),
    size: fc.integer({ min: 15, max: 400 }),
    label: fc.constantFrom('DATE', 'EA_s', 'EAPP_s', 'PS', 'PTCOUR1', 'ER+_s', 'MESURES1'),
  }),
  { maxLength: 6 },
) satisfies fc.Arbitrary<Mishap[]>;

function checkKnown(view: PowerBudgetView, truth: Truth, second: number): void {
  const near = (actual: number | null, expected: readonly number[], tolerance: number, what: string): void => {
    if (actual === null) return;
    const fits = actual >= Math.min(...expected) - tolerance && actual <= Math.max(...expected) + tolerance;
    assert.ok(fits, `${what} at ${String(second)}: ${String(actual)} instead of ${String(expected[0])}`);
  };
  assert.equal(view.subscribed, truth.subscribed, `subscribed at ${String(second)}`);
  near(view.td, [truth.td], 0, 'td');
  near(view.left, [truth.left], 0.002, 'left');
  near(view.secondsToTop, [truth.secondsToTop], 0, 'seconds');
  if (view.rule === 'block') near(view.mean, [truth.blockMean], 0.1, 'mean');
  else near(view.mean, truth.slidingMeans, 1.5, 'mean');
}

describe('whatever happens to a business meter', function () {
  it('what is known of the budget is right, no overrun ends before it is over, and none lasts for ever', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('kVA', 'kW'),
        fc.constantFrom(5, 10),
        fc.integer({ min: 20, max: 2000 }),
        mishaps,
        (unit, td, seed, list) => {
          const of = (kind: Mishap['kind']): Mishap[] => list.filter((mishap) => mishap.kind === kind);
          const tdAt = (second: number): number =>
            of('td').filter(({ at }) => at <= second).length % 2 === 0 ? td : 15 - td;
          const script: Script = {
            unit,
            start: START,
            td: tdAt,
            subscribed: (second) => (Math.floor(second / (900 + seed)) % 2 === 0 ? 108 : 130),
            power: (second) => (second > 6000 ? 30 : 100 + 60 * Math.sin(second / seed) + 20 * Math.sin(second / 97)),
            set: (second) =>
              of('set')
                .filter(({ at }) => at <= second)
                .reduce((sum, { size }) => sum + (size % 2 === 0 ? size : -size), 0),
            seconds: 9000,
          };
          const inside = (kind: Mishap['kind'], second: number): Mishap | undefined =>
            of(kind).find(({ at, size }) => second >= at && second < at + size);
          let was: string | undefined;
          let knownAt = 0;
          const listener = play(
            script,
            ({ frame, second }) => {
              if (inside('missing', second) !== undefined) return null;
              const hit = inside('damaged', second);
              return hit === undefined ? frame : frame.damaged(hit.label);
            },
            (heard, { second, truth }) => {
              // Until two tops of another length came nobody can know of it: the counter goes on as before.
              const mishapsUntil = Math.max(
                0,
                ...list.filter(({ at }) => at <= second).map(({ at, size }) => at + size),
              );
              const lengthIsNews = of('td').some(({ at }) => at <= second) && second < mishapsUntil + 1200;
              const { budget } = heard.last;
              if (budget !== null && !lengthIsNews) checkKnown(budget, truth, second);
              if (budget?.left != null && budget.mean !== null) knownAt = second;
              const is = state(heard);
              if (was === 'active' && is !== 'active' && !lengthIsNews) {
                // In the first minute of a Td period the one before is over.
                const young = truth.td * 60 - truth.secondsToTop < 60;
                const least = unit === 'kVA' ? Math.min(...truth.slidingMeans) : young ? 0 : truth.blockMean;
                assert.ok(least < truth.subscribed + 1.5, `ended at ${String(second)}: ${String(least)}`);
              }
              was = is;
            },
          );
          assert.equal(state(listener), 'cleared');
          assert.ok(knownAt > script.seconds - 120, `known until ${String(knownAt)}`);
        },
      ),
      { numRuns: 15 },
    );
  });
});
