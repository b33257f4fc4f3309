// What is missing from the line: the budget is unknown until it can be known again, never wrong; and an overrun that is on
// neither ends before it is over nor goes on for ever.
// Not in the fast lane: property days.
import assert from 'node:assert/strict';
import { arrival, overrunState as state, play } from '../../../support/tic/scripted-line';
import type { Script, Truth } from '../../../support/tic/scripted-building';
import type { TicListener } from '../../../support/tic/tic-listener';

const START = Date.parse('2026-11-24T10:00:00+01:00');
/** Half an hour at 80, four minutes at 150, then 60: the mean of five minutes passes 108 and comes back. */
const ONE_OVERRUN: Script = {
  unit: 'kVA',
  start: START,
  power: (second) => (second < 1800 ? 80 : second < 2040 ? 150 : 60),
  td: () => 5,
  seconds: 4500,
};

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

  it('does not begin because the subscribed power falls, in a building that has come down in time', () => {
    const load: Script = {
      ...ONE_OVERRUN,
      power: (second) => (second < 2330 ? 100 : 40),
      subscribed: (second) => (second < 2400 ? 120 : 70),
    };
    const listener = play(load, ({ frame }) => frame);
    assert.deepEqual(changes(listener), ['initial']);
  });

  it('begins when the subscribed power falls below what is drawn, and the meter warns', () => {
    const load: Script = { ...ONE_OVERRUN, power: () => 100, subscribed: (second) => (second < 2400 ? 120 : 70) };
    const listener = play(load, ({ frame }) => frame);
    assert.deepEqual(changes(listener).slice(-1), ['started']);
  });

  for (const [seconds, after] of [
    [40, 'initial active'],
    [400, 'initial cleared'],
  ] as const)
    it(`after a silence of ${String(seconds)} s is ${after}, until the mean is known or could not be over any more`, () => {
      const gap = { from: 2150, to: 2150 + seconds };
      let silent = false;
      const listener = play(
        ONE_OVERRUN,
        ({ frame, second }) => (second > gap.from && second < gap.to ? null : frame),
        (heard, { second }) => {
          if (second < gap.from - 8 || silent) return;
          silent = heard.decoder.tick(arrival(ONE_OVERRUN, second) + 12_000);
        },
      );
      const told = listener.told('power-overrun').map(({ change, state: is }) => `${change} ${is}`);
      const end = after === 'initial active' ? ['ended cleared'] : [];
      assert.deepEqual(told.slice(3), ['lost unknown', after, ...end]);
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
