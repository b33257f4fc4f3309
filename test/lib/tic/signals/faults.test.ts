// `meter-fault` from STGE, one event per fault; silence is a test of its own.
import assert from 'node:assert/strict';
import { linkyStandard } from '../../../support/tic/tic-meters';
import { listen } from '../../../support/tic/tic-listener';

describe('a fault that STGE tells', () => {
  const quiet = linkyStandard();
  const FAULTS: readonly (readonly [string, string, object])[] = [
    ['breaker', '002A0007', { fault: 'breaker', cause: 'open-load-shedding' }],
    ['cover', '002A0011', { fault: 'cover' }],
    ['overvoltage', '002A0041', { fault: 'overvoltage' }],
    ['clock', '002B0001', { fault: 'clock' }],
  ];
  for (const [fault, status, detail] of FAULTS) {
    it(`begins and ends at the CR of STGE, without a level: ${fault}`, () => {
      const broken = quiet.set('STGE', status);
      const listener = listen().push(quiet.build());
      listener.news();
      listener.push(broken.upTo('STGE'));
      const [started, ...others] = listener.news();
      assert.deepEqual(others, []);
      assert.deepEqual([started?.signal, started?.change, started?.state], ['meter-fault', 'started', 'active']);
      assert.deepEqual([started?.level, started?.expected, started?.detail], [null, null, detail]);
      listener.push(broken.behind('STGE')).push(quiet.upTo('STGE'));
      const [ended] = listener.news();
      assert.deepEqual([ended?.change, ended?.state, ended?.id], ['ended', 'cleared', started?.id]);
    });
  }

  it('is an event of its own beside the others', () => {
    const listener = listen().push(quiet.build());
    listener.news();
    listener.push(quiet.set('STGE', '002B0051').build());
    const started = listener.news();
    assert.deepEqual(
      started.map(({ detail }) => detail['fault']),
      ['cover', 'overvoltage', 'clock'],
    );
    assert.equal(new Set(started.map(({ id }) => id)).size, 3);
  });

  it('of the clock dates events by the host', () => {
    const noon = Date.parse('2027-01-12T12:00:00+01:00');
    const degraded = linkyStandard('h270112105501').set('STGE', '002B0001');
    const listener = listen().push(degraded.build(), noon);
    const clock = listener.present('meter-fault').find(({ detail }) => detail['fault'] === 'clock');
    assert.match(String(clock?.id), /2027-01-12T12:00:00\+01:00$/);
  });
});
