import assert from 'node:assert/strict';
import type { EcowattListener } from '../../../lib/rte/ecowatt/feed';
import { parseEcowatt } from '../../../lib/rte/ecowatt/answer';
import type { EcowattSignalConfig } from '../../../nodes/ecowatt-signal/ecowatt-signal.config';
import { EcowattSignal } from '../../../nodes/ecowatt-signal/ecowatt-signal.controller';
import { CloseGuard } from '../../../nodes/runtime/close-guard';
import { DEFAULT_APPLICATION } from '../../../sandbox/rte/portal';
import { FakeClock } from '../../support/machine/fake-clock';
import { helper } from '../../support/node-red/helper';
import { ecowattAnswer, hours, type Hours } from '../../support/rte/ecowatt';
import { RteBench } from '../../support/rte/rte';
import {
  loadSignals,
  type SignalBench,
  type SignalMessage,
  type SignalSetting,
} from '../../support/node-red/signal-bench';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ECOWATT: SignalSetting = { type: 'ecowatt-signal' };

const short = ({ payload: { change, state, level, expected } }: SignalMessage): string =>
  `${change} ${state} ${String(level)}/${String(expected)}`;

describe('ecowatt-signal', () => {
  let bench: RteBench;
  let nodes: SignalBench;
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(async () => {
    await nodes.stop();
    await bench.close();
  });

  /** Waits for the call that is due, and lets it go out. */
  const turn = async (): Promise<void> => {
    while ((bench.clock.nextTimer ?? Infinity) > bench.clock.now()) await new Promise(setImmediate);
    bench.clock.advance(0);
  };
  const start = async (at: string, story: string, setting: SignalSetting = ECOWATT): Promise<void> => {
    bench = await RteBench.open(at, story);
    nodes = await loadSignals(bench, setting);
    await turn();
  };

  it('sends the state and the first knowledge of its signals, and shows the colour', async () => {
    await start('2026-11-24T12:07:00+01:00', 'calm');
    const state = await nodes.states.next();
    assert.deepEqual(
      [state.topic, state.schema, state.payload['level'], state.payload['source']],
      ['ecowatt', 'linky-red/ecowatt@1', 1, 'rte'],
    );
    const signal = await nodes.signals.next();
    assert.deepEqual(
      [signal.topic, signal.schema, short(signal)],
      ['signal/ecowatt/grid-tension', 'linky-red/signal@1', 'initial cleared 1/1'],
    );
    assert.equal(signal.payload.origin, 'home');
    await nodes.statuses.next(({ fill, text }) => fill === 'green' && text?.includes('level-1') === true);
  });

  it('follows an alert hour by hour from the last answer', async () => {
    // Day 0 of the story is today: orange from 7, red from 8, until 11, and again at 18.
    await start('2026-11-24T06:30:00+01:00', 'red-morning');
    const heard: string[] = [];
    for (const expected of ['initial cleared 1/1', 'initial announced null/3', 'initial announced null/2']) {
      assert.equal(short(await nodes.signals.next()), expected);
    }
    for (const hour of ['07', '08', '09', '10', '11']) {
      bench.clock.advanceTo(`2026-11-24T${hour}:00:00+01:00`);
      const { payload } = await nodes.states.next(({ payload: { at } }) => String(at).includes(`T${hour}:00`));
      heard.push(`${hour} ${String(payload['level'])}`);
    }
    assert.deepEqual(heard, ['07 2', '08 3', '09 3', '10 2', '11 1']);
    const edges: SignalMessage[] = [];
    while (edges.length < 4) edges.push(await nodes.signals.next());
    assert.deepEqual(edges.map(short), [
      'started active 2/2',
      'worsened active 3/3',
      'eased active 2/2',
      'ended cleared 1/1',
    ]);
    assert.equal(new Set(edges.map(({ payload: { id } }) => id)).size, 1);
  });

  it('restarted in the middle of an alert: no call, no edge twice, initial with the same id', async () => {
    await start('2026-11-24T08:05:00+01:00', 'all-day');
    const before = await nodes.signals.next();
    assert.equal(short(before), 'initial active 3/3');
    await nodes.stop();
    await bench.shutDown();
    bench.clock.advance(3 * MINUTE);
    nodes = await loadSignals(bench, ECOWATT);
    const after = await nodes.signals.next();
    assert.equal(short(after), 'initial active 3/3');
    assert.equal(after.payload.id, before.payload.id);
    bench.clock.advanceTo('2026-11-24T08:15:00+01:00');
    assert.equal(nodes.signals.all.length, 1);
    assert.equal(bench.count('ecowatt'), 1);
  });

  it('fifty nodes on one account cause one call per 15 minutes at most, also when all are told to refresh', async () => {
    await start('2026-11-24T12:07:00+01:00', 'calm', { ...ECOWATT, count: 50 });
    for (let i = 0; i < 50; i += 1) await nodes.states.next();
    assert.deepEqual([bench.count('token'), bench.count('ecowatt')], [1, 1]);
    for (let i = 1; i <= 50; i += 1) nodes.receive({ payload: 'refresh' }, `n${i}`);
    for (let i = 0; i < 50; i += 1) await nodes.completed.next();
    assert.equal(bench.count('ecowatt'), 1);
    bench.clock.advance(16 * MINUTE);
    for (let i = 1; i <= 50; i += 1) nodes.receive({ payload: 'refresh' }, `n${i}`);
    for (let i = 0; i < 50; i += 1) await nodes.completed.next();
    assert.equal(bench.count('ecowatt'), 2);
    assert.deepEqual(nodes.caught.all, []);
  });

  it('answers `evaluate` with the state at another time', async () => {
    await start('2026-11-24T12:07:00+01:00', 'tense-week');
    await nodes.states.next();
    nodes.receive({ payload: { command: 'evaluate', at: '2026-11-25T08:30:00+01:00' } });
    const { payload } = await nodes.states.next();
    assert.deepEqual([payload['at'], payload['level']], ['2026-11-25T08:30:00+01:00', 2]);
  });

  it('plays a simulated red hour through both outputs, and then what really holds', async () => {
    await start('2026-11-24T12:07:00+01:00', 'calm');
    await nodes.signals.next();
    await nodes.states.next();
    nodes.receive({ payload: { command: 'simulate', signal: 'grid-tension', level: 3, seconds: 60 } });
    const state = await nodes.states.next();
    assert.deepEqual([state.payload['level'], state.payload['colour'], state.payload['simulated']], [3, 'red', true]);
    const begin = await nodes.signals.next();
    assert.deepEqual([short(begin), begin.payload.detail['simulated']], ['started active 3/3', true]);
    bench.clock.advance(60_000);
    const end = await nodes.signals.next();
    assert.deepEqual([short(end), end.payload.id], ['ended cleared 1/1', begin.payload.id]);
    assert.deepEqual([begin.payload.act, end.payload.act], ['reduce', 'restore']);
    assert.equal(short(await nodes.signals.next()), 'initial cleared 1/1');
    assert.equal((await nodes.states.next()).payload['simulated'], undefined);
  });

  it('after a simulated red hour nothing stays red where nothing is known', async () => {
    bench = await RteBench.open('2026-11-24T12:07:00+01:00', 'calm');
    bench.rte.fail('ecowatt', 500, Infinity);
    nodes = await loadSignals(bench, ECOWATT);
    nodes.receive({ payload: { command: 'simulate', signal: 'grid-tension', level: 3, seconds: 60 } });
    await nodes.states.next();
    bench.clock.advance(60_000);
    const { payload } = await nodes.states.next();
    assert.deepEqual([payload['level'], payload['simulated']], [null, undefined]);
  });

  it('an event that is played while another one plays goes on to its own end', async () => {
    await start('2026-11-24T12:07:00+01:00', 'calm');
    await nodes.signals.next();
    const play = (level: number): void => {
      nodes.receive({ payload: { command: 'simulate', signal: 'grid-tension', level, seconds: 60 } });
    };
    play(3);
    await nodes.signals.next(({ payload }) => payload.level === 3);
    bench.clock.advance(30_000);
    play(2);
    await nodes.signals.next(({ payload }) => payload.level === 2);
    const sent = nodes.signals.all.length;
    bench.clock.advance(30_000);
    bench.clock.advance(30_000);
    await nodes.signals.next(({ payload }) => payload.detail['simulated'] === undefined);
    const after = nodes.signals.all.slice(sent).map(({ payload: { change, detail } }) => [change, detail['simulated']]);
    assert.deepEqual(after.slice(0, 3), [
      ['ended', true],
      ['ended', true],
      ['initial', undefined],
    ]);
    const acts = nodes.signals.all.slice(sent).map(({ payload: { act } }) => act);
    assert.deepEqual(acts.slice(0, 3), ['keep', 'restore', 'restore'], 'the first end leaves the other one in force');
  });

  it('sends all again on `refresh`, signals as initial', async () => {
    await start('2026-11-24T12:07:00+01:00', 'tense-week');
    await nodes.states.next();
    const first = await nodes.signals.next();
    nodes.receive({ payload: { command: 'refresh' } });
    await nodes.completed.next();
    const again = nodes.signals.all.slice(nodes.signals.all.length / 2);
    assert.equal(again[0]?.payload.id, first.payload.id);
    assert.ok(again.every(({ payload: { change } }) => change === 'initial'));
    assert.equal(bench.count('ecowatt'), 1);
  });

  for (const payload of ['open the door', { command: 'shout' }, 42, { command: 'evaluate', at: 'soon' }]) {
    it(`refuses ${JSON.stringify(payload)}, and sends nothing`, async () => {
      await start('2026-11-24T12:07:00+01:00', 'calm');
      await nodes.states.next();
      nodes.receive({ payload });
      const { error } = await nodes.caught.next();
      assert.equal(error.code, payload === 42 ? 'ERR_INPUT' : 'ERR_COMMAND');
      assert.equal(nodes.states.all.length, 1);
    });
  }

  it('plans the decarbonised hours, and says when one is there', async () => {
    await start('2026-11-24T23:07:00+01:00', 'calm', {
      ...ECOWATT,
      settings: { plan: 'hours', hours: '3', before: '07:00' },
    });
    const { payload } = await nodes.states.next();
    const windows = [{ start: '2026-11-25T02:00:00+01:00', end: '2026-11-25T05:00:00+01:00' }];
    assert.deepEqual(payload['plan'], { active: false, windows, before: '2026-11-25T07:00:00+01:00', hours: 3 });
    bench.clock.advanceTo('2026-11-25T02:00:00+01:00');
    const night = await nodes.states.next(({ payload: { at } }) => String(at).includes('T02:00'));
    assert.equal((night.payload['plan'] as { active: boolean }).active, true);
  });

  describe('what goes wrong', () => {
    it('a wrong secret is said once, with its code, and shown', async () => {
      await start('2026-11-24T12:07:00+01:00', 'calm', { ...ECOWATT, secret: 'wrong' });
      const { error } = await nodes.caught.next();
      assert.equal(error.code, 'ERR_RTE_SECRET');
      await nodes.statuses.next(({ fill, text }) => fill === 'red' && text?.includes('bad-secret') === true);
      bench.clock.advance(3 * HOUR);
      assert.equal(nodes.caught.all.length, 1);
      assert.deepEqual(nodes.states.all, []);
    });

    it('RTE down: the last answer goes on, shown as stale, then as what it is once it runs out', async () => {
      await start('2026-11-24T12:07:00+01:00', 'calm');
      await nodes.states.next();
      bench.rte.fail('ecowatt', '503-html', Infinity);
      bench.clock.advanceTo('2026-11-24T13:30:00+01:00');
      assert.equal((await nodes.caught.next()).error.code, 'ERR_MAINTENANCE');
      await nodes.statuses.next(({ text }) => text?.includes('stale') === true);
      bench.clock.set('2026-11-29T00:00:00+01:00');
      bench.clock.advance(MINUTE);
      assert.equal(
        short(await nodes.signals.next(({ payload: { change } }) => change === 'lost')),
        'lost unknown null/null',
      );
      await nodes.statuses.next(({ fill, text }) => fill === 'red' && text?.includes('maintenance') === true);
    });

    it('RTE down, and a refresh that the quota keeps back: stale it stays, before a restart and after', async () => {
      await start('2026-11-24T12:07:00+01:00', 'calm');
      await nodes.states.next();
      bench.rte.fail('ecowatt', '503-html', Infinity);
      bench.clock.advanceTo('2026-11-24T13:30:00+01:00');
      await nodes.statuses.next(({ text }) => text?.includes('stale') === true);
      const asked = bench.count('ecowatt');
      nodes.receive({ payload: 'refresh' });
      await nodes.completed.next();
      assert.match(nodes.statuses.all.at(-1)?.text ?? '', /stale/);
      await nodes.stop();
      await bench.shutDown();
      nodes = await loadSignals(bench, ECOWATT);
      await nodes.states.next();
      nodes.receive({ payload: 'refresh' });
      await nodes.completed.next();
      assert.match(nodes.statuses.all.at(-1)?.text ?? '', /stale/);
      assert.equal(bench.count('ecowatt'), asked);
    });

    it('a key for another version: not entitled, and not for the next minutes a mere quota', async () => {
      bench = await RteBench.open('2026-11-24T12:07:00+01:00', 'calm', [{ ...DEFAULT_APPLICATION, apis: ['tempo'] }]);
      nodes = await loadSignals(bench, ECOWATT);
      await turn();
      assert.equal((await nodes.caught.next()).error.code, 'ERR_RTE_ENTITLED');
      const shown = await nodes.statuses.next(({ text }) => text?.includes('not-entitled') === true);
      nodes.receive({ payload: 'refresh' });
      await nodes.completed.next();
      assert.equal(bench.count('ecowatt'), 1);
      assert.deepEqual(nodes.statuses.all.at(-1), shown);
    });

    for (const [what, settings, code] of [
      ['no account', { account: '' }, 'ERR_CONFIG_NODE'],
      ['a plan of no hours', { plan: 'hours', hours: '0' }, 'ERR_CONFIG'],
      ['a deadline that is no time', { plan: 'window', before: 'dawn' }, 'ERR_CONFIG'],
    ] as const) {
      it(`${what}: the constructor does not throw, Catch nodes hear why at the start and for each message`, async () => {
        bench = await RteBench.open('2026-11-24T12:07:00+01:00');
        nodes = await loadSignals(bench, { ...ECOWATT, settings });
        assert.equal((await nodes.caught.next()).error.code, code);
        nodes.receive({ payload: 'refresh' });
        assert.equal((await nodes.caught.next(({ payload }) => payload === 'refresh')).error.code, code);
      });
    }
  });

  it('leaves no timer behind, and sends nothing once it is closed', async () => {
    await start('2026-11-24T12:07:00+01:00', 'tense-week');
    await nodes.states.next();
    nodes.receive({ payload: { command: 'simulate', signal: 'grid-tension', level: 2, seconds: 60 } });
    await nodes.completed.next();
    const sent = nodes.signals.all.length;
    await nodes.stop();
    assert.equal(bench.clock.pending, 0);
    bench.clock.advance(24 * HOUR);
    assert.equal(nodes.signals.all.length, sent);
  });
});

