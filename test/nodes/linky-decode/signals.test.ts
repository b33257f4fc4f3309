// The second output: grid signals at the group that says them, and commands.
import assert from 'node:assert/strict';
import type { GridSignal } from '../../../lib/grid/signal';
import { helper } from '../../support/node-red/helper';
import { type DecodeBench, loadLinkyDecode } from '../../support/node-red/linky-decode-bench';
import { ADDRESS, linkyHc, linkyStandard } from '../../support/tic/tic-meters';

const FIRST_KNOWLEDGE = [
  'tariff-period initial: active',
  'power-overrun initial: cleared',
  'meter-fault breaker initial: cleared',
  'meter-fault cover initial: cleared',
  'meter-fault overvoltage initial: cleared',
  'meter-fault clock initial: cleared',
  'peak initial: cleared',
  'meter-fault silence initial: cleared',
];
/** Two seconds later, with STGE bit 7 set. */
const overrun = linkyStandard('H270112105503').set('SINSTS', '09500').set('STGE', '002A0081');
const SECONDS = 1000;

function last(node: DecodeBench): GridSignal {
  const message = node.signals.at(-1);
  if (message === undefined) throw new Error('no signal has come');
  return message.payload;
}

function idOf(node: DecodeBench, signal: string): string | undefined {
  return node.signals.findLast(({ payload }) => payload.signal === signal)?.payload.id;
}

