// tic-in on a pseudo-terminal, in a real Node-RED with the real serialport.
import assert from 'node:assert/strict';
import { startNodeRed, type FlowNode, type Message, type NodeRed } from '../support/node-red/process';
import { withNodeRed } from '../support/node-red/suite';
import { OtherReader, PtyMeter } from '../support/line/pty';
import { needsTool } from '../support/machine/requirements';
import { historiqueFrame, standardFrame } from '../support/tic/tic-bytes';

interface TicMessage extends Message {
  payload: Uint8Array;
  topic: string;
  tic: { baudRate: number; port: string; complete: boolean };
  error: { code: string; message: string };
}

/** tic-in with a tap on its output and one on its errors, all named by its id. */
function ticIn(id: string, settings: object): FlowNode[] {
  const at = { z: 'tab', x: 100, y: 100 };
  return [
    {
      id,
      type: 'tic-in',
      ...at,
      source: 'serial',
      mode: 'auto',
      deliver: 'frame',
      wires: [[`${id}-tap`]],
      ...settings,
    },
    { id: `${id}-tap`, type: 'test-tap', name: id, ...at, wires: [] },
    { id: `${id}-catch`, type: 'catch', ...at, scope: [id], uncaught: false, wires: [[`${id}-errors`]] },
    { id: `${id}-errors`, type: 'test-tap', name: `${id}-errors`, ...at, wires: [] },
    { id: `${id}-source`, type: 'test-source', name: `${id}-source`, ...at, wires: [[id]] },
  ];
}

const tab: FlowNode = { id: 'tab', type: 'tab', label: 'pty' };
/** What was told, but for a line on which nothing came for a while: on a machine that is busy the feeder may pause so long. */
const faults = (red: NodeRed, tap: string): string[] =>
  red
    .messages(tap)
    .map((msg) => (msg as TicMessage).error.code)
    .filter((code) => code !== 'ERR_TIC_NO_SIGNAL');
const next = async (red: NodeRed, tap: string) => (await red.next(tap)) as TicMessage;

