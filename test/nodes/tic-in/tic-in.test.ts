import assert from 'node:assert/strict';
import { helper } from '../../support/node-red/helper';
import { FakeClock } from '../../support/machine/fake-clock';
import { FakeSerial, type FakePort } from '../../support/line/fake-serial';
import { historiqueFrame, historiqueGroup, noise, standardFrame, withParity } from '../../support/tic/tic-bytes';
import { loadTicIn, type Settings, type TicInBench } from '../../support/node-red/tic-in-bench';

const PORT = '/dev/serial/by-id/usb-CH2i_uTinfo';

interface Bench extends TicInBench {
  clock: FakeClock;
  serial: FakeSerial;
}

async function load(settings: Settings, serial = new FakeSerial()): Promise<Bench> {
  const clock = new FakeClock();
  const bench = await loadTicIn({ source: 'serial', port: PORT, ...settings }, { clock, loadSerialPort: serial.load });
  return Object.assign(bench, { clock, serial });
}

/** A port that is open, at a given speed. */
async function loadOpen(settings: Settings): Promise<Bench & { port: FakePort }> {
  const bench = await load({ mode: 'standard', ...settings });
  return Object.assign(bench, { port: await bench.serial.opened.next() });
}

/** Waits until the message was dealt with. */
async function receive(bench: TicInBench, payload: unknown): Promise<void> {
  bench.receive(payload);
  await bench.completed.next();
}

const status = (text: string) => (shown: { text?: string }) => shown.text === text;

