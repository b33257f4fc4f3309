// The fleet towards a real Mosquitto: what its edges promise, held against its truth by a client that is not ours.
import assert from 'node:assert/strict';
import { Mosquitto } from '../../support/mqtt/mosquitto';
import { freePort } from '../../support/machine/ports';
import { needsTool } from '../../support/machine/requirements';
import { byLabel, readFrame } from '../tic/wire-reader';
import { FleetProcess, keyOf } from './fleet-process';
import { type HeardFrame, PlayedWorker } from './played-worker';

describe('sandbox fleet, to a broker', () => {
  let broker: Mosquitto;
  let fleet: FleetProcess | undefined;
  let worker: PlayedWorker | undefined;

  before(function () {
    needsTool(this, 'mosquitto');
  });
  beforeEach(async () => {
    broker = await Mosquitto.start();
  });
  afterEach(async () => {
    await fleet?.dispose();
    await worker?.stop();
    await broker.stop();
    [fleet, worker] = [undefined, undefined];
  });

  it('publishes every frame of its truth once, with its times, for whoever has the partition', async () => {
    worker = await PlayedWorker.start(broker.url);
    fleet = new FleetProcess(8, { broker: broker.url, edges: 3, seconds: 6 });
    assert.equal(await fleet.where(), broker.url);
    assert.equal(await fleet.code(), 0);
    const [truth, { all }, end] = [fleet.truth(), worker.heard, fleet.end()];
    assert.ok(truth.length >= 8, `${truth.length} frames`);
    assert.deepEqual(all.map(keyOf).sort(), truth.map(keyOf).sort());
    assert.equal(new Set(all.map(keyOf)).size, all.length);
    const { frames, published, acknowledged, written, repeated, dropped, open } = end;
    assert.deepEqual([frames, published, acknowledged, written], Array<number>(4).fill(truth.length));
    assert.deepEqual([repeated, dropped, open], [0, 0, 0]);
    assert.equal(
      Object.values(end.streams).reduce((sum, count) => sum + count, 0),
      truth.length,
    );
    assert.equal(new Set(all.map(({ answerTo }) => answerTo)).size, 3);
    for (const frame of all) assertTold(frame);
    const meters = new Map(truth.map((frame) => [keyOf(frame), frame]));
    for (const frame of all) assertFrame(frame, meters.get(keyOf(frame))?.meter);
  });

  it('keeps what no worker has written, and sends it again as such once a later frame has overtaken it', async () => {
    let held: HeardFrame | undefined;
    worker = await PlayedWorker.start(broker.url, (frame) => {
      held ??= frame;
      return frame.again || keyOf(frame) !== keyOf(held);
    });
    fleet = new FleetProcess(3, { broker: broker.url, repeat: 1 });
    const again = await worker.heard.next(({ again: isAgain }) => isAgain);
    fleet.signal('SIGTERM');
    assert.equal(await fleet.code(), 0);
    assert.ok(held !== undefined);
    assert.equal(keyOf(again), keyOf(held));
    assert.deepEqual(again.payload, held.payload);
    assert.equal(held.again, false);
    const { repeated, written, frames, open } = fleet.end();
    assert.deepEqual([repeated, written, open], [1, frames, 0]);
    assertComplete(fleet, worker);
  });

  it('sends nothing again while its worker is away: the broker has it', async () => {
    worker = await PlayedWorker.start(broker.url, () => false);
    fleet = new FleetProcess(3, { broker: broker.url, repeat: 1, drain: 60, seconds: 5 });
    const first = await worker.heard.next();
    await worker.heard.next(
      ({ stream, receivedAt }) =>
        stream === first.stream && Date.parse(receivedAt) > Date.parse(first.receivedAt) + 3_000,
    );
    assert.ok(worker.heard.all.every(({ again }) => !again));
    // The worker is back and writes what came meanwhile; that goes for repeats at the end, too.
    for (const frame of worker.heard.all) worker.acknowledge(frame);
    const { heard } = worker;
    const answering = setInterval(() => {
      for (const frame of heard.all) worker?.acknowledge(frame);
    }, 200);
    assert.equal(await fleet.code(), 0);
    clearInterval(answering);
    assertComplete(fleet, worker);
  });

  it('sends again at its end what a silent worker has not written', async () => {
    worker = await PlayedWorker.start(broker.url, ({ again }) => again);
    fleet = new FleetProcess(3, { broker: broker.url, repeat: 1, seconds: 3, drain: 60 });
    assert.equal(await fleet.code(), 0);
    const { frames, written, open } = fleet.end();
    assert.deepEqual([written, open], [frames, 0]);
    const again = new Set(worker.heard.all.filter((frame) => frame.again).map(keyOf));
    assert.deepEqual([...again].sort(), fleet.truth().map(keyOf).sort());
  });

  it('takes every form of an acknowledgement', async () => {
    const forms: ((frame: HeardFrame) => [topic: string, text: string])[] = [
      ({ stream, receivedAt, answerTo }) => [answerTo, JSON.stringify({ [stream]: [receivedAt], other: ['x'] })],
      ({ stream, receivedAt }) => [`linky-red/fleet/written/${stream}`, JSON.stringify([receivedAt])],
      ({ stream, receivedAt }) => [`linky-red/fleet/written/${stream}`, receivedAt],
    ];
    let count = 0;
    worker = await PlayedWorker.start(broker.url, (frame) => {
      worker?.say(...(forms[count++ % forms.length] ?? assert.fail())(frame));
      return false;
    });
    fleet = new FleetProcess(4, { broker: broker.url, seconds: 4 });
    assert.equal(await fleet.code(), 0);
    const { frames, written, repeated } = fleet.end();
    assert.deepEqual([written, repeated], [frames, 0]);
    assert.ok(frames > forms.length);
  });

  for (const signal of ['SIGKILL', 'SIGTERM'] as const)
    it(`loses no frame when the broker ends (${signal}) and comes back`, async () => {
      worker = await PlayedWorker.start(broker.url);
      fleet = new FleetProcess(6, { broker: broker.url, repeat: 2, edges: 2 });
      const first = await worker.heard.next();
      await broker.down(signal);
      // The meters go on.
      await fleet.complaints.next((line) => line.includes('ECONNREFUSED'));
      await broker.up();
      await worker.heard.next(
        ({ stream, receivedAt, again }) => !again && stream === first.stream && receivedAt > first.receivedAt,
      );
      const { length } = worker.heard.all;
      await worker.heard.next(() => (worker?.heard.all.length ?? 0) > length + 12);
      fleet.signal('SIGINT');
      assert.equal(await fleet.code(), 0);
      assertComplete(fleet, worker);
      const { connections, written, frames, dropped } = fleet.end();
      assert.ok(connections >= 4);
      assert.deepEqual([written, dropped], [frames, 0]);
    });

  it('keeps no more than it was told while there is no broker, the youngest, and says what it dropped', async () => {
    const port = await freePort();
    fleet = new FleetProcess(5, { broker: `mqtt://127.0.0.1:${port}`, keep: 2, seconds: 6, drain: 0 });
    assert.equal(await fleet.code(), 1);
    const [{ frames, dropped, open, openKeys }, truth] = [fleet.end(), fleet.truth()];
    assert.deepEqual([open, dropped], [5 * 2, frames - 5 * 2]);
    assert.ok(dropped > 0);
    const youngest = truth.slice(-10).map(({ stream, receivedAt }) => `${stream}\t${receivedAt}`);
    assert.deepEqual([...openKeys].sort(), youngest.sort());
    const told = fleet.complaints.all.filter((line) => line.includes('ECONNREFUSED'));
    assert.equal(told.length, 1, 'once, however often it tries');
  });

  it('killed and started again has the same meters, and their truth up to the last second', async () => {
    worker = await PlayedWorker.start(broker.url, () => true);
    const settings = { broker: broker.url, seed: 'killed' };
    const killed = new FleetProcess(4, settings);
    try {
      const first = await worker.heard.next();
      await worker.heard.next(({ receivedAt }) => Date.parse(receivedAt) > Date.parse(first.receivedAt) + 3_000);
      killed.signal('SIGKILL');
      await killed.code();
      const before = new Set(killed.truth().map(({ stream, meter }) => `${stream} ${meter}`));
      fleet = new FleetProcess(4, { ...settings, seconds: 4 });
      assert.equal(await fleet.code(), 0);
      const after = new Set(fleet.truth().map(({ stream, meter }) => `${stream} ${meter}`));
      assert.deepEqual([...after].sort(), [...before].sort());
      assertComplete(fleet, worker);
    } finally {
      await killed.dispose();
    }
  });
});

