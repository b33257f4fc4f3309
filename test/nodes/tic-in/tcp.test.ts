import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { helper } from '../../support/node-red/helper';
import { tcpConnect } from '../../../lib/tic/link/tcp-connection';
import { Arrivals } from '../../support/machine/arrivals';
import { FakeClock } from '../../support/machine/fake-clock';
import { freePort } from '../../support/machine/ports';
import { historiqueFrame } from '../../support/tic/tic-bytes';
import { loadTicIn } from '../../support/node-red/tic-in-bench';

/** A serial bridge: who connects is kept, and gets what the test sends. */
class Bridge {
  readonly clients = new Arrivals<net.Socket>('client of the bridge');
  readonly server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    this.clients.add(socket);
  });

  async listen(port = 0): Promise<number> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    return (this.server.address() as net.AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const client of this.clients.all) client.destroy();
    if (!this.server.listening) return;
    this.server.close();
    await once(this.server, 'close');
  }
}

describe('tic-in over TCP', () => {
  let bridge: Bridge;
  const load = async (port: number) => {
    const clock = new FakeClock();
    const settings = { source: 'tcp', host: '127.0.0.1', tcpPort: String(port) };
    return Object.assign(await loadTicIn(settings, { clock }), { clock });
  };

  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(() => {
    bridge = new Bridge();
  });
  afterEach(async () => {
    await helper.unload();
    await bridge.close();
  });

  it('sends frames on from the first byte, and says where they come from', async () => {
    const port = await bridge.listen();
    const { messages, statuses } = await load(port);
    (await bridge.clients.next()).write(historiqueFrame());
    const { payload, topic, tic } = await messages.next();
    assert.deepEqual(payload, historiqueFrame());
    assert.equal(topic, `127.0.0.1:${port}`);
    assert.deepEqual([tic.port, tic.baudRate, tic.complete], [`127.0.0.1:${port}`, null, true]);
    await statuses.next(({ text }) => text === 'status.receiving');
  });

  it('connects again when the link is dropped', async () => {
    const { messages, caught, statuses, clock } = await load(await bridge.listen());
    const first = await bridge.clients.next();
    first.end(Buffer.concat([historiqueFrame(), historiqueFrame().subarray(0, 20)]));
    assert.equal((await messages.next()).tic.complete, true);
    assert.equal((await messages.next()).tic.complete, false);
    assert.equal((await caught.next()).error.code, 'ERR_TCP_LOST');
    await statuses.next(({ text }) => text === 'status.tcp-lost');
    clock.advance(1000);
    (await bridge.clients.next()).write(historiqueFrame());
    assert.deepEqual((await messages.next()).payload, historiqueFrame());
    await statuses.next(({ text }) => text === 'status.receiving');
  });

  it('waits for a bridge that is not there yet', async () => {
    const port = await freePort();
    const { messages, caught, statuses, clock } = await load(port);
    const { error } = await caught.next();
    assert.equal(error.code, 'ERR_TCP_REFUSED');
    assert.match(
      error.message,
      /^127\.0\.0\.1 refuses the connection to port \d+: nothing listens there\. Start the service/,
    );
    await statuses.next(({ text }) => text === 'status.tcp-refused');
    await bridge.listen(port);
    clock.advance(1000);
    (await bridge.clients.next()).write(historiqueFrame());
    assert.deepEqual((await messages.next()).payload, historiqueFrame());
  });

  it('hangs up when it is closed', async () => {
    const bench = await load(await bridge.listen());
    const client = await bridge.clients.next();
    const ended = once(client, 'close');
    client.resume();
    await bench.close();
    await ended;
    assert.equal(bench.clock.pending, 0);
  });

  describe('the connection itself', () => {
    const request = (extra: object = {}) => ({
      baud: null,
      signal: new AbortController().signal,
      onBytes: () => undefined,
      onLost: () => undefined,
      ...extra,
    });

    it('is given up without a fault when a bridge says nothing for long', async () => {
      const lost = new Arrivals<unknown>('loss');
      const port = await bridge.listen();
      await tcpConnect('127.0.0.1', port, { connectMs: 1000, idleMs: 30 })(
        request({
          onLost: (error: unknown) => {
            lost.add({ error });
          },
        }),
      );
      assert.deepEqual(await lost.next(), { error: undefined });
    });

    it('is not waited for once nobody wants it', async () => {
      const port = await bridge.listen();
      const abort = new AbortController();
      const connecting = tcpConnect('127.0.0.1', port)(request({ signal: abort.signal }));
      abort.abort();
      await assert.rejects(connecting, { code: 'ERR_CLOSED' });
    });
  });
});