describe('grid signals of linky-decode', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  it('begin with the first knowledge of each, told once', async () => {
    const node = await loadLinkyDecode();
    await node.receive(linkyStandard().build());
    assert.deepEqual(node.edges(), FIRST_KNOWLEDGE);
    await node.receive(linkyStandard('H270112105503').build());
    assert.deepEqual(node.edges(), []);
  });

  it('are told at the group that says them, before the reading of its frame', async () => {
    const node = await loadLinkyDecode();
    await node.receive(linkyStandard().build());
    assert.deepEqual(node.order, [...FIRST_KNOWLEDGE, 'reading']);
    node.edges();
    await node.receive(overrun.upTo('STGE'));
    assert.deepEqual(node.edges(), ['power-overrun started: active 3']);
    assert.equal(node.readings.length, 1);
    await node.receive(overrun.behind('STGE'));
    assert.deepEqual(node.edges(), []);
    assert.equal(node.readings.length, 2);
  });

  it('are messages as the contract says', async () => {
    const node = await loadLinkyDecode();
    await node.receive(linkyStandard().build());
    await node.advance(2 * SECONDS);
    await node.receive(overrun.build());
    const [began] = node.signals.slice(-1);
    const { _msgid, ...message } = began ?? {};
    assert.equal(typeof _msgid, 'string');
    assert.deepEqual(message, {
      topic: 'signal/tic/power-overrun',
      schema: 'linky-red/signal@1',
      payload: {
        id: '022061700123/tic/power-overrun/2027-01-12T10:55:03+01:00',
        origin: '022061700123',
        source: 'tic',
        signal: 'power-overrun',
        state: 'active',
        change: 'started',
        level: 3,
        expected: 3,
        start: '2027-01-12T10:55:03+01:00',
        end: null,
        issuedAt: '2027-01-12T10:54:58+01:00',
        act: 'reduce',
        detail: { phases: [1], value: 9500, unit: 'VA', threshold: 9000 },
      },
    });
    await node.advance(2 * SECONDS);
    await node.receive(linkyStandard('H270112105505').build());
    const { id, state, change, level, expected, end } = last(node);
    assert.deepEqual(
      { id, state, change, level, expected, end },
      {
        ...{ id: '022061700123/tic/power-overrun/2027-01-12T10:55:03+01:00', state: 'cleared', change: 'ended' },
        ...{ level: null, expected: null, end: '2027-01-12T10:55:05+01:00' },
      },
    );
  });

  it('do not follow what a flow does with the messages', async () => {
    const node = await loadLinkyDecode();
    await node.receive(linkyStandard().build());
    for (const { payload } of node.signals) {
      payload.state = 'unknown';
      Object.assign(payload.detail, { period: 'mine' });
    }
    for (const signal of node.reading.tic['signals'] as GridSignal[]) Object.assign(signal.detail, { period: 'mine' });
    node.signals.length = 0;
    await node.receive({ command: 'refresh' });
    const period = node.signals.find(({ payload }) => payload.signal === 'tariff-period')?.payload;
    assert.deepEqual([period?.state, period?.detail], ['active', { period: 'HEURE  CREUSE', offPeak: true }]);
  });

  describe('on the command refresh', () => {
    it('are told again as they are, for every meter, and nothing else is', async () => {
      const node = await loadLinkyDecode();
      await node.receive({ command: 'refresh' });
      assert.equal(node.order.length, 0);
      await node.receive(overrun.build(), { topic: 'house' });
      await node.receive(linkyHc().set('ADCO', ADDRESS.cbemm).build(), { topic: 'garage' });
      const [before, ids] = [node.edges(), node.signals.map(({ payload }) => payload.id)];
      node.signals.length = node.order.length = 0;
      await node.receive({ command: 'refresh' });
      assert.deepEqual(node.edges(), before);
      assert.deepEqual(
        node.signals.map(({ payload }) => payload.id),
        ids,
      );
      assert.ok(!node.order.includes('reading'));
    });
  });

  describe('on the command simulate', () => {
    it('play one event through the second output, marked as simulated', async () => {
      const node = await loadLinkyDecode();
      await node.receive(linkyStandard().build());
      node.edges();
      const asked = { command: 'simulate', signal: 'power-overrun', level: 3, seconds: 60, detail: { value: 7 } };
      await node.receive(asked);
      assert.deepEqual(node.edges(), ['power-overrun started: active 3']);
      const began = last(node);
      assert.deepEqual(began.detail, { value: 7, simulated: true });
      assert.equal(began.origin, ADDRESS.linkyMono);
      assert.equal(began.end, '2027-01-12T10:55:56+01:00');
      await node.receive(linkyStandard('H270112105503').build());
      await node.advance(59 * SECONDS);
      assert.ok(!node.edges().includes('power-overrun ended: cleared'));
      await node.advance(SECONDS);
      assert.ok(node.edges().includes('power-overrun ended: cleared'));
      assert.equal(idOf(node, 'power-overrun'), began.id);
      assert.equal(node.readings.length, 2);
    });

    it('announce with level 2, where no meter has spoken yet too', async () => {
      const node = await loadLinkyDecode({ name: 'cellar' });
      await node.receive({ command: 'simulate', signal: 'peak', level: 2, seconds: 5 });
      assert.deepEqual(node.edges(), ['peak announced: announced 2']);
      const { expected, origin } = last(node);
      assert.deepEqual({ expected, origin }, { expected: 3, origin: 'cellar' });
    });

    it('leave what is really so as it is', async () => {
      const node = await loadLinkyDecode();
      await node.receive(linkyStandard().build());
      await node.receive({ command: 'simulate', signal: 'power-overrun', level: 3, seconds: 60 });
      await node.receive(linkyStandard('H270112105503').build());
      const real = (node.reading.tic['signals'] as GridSignal[]).find(({ signal }) => signal === 'power-overrun');
      assert.equal(real?.state, 'cleared');
    });

    it('refuse what no meter sends, with a word on what fits', async () => {
      const node = await loadLinkyDecode();
      for (const wrong of [
        { signal: 'grid-tension', level: 2, seconds: 5 },
        { signal: 'peak', level: 1, seconds: 5 },
        { signal: 'peak', level: 2 },
      ])
        await node.receive({ command: 'simulate', ...wrong });
      assert.deepEqual(
        node.caught.map(({ error }) => error.code),
        ['ERR_COMMAND', 'ERR_COMMAND', 'ERR_COMMAND'],
      );
      assert.deepEqual(node.order, []);
    });
  });
});
