// The recipe of the edge in a real Node-RED, on a real broker; the test is the worker, and gives the seconds.
// Not in the fast lane: a broker and a Node-RED are started.
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { FleetClient, type Passed } from '../../support/fleet/fleet-client';
import { recipeOnThisMachine } from '../../support/fleet/recipe-flows';
import { needsTool } from '../../support/machine/requirements';
import { stopAll } from '../../support/machine/stop-all';
import { Mosquitto } from '../../support/mqtt/mosquitto';
import { type NodeRed, startNodeRed } from '../../support/node-red/process';
import { linkyHc } from '../../support/tic/tic-meters';

const FRAME = linkyHc().build();
const KEEP = 'ex-fleet-edge-keep';
const START = Date.UTC(2027, 0, 12, 9, 0, 0);
const at = (second: number): string => new Date(START + second * 1000).toISOString();

describe('the recipe of a fleet’s edge', function () {
  let broker: Mosquitto;
  let edge: NodeRed;
  let worker: FleetClient;

  before(async function () {
    needsTool(this, 'mosquitto');
    broker = await Mosquitto.start(false);
  });
  after(async () => {
    await stopAll(broker);
  });
  beforeEach(async () => {
    worker = await FleetClient.connect(broker.url, ['linky-red/fleet/frames/#']);
    await start({});
  });
  afterEach(async () => {
    await edge.stop();
    await worker.stop();
  });

  const start = async (env: Record<string, string>): Promise<void> => {
    const settings = { mqttReconnectTime: 200 };
    edge = await startNodeRed({ flow: flow(), env: { FLEET_KEEP: '1000', ...env }, settings });
    await connected(true);
  };

  /** The meter and the second are the test's; errors are heard. */
  function flow(): ReturnType<typeof recipeOnThisMachine> {
    const place = { z: 'ex-fleet-edge', x: 1, y: 1 };
    return [
      ...recipeOnThisMachine('fleet-edge', broker.port, ({ type }) => {
        if (type === 'tic-in') return { type: 'test-source', name: 'meter' };
        if (type === 'mqtt in') return { wires: [[KEEP, 'told']] };
        return type === 'inject' ? { type: 'test-source', name: 'second' } : undefined;
      }),
      { ...place, id: 'caught', type: 'catch', scope: [KEEP], uncaught: false, wires: [['errors']] },
      { ...place, id: 'errors', type: 'test-tap', name: 'errors', wires: [] },
      { ...place, id: 'told', type: 'test-tap', name: 'told', wires: [] },
    ];
  }

  const frame = (topic: string, second: number, complete = true): void => {
    const tic = { stream: topic, receivedAt: at(second), completedAt: at(second + 0.9), complete };
    edge.send('meter', { topic, payload: FRAME, tic });
  };
  const seconds = (count: number): void => {
    for (let passed = 0; passed < count; passed++) edge.send('second', { topic: 'second' });
  };
  const next = async (fits?: (passed: Passed) => boolean): Promise<Passed> => await worker.arrivals.next(fits);
  const again = async (): Promise<unknown> =>
    (await next(({ properties }) => properties['again'] === 'true')).properties['receivedAt'];
  /** Resolves when the edge has been told. */
  const written = async (to: string | undefined, times: readonly string[]): Promise<void> => {
    const told = edge.next('told', ({ payload }) => isDeepStrictEqual((payload as { house?: unknown }).house, times));
    const tell = (): void => void worker.acknowledge(to, 'house', times);
    tell();
    // A topic that is new is listened to a moment after its first frame was sent; what a worker says before is lost.
    const again = setInterval(tell, 1000);
    await told.finally(() => {
      clearInterval(again);
    });
  };
  const connected = async (is: boolean): Promise<void> => {
    await edge.status('ex-fleet-edge-out', ({ text }) => text?.endsWith('.connected') === is);
  };
  const waiting = async (count: number): Promise<void> => {
    seconds(5);
    await edge.status(KEEP, ({ text }) => text?.startsWith(`${String(count)} `) === true);
  };
  const repeats = (): unknown[] =>
    worker.arrivals.all
      .filter(({ properties }) => properties['again'] !== undefined)
      .map(({ properties }) => properties);

  it('sends the bytes of a frame to the partition of its stream, with its times and the way back', async () => {
    // FNV-1a, 32 bits, of "a" is e40c292c, of "foobar" bf9cf968: modulo 64 that is 2c and 28.
    for (const [stream, partition] of [
      ['a', '44'],
      ['foobar', '40'],
    ] as const) {
      frame(stream, 1, false);
      const { topic, payload, properties, responseTopic } = await next();
      assert.equal(topic, `linky-red/fleet/frames/${partition}/${stream}`);
      assert.deepEqual(payload, FRAME);
      assert.deepEqual(properties, { receivedAt: at(1), completedAt: at(1.9), complete: 'false' });
      assert.match(String(responseTopic), /^linky-red\/fleet\/written\/\w+$/);
    }
  });

  it('forgets what is written, and sends again what a later written frame has passed by', async () => {
    for (const second of [1, 2, 3, 4]) frame('house', second);
    const { responseTopic } = await next(({ properties }) => properties['receivedAt'] === at(4));
    await written(responseTopic, [at(1), at(3)]);
    await waiting(2);
    seconds(20);
    frame('house', 40);
    await next(({ properties }) => properties['receivedAt'] === at(40));
    assert.deepEqual(repeats(), []);
    seconds(10);
    assert.equal(await again(), at(2));
    await written(responseTopic, [at(2)]);
    await waiting(2);
    assert.equal(repeats().length, 1, 'nothing later than the fourth was written');
  });

  it('sends nothing again while nobody writes, but the last frames of a meter that has gone', async () => {
    for (let second = 0; second < 300; second++) {
      frame('house', second);
      seconds(1);
    }
    await next(({ properties }) => properties['receivedAt'] === at(299));
    assert.deepEqual(repeats(), []);
    seconds(60);
    assert.equal(await again(), at(0));
  });

  it('keeps the newest frames and one a minute of those before, up to its bound', async () => {
    for (let second = 0; second < 7200; second += 2) frame('house', second);
    const last = await next(({ properties }) => properties['receivedAt'] === at(7198));
    await written(last.responseTopic, [at(7198)]);
    seconds(120);
    const kept: number[] = [];
    for (let count = 0; kept.at(-1) !== 7196; count++) {
      assert.ok(count <= 1000, 'more than its bound');
      kept.push((Date.parse(String(await again())) - START) / 1000);
    }
    const dense = kept.slice(-599);
    assert.deepEqual(
      dense,
      Array.from({ length: 599 }, (_, rank) => 7196 - 2 * (598 - rank)),
      'the newest, whole',
    );
    const minutes = new Set(kept.map((second) => Math.floor(second / 60)));
    assert.deepEqual(
      [...minutes],
      Array.from({ length: 120 }, (_, minute) => minute),
      'every minute of two hours',
    );
  });

  it('keeps what came while the broker was away, and sends it once a later frame is written', async () => {
    frame('house', 1);
    const { responseTopic } = await next();
    await broker.down();
    await connected(false);
    frame('house', 2);
    await broker.up();
    await connected(true);
    frame('house', 3);
    await next(({ properties }) => properties['receivedAt'] === at(3));
    await written(responseTopic, [at(1), at(3)]);
    await waiting(1);
    seconds(31);
    assert.equal(await again(), at(2));
  });

  it('becomes another one for the workers when its clock was set back', async () => {
    frame('house', 3600);
    const before = await next();
    frame('house', 1);
    const after = await next();
    assert.notEqual(after.responseTopic, before.responseTopic);
    await written(after.responseTopic, [at(1)]);
    await written(before.responseTopic, [at(3600)]);
    await waiting(0);
  });

  it('refuses a name that is no part of a topic, once and in words', async () => {
    for (const name of ['/dev/ttyUSB0', '/dev/ttyUSB0', 'a+b', 'house']) frame(name, 1);
    assert.match((await next()).topic, /\/house$/);
    const told = edge.messages('errors').map(({ error }) => (error as { message: string }).message);
    assert.deepEqual(
      told.map((words) => words.split(' ')[0]),
      ['/dev/ttyUSB0', 'a+b'],
    );
  });

  it('sends one whole frame in so many seconds where it is told to, and counts no meter as gone that speaks between', async () => {
    await edge.stop();
    await start({ FLEET_EVERY: '10' });
    for (let second = 0; second < 100; second++) {
      frame('house', second, second !== 9);
      seconds(1);
    }
    frame('end', 100);
    await next(({ topic }) => topic.endsWith('/end'));
    const sent = worker.arrivals.all.filter(({ topic }) => topic.endsWith('/house'));
    const times = sent.map(({ properties }) => (Date.parse(String(properties['receivedAt'])) - START) / 1000);
    assert.deepEqual(times, [0, 10, 19, 28, 37, 46, 55, 64, 73, 82, 91]);
    assert.deepEqual(repeats(), []);
  });
});
