// The six rules of `act` as CONTRACTS.md gives them, over every kind × state × change × level × what else is open × what the
// event has been; then stories through the tracker.
import assert from 'node:assert/strict';
import { type Act, ActTracker, actOf, type Fate, type Standing } from '../../../../lib/grid/event/act';
import { type GridSignal, SIGNAL_KINDS, type SignalKind } from '../../../../lib/grid/signal';

const STATES = ['announced', 'active', 'cleared', 'unknown'] as const;
const CHANGES = ['initial', 'announced', 'started', 'worsened', 'eased', 'ended', 'withdrawn', 'lost'] as const;
const LEVELS = [null, 0, 1, 2, 3] as const;
/** What the event has been before, beside announced without a level, and at 0 or 1. */
const PASTS = ['calm', '2 or 3', 'unknown', '2 or 3, then unknown'] as const;

interface Case {
  readonly kind: SignalKind;
  readonly state: (typeof STATES)[number];
  readonly change: (typeof CHANGES)[number];
  readonly level: (typeof LEVELS)[number];
  readonly past: (typeof PASTS)[number];
  readonly othersOpen: boolean;
  readonly first: boolean;
}

type Test = Readonly<Partial<Record<keyof Case, readonly unknown[]>>>;

/** The page, line by line: the first that fits. An absent column fits everything. */
const RULES: readonly (readonly [rule: string, fits: Test, act: Act])[] = [
  ['1 a period is no reason to shed', { kind: ['tariff-period'] }, 'keep'],
  ['1 neither is a fault', { kind: ['meter-fault'] }, 'keep'],
  ['2 tense or critical, whatever the state', { level: [2, 3] }, 'reduce'],
  ['3 announced says nothing of now', { state: ['announced'] }, 'keep'],
  ['3 unknown never restores', { state: ['unknown'] }, 'keep'],
  ['3 of a colour that ended: what begins speaks', { kind: ['day-colour'], state: ['cleared'] }, 'keep'],
  ['3 withdrawn, and it never asked for anything', { change: ['withdrawn'], past: ['calm', 'unknown'] }, 'keep'],
  ['4 another event still asks, or is not known', { othersOpen: [true] }, 'keep'],
  ['5 normal or surplus', { level: [0, 1] }, 'restore'],
  ['6 nothing is in force, and the grid at rest has a level', { kind: ['grid-tension'] }, 'keep'],
  ['6 in force without a level', { state: ['active'] }, 'keep'],
  ['6 over, and it had asked or was unknown', { past: PASTS.slice(1) }, 'restore'],
  ['6 over as far as anybody knows after a start', { first: [true] }, 'restore'],
  ['6 over, and it never asked for anything', {}, 'keep'],
];

function* everyCase(): Iterable<Case> {
  for (const kind of SIGNAL_KINDS)
    for (const state of STATES)
      for (const change of CHANGES)
        for (const level of LEVELS)
          for (const past of PASTS)
            for (const othersOpen of [false, true])
              for (const first of [false, true]) yield { kind, state, change, level, past, othersOpen, first };
}

const fits = (test: Test, one: Case): boolean =>
  Object.entries(test).every(([column, values]) => values.includes(one[column as keyof Case]));

describe('what a signal allows now', () => {
  it('is what the first rule that fits says, for every kind × state × change × level × what else is open × past', () => {
    const used = new Map<string, number>();
    for (const one of everyCase()) {
      const row = RULES.find(([, test]) => fits(test, one));
      assert.ok(row !== undefined);
      const [rule, , expected] = row;
      used.set(rule, (used.get(rule) ?? 0) + 1);
      const { kind, past, othersOpen, first, ...signal } = one;
      const act = actOf(
        { ...signal, signal: kind },
        {
          shed: past.startsWith('2 or 3'),
          lost: past.endsWith('unknown'),
          first,
          othersOpen: () => othersOpen,
        },
      );
      assert.equal(act, expected, `${rule}: ${JSON.stringify(one)}`);
    }
    assert.deepEqual([...used.keys()].sort(), RULES.map(([rule]) => rule).sort(), 'each line has a case');
  });

  it('never restores while it is not known what holds, nor on an announcement', () => {
    for (const one of everyCase()) {
      if (one.state !== 'unknown' && one.state !== 'announced') continue;
      const { kind, othersOpen, first, ...signal } = one;
      const about = { shed: true, lost: true, first, othersOpen: () => othersOpen };
      assert.notEqual(actOf({ ...signal, signal: kind }, about), 'restore');
    }
  });

  for (const kind of SIGNAL_KINDS) {
    const never = kind === 'tariff-period' || kind === 'meter-fault';
    for (const change of ['ended', 'withdrawn'] as const) {
      it(`of a ${kind} that is ${change} because the meter, mode or contract is another: keep, or restore where none can be`, () => {
        const closed = { signal: kind, state: 'cleared', change, level: null } as const;
        const about = (fate: Fate, othersOpen = false) => ({
          shed: false,
          lost: false,
          first: false,
          othersOpen: () => othersOpen,
          fate,
        });
        assert.equal(actOf(closed, about('superseded')), 'keep');
        assert.equal(actOf(closed, about('gone')), never ? 'keep' : 'restore');
        assert.equal(actOf(closed, about('gone', true)), 'keep', 'a simulated one plays');
      });
    }
  }
});

