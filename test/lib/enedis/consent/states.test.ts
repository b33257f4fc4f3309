import assert from 'node:assert/strict';
import { ConsentStates, STATE_LIFE_MS } from '../../../../lib/enedis/consent/states';
import { FakeClock } from '../../../support/machine/fake-clock';

describe('states of consents that are under way', () => {
  let clock: FakeClock;
  let states: ConsentStates<string>;
  beforeEach(() => {
    clock = new FakeClock('2026-11-29T20:00:00+01:00');
    states = new ConsentStates(clock);
  });

  it('hold 256 random bits, in no more than 100 letters', () => {
    const issued = Array.from({ length: 100 }, (_, node) => states.issue(String(node)));
    assert.equal(new Set(issued).size, 100);
    for (const state of issued) assert.match(state, /^[\w-]{43}$/);
  });

  it('are good once', () => {
    const state = states.issue('node');
    assert.equal(states.take(state), 'node');
    assert.equal(states.take(state), undefined);
  });

  it('are good for a quarter of an hour, whatever is done to the wall clock', () => {
    const [first, second] = [states.issue('first'), states.issue('second')];
    clock.advance(STATE_LIFE_MS - 1);
    clock.set('2020-01-01T00:00:00Z');
    assert.equal(states.take(first), 'first');
    clock.advance(1);
    assert.equal(states.take(second), undefined);
  });

  it('are known to nobody who was not given one', () => {
    const state = states.issue('node');
    for (const guess of ['', state.slice(1), `${state}x`, state.toUpperCase(), '0'])
      assert.equal(states.take(guess), undefined);
    assert.equal(states.take(state), 'node');
  });

  it('give way to the next one of the same node, and go with it', () => {
    const [first, second] = [states.issue('node'), states.issue('node')];
    assert.equal(states.take(first), undefined);
    states.drop('node');
    assert.equal(states.take(second), undefined);
  });
});
