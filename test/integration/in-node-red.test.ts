// Both nodes inside a real Node-RED, as flows use them: wires, Catch, Complete, Status, redeploys, subflows, restarts.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { Bridge } from '../support/line/bridge';
import { type FlowNode, type Message, type NodeRed, startNodeRed } from '../support/node-red/process';
import { withNodeRed } from '../support/node-red/suite';
import { ADDRESS, linkyStandard } from '../support/tic/tic-meters';

/** The frame of a meter that draws this apparent power. */
const frame = (va: number): Buffer => linkyStandard().set('SINSTS', String(va).padStart(5, '0')).build();
const va = (msg: Message): unknown => (msg.payload as Record<string, unknown>)['SINSTS'];

const tab: FlowNode = { id: 'flow', type: 'tab', label: 'test' };
const node = (id: string, type: string, rest: Record<string, unknown> = {}): FlowNode => ({
  id,
  type,
  z: 'flow',
  x: 100,
  y: 100,
  name: id,
  ...rest,
});
const ticIn = (id: string, port: number | string, to: string): FlowNode =>
  node(id, 'tic-in', {
    source: 'tcp',
    host: '127.0.0.1',
    tcpPort: String(port),
    mode: 'auto',
    deliver: 'frame',
    wires: [[to]],
  });
const decode = (id: string, readings: string, signals = ''): FlowNode =>
  node(id, 'linky-decode', { rhythm: 'frame', wires: [[readings], signals === '' ? [] : [signals]] });

