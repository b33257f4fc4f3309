// What really reaches the driver: serialport's own mock binding stands in for the hardware.
import assert from 'node:assert/strict';
import { helper } from '../../support/node-red/helper';
import { SerialPortMock } from 'serialport';
import { serialConnect, type SerialPortClass } from '../../../lib/tic/link/serial-connection';
import { Arrivals } from '../../support/machine/arrivals';
import { standardFrame } from '../../support/tic/tic-bytes';
import { loadTicIn } from '../../support/node-red/tic-in-bench';

const PATH = '/dev/ttyMOCK0';

/** The mock, with each port that is opened remembered. */
function rememberingMock() {
  const opened = new Arrivals<SerialPortMock>('opened mock port');
  class Remembered extends SerialPortMock {
    constructor(...args: ConstructorParameters<typeof SerialPortMock>) {
      super(...args);
      this.once('open', () => {
        opened.add(this);
      });
    }
  }
  return { opened, load: () => Promise.resolve(Remembered as unknown as SerialPortClass) };
}

describe('a serial port under tic-in', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(() => {
    SerialPortMock.binding.createPort(PATH, { echo: false, record: false });
  });
  afterEach(async () => {
    await helper.unload();
    SerialPortMock.binding.reset();
  });

  it('is opened with 7 data bits, even parity, one stop bit, no flow control, and locked', async () => {
    const mock = rememberingMock();
    await loadTicIn({ source: 'serial', port: PATH, mode: 'historique' }, { loadSerialPort: mock.load });
    const { openOptions } = (await mock.opened.next()).port ?? assert.fail('not open');
    const { baudRate, dataBits, parity, stopBits, rtscts, lock } = openOptions;
    assert.deepEqual(
      { baudRate, dataBits, parity, stopBits, rtscts, lock },
      { baudRate: 1200, dataBits: 7, parity: 'even', stopBits: 1, rtscts: false, lock: true },
    );
  });

  it('hands its bytes on', async () => {
    const mock = rememberingMock();
    const { messages } = await loadTicIn(
      { source: 'serial', port: PATH, mode: 'standard' },
      { loadSerialPort: mock.load },
    );
    const port = await mock.opened.next();
    port.port?.emitData(standardFrame());
    assert.deepEqual((await messages.next()).payload, standardFrame());
  });

  it('is reported in the words of the driver when these are none that we know', async () => {
    const mock = rememberingMock();
    const { caught } = await loadTicIn({ source: 'serial', port: '/dev/ttyNONE' }, { loadSerialPort: mock.load });
    const { error } = await caught.next();
    assert.equal(error.code, 'ERR_PORT');
    assert.match(error.message, /does not exist/);
  });

  it('is reported with what keeps the driver from loading', async () => {
    const loadSerialPort = () => Promise.reject(new Error('no native build was found'));
    const { caught, statuses } = await loadTicIn({ source: 'serial', port: PATH }, { loadSerialPort });
    const { error } = await caught.next();
    assert.equal(error.code, 'ERR_SERIALPORT');
    assert.match(error.message, /no native build/);
    await statuses.next(({ text }) => text === 'status.no-serialport');
  });

  it('is closed again when nobody wants it any more while it opens', async () => {
    const abort = new AbortController();
    const ports: SerialPortMock[] = [];
    class Unwanted extends SerialPortMock {
      override open(callback?: (error: Error | null) => void): void {
        ports.push(this);
        super.open(callback);
        abort.abort();
      }
    }
    const opening = serialConnect(PATH, () => Promise.resolve(Unwanted as unknown as SerialPortClass))({
      baud: 9600,
      signal: abort.signal,
      onBytes: () => undefined,
      onLost: () => undefined,
    });
    await assert.rejects(opening);
    assert.deepEqual(
      ports.map((port) => port.isOpen),
      [false],
    );
  });
});