describe('tic-in', () => {
  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  afterEach(async () => {
    helper.settings({});
    await helper.unload();
  });

  describe('with a port of its own', () => {
    it('opens it as 7E1 at the speed of the mode', async () => {
      for (const [mode, baudRate] of [
        ['standard', 9600],
        ['historique', 1200],
        ['fixed', 4800],
        ['auto', 9600],
      ] as const) {
        const { port } = await loadOpen({ mode, speed: '4800' });
        assert.deepEqual(port.settings, {
          path: PORT,
          baudRate,
          dataBits: 7,
          parity: 'even',
          stopBits: 1,
          rtscts: false,
          autoOpen: false,
        });
        await helper.unload();
      }
    });

    it('sends a frame as it came, with its stream, port, speed and times', async () => {
      const { port, messages, clock } = await loadOpen({ stream: 'kitchen' });
      const frame = withParity(standardFrame());
      port.send(frame.subarray(0, 50));
      clock.advance(500);
      port.send(frame.subarray(50));
      const { topic, payload, tic } = await messages.next();
      assert.equal(topic, 'kitchen');
      assert.ok(Buffer.isBuffer(payload));
      assert.deepEqual(payload, frame);
      assert.deepEqual(tic, {
        stream: 'kitchen',
        port: PORT,
        baudRate: 9600,
        receivedAt: '2026-01-15T12:00:00+01:00',
        completedAt: '2026-01-15T12:00:00.500+01:00',
        complete: true,
      });
    });

    it('calls the stream by the name of the node, else by the port', async () => {
      for (const [settings, stream] of [
        [{ name: 'garage' }, 'garage'],
        [{}, PORT],
      ] as const) {
        const { port, messages } = await loadOpen(settings);
        port.send(standardFrame());
        assert.equal((await messages.next()).topic, stream);
        await helper.unload();
      }
    });

    it('sends a frame that 2 s of silence cut, as incomplete', async () => {
      const { port, messages, clock } = await loadOpen({});
      port.send(standardFrame().subarray(0, 50));
      clock.advance(2250);
      const { payload, tic } = await messages.next();
      assert.deepEqual(payload, standardFrame().subarray(0, 50));
      assert.equal(tic.complete, false);
    });

    it('sends each group at once where that is wanted', async () => {
      const { port, messages } = await loadOpen({ deliver: 'group' });
      const [adps, papp] = [historiqueGroup('ADPS', '046'), historiqueGroup('PAPP', '09800')];
      port.send(Buffer.concat([Buffer.of(2), adps, papp, Buffer.of(3)]));
      const [first, second, last] = [await messages.next(), await messages.next(), await messages.next()];
      assert.deepEqual(first.payload, Buffer.concat([Buffer.of(2), adps]));
      assert.deepEqual(second.payload, papp);
      assert.deepEqual(last.payload, Buffer.of(3));
      assert.deepEqual(
        [first, second, last].map(({ tic }) => tic.complete),
        [undefined, undefined, true],
      );
    });

    it('searches the speed, and sends nothing on before it is found', async () => {
      const { port, messages, statuses, clock } = await loadOpen({ mode: 'auto' });
      clock.advance(250);
      await statuses.next(status('status.searching'));
      port.send(noise(300));
      clock.advance(2500);
      assert.deepEqual(port.speeds, [9600, 1200]);
      port.send(historiqueFrame());
      await statuses.next(status('1200 Bd'));
      const { payload, tic } = await messages.next();
      assert.deepEqual(payload, historiqueFrame());
      assert.equal(tic.baudRate, 1200);
      assert.equal(messages.all.length, 1);
    });
  });

  it('follows a Linky that is switched from historique to standard', async () => {
    const { port, messages, statuses, clock } = await loadOpen({ mode: 'auto' });
    clock.advance(2500);
    port.send(historiqueFrame());
    await statuses.next(status('1200 Bd'));
    await messages.next();
    for (let second = 0; second < 16; second++) {
      port.send(port.speeds.at(-1) === 9600 ? standardFrame() : noise(200, second));
      clock.advance(1000);
    }
    await statuses.next(status('9600 Bd'));
    const { payload } = await messages.next((msg) => msg.tic.baudRate === 9600);
    assert.deepEqual(payload, standardFrame());
  });

  describe('when something is wrong with the port', () => {
    const BUSY = 'Error Resource temporarily unavailable Cannot lock port';
    const causes = [
      [BUSY, 'ERR_PORT_BUSY', 'status.port-busy', /serial in/],
      ['Error: No such file or directory, cannot open /dev/x', 'ERR_PORT_MISSING', 'status.port-missing', /plugged in/],
      ['Error: Permission denied, cannot open /dev/x', 'ERR_PORT_DENIED', 'status.port-denied', /dialout/],
      ['Error: Inappropriate ioctl for device', 'ERR_PORT', 'status.port-failed', /Inappropriate ioctl/],
    ] as const;
    for (const [failure, code, text, remedy] of causes) {
      it(`tells a Catch node ${code} with its remedy, and shows it`, async () => {
        const serial = new FakeSerial();
        serial.failure = failure;
        const { caught, statuses } = await load({ stream: 'kitchen' }, serial);
        const { error, topic } = await caught.next();
        assert.equal(error.code, code);
        assert.match(error.message, remedy);
        assert.match(error.message, /usb-CH2i_uTinfo/);
        assert.equal(error.source.id, 'n1');
        assert.equal(topic, 'kitchen');
        const shown = await statuses.next(status(text));
        assert.deepEqual([shown.fill, shown.shape], ['red', 'ring']);
      });
    }

    it('tries again after 1, 2, 4, 8 s, then every 15 s, and reports the failure once', async () => {
      const serial = new FakeSerial();
      serial.failure = BUSY;
      const { clock, caught } = await load({}, serial);
      await serial.refused.next();
      for (const pause of [1000, 2000, 4000, 8000, 15_000, 15_000]) {
        await settled(() => clock.pending === 1);
        clock.advance(pause - 1);
        const before = serial.refused.all.length;
        clock.advance(1);
        await serial.refused.next();
        assert.equal(serial.refused.all.length, before + 1);
      }
      assert.equal(caught.all.length, 1);
    });

    it('waits no longer than serialReconnectTime of settings.js', async () => {
      helper.settings({ serialReconnectTime: 1500 });
      const serial = new FakeSerial();
      serial.failure = BUSY;
      const { clock } = await load({}, serial);
      for (const pause of [1000, 1500, 1500]) {
        await serial.refused.next();
        await settled(() => clock.pending === 1);
        clock.advance(pause);
      }
      await serial.refused.next();
    });

    it('sends what it had when the dongle is pulled, and goes on when it is back', async () => {
      const { port, serial, messages, caught, statuses, clock } = await loadOpen({ mode: 'historique' });
      port.send(Buffer.concat([historiqueFrame(), historiqueFrame().subarray(0, 30)]));
      await messages.next();
      port.unplug();
      const rest = await messages.next();
      assert.equal(rest.tic.complete, false);
      assert.equal((await caught.next()).error.code, 'ERR_PORT_LOST');
      await statuses.next(status('status.port-lost'));
      clock.advance(1000);
      const again = await serial.opened.next();
      again.send(historiqueFrame());
      assert.deepEqual((await messages.next()).payload, historiqueFrame());
      await statuses.next(status('1200 Bd'));
    });

    it('finds out that the dongle is gone where the driver is not told, and goes on when it is back', async () => {
      const { port, serial, messages, caught, clock } = await loadOpen({ mode: 'historique' });
      port.send(historiqueFrame());
      await messages.next();
      port.hangUp();
      assert.equal((await caught.next()).error.code, 'ERR_PORT_LOST');
      assert.deepEqual(serial.openNow, []);
      clock.advance(1000);
      (await serial.opened.next()).send(historiqueFrame());
      assert.deepEqual((await messages.next()).payload, historiqueFrame());
    });

    it('opens the dongle again at the speed that was found', async () => {
      const { port, serial, clock } = await loadOpen({ mode: 'auto' });
      clock.advance(2500);
      port.send(historiqueFrame());
      port.unplug();
      await settled(() => clock.pending === 2);
      clock.advance(1000);
      assert.equal((await serial.opened.next()).settings.baudRate, 1200);
    });

    it('says once that no byte comes, and again only after groups came', async () => {
      const { port, caught, statuses, clock } = await loadOpen({});
      clock.advance(60_000);
      await statuses.next(status('status.no-signal'));
      const first = await caught.next();
      port.send(Buffer.concat([standardFrame(), standardFrame()]));
      await statuses.next(status('9600 Bd'));
      clock.advance(60_000);
      await statuses.next(status('status.no-signal'));
      await caught.next();
      assert.deepEqual(
        [first, ...caught.all.slice(1)].map(({ error }) => error.code),
        ['ERR_TIC_NO_SIGNAL', 'ERR_TIC_NO_SIGNAL'],
      );
    });

    it('asks whether mode, port and adapter are right when bytes make no group', async () => {
      const { port, caught, statuses, clock } = await loadOpen({});
      for (let second = 0; second < 15; second++) {
        port.send(noise(100, second));
        clock.advance(1000);
      }
      const { error } = await caught.next();
      assert.equal(error.code, 'ERR_TIC_NO_VALID_GROUP');
      assert.match(error.message, /is the mode of this node that of the meter/);
      await statuses.next(status('status.no-valid-group'));
      assert.equal(caught.all.length, 1);
    });

    it('never throws for settings that make no sense: status, Catch, and an error for each message', async () => {
      for (const [settings, field] of [
        [{ port: '' }, 'port'],
        [{ mode: 'quick' }, 'mode'],
        [{ source: 'tcp', host: 'bridge', tcpPort: '70000' }, 'tcpPort'],
        [{ mode: 'fixed', speed: 'fast' }, 'speed'],
      ] as const) {
        const bench = await load(settings);
        const { error } = await bench.caught.next();
        assert.equal(error.code, 'ERR_CONFIG');
        assert.match(error.message, new RegExp(`^${field}: `));
        await bench.statuses.next(status('status.bad-config'));
        bench.receive(Buffer.of(1));
        assert.equal((await bench.caught.next()).error.code, 'ERR_CONFIG');
        await helper.unload();
      }
    });
  });

  describe('through its input', () => {
    it('cuts Buffers and text as it cuts the port, whatever the chopping', async () => {
      const bench = await load({ source: 'input', stream: 'file' });
      const text = historiqueFrame().toString('latin1');
      await receive(bench, text.slice(0, 20));
      await receive(bench, text.slice(20));
      await receive(bench, withParity(historiqueFrame()));
      await receive(bench, Uint8Array.from(historiqueFrame()));
      const [first, second, third] = [
        await bench.messages.next(),
        await bench.messages.next(),
        await bench.messages.next(),
      ];
      assert.deepEqual(first.payload, historiqueFrame());
      assert.deepEqual(second.payload, withParity(historiqueFrame()));
      assert.deepEqual(third.payload, historiqueFrame());
      assert.deepEqual([first.topic, first.tic.port, first.tic.baudRate], ['file', null, null]);
      await bench.statuses.next(status('status.receiving'));
    });

    it('keeps what comes through the input apart from what the port brings', async () => {
      const bench = await loadOpen({ mode: 'auto' });
      bench.port.send(historiqueFrame().subarray(0, 30));
      await receive(bench, standardFrame());
      const { payload, tic } = await bench.messages.next();
      assert.deepEqual(payload, standardFrame());
      assert.equal(tic.port, null);
      assert.deepEqual(bench.port.speeds, [9600], 'the search goes on by what the port brings');
    });

    it('does not complain when nothing is wired in, or nothing comes for a while', async () => {
      const bench = await load({ source: 'input' });
      await receive(bench, historiqueFrame());
      bench.clock.advance(120_000);
      await bench.statuses.next(status('status.listening'));
      assert.deepEqual(bench.caught.all, []);
    });

    it('refuses what is neither bytes nor a command', async () => {
      const bench = await load({ source: 'input' });
      for (const payload of [12, ['x'], { some: 'thing' }, true, null]) {
        bench.receive(payload);
        assert.equal((await bench.caught.next()).error.code, 'ERR_INPUT');
      }
      assert.deepEqual(bench.messages.all, []);
    });
  });

  describe('by command', () => {
    it('pauses: what was begun is sent, the port is free, nothing flows', async () => {
      const bench = await loadOpen({});
      bench.port.send(standardFrame().subarray(0, 40));
      await receive(bench, { command: 'pause' });
      assert.equal(bench.port.isOpen, false);
      assert.equal((await bench.messages.next()).tic.complete, false);
      const shown = await bench.statuses.next(status('status.paused'));
      assert.deepEqual([shown.fill, shown.shape], ['grey', 'ring']);
      await receive(bench, standardFrame());
      bench.clock.advance(60_000);
      assert.equal(bench.messages.all.length, 1);
      assert.equal(bench.clock.pending, 0);
      assert.deepEqual(bench.caught.all, []);
    });

    it('resumes, and takes a second pause or resume calmly', async () => {
      const bench = await loadOpen({});
      for (const command of ['pause', 'pause', 'resume', 'resume']) await receive(bench, { command });
      const again = await bench.serial.opened.next();
      again.send(standardFrame());
      assert.deepEqual((await bench.messages.next()).payload, standardFrame());
      assert.equal(bench.serial.openNow.length, 1);
    });

    it('takes bytes that come right behind a command for what comes after it', async () => {
      const bench = await load({ source: 'input' });
      for (const payload of [{ command: 'pause' }, historiqueFrame(), { command: 'resume' }, standardFrame()])
        bench.receive(payload);
      assert.deepEqual((await bench.messages.next()).payload, standardFrame());
      assert.equal(bench.messages.all.length, 1);
    });

    it('pauses while it waits for the next attempt', async () => {
      const serial = new FakeSerial();
      serial.failure = 'No such file or directory';
      const bench = await load({}, serial);
      await bench.caught.next();
      await receive(bench, { command: 'pause' });
      bench.clock.advance(60_000);
      assert.equal(serial.refused.all.length, 1);
    });

    it('refuses another word, and takes a bare word for bytes', async () => {
      const bench = await loadOpen({});
      bench.receive({ command: 'stop' });
      assert.equal((await bench.caught.next()).error.code, 'ERR_COMMAND');
      await receive(bench, 'pause');
      assert.equal(bench.port.isOpen, true);
      assert.deepEqual(bench.messages.all, []);
    });
  });

  describe('when it is closed', () => {
    it('frees the port and all timers, and sends nothing any more', async () => {
      const bench = await loadOpen({});
      bench.port.send(standardFrame().subarray(0, 40));
      await bench.close();
      assert.equal(bench.port.isOpen, false);
      assert.equal(bench.clock.pending, 0);
      bench.port.send(standardFrame());
      bench.clock.advance(60_000);
      assert.deepEqual(bench.messages.all, []);
    });

    it('frees a port that is only just being opened', async () => {
      const serial = new FakeSerial();
      const bench = await load({}, serial);
      await bench.close();
      assert.deepEqual(serial.openNow, []);
      assert.equal(bench.clock.pending, 0);
    });
  });
});

/** Lets pending promises run until the condition holds. */
async function settled(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 100 && !condition(); turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(condition());
}