describe('what ecowatt-signal keeps', () => {
  it('has the earlier beginning of an alert in progress, of which nothing is sent', async () => {
    const clock = new FakeClock('2026-11-25T08:10:00+01:00');
    const guard = new CloseGuard();
    let hear: EcowattListener = () => undefined;
    let starts: (string | null)[] = [];
    const publish = (levels: Hours): void => {
      const publication = parseEcowatt(ecowattAnswer({ '2026-11-25': levels }));
      hear({ received: { publication, receivedAt: clock.now(), source: 'rte' }, problem: undefined });
    };
    new EcowattSignal({
      config: { plan: undefined } as EcowattSignalConfig,
      feed: {
        listen: (listener) => {
          hear = listener;
          return () => undefined;
        },
        refresh: () => Promise.resolve(),
        news: { received: undefined, problem: undefined },
      },
      memory: {
        read: () => Promise.resolve({ open: {} }),
        write: ({ open }) => {
          starts = Object.values(open).map(({ start }) => start);
          return Promise.resolve();
        },
      },
      origin: 'home',
      clock,
      guard,
      send: () => undefined,
      shown: () => undefined,
    });
    await new Promise(setImmediate);
    publish(hours({ 8: 2, 9: 2 }));
    assert.deepEqual(starts, ['2026-11-25T08:00:00+01:00']);
    publish(hours({ 7: 2, 8: 2, 9: 2 }));
    assert.deepEqual(starts, ['2026-11-25T07:00:00+01:00']);
    await guard.close();
  });
});
