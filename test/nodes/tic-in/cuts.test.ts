// Every way in which a TCP line can be cut or fall silent, through real sockets: each has one diagnosis, the right one.
import assert from 'node:assert/strict';
import type net from 'node:net';
import { CloseGuard } from '../../../nodes/runtime/close-guard';
import { NodeStatus } from '../../../nodes/runtime/status/status';
import { LineReport } from '../../../nodes/tic-in/line-report';
import { tcpConnect, tcpFailure } from '../../../lib/tic/link/tcp-connection';
import { readConfig } from '../../../nodes/tic-in/tic-in.config';
import { TicIn } from '../../../nodes/tic-in/tic-in.controller';
import { Bridge } from '../../support/line/bridge';
import { Arrivals } from '../../support/machine/arrivals';
import { FakeClock } from '../../support/machine/fake-clock';
import { helper } from '../../support/node-red/helper';
import { loadTicIn, type ShownStatus, type TicInBench, noRecording } from '../../support/node-red/tic-in-bench';
import { historiqueFrame, noise } from '../../support/tic/tic-bytes';

/** What a bridge of the wrong speed makes of some groups: one message of tic-in. */
const garbled = (seed: number): Buffer =>
  Buffer.concat([noise(90, seed).map((byte) => (byte & 0x7f) | 0x20), Buffer.of(3)]);

interface CutLine extends TicInBench {
  readonly bridge: Bridge;
  readonly socket: net.Socket;
  readonly clock: PausedClock;
  /** Sends, waits until it came through, and lets 0.7 s pass. */
  readonly say: (bytes: Uint8Array) => Promise<void>;
}

describe('a TCP line that is cut or falls silent', () => {
  let bridge: Bridge;

  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(async () => {
    bridge = await Bridge.open();
  });
  afterEach(async () => {
    await helper.unload();
    await bridge.close();
  });

  /** A line over which groups came for some seconds. */
  async function receiving(): Promise<CutLine> {
    const clock = new PausedClock();
    const settings = { source: 'tcp', host: '127.0.0.1', tcpPort: String(bridge.port) };
    const bench = await loadTicIn(settings, { clock });
    const socket = await bridge.readers.next();
    const say = async (bytes: Uint8Array): Promise<void> => {
      socket.write(bytes);
      await bench.messages.next();
      clock.advance(700);
    };
    // The last group that the line looked at is older than its last byte.
    for (let n = 0; n < 6; n++) await say(historiqueFrame());
    await bench.statuses.next(shows('receiving'));
    return Object.assign(bench, { bridge, socket, clock, say });
  }

  const WAYS: Record<string, { cut: (line: CutLine) => Promise<void>; told: [code: string, status: string][] }> = {
    'the other side closes it (FIN)': {
      cut: ({ socket }) => {
        socket.end();
        return Promise.resolve();
      },
      told: [['ERR_TCP_LOST', 'tcp-lost']],
    },
    'the other side breaks it off (RST)': {
      cut: ({ socket }) => {
        socket.resetAndDestroy();
        return Promise.resolve();
      },
      told: [['ERR_TCP_LOST', 'tcp-lost']],
    },
    'it is closed in the middle of a frame': {
      cut: async ({ socket, messages }) => {
        socket.end(historiqueFrame().subarray(0, 30));
        assert.equal((await messages.next()).tic.complete, false);
      },
      told: [['ERR_TCP_LOST', 'tcp-lost']],
    },
    'nothing comes any more, and nobody says so (half-open)': {
      cut: ({ clock }) => {
        clock.advance(120_000);
        return Promise.resolve();
      },
      told: [['ERR_TCP_NO_SIGNAL', 'no-signal']],
    },
    'nothing comes any more in the middle of a frame': {
      cut: async ({ socket, messages, clock }) => {
        // A whole frame in front says when the rest has come.
        socket.write(Buffer.concat([historiqueFrame(), historiqueFrame().subarray(0, 30)]));
        assert.equal((await messages.next()).tic.complete, true);
        clock.advance(120_000);
        assert.equal((await messages.next()).tic.complete, false);
      },
      told: [['ERR_TCP_NO_SIGNAL', 'no-signal']],
    },
    'garbage comes instead': {
      cut: async ({ say }) => {
        for (let n = 0; n < 40; n++) await say(garbled(n));
      },
      told: [['ERR_TCP_NO_VALID_GROUP', 'no-valid-group']],
    },
    'garbage comes for a moment, then nothing': {
      cut: async ({ say, clock }) => {
        for (let n = 0; n < 5; n++) await say(garbled(n));
        clock.advance(120_000);
      },
      told: [['ERR_TCP_NO_SIGNAL', 'no-signal']],
    },
  };

  for (const [way, { cut, told }] of Object.entries(WAYS))
    it(`has one diagnosis when ${way}`, async () => {
      const line = await receiving();
      const before = line.statuses.all.length;
      await cut(line);
      for (const [code] of told) await line.caught.next(({ error }) => error.code === code);
      assert.deepEqual(
        line.caught.all.map(({ error }) => error.code),
        told.map(([code]) => code),
      );
      assert.deepEqual(
        line.statuses.all.slice(before).map(({ text }) => text),
        told.map(([, status]) => `status.${status}`),
      );
    });

  it('says of garbage that the bridge is set wrongly, and that the speed is not set here', async () => {
    const line = await receiving();
    for (let n = 0; n < 20; n++) await line.say(garbled(n));
    const { error } = await line.caught.next();
    assert.match(error.message, /set the serial side of the bridge to 7E1 .* The speed is not set in this node/);
  });

  it('keeps saying so while a bridge takes the connection and drops it again, until a byte comes', async () => {
    const { socket, clock, caught, statuses, bridge: dropping } = await receiving();
    socket.end();
    await statuses.next(shows('tcp-lost'));
    for (const pause of [1000, 2000, 4000]) {
      await clock.paused.next();
      clock.advance(pause);
      const again = await dropping.readers.next();
      clock.advance(500);
      again.end();
    }
    await clock.paused.next();
    clock.advance(8000);
    const last = await dropping.readers.next();
    clock.advance(500);
    const told = statuses.all.map(({ text }) => text).slice(statuses.all.findIndex(shows('receiving')) + 1);
    assert.ok(
      ['status.tcp-lost', 'status.tcp-lost status.listening status.tcp-lost'].includes(told.join(' ')),
      told.join(' '),
    );
    assert.equal(caught.all.length, 1);
    last.write(historiqueFrame());
    await statuses.next(shows('receiving'));
  });

  it('goes on saying that nothing comes while it makes a silent connection anew', async () => {
    const line = new ShortLine(bridge.port);
    // On a busy machine the first connection may be given up before the frame is there.
    do (await bridge.readers.next()).write(historiqueFrame());
    while (!(await line.receivesOrPauses()));
    const before = line.texts.length;
    line.clock.advance(11_000);
    for (let time = 0; time < 3; time++) {
      await line.clock.paused.next();
      line.clock.advance(15_000);
      await bridge.readers.next();
      line.clock.advance(1000);
    }
    assert.deepEqual(line.texts.slice(before), ['no-signal']);
    assert.deepEqual(line.codes, ['ERR_TCP_NO_SIGNAL']);
    await line.close();
  });
});

