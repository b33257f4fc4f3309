// What a bridge that is away for weeks, or drops everybody, leaves in the memory of tic-in: nothing.
import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import net from 'node:net';
import v8 from 'node:v8';
import vm from 'node:vm';
import { CloseGuard } from '../../../nodes/runtime/close-guard';
import { NodeStatus } from '../../../nodes/runtime/status/status';
import type { Connect, Request } from '../../../lib/tic/link/connection';
import { LineReport } from '../../../nodes/tic-in/line-report';
import { tcpConnect } from '../../../lib/tic/link/tcp-connection';
import { readConfig } from '../../../nodes/tic-in/tic-in.config';
import { TicIn } from '../../../nodes/tic-in/tic-in.controller';
import { FakeClock } from '../../support/machine/fake-clock';
import { noRecording } from '../../support/node-red/tic-in-bench';
import { freePort } from '../../support/machine/ports';

/** The first ones give the tables of Node and of V8 their size. */
const [BEFORE, ATTEMPTS] = [300, 3000];
/** Of 3,000 attempts. One listener and one socket for each would be over 10 MB. */
const HEAP_BYTES = 1_000_000;
const PAUSE_MS = 15_000;

describe('tic-in over TCP, after 3,000 attempts', function () {
  let server: net.Server | undefined;

  afterEach(() => {
    server?.close();
    server = undefined;
  });

  const SITUATIONS: Record<string, () => Promise<number>> = {
    'that were refused': freePort,
    'that were dropped as soon as they stood': async () => {
      // Without the four minutes that a system remembers an orderly end.
      server = net.createServer((socket) => void socket.resetAndDestroy()).listen(0, '127.0.0.1');
      await once(server, 'listening');
      return (server.address() as net.AddressInfo).port;
    },
  };

  for (const [name, open] of Object.entries(SITUATIONS))
    it(`holds nothing of those ${name}`, async () => {
      const line = new TriedLine(await open());
      await line.try(BEFORE);
      const before = await line.holdings();
      await line.try(ATTEMPTS);
      const after = await line.holdings();
      assert.ok(line.attempts >= BEFORE + ATTEMPTS);
      assert.deepEqual([after.listeners, after.timers], [before.listeners, 1]);
      assert.ok(after.listeners <= 1, `${after.listeners} listeners`);
      assert.ok(after.sockets <= before.sockets, `${after.sockets} sockets, ${before.sockets} before`);
      const grown = after.heap - before.heap;
      assert.ok(grown < HEAP_BYTES, `the heap grew by ${grown} bytes`);
      await line.close();
      assert.equal(line.clock.pending, 0);
      assert.equal(line.listeners(), 0);
    });
});

/** A tic-in on a port of the loopback, whose pauses between two attempts are turned on by the test. */
class TriedLine {
  attempts = 0;
  readonly clock = new WatchedClock();
  private readonly guard = new CloseGuard();
  private signal: AbortSignal | undefined;

  constructor(port: number) {
    const config = readConfig({ source: 'tcp', host: '127.0.0.1', tcpPort: String(port) } as never);
    const connect = this.counted(tcpConnect('127.0.0.1', port));
    const quiet = { error: () => undefined, status: () => undefined };
    new TicIn({
      node: { id: 'n1', name: '', send: () => undefined },
      config,
      source: () => ({ wire: 'tcp', connect, port: `127.0.0.1:${port}`, speeds: [] }),
      longestPauseMs: PAUSE_MS,
      report: new LineReport(quiet, (key: string) => key, new NodeStatus(quiet, () => this.clock.now())),
      recording: noRecording(this.clock),
      clock: this.clock,
      guard: this.guard,
    }).start();
  }

  /** Resolves when so many further attempts have failed, or were lost. */
  async try(attempts: number): Promise<void> {
    const end = this.attempts + attempts;
    await this.clock.paused();
    while (this.attempts < end) {
      this.clock.advance(PAUSE_MS);
      await this.clock.paused();
    }
  }

  listeners(): number {
    return this.signal === undefined ? 0 : getEventListeners(this.signal, 'abort').length;
  }

  async holdings(): Promise<Record<'listeners' | 'sockets' | 'timers' | 'heap', number>> {
    // What is being closed is closed, and what waits for a turn of the loop has had it.
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
    collect();
    const sockets = process.getActiveResourcesInfo().filter((kind) => kind.startsWith('TCP')).length;
    const { heapUsed: heap } = process.memoryUsage();
    return { listeners: this.listeners(), sockets, timers: this.clock.pauses, heap };
  }

  async close(): Promise<void> {
    await this.guard.close();
  }

  private counted(connect: Connect): Connect {
    return (request: Request) => {
      this.attempts++;
      this.signal = request.signal;
      return connect(request);
    };
  }
}

/** Tells of each pause that a line goes into. */
class WatchedClock extends FakeClock {
  pauses = 0;
  private waiting: (() => void) | undefined;

  override after(ms: number, run: () => void): () => void {
    this.pauses++;
    this.waiting?.();
    this.waiting = undefined;
    return super.after(ms, () => {
      this.pauses--;
      run();
    });
  }

  /** Resolves while a pause goes on. */
  async paused(): Promise<void> {
    if (this.pauses > 0) return;
    await new Promise<void>((resolve) => (this.waiting = resolve));
  }
}

function collect(): void {
  v8.setFlagsFromString('--expose-gc');
  const gc = vm.runInNewContext('gc') as () => void;
  gc();
  gc();
}
