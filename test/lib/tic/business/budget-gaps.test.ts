// What is missing from the line: the budget is unknown until it can be known again, never wrong; and an overrun that is on
// neither ends before it is over nor goes on for ever.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PowerBudgetView } from '../../../../lib/tic/power-budget';
import { type Script, type ScriptedFrame, type Truth, scripted } from '../../../support/scripted-building';
import type { FrameBuilder } from '../../../support/tic-frames';
import { type TicListener, listen } from '../../../support/tic-listener';

const START = Date.parse('2026-11-24T10:00:00+01:00');
const arrival = (second: number): number => START + second * 1000;

/** Half an hour at 80, four minutes at 150, then 60: the mean of five minutes passes 108 and comes back. */
const ONE_OVERRUN: Script = {
  unit: 'kVA',
  start: START,
  power: (second) => (second < 1800 ? 80 : second < 2040 ? 150 : 60),
  td: () => 5,
  seconds: 4500,
};

function state(listener: TicListener): string | undefined {
  return listener.present('power-overrun')[0]?.state;
}

/** Plays a script; `damage` says what of a frame arrives, null: nothing. */
function play(
  script: Script,
  damage: (played: ScriptedFrame) => FrameBuilder | null,
  look: (listener: TicListener, played: ScriptedFrame) => void = () => undefined,
): TicListener {
  const listener = listen({ listGroups: false });
  for (const played of scripted(script)) {
    const frame = damage(played);
    if (frame === null) continue;
    listener.push(frame.build(), arrival(played.second));
    look(listener, played);
  }
  return listener;
}

const changes = (listener: TicListener): string[] => listener.told('power-overrun').map(({ change }) => change);

/** The number of the sliding rule is that of one second of this minute; 1.5: what a counter of whole VAh leaves open. */
function isOver({ slidingMeans, subscribed }: Truth): boolean {
  return Math.min(...slidingMeans) > subscribed + 1.5;
}

describe('an overrun while the budget is not known', () => {
  it('ends where nothing is missing when the mean is below the subscribed power again, long after the warning', () => {
    let [warningEnded, ended] = [0, 0];
    const listener = play(
      ONE_OVERRUN,
      ({ frame }) => frame,
      (heard, { second, truth }) => {
        if (second > 2000 && !truth.warned) warningEnded ||= second;
        if (second > 2000 && state(heard) === 'cleared') ended ||= second;
        if (isOver(truth)) assert.equal(state(heard), 'active', `at ${String(second)}`);
      },
    );
    assert.ok(ended - warningEnded > 30, `${String(warningEnded)} ${String(ended)}`);
    assert.deepEqual(changes(listener), ['initial', 'announced', 'started', 'ended']);
  });

  for (const label of ['EAPP_s', 'DATE', 'PS'])
    it(`goes on, though the meter does not warn any more, over frames that lost ${label}`, () => {
      let lost = 0;
      const listener = play(
        ONE_OVERRUN,
        ({ frame, truth }) => (isOver(truth) && !truth.warned ? frame.damaged(label) : frame),
        (heard, { truth }) => {
          if (!isOver(truth) || truth.warned) return;
          lost++;
          assert.equal(heard.last.budget?.mean ?? null, null);
          const [overrun] = heard.present('power-overrun');
          assert.deepEqual([overrun?.state, overrun?.level, overrun?.detail['value']], ['active', 3, null]);
        },
      );
      assert.ok(lost > 2);
      assert.deepEqual(changes(listener), ['initial', 'announced', 'started', 'ended']);
    });

  for (const unit of ['kVA', 'kW'] as const)
    it(`in ${unit} ends a whole period after the last warning where the budget never comes back`, () => {
      let [ended, calm] = [0, 0];
      const listener = play(
        { ...ONE_OVERRUN, unit },
        ({ frame, second }) => (second > 2000 ? frame.damaged('EA_s', 'EAPP_s') : frame),
        (heard, { second, truth }) => {
          if (second <= 2040) return;
          if (!truth.warned) calm ||= second;
          if (state(heard) === 'cleared') ended ||= second;
        },
      );
      assert.ok(calm > 0 && ended >= calm + 300 && ended < calm + 300 + 60, `${String(calm)}, ${String(ended)}`);
      assert.deepEqual(changes(listener), ['initial', 'announced', 'started', 'ended']);
    });

  it('of a Td period on HTA is over in the next one, once the meter does not warn', () => {
    const load: Script = { ...ONE_OVERRUN, unit: 'kW', power: (second) => (second % 600 < 300 ? 150 : 60) };
    play(
      load,
      ({ frame }) => frame,
      (heard, { second, truth }) => {
        if (second < 900) return;
        if (truth.secondsToTop < 240 && Math.abs(truth.blockMean - 108) > 1)
          assert.equal(state(heard) === 'active', truth.blockMean > 108, `at ${String(second)}`);
      },
    );
  });

  it('that is far above all measure becomes one too, once three frames agree on it', () => {
    let overAt = 0;
    play(
      { ...ONE_OVERRUN, power: (second) => (second < 1800 ? 80 : 500) },
      ({ frame }) => frame,
      (heard, { second }) => {
        if (state(heard) === 'active') overAt ||= second;
      },
    );
    assert.ok(overAt > 1800 && overAt < 1950, String(overAt));
  });
});

describe('the length of a Td period', () => {
  it('is not learnt from tops between which one may have been hidden, for nothing was drawn', () => {
    // Solar panels carry the building over every other period, and so over every other top.
    const power = (second: number): number => (second % 600 < 300 ? 0 : 50);
    play(
      { ...ONE_OVERRUN, power },
      ({ frame }) => frame,
      (heard) => {
        assert.deepEqual([heard.last.budget?.td, heard.last.budget?.left], [null, null]);
      },
    );
  });
});

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
  this.timeout(120_000);

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
