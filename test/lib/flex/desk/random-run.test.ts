// Not in the fast lane: random runs of 10,000 steps at the desk, on a clock that is turned and put right, with restarts.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import '../../../support/machine/property-seed';
import type { SiteRules } from '../../../../lib/flex/site/site';
import { BY_HAND, LENIENT, STRICT } from '../../../support/flex/building';
import { DeskBench } from '../../../support/flex/desk-bench';
import { FakeClock } from '../../../support/machine/fake-clock';
import { RandomRun } from '../../../support/flex/random-run';
import { lcg } from '../../../support/machine/random';

const STEPS = 2500;

// Days with a clock change, a leap day, and the turn of a year lie before it.
const beginning = fc.constantFrom(
  '2026-03-28T20:00:00Z',
  '2026-10-24T20:00:00Z',
  '2028-02-28T12:00:00Z',
  '2026-12-31T12:00:00Z',
);

describe('a random run at the desk', () => {
  /** How often a step led into each state, over all runs. */
  const counts: Record<string, number> = {};

  for (const [title, rules, runs] of [
    ['strict, accepted by itself', STRICT, 4],
    ['strict, accepted by hand', BY_HAND, 1],
    ['lenient', LENIENT, 1],
  ] as const satisfies readonly (readonly [string, SiteRules, number])[])
    it(`${title}: no illegal step, nothing begins twice, nothing is lost, potentials hold, a restart changes nothing`, async () => {
      await fc.assert(
        fc.asyncProperty(
          beginning,
          // The steps are made of a seed: extremes, which properties are fond of, would be no life.
          fc.noShrink(fc.nat()),
          async (begin, seed) => {
            const bench = await DeskBench.open(rules, new FakeClock(begin));
            try {
              const run = new RandomRun(bench, rules.strictness === 'strict');
              const chance = lcg(seed);
              for (let n = 0; n < STEPS; n++) await run.step([chance(), chance(), chance(), chance()]);
              await run.journalAgrees();
              await bench.restart();
              await run.journalAgrees();
              for (const { state } of bench.told) counts[state] = (counts[state] ?? 0) + 1;
              assert.deepEqual(bench.troubles, []);
            } finally {
              await bench.clear();
            }
          },
        ),
        { numRuns: runs, endOnFailure: true },
      );
    });

  it('has been in every state', () => {
    const everywhere = [
      'requested',
      'accepted',
      'confirmed',
      'active',
      'completed',
      'reported',
      'expired',
      'cancelled',
      'failed',
    ];
    assert.deepEqual(
      everywhere.filter((state) => !((counts[state] ?? 0) > 0)),
      [],
    );
  });
});