describe('why there is no TCP connection', () => {
  const failed = (code: string): Error => Object.assign(new Error(`connect ${code} 192.0.2.1:2001`), { code });
  const CODES = {
    ERR_TCP_REFUSED: ['ECONNREFUSED'],
    ERR_TCP_NAME: ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL'],
    ERR_TCP_NO_ANSWER: ['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN'],
    ERR_TCP_DENIED: ['EACCES', 'EPERM'],
    ERR_TCP_LOST: ['ECONNRESET', 'EPIPE'],
    ERR_TCP_UNREACHABLE: ['EMFILE', 'EADDRNOTAVAIL'],
  };
  for (const [code, names] of Object.entries(CODES))
    it(`is ${code} for ${names.join(', ')}`, () => {
      for (const name of names) assert.equal(tcpFailure(failed(name), 'bridge', 2001).code, code);
    });

  it('is the most telling reason where a name leads to several addresses', () => {
    const all = new AggregateError([failed('ENETUNREACH'), failed('ECONNREFUSED')]);
    assert.equal(tcpFailure(all, 'bridge', 2001).code, 'ERR_TCP_REFUSED');
    const others = tcpFailure(new AggregateError([failed('EINVAL'), failed('EMFILE')]), 'bridge', 2001);
    assert.match(others.message, /connect EINVAL 192\.0\.2\.1:2001; connect EMFILE/);
  });

  const request = () => ({
    baud: null,
    signal: new AbortController().signal,
    onBytes: () => undefined,
    onLost: () => undefined,
  });

  it('is told through a real look-up of a name that no host can have', async () => {
    await assert.rejects(tcpConnect('no host of this name', 2001)(request()), { code: 'ERR_TCP_NAME' });
  });
});

const shows =
  (text: string) =>
  (status: ShownStatus): boolean =>
    status.text === `status.${text}`;

/** A tic-in whose connection is made anew after milliseconds of silence. */
class ShortLine {
  readonly clock = new PausedClock();
  readonly texts: string[] = [];
  readonly codes: string[] = [];
  private readonly guard = new CloseGuard();

  constructor(port: number) {
    const node = {
      status: ({ text }: ShownStatus) => {
        this.texts.push(String(text).replace('status.', ''));
        if (this.texts.at(-1) === 'receiving') this.clock.paused.add('receiving');
      },
      error: (error: unknown) => this.codes.push((error as { code: string }).code),
    };
    new TicIn({
      node: { id: 'n1', name: '', send: () => undefined },
      config: readConfig({ source: 'tcp', host: '127.0.0.1', tcpPort: String(port) } as never),
      source: () => ({
        wire: 'tcp',
        connect: tcpConnect('127.0.0.1', port, { connectMs: 10_000, idleMs: 50 }),
        port: `127.0.0.1:${port}`,
        speeds: [],
      }),
      longestPauseMs: 15_000,
      report: new LineReport(node, (key: string) => key, new NodeStatus(node as never, () => this.clock.now())),
      recording: noRecording(this.clock),
      clock: this.clock,
      guard: this.guard,
    }).start();
  }

  /** True: it receives; false: it waits before it connects again, and has been sent on. */
  async receivesOrPauses(): Promise<boolean> {
    const receives = (await this.clock.paused.next()) === 'receiving';
    if (!receives) this.clock.advance(15_000);
    return receives;
  }

  async close(): Promise<void> {
    await this.guard.close();
  }
}

/** Tells of each pause before a connection is made anew. */
class PausedClock extends FakeClock {
  readonly paused = new Arrivals<'pause' | 'receiving'>('pause');

  override after(ms: number, run: () => void): () => void {
    this.paused.add('pause');
    return super.after(ms, run);
  }
}
