import assert from 'node:assert/strict';
import { DEFAULT_APPLICATION } from '../../../sandbox/rte/portal';
import { helper } from '../../support/node-red/helper';
import { RteBench, scenario } from '../../support/rte/rte';
import {
  loadSignals,
  type SignalBench,
  type SignalMessage,
  type SignalSetting,
} from '../../support/node-red/signal-bench';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const TEMPO: SignalSetting = { type: 'tempo-signal' };
const WITH_ACCOUNT: SignalSetting = {
  ...TEMPO,
  settings: { first: 'rte', second: 'services-rte', third: 'none', fourth: 'none' },
};
/** A white eve, a red day 0, red, then blue. */
const STORY = { ...scenario('red-morning'), day: '2026-11-25' };

const short = ({ payload: { change, state, level, expected, detail } }: SignalMessage): string =>
  `${change} ${String(detail['day']).slice(8)} ${String(detail['colour'])} ${state} ${String(level)}/${String(expected)}`;

describe('tempo-signal', () => {
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
  const prepare = async (at: string): Promise<void> => {
    bench = await RteBench.open(at);
    bench.rte.play(STORY);
  };
  const start = async (at: string, setting: SignalSetting = TEMPO): Promise<void> => {
    await prepare(at);
    nodes = await loadSignals(bench, setting);
    await turn();
  };
  const known = ({ payload }: { payload: Record<string, unknown> }): boolean =>
    (payload['now'] as { colour: string }).colour !== 'unknown';
  const counted = ({ payload }: { payload: Record<string, unknown> }): boolean =>
    (payload['season'] as { missing: number }).missing === 0;
  const colours = (payload: Record<string, unknown>): string[] =>
    ['now', 'next', 'today', 'tomorrow'].map((key) => (payload[key] as { colour: string }).colour);

  it('knows today and tomorrow without an account, names the source, counts the season', async () => {
    await start('2026-11-24T12:30:00+01:00');
    const { topic, schema, payload } = await nodes.states.next(counted);
    assert.deepEqual(
      [topic, schema, payload['source'], payload['level']],
      ['tempo', 'linky-red/tempo@1', 'services-rte', 1],
    );
    assert.deepEqual(colours(payload), ['white', 'red', 'white', 'red']);
    const season = payload['season'] as Record<string, { used: number; left: number; total: number }> & {
      missing: number;
    };
    assert.equal(season.missing, 0);
    const used = ['blue', 'white', 'red'].map((colour) => season[colour]?.used ?? NaN);
    assert.equal(
      used.reduce((a, b) => a + b),
      85,
      'days begun since 1 September',
    );
    assert.equal(bench.count('api-couleur-tempo') + bench.count('token'), 0);
    assert.equal(short(await nodes.signals.next()), 'initial 24 white active 1/1');
    assert.equal(short(await nodes.signals.next()), 'initial 25 red announced null/3');
    await nodes.statuses.next(({ fill, text }) => fill === 'green' && text?.includes('white') === true);
  });

  it('follows a red day through 06:00, 22:00 and the next 06:00, without a call for it', async () => {
    await start('2026-11-24T12:30:00+01:00');
    await nodes.signals.next(({ payload }) => payload.state === 'announced');
    const heard: string[] = [];
    for (const time of ['2026-11-25T06:00:00+01:00', '2026-11-25T22:00:00+01:00', '2026-11-26T06:00:00+01:00']) {
      bench.clock.advanceTo(time);
      const { payload } = await nodes.states.next(({ payload: { at } }) => at === time);
      heard.push(`${colours(payload)[0] ?? ''} ${String(payload['level'])}`);
    }
    assert.deepEqual(heard.slice(0, 2), ['red 3', 'red 2']);
    const edges = nodes.signals.all.slice(2, 5).map(short);
    assert.deepEqual(edges, [
      'ended 24 white cleared null/null',
      'started 25 red active 3/3',
      'eased 25 red active 2/2',
    ]);
  });

  it('at 05:00 the day before is in force, and next is this same morning', async () => {
    await start('2026-11-25T05:00:00+01:00');
    const { payload } = await nodes.states.next(known);
    assert.deepEqual(colours(payload), ['white', 'red', 'red', 'unknown']);
    assert.equal((payload['next'] as { start: string }).start, '2026-11-25T06:00:00+01:00');
    assert.equal((payload['nextChange'] as { at: string }).at, '2026-11-25T06:00:00+01:00');
  });

  it('asks the next source when the first is down, and says nothing is wrong', async () => {
    await prepare('2026-11-24T12:30:00+01:00');
    bench.rte.fail('services-rte', 403, Infinity);
    nodes = await loadSignals(bench, TEMPO);
    await turn();
    const { payload } = await nodes.states.next(known);
    assert.deepEqual([payload['source'], colours(payload)[1]], ['api-couleur-tempo', 'red']);
    assert.deepEqual(nodes.caught.all, []);
  });

  it('with an account asks RTE, in one call for the whole season', async () => {
    await start('2026-11-24T12:30:00+01:00', WITH_ACCOUNT);
    const { payload } = await nodes.states.next(known);
    assert.deepEqual([payload['source'], (payload['season'] as { missing: number }).missing], ['rte', 0]);
    assert.deepEqual([bench.count('tempo'), bench.count('services-rte')], [1, 0]);
    assert.equal((await nodes.signals.next()).payload.origin, 'home');
  });

  it('on the first days of a season RTE takes the question too', async () => {
    await start('2026-09-01T12:30:00+02:00', WITH_ACCOUNT);
    const { payload } = await nodes.states.next(known);
    assert.equal(payload['source'], 'rte');
    assert.ok(bench.rte.calls.every(({ status }) => status === 200));
  });

  it('an account that may not is said, while the next source has the answer', async () => {
    bench = await RteBench.open('2026-11-24T12:30:00+01:00', 'calm', [{ ...DEFAULT_APPLICATION, apis: ['ecowatt'] }]);
    bench.rte.play(STORY);
    nodes = await loadSignals(bench, WITH_ACCOUNT);
    await turn();
    assert.equal((await nodes.states.next(known)).payload['source'], 'services-rte');
    assert.equal((await nodes.caught.next()).error.code, 'ERR_RTE_ENTITLED');
    await nodes.statuses.next(({ text }) => text?.includes('not-entitled') === true);
  });

  it('takes the word of the meter, and reports where it says something else', async () => {
    await start('2026-11-24T12:30:00+01:00');
    await nodes.states.next(known);
    const signal = {
      source: 'tic',
      signal: 'day-colour',
      detail: { day: '2026-11-24', colour: 'red', confirmed: true },
    };
    nodes.receive({ schema: 'linky-red/reading@1', payload: { PTEC: 'HPJR' }, tic: { signals: [signal] } });
    const { payload } = await nodes.states.next();
    assert.equal(payload['source'], 'services-rte');
    assert.deepEqual(payload['disagreement'], [
      { day: '2026-11-24', source: 'meter', colour: 'red', instead: 'white' },
    ]);
  });

  it('does not take a day that a meter only plays for a real one', async () => {
    await start('2026-11-24T12:30:00+01:00', { ...TEMPO, settings: { first: 'meter', second: 'services-rte' } });
    await nodes.states.next(known);
    const detail = { day: '2026-11-24', colour: 'red', confirmed: true };
    const signal = { source: 'tic', signal: 'day-colour', detail: { ...detail, simulated: true } };
    nodes.receive({ schema: 'linky-red/signal@1', payload: signal });
    await nodes.completed.next();
    nodes.receive({ payload: 'refresh' });
    const { payload } = await nodes.states.next();
    assert.deepEqual([colours(payload)[0], payload['disagreement']], ['white', []]);
  });

  it('lives on the meter alone, without a call', async () => {
    await prepare('2026-11-24T12:30:00+01:00');
    nodes = await loadSignals(bench, {
      ...TEMPO,
      settings: { first: 'meter', second: 'none', third: 'none', fourth: 'none' },
    });
    const signal = {
      source: 'tic',
      signal: 'day-colour',
      detail: { day: '2026-11-24', colour: 'red', confirmed: true },
    };
    nodes.receive({ schema: 'linky-red/signal@1', payload: signal });
    const { payload } = await nodes.states.next();
    assert.deepEqual([payload['source'], payload['level']], ['meter', 3]);
    assert.deepEqual(bench.rte.calls, []);
  });

  it('a restart costs no call and sends the same ids as initial', async () => {
    await start('2026-11-24T12:30:00+01:00');
    await nodes.signals.next(({ payload }) => payload.state === 'announced');
    const ids = nodes.signals.all.map(({ payload: { id } }) => id);
    const calls = bench.rte.calls.length;
    await nodes.stop();
    bench.clock.advance(5 * MINUTE);
    nodes = await loadSignals(bench, TEMPO);
    await nodes.signals.next(({ payload }) => payload.state === 'announced');
    assert.deepEqual(
      nodes.signals.all.map(({ payload: { id } }) => id),
      ids,
    );
    assert.ok(nodes.signals.all.every(({ payload: { change } }) => change === 'initial'));
    assert.equal(bench.rte.calls.length, calls);
  });

  it('a restart between midnight and 06:00 still knows the colour in force, which is that of yesterday', async () => {
    const alone = { ...TEMPO, settings: { first: 'services-rte', second: 'none', third: 'none', fourth: 'none' } };
    await start('2026-11-26T02:00:00+01:00', alone);
    const inForce = ({ payload }: { payload: Record<string, unknown> }): boolean => colours(payload)[0] === 'red';
    await nodes.states.next(inForce);
    for (const time of ['2026-11-26T02:30:00+01:00', '2026-11-26T03:30:00+01:00']) {
      bench.clock.advanceTo(time);
      nodes.receive({ payload: 'refresh' });
      await nodes.completed.next();
      await nodes.stop();
      const calls = bench.rte.calls.length;
      nodes = await loadSignals(bench, alone);
      assert.ok(inForce(await nodes.states.next()), 'known at once');
      assert.equal(bench.rte.calls.length, calls);
    }
  });

  it('fifty nodes ask each source once', async function () {
    await start('2026-11-24T12:30:00+01:00', { ...TEMPO, count: 50 });
    const all = nodes.states.next(() => nodes.states.all.filter(counted).length === 50);
    const goOn = setInterval(() => {
      bench.clock.advance(0);
    }, 5);
    await all.finally(() => {
      clearInterval(goOn);
    });
    const recent = bench.rte.calls.filter(({ url }) => url.includes('tempoLight'));
    const season = bench.rte.calls.filter(({ url }) => url.includes('season='));
    assert.deepEqual([recent.length, season.length], [1, 1]);
  });

  it('tells the colours of past seasons, asks for each once, and keeps them over a restart', async () => {
    await start('2026-11-24T12:30:00+01:00');
    await nodes.states.next(known);
    const history = { payload: { command: 'history', from: '2024-08-30', to: '2025-09-02' } };
    nodes.receive(history);
    const { schema, topic, payload } = await nodes.states.next(({ topic: name }) => name === 'tempo/history');
    const rows = payload as unknown as { day: string; colour: string; source: string }[];
    assert.deepEqual([schema, topic, rows.length], ['linky-red/rows@1', 'tempo/history', 369]);
    assert.deepEqual([rows[0]?.day, rows.at(-1)?.day, rows[0]?.source], ['2024-08-30', '2025-09-02', 'services-rte']);
    const calls = bench.rte.calls.length;
    await nodes.stop();
    nodes = await loadSignals(bench, TEMPO);
    nodes.receive(history);
    const again = await nodes.states.next(({ topic: name }) => name === 'tempo/history');
    assert.deepEqual(again.payload, payload);
    assert.equal(bench.rte.calls.length, calls);
  });

  it('keeps all of a season that it was told for a few days of it', async () => {
    await start('2026-11-24T12:30:00+01:00');
    await nodes.states.next(counted);
    for (const [from, to] of [
      ['2025-08-30', '2025-08-31'],
      ['2025-01-01', '2025-01-31'],
    ]) {
      nodes.receive({ payload: { command: 'history', from, to } });
      await nodes.states.next(({ topic }) => topic === 'tempo/history');
    }
    assert.equal(bench.rte.calls.filter(({ url }) => url.includes('season=2024-2025')).length, 1);
  });

  it('asks RTE alone for two years piece by piece: what the quota let through is kept', async () => {
    const alone = { ...WITH_ACCOUNT, settings: { ...WITH_ACCOUNT.settings, second: 'none' } };
    await start('2026-11-24T12:30:00+01:00', alone);
    await nodes.states.next(known);
    const history = { payload: { command: 'history', from: '2024-09-01', to: '2026-08-31' } };
    bench.clock.advance(16 * MINUTE);
    nodes.receive(history);
    assert.equal((await nodes.caught.next()).error.code, 'ERR_QUOTA');
    bench.clock.advance(16 * MINUTE);
    nodes.receive(history);
    const { payload } = await nodes.states.next(({ topic }) => topic === 'tempo/history');
    assert.equal((payload as unknown as unknown[]).length, 730);
    assert.ok(bench.rte.calls.every(({ status }) => status === 200));
  });

  it('a pre-signal that nobody confirmed is no past: the day is asked for when it is over', async () => {
    await start('2026-11-24T07:00:00+01:00');
    await nodes.states.next(({ payload }) => colours(payload)[1] === 'red');
    await nodes.stop();
    bench.rte.play({ ...STORY, tempo: { 0: 'b' } });
    bench.clock.advanceTo('2026-11-26T12:30:00+01:00');
    nodes = await loadSignals(bench, TEMPO);
    await turn();
    await nodes.states.next(counted);
    nodes.receive({ payload: { command: 'history', from: '2026-11-25', to: '2026-11-25' } });
    const { payload } = await nodes.states.next(({ topic }) => topic === 'tempo/history');
    assert.deepEqual(payload, [{ day: '2026-11-25', colour: 'blue', source: 'services-rte' }]);
  });

  it('where RTE refuses the question while tomorrow is not there, it is asked for today alone', async () => {
    await prepare('2026-11-24T06:00:00+01:00');
    bench.rte.fail('tempo', 'not-yet');
    nodes = await loadSignals(bench, { ...WITH_ACCOUNT, settings: { ...WITH_ACCOUNT.settings, second: 'none' } });
    await turn();
    while (bench.count('tempo') === 0 || bench.clock.pending < 2) await new Promise(setImmediate);
    bench.clock.advance(30 * MINUTE);
    const { payload } = await nodes.states.next(known);
    assert.deepEqual(colours(payload), ['white', 'unknown', 'white', 'unknown']);
    const [, second = ''] = bench.rte.calls.filter(({ name }) => name === 'tempo').map(({ url }) => url);
    assert.match(decodeURIComponent(second), /end_date=2026-11-25T00:00:00\+01:00/);
    assert.deepEqual(nodes.caught.all, []);
  });

  it('plays a simulated red day through both outputs, and then what really holds', async () => {
    await start('2026-11-24T12:30:00+01:00');
    await nodes.states.next(known);
    await nodes.signals.next(({ payload }) => payload.state === 'announced');
    nodes.receive({ payload: { command: 'simulate', signal: 'day-colour', level: 3, seconds: 30 } });
    const { payload } = await nodes.states.next();
    assert.deepEqual([payload['level'], colours(payload)[0], payload['simulated']], [3, 'red', true]);
    const begin = await nodes.signals.next();
    assert.deepEqual([short(begin), begin.payload.detail['simulated']], ['started 24 red active 3/3', true]);
    bench.clock.advance(30_000);
    const end = await nodes.signals.next();
    assert.equal(end.payload.change, 'ended');
    const real = await nodes.signals.next();
    assert.equal(short(real), 'initial 24 white active 1/1');
    assert.deepEqual(
      [begin, end, real].map((signal) => signal.payload.act),
      ['reduce', 'keep', 'restore'],
    );
  });

  it('after a simulated red day nothing stays red where nothing is known', async () => {
    await prepare('2026-11-24T12:30:00+01:00');
    nodes = await loadSignals(bench, {
      ...TEMPO,
      settings: { first: 'meter', second: 'none', third: 'none', fourth: 'none' },
    });
    nodes.receive({ payload: { command: 'simulate', signal: 'day-colour', level: 3, seconds: 30 } });
    await nodes.states.next();
    bench.clock.advance(30_000);
    const { payload } = await nodes.states.next();
    assert.deepEqual([payload['level'], colours(payload)[0], payload['simulated']], [null, 'unknown', undefined]);
  });

  it('answers `evaluate` with the state at another time', async () => {
    await start('2026-11-24T12:30:00+01:00');
    await nodes.states.next(known);
    nodes.receive({ payload: { command: 'evaluate', at: '2026-11-25T12:00:00+01:00' } });
    const { payload } = await nodes.states.next();
    assert.deepEqual([payload['level'], colours(payload)[0]], [3, 'red']);
  });

  it('answers `evaluate` for a day of the past with what was kept of it', async () => {
    await start('2026-11-24T12:30:00+01:00');
    await nodes.states.next(counted);
    nodes.receive({ payload: { command: 'history', from: '2026-11-10', to: '2026-11-10' } });
    const { payload: rows } = await nodes.states.next(({ topic }) => topic === 'tempo/history');
    nodes.receive({ payload: { command: 'evaluate', at: '2026-11-10T12:00:00+01:00' } });
    const { payload } = await nodes.states.next();
    const [row] = rows as unknown as { colour: string; source: string }[];
    assert.deepEqual([colours(payload)[0], payload['source']], [row?.colour, row?.source]);
    assert.equal(payload['level'], row?.colour === 'red' ? 3 : 1);
  });

  for (const payload of [
    { command: 'history' },
    { command: 'history', from: '2026-02-30' },
    { command: 'history', from: '2026-11-24', to: '2026-11-01' },
    'paint',
  ]) {
    it(`refuses ${JSON.stringify(payload)} with ERR_COMMAND`, async () => {
      await start('2026-11-24T12:30:00+01:00');
      await nodes.states.next(known);
      nodes.receive({ payload });
      assert.equal((await nodes.caught.next()).error.code, 'ERR_COMMAND');
    });
  }

  it('all sources down: unknown, said once with what each one said, never blue', async () => {
    await prepare('2026-11-24T12:30:00+01:00');
    bench.rte.fail('services-rte', 403, Infinity);
    bench.rte.fail('api-couleur-tempo', 403, Infinity);
    nodes = await loadSignals(bench, TEMPO);
    await turn();
    assert.equal((await nodes.caught.next()).error.code, 'ERR_STATUS');
    nodes.receive({ payload: 'refresh' });
    const { error } = await nodes.caught.next();
    assert.equal(error.code, 'ERR_NO_SOURCE');
    const { payload } = await nodes.states.next();
    assert.deepEqual([payload['level'], colours(payload)[0]], [null, 'unknown']);
    const { payload: signal } = await nodes.signals.next();
    assert.deepEqual([signal.state, signal.change], ['unknown', 'initial']);
  });

  it('wants an account for RTE', async () => {
    await prepare('2026-11-24T12:30:00+01:00');
    nodes = await loadSignals(bench, { ...WITH_ACCOUNT, settings: { ...WITH_ACCOUNT.settings, account: '' } });
    assert.equal((await nodes.caught.next()).error.code, 'ERR_CONFIG_NODE');
    nodes.receive({ payload: 'refresh' });
    assert.equal((await nodes.caught.next(({ payload }) => payload === 'refresh')).error.code, 'ERR_CONFIG_NODE');
  });

  it('leaves no timer behind, and sends nothing once it is closed', async () => {
    await start('2026-11-24T12:30:00+01:00');
    await nodes.states.next(known);
    nodes.receive({ payload: { command: 'simulate', signal: 'day-colour', level: 3, seconds: 30 } });
    await nodes.completed.next();
    await nodes.stop();
    const sent = nodes.signals.all.length;
    assert.equal(bench.clock.pending, 0);
    bench.clock.advance(24 * HOUR);
    assert.equal(nodes.signals.all.length, sent);
  });
});
