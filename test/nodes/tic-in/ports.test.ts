import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { helper } from '../../support/node-red/helper';
import { listPorts } from '../../../nodes/tic-in/ports';
import { loadTicIn } from '../../support/node-red/tic-in-bench';

describe('the list of serial ports', () => {
  let devices: string;
  const at = (name: string) => path.join(devices, name);
  const none = () => Promise.resolve([]);

  beforeEach(() => {
    devices = mkdtempSync(path.join(os.tmpdir(), 'linky-red-dev-'));
  });
  afterEach(() => {
    rmSync(devices, { recursive: true, maxRetries: 5 });
  });

  it('begins with the names that survive a replug, says where they point to, and names each device once', async () => {
    mkdirSync(at('serial/by-id'), { recursive: true });
    for (const name of ['ttyUSB0', 'ttyACM0', 'ttyAMA0']) writeFileSync(at(name), '');
    symlinkSync('../../ttyUSB0', at('serial/by-id/usb-FTDI_TINFO-1631-if00-port0'));
    symlinkSync('../../ttyACM0', at('serial/by-id/usb-CH2i_uTinfo-V3.0'));
    assert.deepEqual(await listPorts(none, devices), [
      {
        path: at('serial/by-id/usb-CH2i_uTinfo-V3.0'),
        device: at('ttyACM0'),
        about: 'CH2i uTinfo-V3.0',
      },
      {
        path: at('serial/by-id/usb-FTDI_TINFO-1631-if00-port0'),
        device: at('ttyUSB0'),
        about: 'FTDI TINFO-1631',
      },
      { path: at('ttyAMA0') },
    ]);
  });

  it('holds what serialport knows, once each, by number, built-in ports last', async () => {
    for (const name of ['ttyS0', 'ttyUSB10', 'ttyUSB2', 'ttyAMA0', 'tty1', 'null', 'ttyprintk'])
      writeFileSync(at(name), '');
    const known = [{ path: at('ttyUSB2'), manufacturer: 'FTDI' }, { path: at('ttyMFD1') }];
    const ports = await listPorts(() => Promise.resolve(known), devices);
    assert.deepEqual(
      ports.map((port) => path.basename(port.path)),
      ['ttyAMA0', 'ttyMFD1', 'ttyUSB2', 'ttyUSB10', 'ttyS0'],
    );
    assert.equal(ports.find((port) => port.path === at('ttyUSB2'))?.about, 'FTDI');
  });

  it('is there even where serialport cannot list, and empty where there is nothing', async () => {
    const failing = () => Promise.reject(new Error('spawn udevadm ENOENT'));
    assert.deepEqual(await listPorts(failing, devices), []);
    writeFileSync(at('ttyAMA0'), '');
    assert.deepEqual(await listPorts(failing, devices), [{ path: at('ttyAMA0') }]);
    assert.deepEqual(await listPorts(failing, at('nowhere')), []);
  });

  describe('tells a lone dongle that looks like a receiver for the TIC', () => {
    const plug = (name: string, tty: string): void => {
      mkdirSync(at('serial/by-id'), { recursive: true });
      writeFileSync(at(tty), '');
      symlinkSync(`../../${tty}`, at(`serial/by-id/${name}`));
    };
    const lone = async (list: Parameters<typeof listPorts>[0] = none): Promise<string[]> =>
      (await listPorts(list, devices)).filter(({ isLone }) => isLone).map((port) => path.basename(port.path));
    const TINFO = 'usb-FTDI_FT230X_Basic_UART_TINFO-1631-if00-port0';
    const PLAIN = 'usb-FTDI_FT230X_Basic_UART_DN04T0HA-if00-port0';
    const RELAY = 'usb-Silicon_Labs_CP2102_USB_to_UART_Bridge_Controller_0001-if00-port0';

    it('by its name, whatever else is plugged in', async () => {
      plug(TINFO, 'ttyUSB0');
      plug(PLAIN, 'ttyUSB1');
      plug(RELAY, 'ttyUSB2');
      assert.deepEqual(await lone(), [TINFO]);
    });

    it('by its chip where it is the only one, built-in ports aside', async () => {
      writeFileSync(at('ttyS0'), '');
      writeFileSync(at('ttyAMA0'), '');
      plug(PLAIN, 'ttyUSB0');
      assert.deepEqual(await lone(), [PLAIN]);
      plug(RELAY, 'ttyUSB1');
      assert.deepEqual(await lone(), []);
    });

    it('by the USB id that serialport knows where there are no names', async () => {
      writeFileSync(at('ttyUSB0'), '');
      const with_ = (vendorId: string, productId: string) => () =>
        Promise.resolve([{ path: at('ttyUSB0'), manufacturer: 'x', vendorId, productId }]);
      assert.deepEqual(await lone(with_('0403', '6015')), ['ttyUSB0']);
      assert.deepEqual(await lone(with_('10c4', 'ea60')), []);
      assert.deepEqual(await lone(), []);
    });

    it('and none of two', async () => {
      plug(TINFO, 'ttyUSB0');
      plug('usb-Cartelectronic_Interface_USB_1_TIC_DA33DTBE-if00-port0', 'ttyUSB1');
      assert.deepEqual(await lone(), []);
    });

    it('and none that nobody knows', async () => {
      plug(RELAY, 'ttyUSB0');
      assert.deepEqual(await lone(), []);
    });
  });
});

describe('GET tic-in/ports', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(() => helper.unload());

  it('answers the editor of a user who may read tic-in, and nobody else', async () => {
    const granted = new Set<string>();
    const ports = [{ path: '/dev/ttyUSB0' }];
    await loadTicIn({ source: 'input' }, { listPorts: () => Promise.resolve(ports) }, { granted });
    await helper.request().get('/tic-in/ports').expect(401);
    granted.add('tic-in.read');
    await helper.request().get('/tic-in/ports').expect(200, ports);
  });

  it('answers a failure with its code', async () => {
    const listPorts = () => Promise.reject(new Error('disk on fire'));
    await loadTicIn({ source: 'input' }, { listPorts });
    const { body } = (await helper.request().get('/tic-in/ports').expect(500)) as { body: { code: string } };
    assert.equal(body.code, 'ERR_INTERNAL');
  });
});