/** A source as the tracker sees it: what it holds, and what it says. */
class Source {
  readonly held = new Map<string, Standing>();
  readonly tracker = new ActTracker(() => this.held.values());

  /** `power-overrun:1 active/started 3`, a few fields at a time. */
  says(id: string, about: Partial<GridSignal>, fate?: Fate): Act {
    const signal = event(id, about);
    if (signal.detail['simulated'] === true) return this.tracker.sent(signal).act;
    this.held.set(id, signal);
    return this.tracker.sent(signal, fate).act;
  }
}

function event(id: string, about: Partial<GridSignal>): GridSignal {
  return {
    id,
    origin: '042261314159',
    source: 'tic',
    signal: 'power-overrun',
    state: 'active',
    change: 'started',
    level: 3,
    expected: null,
    start: null,
    end: null,
    issuedAt: null,
    detail: {},
    ...about,
  };
}

const OVER = { state: 'cleared', change: 'ended', level: null } as const;
const CALM = { state: 'cleared', change: 'initial', level: null } as const;
const LOST = { state: 'unknown', change: 'lost', level: null } as const;
const NOTICE = { state: 'announced', change: 'announced', level: 2 } as const;
const TOMORROW = { signal: 'peak', state: 'announced', change: 'announced', level: null } as const;
const PLAYED = { detail: { simulated: true } };

