// The recipe of the worker in a real Node-RED, on a real broker and a real PostgreSQL; the test is the edge.
// Not in the fast lane: a database, a broker and a Node-RED are started.
import assert from 'node:assert/strict';
import { FleetClient } from '../../support/fleet/fleet-client';
import { needsPostgres, Postgres } from '../../support/fleet/postgres';
import { recipeOnThisMachine, WITH_DATABASE } from '../../support/fleet/recipe-flows';
import { until } from '../../support/fleet/until';
import { needsTool } from '../../support/machine/requirements';
import { stopAll } from '../../support/machine/stop-all';
import { Mosquitto } from '../../support/mqtt/mosquitto';
import { type FlowNode, type NodeRed, startNodeRed } from '../../support/node-red/process';
import { ADDRESS, linkyStandard } from '../../support/tic/tic-meters';

const EDGE = 'linky-red/fleet/written/edge';
const START = Date.UTC(2027, 0, 12, 9, 55, 0);
const at = (second: number): string => new Date(START + second * 1000).toISOString();
/** The meter's clock is that of Paris. */
const horodate = (second: number): string => `H2701121055${String(second).padStart(2, '0')}`;
const calm = (second: number): Buffer => linkyStandard(horodate(second)).build();
const overrun = (second: number): Buffer => linkyStandard(horodate(second)).set('STGE', '002A0081').build();

interface Row {
  second: number;
  late: boolean;
  complete: boolean;
  meter: string | null;
  va: number | null;
  labels: string[] | null;
}