/** Nothing of the truth is missing, nothing else came; repeats are said to be some. */
function assertComplete(fleet: FleetProcess, { heard }: PlayedWorker): void {
  const came = new Set(heard.all.map(keyOf));
  assert.deepEqual(
    fleet
      .truth()
      .map(keyOf)
      .filter((key) => !came.has(key)),
    [],
  );
  const first = new Set<string>();
  for (const frame of heard.all) {
    if (!frame.again && !frame.dup) assert.ok(!first.has(keyOf(frame)), `twice as new: ${keyOf(frame)}`);
    first.add(keyOf(frame));
  }
}

function assertTold(frame: HeardFrame): void {
  const { topic, stream, qos, retain, complete, again, receivedAt, completedAt, payload } = frame;
  assert.match(topic, new RegExp(`^linky-red/fleet/frames/\\d{2,}/${stream}$`));
  assert.deepEqual({ qos, retain, complete, again }, { qos: 1, retain: false, complete: 'true', again: false });
  for (const time of [receivedAt, completedAt]) assert.equal(new Date(time).toISOString(), time);
  // Ten bits a character: 9600 baud with HT, 1200 with SP.
  const msPerByte = payload.includes(0x09) ? 10_000 / 9600 : 10_000 / 1200;
  const lasts = Date.parse(completedAt) - Date.parse(receivedAt);
  assert.ok(Math.abs(lasts - payload.length * msPerByte) <= 1, `${lasts} ms for ${payload.length} bytes`);
}

function assertFrame({ payload }: HeardFrame, meter: string | undefined): void {
  const groups = readFrame(payload);
  assert.ok(groups.every(({ sumOk }) => sumOk));
  const told = byLabel(groups);
  assert.equal((told.get('ADSC') ?? told.get('ADCO'))?.data, meter);
}
