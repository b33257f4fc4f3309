import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { standIn } from '../../../sandbox';
import { parisInstant } from '../../../sandbox/paris-clock';
import type { Running } from '../../../sandbox/stand-in';
import { DEFAULT_METER, type MeterOptions } from '../../../sandbox/tic/meter';
import { type MeterClock, startMeterServer } from '../../../sandbox/tic/meter-server';
import { byLabel, readFrame } from './wire-reader';
import { freePort } from '../../support/machine/ports';

/** A host clock that moves when the test says so. */
class HandClock implements MeterClock {
  private time = 1_000_000;
  private tick: (() => void) | undefined;

  now(): number {
    return this.time;
  }

  every(_ms: number, tick: () => void): () => void {
    this.tick = tick;
    return () => (this.tick = undefined);
  }

  /** The meter has a reader. */
  async awake(): Promise<void> {
    while (this.tick === undefined) await new Promise(setImmediate);
  }

  async asleep(): Promise<void> {
    while (this.tick !== undefined) await new Promise(setImmediate);
  }

  pass(ms: number): void {
    for (let passed = 0; passed < ms; passed += 20) {
      this.time += Math.min(20, ms - passed);
      this.tick?.();
    }
  }
}

/** A client, and all bytes that came to it. */
class Reader {
  private bytes = Buffer.alloc(0);
  readonly socket: Socket;

  constructor({ host, port }: Running) {
    this.socket = connect(port, host);
    this.socket.on('data', (chunk) => (this.bytes = Buffer.concat([this.bytes, chunk])));
  }

  /** The first `count` bytes, once they are there. */
  async first(count: number): Promise<Buffer> {
    while (this.bytes.length < count) await once(this.socket, 'data');
    return this.bytes.subarray(0, count);
  }

  get length(): number {
    return this.bytes.length;
  }

  async leave(): Promise<void> {
    this.socket.destroy();
    await once(this.socket, 'close');
  }
}

/** The first whole frame in a stream. */
function frameIn(bytes: Buffer): ReturnType<typeof byLabel> {
  const from = bytes.indexOf(0x02);
  return byLabel(readFrame(bytes.subarray(from, bytes.indexOf(0x03, from) + 1)));
}