describe('the recipe of a fleet’s worker', function () {
  let database: Postgres;
  let broker: Mosquitto;
  let worker: NodeRed;
  let edge: FleetClient;
  let streams = 0;

  const flow = (): FlowNode[] => [
    ...recipeOnThisMachine('fleet-database', broker.port),
    ...recipeOnThisMachine('fleet-worker', broker.port),
  ];
  const start = async (env: Record<string, string>, userDir?: string): Promise<NodeRed> =>
    await startNodeRed({
      nodesDir: WITH_DATABASE,
      flow: flow(),
      env: { ...database.env, FLEET_BROKER: broker.url, ...env },
      settings: { mqttReconnectTime: 200 },
      ...(userDir === undefined ? {} : { userDir }),
    });

  before(async function () {
    needsTool(this, 'mosquitto');
    needsPostgres(this);
    database = await Postgres.start();
    broker = await Mosquitto.start();
    worker = await start({ FLEET_WORKER: '0', FLEET_WORKERS: '1', FLEET_PARTITIONS: '8' });
    await worker.ask('POST', '/inject/ex-fleet-db-create');
    await worker.next('ex-fleet-db-debug');
    edge = await FleetClient.connect(broker.url, ['linky-red/fleet/written/#']);
    await answered('first');
  });
  after(async () => {
    await stopAll(edge, worker, broker, database);
  });

  /** What nobody has subscribed to is gone: sends a frame until it is answered. */
  async function answered(stream: string): Promise<void> {
    const isAnswered = (): boolean =>
      edge.arrivals.all.some(({ payload }) => payload.toString().includes(`"${stream}"`));
    await until(
      async () => {
        await frame(stream, 1);
        return isAnswered();
      },
      () => worker.log,
      500,
    );
  }

  async function frame(stream: string, second: number, bytes = calm(second), more: object = {}): Promise<void> {
    const userProperties = { receivedAt: at(second), completedAt: at(second + 0.9), complete: 'true', ...more };
    await edge.publish(`linky-red/fleet/frames/03/${stream}`, bytes, { responseTopic: EDGE, userProperties });
  }

  /** Resolves when the edge is told that all these frames are written. */
  async function told(stream: string, seconds: readonly number[]): Promise<void> {
    const missing = new Set(seconds.map(at));
    while (missing.size > 0) {
      const { topic, payload } = await edge.arrivals.next();
      assert.equal(topic, EDGE);
      const words = JSON.parse(payload.toString()) as Record<string, string[]>;
      for (const time of words[stream] ?? []) missing.delete(time);
    }
  }

  const rows = async (stream: string): Promise<Row[]> =>
    await database.query<Row & Record<string, unknown>>(
      `SELECT round(extract(epoch FROM received_at) - ${String(START / 1000)})::integer AS second, late, complete, meter, va,
         (SELECT array_agg(label) FROM jsonb_object_keys(reading) AS label) AS labels
       FROM fleet_frame WHERE stream = $1 ORDER BY received_at`,
      [stream],
    );
  const signals = async (): Promise<string[]> =>
    (
      await database.query<{ said: string }>(
        `SELECT signal || ' ' || change AS said FROM fleet_signal WHERE signal = 'power-overrun' ORDER BY issued_at`,
      )
    ).map(({ said }) => said);
  const newStream = (): string => `house-${String(++streams)}`;

  it('writes a row for each frame, and tells the edge what it has sent', async () => {
    const stream = newStream();
    for (const second of [1, 3]) await frame(stream, second);
    await told(stream, [1, 3]);
    const written = await rows(stream);
    assert.deepEqual(
      written.map(({ second, late, complete, meter, va }) => ({ second, late, complete, meter, va })),
      [1, 3].map((second) => ({ second, late: false, complete: true, meter: ADDRESS.linkyMono, va: 1240 })),
    );
    assert.ok(written[0]?.labels?.includes('EAST'));
    const [named] = await database.query('SELECT worker FROM fleet_stream WHERE stream = $1', [stream]);
    assert.deepEqual(named, { worker: 0 });
  });

  it('writes a row for a frame that cannot be read, too', async () => {
    const stream = newStream();
    await frame(stream, 1);
    await frame(stream, 2, Buffer.from('\x02\nnothing right in it\r\x03'));
    await frame(stream, 3);
    await told(stream, [1, 2, 3]);
    const read = (await rows(stream)).map(({ second, labels }) => [second, labels !== null]);
    assert.deepEqual(read, [
      [1, true],
      [2, false],
      [3, true],
    ]);
  });

  it('stores a repeat once and in its place, and no signal comes of the past', async () => {
    const stream = newStream();
    for (const second of [1, 2, 5]) await frame(stream, second);
    await told(stream, [1, 2, 5]);
    await frame(stream, 2);
    await frame(stream, 3, overrun(3), { again: 'true' });
    await frame(stream, 4, overrun(4));
    await frame(stream, 6);
    await told(stream, [2, 3, 4, 6]);
    const times = (await rows(stream)).map(({ second, late, labels }) => [second, late, labels !== null]);
    assert.deepEqual(times, [
      [1, false, true],
      [2, false, true],
      [3, true, true],
      [4, true, true],
      [5, false, true],
      [6, false, true],
    ]);
    assert.ok(!(await signals()).includes('power-overrun started'));
    await frame(stream, 7, overrun(7));
    await told(stream, [7]);
    await until(
      async () => (await signals()).includes('power-overrun started'),
      () => worker.log,
    );
  });

  it('goes on live with an edge whose clock was set back, and tells of two edges under one name', async () => {
    const stream = newStream();
    const from = async (name: string, second: number): Promise<void> => {
      await edge.publish(`linky-red/fleet/frames/03/${stream}`, calm(second), {
        responseTopic: `linky-red/fleet/written/${name}`,
        userProperties: { receivedAt: at(second), completedAt: at(second), complete: 'true' },
      });
    };
    await from('one', 30);
    await from('two', 10);
    await from('two', 11);
    const heard: string[] = [];
    while (!(heard.includes('one') && heard.includes('two')))
      heard.push((await edge.arrivals.next()).topic.split('/').at(-1) ?? '');
    assert.deepEqual(
      (await rows(stream)).map(({ second, late }) => [second, late]),
      [
        [10, false],
        [11, false],
        [30, false],
      ],
    );
    assert.doesNotMatch(worker.log, /two edges/);
    await from('one', 31);
    await until(
      async () => await Promise.resolve(worker.log.includes(`${stream} : deux origines sous un même nom / two edges`)),
      () => worker.log,
    );
  });

  it('publishes below its own topic only, wherever a frame wants its answer', async () => {
    const stream = newStream();
    const userProperties = { receivedAt: at(1), complete: 'true' };
    await edge.publish(`linky-red/fleet/frames/03/${stream}`, calm(1), { responseTopic: 'elsewhere', userProperties });
    await edge.arrivals.next(({ topic }) => topic === `linky-red/fleet/written/${stream}`);
  });

  it('waits for a database that is away, and tells the edge when it has written', async () => {
    const stream = newStream();
    await database.down();
    await frame(stream, 1);
    await worker.next('ex-fleet-worker-debug');
    await database.up();
    await told(stream, [1]);
    assert.equal((await rows(stream)).length, 1);
  });

  it('stores frames whose readings the database refuses without them, and goes on', async () => {
    const stream = newStream();
    await database.query(
      'ALTER TABLE fleet_frame ADD CONSTRAINT refused CHECK (va < 1000 OR stream <> $$' + stream + '$$)',
    );
    await frame(stream, 1);
    await told(stream, [1]);
    assert.deepEqual((await rows(stream))[0]?.labels, null);
    await database.query('ALTER TABLE fleet_frame DROP CONSTRAINT refused');
    await frame(stream, 2);
    await told(stream, [2]);
    assert.notEqual((await rows(stream))[1]?.labels, null);
  });

  it('listens again when the broker was restarted', async () => {
    const stream = newStream();
    await broker.down();
    await broker.up();
    await answered(stream);
  });

  it('has in its session what came while it was restarted, and stores the labels that it is told to', async () => {
    const stream = newStream();
    await frame(stream, 1);
    await told(stream, [1]);
    await worker.stop();
    for (const second of [2, 3, 4]) await frame(stream, second);
    worker = await start({
      FLEET_WORKER: '0',
      FLEET_WORKERS: '1',
      FLEET_PARTITIONS: '8',
      FLEET_LABELS: 'EAST, SINSTS, NONE',
    });
    await told(stream, [2, 3, 4]);
    const written = await rows(stream);
    assert.deepEqual(
      written.map(({ second, late }) => [second, late]),
      [1, 2, 3, 4].map((second) => [second, false]),
    );
    assert.deepEqual(written[3]?.labels?.sort(), ['EAST', 'SINSTS']);
  });

  it('leaves partitions to another worker once its session was ended, as the docs say', async () => {
    const partition = (name: string): string => `linky-red/fleet/frames/${name}/nobody`;
    await worker.stop();
    assert.ok(await edge.isHeard(partition('03')), 'by the session');
    // As `mosquitto_sub -i fleet-worker-0 -t none -E` does: a clean start, and no session behind.
    const last = await FleetClient.connect(broker.url, ['none'], 'fleet-worker-0');
    await last.stop();
    assert.ok(!(await edge.isHeard(partition('03'))));
    worker = await start({ FLEET_WORKER: '0', FLEET_WORKERS: '2', FLEET_PARTITIONS: '8' });
    await until(
      async () => await edge.isHeard(partition('02')),
      () => worker.log,
      500,
    );
    assert.ok(!(await edge.isHeard(partition('03'))));
  });
});