describe('the acts of one source, in the order in which its signals are sent', () => {
  it('reduce at the overrun, restore at its end', () => {
    const meter = new Source();
    assert.deepEqual(
      [meter.says('a', CALM), meter.says('b', {}), meter.says('b', OVER)],
      ['restore', 'reduce', 'restore'],
    );
  });

  it('keep through a silence, and restore when the line is back without the overrun', () => {
    const meter = new Source();
    meter.says('a', {});
    assert.deepEqual([meter.says('a', LOST), meter.says('a', CALM)], ['keep', 'restore']);
  });

  it('restore when the line is back and the overrun had ended before: whoever waited has given the wait up', () => {
    const meter = new Source();
    meter.says('a', {});
    assert.deepEqual([meter.says('a', OVER), meter.says('a', CALM)], ['restore', 'restore']);
  });

  it('keep when the line is back and nothing had been cut', () => {
    const meter = new Source();
    assert.deepEqual([meter.says('a', CALM), meter.says('a', CALM)], ['restore', 'keep']);
  });

  it('restore when a warning that asked is over, keep when an announcement that did not is withdrawn', () => {
    const meter = new Source();
    assert.deepEqual([meter.says('a', NOTICE), meter.says('a', OVER)], ['reduce', 'restore']);
    meter.says('p', TOMORROW);
    assert.equal(meter.says('p', { ...TOMORROW, ...OVER, change: 'withdrawn' }), 'keep');
    meter.says('q', TOMORROW);
    meter.says('q', { ...TOMORROW, level: 2 });
    assert.equal(
      meter.says('q', { ...TOMORROW, ...OVER, change: 'withdrawn' }),
      'restore',
      'it was within its last hour',
    );
  });

  it('keep while another event of the same signal and origin asks or is not known', () => {
    for (const other of [{}, LOST]) {
      const meter = new Source();
      meter.says('a', {});
      meter.says('b', {});
      meter.says('b', other);
      assert.equal(meter.says('a', OVER), 'keep');
      assert.equal(meter.says('b', OVER), 'restore');
    }
  });

  for (const [what, about] of [
    ['signal', { signal: 'peak' }],
    ['origin', { origin: '042299887766' }],
  ] as const)
    it(`speak of one ${what}`, () => {
      const meter = new Source();
      meter.says('a', {});
      meter.says('b', about);
      assert.equal(meter.says('a', OVER), 'restore');
    });

  it('count a simulated event among the real ones, and give its end its own act', () => {
    const meter = new Source();
    assert.equal(meter.says('real', {}), 'reduce');
    assert.equal(meter.says('play', PLAYED), 'reduce');
    assert.equal(meter.says('real', OVER), 'keep', 'the simulated one still asks');
    assert.equal(meter.says('play', { ...OVER, ...PLAYED }), 'restore');
    meter.says('play', PLAYED);
    meter.says('real', {});
    assert.equal(meter.says('play', { ...OVER, ...PLAYED }), 'keep', 'the real one still asks');
  });

  it('restore after a restart, whether the event is still open or ended unseen', () => {
    for (const [kept, change] of [
      [NOTICE, 'withdrawn'],
      [{ level: 3 }, 'ended'],
      [LOST, 'ended'],
    ] as const) {
      for (const over of [{ ...OVER, change }, CALM]) {
        const after = new Source();
        after.held.set('a', event('a', kept));
        after.tracker.recall();
        assert.equal(after.says('a', over), 'restore');
      }
    }
  });

  it('keep after a restart when what was only announced is withdrawn', () => {
    const after = new Source();
    after.held.set('a', event('a', TOMORROW));
    after.tracker.recall();
    assert.equal(after.says('a', { ...TOMORROW, ...OVER, change: 'withdrawn' }), 'keep');
  });

  it('restore once where an announcement is heard before the first knowledge of what holds', () => {
    const meter = new Source();
    assert.equal(meter.says('p', { ...TOMORROW, change: 'initial' }), 'keep');
    assert.equal(meter.says('q', { ...CALM, signal: 'peak' }), 'restore');
  });

  it('keep at what another mode supersedes, and restore at what it says first', () => {
    const meter = new Source();
    meter.says('first', CALM);
    meter.says('a', {});
    assert.equal(meter.says('a', OVER, 'superseded'), 'keep');
    assert.equal(meter.says('b', CALM), 'restore', 'or what was cut would stay cut');
  });

  it('restore at each end of a signal that cannot be any more, whatever of it is still to be closed', () => {
    const meter = new Source();
    const colour = { signal: 'day-colour' } as const;
    meter.says('red', colour);
    meter.says('red', { ...colour, ...LOST });
    meter.says('next', { ...colour, ...TOMORROW, signal: 'day-colour' });
    assert.equal(meter.says('next', { ...colour, ...OVER, change: 'withdrawn' }, 'gone'), 'restore');
    assert.equal(meter.says('red', { ...colour, ...OVER }, 'gone'), 'restore');
  });

  it('bounce nothing between two red days, and restore at a blue one', () => {
    const meter = new Source();
    const colour = { signal: 'day-colour' } as const;
    const acts = [
      meter.says('24', colour),
      meter.says('24', { ...colour, change: 'eased', level: 2 }),
      meter.says('24', { ...colour, ...OVER }),
      meter.says('25', { ...colour, level: 2 }),
      meter.says('25', { ...colour, ...OVER }),
      meter.says('26', { ...colour, level: 1 }),
    ];
    assert.deepEqual(acts, ['reduce', 'reduce', 'keep', 'reduce', 'keep', 'restore']);
  });

  it('are not held back by an event that its source forgot without a word', () => {
    const meter = new Source();
    const colour = { signal: 'day-colour' } as const;
    meter.says('24', colour);
    meter.says('24', { ...colour, ...LOST });
    // The line was silent over 06:00: nobody tells that the red day has ended.
    meter.held.delete('24');
    assert.equal(meter.says('25', { ...colour, change: 'initial', level: 1 }), 'restore');
  });

  it('of the present state are those of a first knowledge, and change nothing', () => {
    const meter = new Source();
    meter.says('a', CALM);
    meter.says('b', {});
    meter.says('b', OVER);
    const present = (about: Partial<GridSignal>): Act | undefined =>
      meter.tracker.present([event('b', { ...about, change: 'initial' })])[0]?.act;
    assert.deepEqual(
      [present(CALM), present(LOST), present({}), present(NOTICE)],
      ['restore', 'keep', 'reduce', 'reduce'],
    );
    assert.equal(meter.says('a', CALM), 'keep', 'it is still not the first knowledge');
    meter.says('play', PLAYED);
    assert.equal(present(CALM), 'keep', 'a simulated one asks');
  });
});