describe('inside a real Node-RED', function () {
  let red: NodeRed;
  const bridges: Bridge[] = [];

  withNodeRed((started) => (red = started));

  afterEach(async () => {
    await Promise.all(bridges.splice(0).map((bridge) => bridge.close()));
  });

  async function bridge(): Promise<Bridge> {
    const opened = await Bridge.open();
    bridges.push(opened);
    return opened;
  }

  it('makes readings of the bytes behind a bridge', async () => {
    const meter = await bridge();
    await red.deploy([
      tab,
      ticIn('in', meter.port, 'decode'),
      decode('decode', 'readings'),
      node('readings', 'test-tap'),
    ]);
    await meter.readers.next();
    meter.say(frame(1240));
    const reading = await red.next('readings');
    assert.equal(va(reading), 1240);
    assert.equal(reading.topic, `tic/${ADDRESS.linkyMono}`);
    assert.equal(reading['schema'], 'linky-red/reading@1');
    await red.status('decode', ({ text }) => text === '1.24 kVA of 9 · Linky std');
  });

  it('tells Catch what cannot be done, and Complete what was', async () => {
    await red.deploy([
      tab,
      node('source', 'test-source', { wires: [['decode']] }),
      decode('decode', 'after'),
      node('after', 'test-tap'),
      node('catch', 'catch', { scope: ['decode'], uncaught: false, wires: [['caught']] }),
      node('caught', 'test-tap'),
      node('complete', 'complete', { scope: ['decode'], uncaught: false, wires: [['completed']] }),
      node('completed', 'test-tap'),
    ]);
    red.send('source', { topic: 'wrong', payload: { command: 'dance' } });
    const caught = (await red.next('caught')) as { error: { code: string; source: { id: string } } };
    assert.deepEqual([caught.error.code, caught.error.source.id], ['ERR_COMMAND', 'decode']);
    red.send('source', { topic: 'right', payload: frame(500) });
    // The refused message did not complete: the first one that did is this.
    assert.equal((await red.next('completed')).topic, 'right');
    assert.equal(va(await red.next('after')), 500);
  });

  it('feeds the Status node of the flow', async () => {
    const meter = await bridge();
    await red.deploy([
      tab,
      ticIn('in', meter.port, 'end'),
      node('end', 'test-tap'),
      node('status', 'status', { scope: ['in'], wires: [['states']] }),
      node('states', 'test-tap'),
    ]);
    await meter.readers.next();
    meter.say(frame(500));
    const green = await red.next('states', (msg) => (msg['status'] as { fill?: string }).fill === 'green');
    assert.equal((green['status'] as { source: { id: string } }).source.id, 'in');
    for (const reader of meter.readers.all) reader.destroy();
    await red.next('states', (msg) => (msg['status'] as { fill?: string }).fill === 'red');
  });

  for (const [type, wrong] of [
    ['tic-in', { source: 'serial', port: '' }],
    ['linky-decode', { zone: 'Europe/Pari' }],
    ['ha-entities', { broker: 'missing' }],
    ['ecowatt-signal', { account: 'missing' }],
    ['tempo-signal', { first: 'rte', account: 'missing' }],
  ] as const)
    it(`tells the Status node of the flow that the settings are wrong: ${type}`, async () => {
      const wires = type === 'tic-in' || type === 'ha-entities' ? [[]] : [[], []];
      await red.deploy([
        tab,
        node('wrong', type, { ...wrong, wires }),
        node('status', 'status', { scope: ['wrong'], wires: [[`wrong-${type}`]] }),
        node(`wrong-${type}`, 'test-tap'),
      ]);
      const { status } = (await red.next(`wrong-${type}`)) as { status: { fill?: string; text?: string } };
      assert.deepEqual([status.fill, status.text], ['red', 'status.bad-config']);
    });

  it('keeps the line while another node is redeployed, and lets go of it with its own', async () => {
    const meter = await bridge();
    const flow = [tab, ticIn('in', meter.port, 'decode'), decode('decode', 'kept'), node('kept', 'test-tap')];
    await red.deploy(flow);
    const first = await meter.readers.next();
    await red.deploy(
      flow.map((each) => (each.id === 'decode' ? { ...each, name: 'renamed' } : each)),
      'nodes',
    );
    meter.say(frame(600));
    assert.equal(va(await red.next('kept')), 600);
    assert.equal(meter.readers.all.length, 1);

    const gone = once(first, 'close');
    first.resume();
    await red.deploy(
      flow.map((each) => (each.id === 'in' ? { ...each, name: 'renamed' } : each)),
      'nodes',
    );
    await gone;
    await meter.readers.next();
    meter.say(frame(700));
    assert.equal(va(await red.next('kept', (msg) => va(msg) !== 600)), 700);
  });

  it('keeps two meters apart', async () => {
    const [one, two] = [await bridge(), await bridge()];
    await red.deploy([
      tab,
      ticIn('in-1', one.port, 'decode-1'),
      decode('decode-1', 'tap-1'),
      node('tap-1', 'test-tap'),
      ticIn('in-2', two.port, 'decode-2'),
      decode('decode-2', 'tap-2'),
      node('tap-2', 'test-tap'),
    ]);
    await Promise.all([one.readers.next(), two.readers.next()]);
    one.say(frame(100));
    two.say(frame(200));
    assert.deepEqual([va(await red.next('tap-1')), va(await red.next('tap-2'))], [100, 200]);
    assert.deepEqual([red.messages('tap-1').length, red.messages('tap-2').length], [1, 1]);
  });

  it('works in a subflow, each use with its own settings', async () => {
    const [one, two] = [await bridge(), await bridge()];
    const inside = (each: FlowNode): FlowNode => ({ ...each, z: 'sub' });
    const use = (id: string, port: number, to: string): FlowNode =>
      node(id, 'subflow:sub', { env: [{ name: 'METER_PORT', type: 'str', value: String(port) }], wires: [[to]] });
    await red.deploy([
      tab,
      {
        id: 'sub',
        type: 'subflow',
        name: 'Linky',
        in: [],
        out: [{ x: 1, y: 1, wires: [{ id: 'sub-decode', port: 0 }] }],
        env: [{ name: 'METER_PORT', type: 'str', value: '' }],
      },
      inside(ticIn('sub-in', '${METER_PORT}', 'sub-decode')),
      inside(node('sub-decode', 'linky-decode', { rhythm: 'frame', wires: [[], []] })),
      use('use-1', one.port, 'sub-tap-1'),
      node('sub-tap-1', 'test-tap'),
      use('use-2', two.port, 'sub-tap-2'),
      node('sub-tap-2', 'test-tap'),
    ]);
    await Promise.all([one.readers.next(), two.readers.next()]);
    one.say(frame(300));
    two.say(frame(400));
    assert.deepEqual([va(await red.next('sub-tap-1')), va(await red.next('sub-tap-2'))], [300, 400]);
  });
});

describe('a Node-RED that is restarted', function () {
  for (const how of ['stop', 'kill'] as const)
    it(`reads on after a ${how}, with the settings of its environment`, async () => {
      const userDir = mkdtempSync(path.join(os.tmpdir(), 'linky-red-restart-'));
      const meter = await Bridge.open();
      const flow = [
        tab,
        ticIn('in', '${METER_PORT}', 'decode'),
        decode('decode', 'readings', 'signals'),
        node('readings', 'test-tap'),
        node('signals', 'test-tap'),
      ];
      const env = { METER_PORT: String(meter.port) };
      const first = await startNodeRed({ userDir, flow, env });
      try {
        await meter.readers.next();
        meter.say(frame(800));
        assert.equal(va(await first.next('readings')), 800);
        const before = await first.next('signals', isPeriod);
        await first[how]();

        const second = await startNodeRed({ userDir, env });
        try {
          await meter.readers.next();
          meter.say(frame(900));
          assert.equal(va(await second.next('readings')), 900);
          const after = await second.next('signals', isPeriod);
          assert.equal((after.payload as { change: string }).change, 'initial');
          assert.equal((after.payload as { id: string }).id, (before.payload as { id: string }).id);
        } finally {
          await second.stop();
        }
      } finally {
        await first.stop();
        await meter.close();
        rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
      }
    });
});

function isPeriod(msg: Message): boolean {
  return (msg.payload as { signal: string }).signal === 'tariff-period';
}
