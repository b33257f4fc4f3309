import assert from 'node:assert/strict';
import { helper } from '../../support/node-red/helper';
import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import type { NodeAPI, NodeDef } from '../../../nodes/runtime/types';
import { FakeClock } from '../../support/machine/fake-clock';
import { FakeSerial } from '../../support/line/fake-serial';
import { standardFrame } from '../../support/tic/tic-bytes';
import { loadTicIn, type Settings } from '../../support/node-red/tic-in-bench';

const serialNodes = createRequire(__filename)('node-red-node-serialport/25-serial.js') as (RED: NodeAPI) => void;

/** A config node of node-red-node-serialport, as its dialog stores it: 57600 8N1 unless told otherwise. */
const card = (settings: Settings = {}): Settings => ({
  id: 'card',
  type: 'serial-port',
  serialport: '/dev/ttyUSB7',
  serialbaud: '57600',
  databits: '8',
  parity: 'none',
  stopbits: '1',
  ...settings,
});
const serialIn = (settings: Settings = {}): Settings => ({
  id: 'rival',
  type: 'serial in',
  name: 'old reader',
  serial: 'card',
  z: 'tab',
  x: 1,
  y: 1,
  wires: [],
  ...settings,
});

/** Nodes of those types that open nothing: the real ones would go on trying after the test. */
function idleNodes(RED: NodeAPI): void {
  for (const type of ['serial-port', 'serial in']) {
    RED.nodes.registerType(type, function (config: NodeDef & { serialport?: string }) {
      RED.nodes.createNode(this, config);
      Object.assign(this, { serialport: config.serialport });
    });
  }
}

async function load(settings: Settings, nodes: Settings[], types = serialNodes) {
  const serial = new FakeSerial();
  const world = { clock: new FakeClock(), loadSerialPort: serial.load };
  const bench = await loadTicIn({ source: 'serial-port', serial: 'card', ...settings }, world, {
    nodes,
    types: [types],
  });
  return Object.assign(bench, { serial });
}

describe('tic-in with the port of a serial-port node', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  it('takes the path from there and opens it 7E1 all the same', async () => {
    const { serial, messages } = await load({ mode: 'standard' }, [card()]);
    const port = await serial.opened.next();
    const { path, baudRate, dataBits, parity, stopBits } = port.settings;
    assert.deepEqual([path, baudRate, dataBits, parity, stopBits], ['/dev/ttyUSB7', 9600, 7, 'even', 1]);
    port.send(standardFrame());
    assert.equal((await messages.next()).tic.port, '/dev/ttyUSB7');
  });

  it('takes the speed from there in the fixed mode', async () => {
    const { serial } = await load({ mode: 'fixed', speed: '1200' }, [card({ serialbaud: '19200' })]);
    assert.equal((await serial.opened.next()).settings.baudRate, 19_200);
  });

  it('opens the port anew, as it is now, when serial control says start', async () => {
    const { serial } = await load({ mode: 'fixed' }, [card()]);
    const first = await serial.opened.next();
    const node = helper.getNode('card') as unknown as EventEmitter & { serialport: string; serialbaud: number };
    node.serialport = '/dev/ttyUSB8';
    node.serialbaud = 1200;
    node.emit('start');
    const second = await serial.opened.next();
    assert.equal(first.isOpen, false);
    assert.deepEqual([second.settings.path, second.settings.baudRate], ['/dev/ttyUSB8', 1200]);
  });

  it('listens to the config node no longer once it is closed', async () => {
    const bench = await load({}, [card()]);
    await bench.serial.opened.next();
    const node = helper.getNode('card') as unknown as EventEmitter;
    assert.equal(node.listenerCount('start'), 1);
    await bench.close();
    assert.equal(node.listenerCount('start'), 0);
  });

  it('warns when a serial in node is there that opens the same port', async () => {
    const alone = await load(
      {},
      [card(), serialIn({ d: true }), serialIn({ id: 'r2', serial: 'other card' })],
      idleNodes,
    );
    assert.deepEqual(alone.warnings, []);
    await helper.unload();
    const { warnings } = await load({}, [card(), serialIn()], idleNodes);
    assert.deepEqual(warnings, ['tic-in.warning.rivals']);
  });

  it('says that the config node is missing, and takes bytes through its input all the same', async () => {
    const bench = await load({}, []);
    assert.equal((await bench.caught.next()).error.code, 'ERR_CONFIG_NODE');
    await bench.statuses.next(({ text }) => text === 'status.bad-config');
    bench.receive(standardFrame());
    assert.deepEqual((await bench.messages.next()).payload, standardFrame());
  });
});
