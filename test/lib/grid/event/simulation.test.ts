import assert from 'node:assert/strict';
import { LinkyRedError } from '../../../../lib/errors';
import { CivilZone } from '../../../../lib/grid/paris-time';
import { beginSimulation, type Player } from '../../../../lib/grid/event/simulation';
import { SIGNAL_KINDS } from '../../../../lib/grid/signal';

const NOW = Date.parse('2026-11-24T17:00:00Z');
const METER: Player = { source: 'tic', kinds: SIGNAL_KINDS, origin: '041234567890' };
const ECOWATT: Player = { source: 'ecowatt', kinds: ['grid-tension'], origin: 'rte' };

describe('lib/grid/simulate', () => {
  it('plays a red hour: started at level 3, ended when the seconds are over', () => {
    const { begin, end, seconds } = beginSimulation(
      { command: 'simulate', signal: 'grid-tension', level: 3, seconds: 90 },
      ECOWATT,
      NOW,
    );
    assert.equal(seconds, 90);
    assert.deepEqual(begin, {
      id: 'rte/ecowatt/grid-tension/2026-11-24T18:00:00+01:00/simulated',
      origin: 'rte',
      source: 'ecowatt',
      signal: 'grid-tension',
      state: 'active',
      change: 'started',
      level: 3,
      expected: 3,
      start: '2026-11-24T18:00:00+01:00',
      end: '2026-11-24T18:01:30+01:00',
      issuedAt: '2026-11-24T18:00:00+01:00',
      detail: { simulated: true },
    });
    assert.deepEqual(
      [end.id, end.state, end.change, end.level, end.end],
      [begin.id, 'cleared', 'ended', 1, '2026-11-24T18:01:30+01:00'],
    );
  });

  for (const signal of ['power-overrun', 'peak'] as const) {
    it(`takes level 2 of ${signal} for the announced kind, at any moment, with 3 to come`, () => {
      const { begin, end } = beginSimulation({ signal, level: 2, seconds: 60 }, METER, NOW);
      assert.deepEqual(
        [begin.state, begin.change, begin.level, begin.expected, begin.start],
        ['announced', 'announced', 2, 3, null],
      );
      assert.deepEqual([end.state, end.level, end.expected], ['cleared', null, null]);
    });

    it(`takes level 3 of ${signal} for the thing itself`, () => {
      const { begin } = beginSimulation({ signal, level: 3, seconds: 60 }, METER, NOW);
      assert.deepEqual([begin.state, begin.change, begin.level, begin.expected], ['active', 'started', 3, 3]);
    });
  }

  it('plays a surplus as a grid at rest that goes to level 0 and back', () => {
    const { begin, end } = beginSimulation({ signal: 'grid-tension', level: 0, seconds: 60 }, ECOWATT, NOW);
    assert.deepEqual([begin.state, begin.change, begin.level], ['cleared', 'eased', 0]);
    assert.deepEqual([end.state, end.change, end.level], ['cleared', 'worsened', 1]);
  });

  it('needs no level for signals that have none', () => {
    const { begin } = beginSimulation({ signal: 'meter-fault', seconds: 5, detail: { fault: 'cover' } }, METER, NOW);
    assert.deepEqual([begin.state, begin.level, begin.detail], ['active', null, { fault: 'cover', simulated: true }]);
  });

  it('cannot be told that it is real', () => {
    const { begin, end } = beginSimulation(
      { signal: 'peak', level: 3, seconds: 5, detail: { simulated: false } },
      METER,
      NOW,
    );
    assert.deepEqual([begin.detail['simulated'], end.detail['simulated']], [true, true]);
  });

  it('takes the origin of the command before its own', () => {
    const { begin } = beginSimulation({ signal: 'peak', level: 3, seconds: 5, origin: 'shed' }, METER, NOW);
    assert.equal(begin.origin, 'shed');
    assert.match(begin.id, /^shed\//);
  });

  it('writes the times of the zone that the meter lives in', () => {
    const overseas = { ...METER, zone: new CivilZone('Indian/Reunion') };
    assert.equal(
      beginSimulation({ signal: 'peak', level: 3, seconds: 5 }, overseas, NOW).begin.start,
      '2026-11-24T21:00:00+04:00',
    );
  });

  const good = { signal: 'grid-tension', level: 2, seconds: 60 };
  const bad: Record<string, unknown> = {
    'no object': 'simulate',
    'a signal that nobody knows': { ...good, signal: 'storm' },
    'a signal that this node never sends': { ...good, signal: 'power-overrun', level: 3 },
    'no level': { ...good, level: undefined },
    'a level out of range': { ...good, level: 4 },
    'a level in words': { ...good, level: '3' },
    'no duration': { ...good, seconds: undefined },
    'an endless duration': { ...good, seconds: Infinity },
    'a duration that is no number': { ...good, seconds: NaN },
    'a negative duration': { ...good, seconds: -1 },
    'a list for detail': { ...good, detail: [] },
    'an empty origin': { ...good, origin: '' },
  };
  for (const [what, command] of Object.entries(bad)) {
    it(`refuses ${what} with ERR_COMMAND`, () => {
      assert.throws(
        () => beginSimulation(command, ECOWATT, NOW),
        (error) =>
          error instanceof LinkyRedError && error.code === 'ERR_COMMAND' && /simulate, \w+: ./.test(error.message),
      );
    });
  }

  it('refuses level 1 of an overrun, which does not exist', () => {
    assert.throws(
      () => beginSimulation({ signal: 'power-overrun', level: 1, seconds: 5 }, METER, NOW),
      /level: 2 \| 3/,
    );
  });
});