describe('sandbox: a meter on TCP', () => {
  let running: Running | undefined;
  let clock: HandClock;
  let logged: string[];

  beforeEach(() => {
    clock = new HandClock();
    logged = [];
  });

  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });

  async function start(meter: Partial<MeterOptions> = {}, factor = 1, port = 0): Promise<Running> {
    running = await startMeterServer({
      host: '127.0.0.1',
      port,
      meter: { ...DEFAULT_METER, ...meter },
      factor,
      clock,
      log: (line) => logged.push(line),
    });
    return running;
  }

  for (const [mode, perSecond] of [
    ['standard', 960],
    ['historique', 120],
  ] as const) {
    it(`sends ${perSecond} characters a second in ${mode} mode`, async () => {
      const reader = new Reader(await start({ mode }));
      await clock.awake();
      clock.pass(500);
      await reader.first(perSecond / 2);
      clock.pass(9_500);
      // Ten seconds less the gaps of 25 ms between frames.
      const frames = mode === 'standard' ? 10 : 7;
      const least = Math.floor(perSecond * (10 - (frames + 1) * 0.025));
      const bytes = await reader.first(least);
      assert.equal(bytes[0], 0x02);
      assert.ok(reader.length <= perSecond * 10);
      assert.ok(frameIn(bytes).size > 10);
    });
  }

  it('gives every reader the same stream, from when it came', async () => {
    const server = await start();
    const early = new Reader(server);
    await clock.awake();
    clock.pass(700);
    await early.first(600);
    const late = new Reader(server);
    await once(late.socket, 'connect');
    // The server has accepted the second one when its order has been heard.
    late.socket.write('hello\n');
    while (logged.length === 0) await new Promise(setImmediate);
    const before = early.length;
    clock.pass(1000);
    const [long, short] = [await early.first(before + 900), await late.first(900)];
    assert.ok(long.includes(short));
    assert.notEqual(short[0], 0x02, 'in the middle of a frame, as a plug finds it');
  });

  it('rests while nobody listens, and its clock goes on', async () => {
    const server = await start({}, 60);
    const first = new Reader(server);
    await clock.awake();
    clock.pass(1200);
    await first.first(1000);
    await first.leave();
    await clock.asleep();
    clock.pass(10 * 60_000);
    const second = new Reader(server);
    await once(second.socket, 'connect');
    await clock.awake();
    clock.pass(2500);
    const date = frameIn(await second.first(2200)).get('DATE')?.horodate ?? '';
    // 10:55 and ten hours, at sixty times the host's pace.
    assert.match(date, /^H270112205[56]/);
  });

  it('runs its clock faster at the same pace of the wire', async () => {
    const reader = new Reader(await start({}, 60));
    await clock.awake();
    clock.pass(10_000);
    const bytes = await reader.first(9000);
    const dates = [...bytes.toString('latin1').matchAll(/DATE\tH270112(\d\d)(\d\d)/g)].map(
      ([, h, m]) => Number(h) * 60 + Number(m),
    );
    assert.ok(dates.length >= 9 && dates.length <= 11);
    assert.ok(dates.every((minute, n) => n === 0 || minute - (dates[n - 1] ?? 0) <= 1));
    assert.ok((dates.at(-1) ?? 0) - (dates[0] ?? 0) >= 8);
  });

  it('plugs the car in when it is told to', async () => {
    const reader = new Reader(await start({ start: parisInstant(2027, 1, 12, 22, 10) }));
    await once(reader.socket, 'connect');
    reader.socket.write('car 5\n');
    while (logged.length === 0) await new Promise(setImmediate);
    clock.pass(3500);
    const frames = (await reader.first(3000)).toString('latin1').split('\x02').slice(2);
    assert.match(frames.join(''), /SINSTS\t1\d{4}\t/);
    assert.deepEqual(logged, ['car 5']);
  });

  it('spoils and heals the line, falls silent and raises an incident when it is told to', async () => {
    const reader = new Reader(await start());
    await once(reader.socket, 'connect');
    const order = async (text: string): Promise<void> => {
      const count = logged.length;
      reader.socket.write(`${text}\n`);
      while (logged.length === count) await new Promise(setImmediate);
    };
    await order('faults glue=1');
    clock.pass(900);
    const spoilt = await reader.first(800);
    assert.ok(spoilt.includes(0x0b) && !spoilt.includes(0x0a));

    await order('faults glue=1 0.1');
    await order('incident cover 10');
    clock.pass(3000);
    const healed = (await reader.first(3500)).subarray(1200);
    const status = Number.parseInt(frameIn(healed).get('STGE')?.data ?? '', 16);
    assert.equal((status >>> 4) & 1, 1);

    const length = reader.length;
    await order('silence 5');
    clock.pass(4900);
    await order('nothing of the kind');
    assert.ok(reader.length - length < 100);
    clock.pass(1200);
    await reader.first(length + 900);
    assert.match(logged.at(-1) ?? '', /^an order that it does not know/);
  });

  it('frees its port when it stops, with readers on the line', async () => {
    const server = await start({}, 1, await freePort());
    const reader = new Reader(server);
    await once(reader.socket, 'connect');
    const closed = once(reader.socket, 'close');
    await server.stop();
    await closed;
    running = await startMeterServer({ host: '127.0.0.1', port: server.port, meter: DEFAULT_METER, factor: 1, clock });
    assert.equal(running.port, server.port);
  });

  it('is the row "meter" of the stand-ins, and rejects a setting that it does not know by its name', async () => {
    const meter = standIn('meter');
    assert.ok(meter !== undefined);
    await assert.rejects(meter.start({ settings: { mode: 'standart' } }), {
      name: 'RangeError',
      message: 'mode=standart',
    });
    running = await meter.start({ settings: { mode: 'historique', contract: 'hc', factor: '60' } });
    assert.equal(running.host, '127.0.0.1');
    const reader = new Reader(running);
    assert.equal((await reader.first(1))[0], 0x02);
  });
});