describe('tic-in on a pseudo-terminal', function () {
  let red: NodeRed;
  let meters: PtyMeter[] = [];

  /** A meter on a dongle of its own, gone at the end of the test. */
  async function plugged(baud: number, frame: Buffer): Promise<PtyMeter> {
    const meter = new PtyMeter(baud, frame);
    meters.push(meter);
    await meter.plug();
    return meter;
  }

  before(function () {
    for (const tool of ['socat', 'stty']) needsTool(this, tool);
  });
  withNodeRed((started) => (red = started), {
    settings: { serialReconnectTime: 1500 },
    env: { LINKY_TEST_STREAM: 'cellar' },
  });
  afterEach(async () => {
    await red.deploy([]);
    for (const meter of meters) await meter.remove();
    meters = [];
  });

  for (const [mode, baud, frame] of [
    ['standard', 9600, standardFrame()],
    ['historique', 1200, historiqueFrame()],
  ] as const) {
    it(`finds a Linky in mode ${mode} by itself, and sends nothing but its frames`, async () => {
      const id = `found-${mode}`;
      const meter = await plugged(baud, frame);
      await red.deploy([tab, ...ticIn(id, { port: meter.path, stream: '${LINKY_TEST_STREAM}' })]);
      await red.status(id, ({ text }) => text === `${baud} Bd`);
      for (let count = 0; count < 3; count++) {
        const { payload, topic, tic } = await next(red, id);
        assert.deepEqual(Buffer.from(payload), frame);
        assert.deepEqual([topic, tic.port, tic.baudRate, tic.complete], ['cellar', meter.path, baud, true]);
      }
    });
  }

  it('goes on when the dongle is pulled and put back', async () => {
    const meter = await plugged(9600, standardFrame());
    await red.deploy([tab, ...ticIn('pulled', { port: meter.path })]);
    await next(red, 'pulled');
    await meter.unplug();
    // On a machine that is busy the feeder may have paused long enough for "no signal" to be told before.
    await red.next('pulled-errors', (msg) => (msg as TicMessage).error.code === 'ERR_PORT_LOST');
    await red.status('pulled', ({ text }) => text === 'status.port-lost');
    const before = red.messages('pulled').length;
    await meter.plug();
    await red.status('pulled', ({ text }) => text === '9600 Bd');
    const isNew = (msg: Message): boolean => red.messages('pulled').indexOf(msg) >= before;
    const whole = await red.next('pulled', (msg) => isNew(msg) && (msg as TicMessage).tic.complete);
    assert.deepEqual(Buffer.from((whole as TicMessage).payload), standardFrame());
    // That it is not there while it is pulled is no second fault.
    assert.deepEqual(faults(red, 'pulled-errors'), ['ERR_PORT_LOST']);
  });

  it('says that another program has the port, and takes it when that one has gone', async () => {
    const meter = await plugged(9600, standardFrame());
    const other = new OtherReader();
    try {
      await other.open(meter.path);
      await red.deploy([tab, ...ticIn('busy', { port: meter.path, mode: 'standard' })]);
      const { error } = await next(red, 'busy-errors');
      assert.equal(error.code, 'ERR_PORT_BUSY');
      assert.match(error.message, /is in use: only one reader can have it\. Stop the other program/);
      await red.status('busy', ({ text }) => text === 'status.port-busy');
    } finally {
      await other.close();
    }
    await red.status('busy', ({ text }) => text === '9600 Bd');
    assert.deepEqual(faults(red, 'busy-errors'), ['ERR_PORT_BUSY']);
  });

  it('reads two meters apart, and pauses one of them', async () => {
    const cellar = await plugged(9600, standardFrame(100));
    const garage = await plugged(1200, historiqueFrame(200));
    await red.deploy([
      tab,
      ...ticIn('cellar', { port: cellar.path, mode: 'standard' }),
      ...ticIn('garage', { port: garage.path, mode: 'historique' }),
    ]);
    const whole = (msg: Message) => (msg as TicMessage).tic.complete;
    assert.deepEqual(Buffer.from((await red.next('cellar', whole)).payload as Uint8Array), standardFrame(100));
    assert.deepEqual(Buffer.from((await red.next('garage', whole)).payload as Uint8Array), historiqueFrame(200));

    red.send('garage-source', { payload: { command: 'pause' } });
    await red.status('garage', ({ text }) => text === 'status.paused');
    const other = new OtherReader();
    await other.open(garage.path);
    await other.close();
    const seen = red.messages('cellar').length;
    await red.next('cellar', () => red.messages('cellar').length > seen);

    red.send('garage-source', { payload: { command: 'resume' } });
    await red.status('garage', ({ text }) => text === '1200 Bd');
  });

  it('works inside a subflow, with the port as its environment', async () => {
    const meter = await plugged(9600, standardFrame());
    await red.deploy([
      tab,
      {
        id: 'sub',
        type: 'subflow',
        name: 'meter',
        in: [],
        out: [{ x: 1, y: 1, wires: [{ id: 'inner', port: 0 }] }],
        env: [{ name: 'DEVICE', type: 'str', value: '' }],
      },
      {
        id: 'inner',
        type: 'tic-in',
        z: 'sub',
        x: 1,
        y: 1,
        source: 'serial',
        port: '${DEVICE}',
        mode: 'standard',
        wires: [[]],
      },
      {
        id: 'instance',
        type: 'subflow:sub',
        z: 'tab',
        x: 1,
        y: 1,
        env: [{ name: 'DEVICE', type: 'str', value: meter.path }],
        wires: [['sub-tap']],
      },
      { id: 'sub-tap', type: 'test-tap', name: 'sub', z: 'tab', x: 1, y: 1, wires: [] },
    ]);
    const { tic } = (await red.next('sub', (msg) => (msg as TicMessage).tic.complete)) as TicMessage;
    assert.equal(tic.port, meter.path);
  });

  it('frees the port at a deploy, so that the next instance can have it', async () => {
    const meter = await plugged(9600, standardFrame());
    await red.deploy([tab, ...ticIn('one', { port: meter.path, mode: 'standard' })]);
    await next(red, 'one');
    await red.deploy([tab, ...ticIn('two', { port: meter.path, mode: 'standard' })], 'nodes');
    await next(red, 'two');
    assert.deepEqual(faults(red, 'two-errors'), []);
  });
});

describe('tic-in in French', function () {
  it('says what is wrong in the language of the runtime', async () => {
    const flow = [tab, ...ticIn('n1', { port: '/dev/does-not-exist' })];
    const red = await startNodeRed({ settings: { lang: 'fr' }, flow });
    try {
      const { error } = await next(red, 'n1-errors');
      assert.equal(error.code, 'ERR_PORT_MISSING');
      assert.match(error.message, /Le port série \/dev\/does-not-exist n’existe pas/);
    } finally {
      await red.stop();
    }
  });
});
