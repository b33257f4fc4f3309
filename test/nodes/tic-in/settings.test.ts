import assert from 'node:assert/strict';
import path from 'node:path';
import vm from 'node:vm';
import { build } from 'esbuild';
import { helper } from '../../support/node-red/helper';
import type { LinkyRedError } from '../../../lib/errors';
import { DEFAULTS } from '../../../nodes/tic-in/tic-in.choices';
import { readConfig } from '../../../nodes/tic-in/tic-in.config';
import { FakeClock } from '../../support/machine/fake-clock';
import { FakeSerial } from '../../support/line/fake-serial';
import { historiqueGroup } from '../../support/tic/tic-bytes';
import { loadTicIn, type Settings } from '../../support/node-red/tic-in-bench';

const read = (settings: Settings) => readConfig({ id: 'n1', type: 'tic-in', z: 'tab', name: '', ...settings });

describe('the settings of tic-in', () => {
  it('are typed once, blanks around them taken off', () => {
    assert.deepEqual(read({ source: 'tcp', host: ' bridge.local ', tcpPort: ' 4001 ', stream: ' garage ' }), {
      source: { kind: 'tcp', host: 'bridge.local', port: 4001 },
      mode: 'auto',
      speed: 0,
      deliver: 'frame',
      stream: 'garage',
    });
  });

  it('are the defaults where a flow says nothing', () => {
    assert.deepEqual(read({ port: '/dev/ttyUSB0' }), {
      source: { kind: 'serial', path: '/dev/ttyUSB0' },
      mode: 'auto',
      speed: 0,
      deliver: 'frame',
      stream: '',
    });
  });

  it('say by what they name where it is read, and by nothing that it is the input', () => {
    const kinds = ([{ port: '/dev/ttyUSB0' }, { serial: 's1' }, { host: 'bridge' }, {}, { source: '' }] as const).map(
      (settings) => read(settings).source.kind,
    );
    assert.deepEqual(kinds, ['serial', 'serial-port', 'tcp', 'input', 'input']);
  });

  it('take an IPv6 address with or without brackets', () => {
    for (const host of ['::1', '[::1]'])
      assert.deepEqual(read({ source: 'tcp', host }).source, { kind: 'tcp', host: '::1', port: 2001 });
  });

  it('do not trip over fields that are not used', () => {
    assert.deepEqual(read({ source: 'input', port: '', host: '', tcpPort: 'x', speed: '' }).source, { kind: 'input' });
  });

  it('are refused with the field that makes no sense', () => {
    for (const [settings, field] of [
      [{ source: 'usb' }, 'source'],
      [{ source: 'serial', port: ' ' }, 'port'],
      [{ source: 'serial-port', serial: '' }, 'serial'],
      [{ source: 'tcp', host: '' }, 'host'],
      [{ source: 'tcp', host: 'a', tcpPort: '0' }, 'tcpPort'],
      [{ source: 'tcp', host: 'a', tcpPort: '' }, 'tcpPort'],
      [{ source: 'input', mode: '' }, 'mode'],
      [{ source: 'input', deliver: 'lines' }, 'deliver'],
      [{ source: 'serial', port: 'x', mode: 'fixed', speed: '9600.5' }, 'speed'],
    ] as const) {
      assert.throws(
        () => read(settings),
        (error: LinkyRedError) => error.code === 'ERR_CONFIG' && error.facts['field'] === field,
        field,
      );
    }
  });

  describe('in Node-RED', () => {
    const VARIABLES = {
      LINKY_TEST_SOURCE: 'serial',
      LINKY_TEST_PORT: '/dev/ttyENV0',
      LINKY_TEST_MODE: 'fixed',
      LINKY_TEST_SPEED: '1200',
      LINKY_TEST_DELIVER: 'group',
      LINKY_TEST_STREAM: 'from the environment',
    };
    before((done) => {
      Object.assign(process.env, VARIABLES);
      helper.startServer(done);
    });
    after((done) => {
      for (const name of Object.keys(VARIABLES)) Reflect.deleteProperty(process.env, name);
      helper.stopServer(done);
    });
    afterEach(() => helper.unload());

    it('come from environment variables, every one of them', async () => {
      const serial = new FakeSerial();
      const settings = {
        source: '${LINKY_TEST_SOURCE}',
        port: '${LINKY_TEST_PORT}',
        mode: '${LINKY_TEST_MODE}',
        speed: '${LINKY_TEST_SPEED}',
        deliver: '${LINKY_TEST_DELIVER}',
        stream: '${LINKY_TEST_STREAM}',
      };
      const { messages } = await loadTicIn(settings, { clock: new FakeClock(), loadSerialPort: serial.load });
      const port = await serial.opened.next();
      assert.deepEqual([port.settings.path, port.settings.baudRate], ['/dev/ttyENV0', 1200]);
      port.send(historiqueGroup('PAPP', '00750'));
      assert.equal((await messages.next()).topic, 'from the environment');
    });
  });

  it('are offered by the form with the same names and the same defaults', async () => {
    const { defaults } = await registered('tic-in');
    const offered = Object.fromEntries(Object.entries(defaults).map(([field, { value }]) => [field, value]));
    assert.deepEqual(offered, { name: '', ...DEFAULTS });
  });
});

interface Registered {
  defaults: Record<string, { value: unknown }>;
}

/** What a node's editor script registers, run as the editor runs it. */
async function registered(type: string): Promise<Registered> {
  const entry = path.resolve(__dirname, `../../../nodes/${type}/${type}.editor.ts`);
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: 'iife' });
  const found: Record<string, Registered> = {};
  const registerType = (name: string, definition: Registered) => (found[name] = definition);
  vm.runInNewContext(outputFiles[0]?.text ?? '', { RED: { nodes: { registerType } } });
  return found[type] ?? assert.fail(`${type} registers nothing`);
}
