// What stands behind the workers: the upkeep of the database, the page that reads it, and Home Assistant beside them.
// Not in the fast lane: a database, a broker and a Node-RED are started.
import assert from 'node:assert/strict';
import { FleetClient } from '../../support/fleet/fleet-client';
import { needsPostgres, Postgres } from '../../support/fleet/postgres';
import { recipeOnThisMachine, WITH_DATABASE } from '../../support/fleet/recipe-flows';
import { needsTool } from '../../support/machine/requirements';
import { stopAll } from '../../support/machine/stop-all';
import { Mosquitto } from '../../support/mqtt/mosquitto';
import { type NodeRed, startNodeRed } from '../../support/node-red/process';
import { linkyHc } from '../../support/tic/tic-meters';

const DAY = 86_400_000;
const HALF_HOUR = 1_800_000;

describe('the recipes behind a fleet’s workers', function () {
  let database: Postgres;
  let broker: Mosquitto;
  let red: NodeRed;

  before(async function () {
    needsTool(this, 'mosquitto');
    needsPostgres(this);
    database = await Postgres.start();
    broker = await Mosquitto.start(false);
    const page = recipeOnThisMachine('fleet-dashboard', broker.port, ({ id, type }) =>
      // What the page shows is heard where it would be shown.
      ['ui-text', 'ui-table', 'ui-chart'].includes(type) ? { type: 'test-tap', name: id } : undefined,
    );
    red = await startNodeRed({
      nodesDir: WITH_DATABASE,
      env: { ...database.env, FLEET_DAYS: '3' },
      flow: [
        ...recipeOnThisMachine('fleet-database', broker.port),
        ...page.filter(({ type }) => !type.startsWith('ui-')),
        ...recipeOnThisMachine('fleet-home-assistant', broker.port),
      ],
    });
    await red.ask('POST', '/inject/ex-fleet-db-create');
    await red.next('ex-fleet-db-debug');
  });
  after(async () => {
    await stopAll(red, broker, database);
  });

  const upkeep = async (): Promise<void> => {
    await red.ask('POST', '/inject/ex-fleet-db-hourly');
    await red.next('ex-fleet-db-debug');
  };
  /** One frame of a meter, `ago` milliseconds before now. */
  const frame = async (stream: string, ago: number, va: number, writtenAgo = ago): Promise<void> => {
    await database.query(
      `INSERT INTO fleet_frame (stream, received_at, complete, late, meter, va, reading, written_at)
       VALUES ($1, $2, true, false, $3, $4, $5, $6)`,
      [
        ...[stream, new Date(Date.now() - ago), `0${stream}`, va],
        ...[JSON.stringify({ SINSTS: va }), new Date(Date.now() - writtenAgo)],
      ],
    );
  };
  const partitions = async (): Promise<string[]> =>
    (
      await database.query<{ name: string }>(
        `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'fleet_frame'::regclass ORDER BY 1`,
      )
    ).map(({ name }) => name);
  const ofDay = (ahead: number): string =>
    `fleet_frame_${new Date(Date.now() + ahead * DAY).toISOString().slice(0, 10).replaceAll('-', '')}`;

  it('makes the tables once more without harm, with a partition for each of the days to come', async () => {
    await red.ask('POST', '/inject/ex-fleet-db-create');
    await red.next('ex-fleet-db-debug');
    assert.deepEqual(await partitions(), [...[0, 1, 2, 3].map(ofDay), 'fleet_frame_other']);
  });

  it('drops whole days when they are old, and what a wrong clock has put elsewhere', async () => {
    for (const ahead of [-3, -4, -5]) {
      const [from, to] = [ahead, ahead + 1].map((day) => new Date(Date.now() + day * DAY).toISOString().slice(0, 10));
      await database.query(
        `CREATE TABLE ${ofDay(ahead)} PARTITION OF fleet_frame FOR VALUES FROM ('${String(from)} 00:00+00') TO ('${String(to)} 00:00+00')`,
      );
    }
    const years = 10 * 365 * DAY;
    await frame('past', years, 1, 4 * DAY);
    await frame('past', years + 1000, 1, 0);
    await upkeep();
    assert.deepEqual(await partitions(), [...[-3, 0, 1, 2, 3].map(ofDay), 'fleet_frame_other']);
    const [other] = await database.query('SELECT count(*)::integer FROM fleet_frame_other');
    assert.deepEqual(other, { count: 1 });
  });

  it('leaves a day alone that a clock ahead of time has filled', async () => {
    await frame('future', -20 * DAY, 1);
    await upkeep();
    await database.query(`DROP TABLE ${ofDay(3)}`);
    await frame('future', -3 * DAY, 1);
    await upkeep();
    assert.ok(!(await partitions()).includes(ofDay(3)));
    await database.query(`DELETE FROM fleet_frame WHERE stream = 'future'`);
    await upkeep();
    assert.ok((await partitions()).includes(ofDay(3)));
  });

  it('keeps of each half hour that is over the last reading, the mean and the highest power, also when frames come late', async () => {
    const end = Math.floor(Date.now() / HALF_HOUR) * HALF_HOUR;
    const ago = (ms: number): number => Date.now() - (end - ms);
    for (const [before, va] of [
      [1_799_000, 100],
      [60_000, 300],
      [1000, 200],
    ] as const)
      await frame('half', ago(before), va);
    await frame('half', ago(-1), 900);
    await upkeep();
    const kept = async (): Promise<unknown[]> =>
      await database.query(
        `SELECT extract(epoch FROM ends)::float8 * 1000 AS ends, mean_va, max_va, frames, reading FROM fleet_half_hour WHERE stream = 'half'`,
      );
    assert.deepEqual(await kept(), [{ ends: end, mean_va: 200, max_va: 300, frames: 3, reading: { SINSTS: 200 } }]);
    // Of a half hour that was made already, and written now.
    await frame('half', ago(500), 600, 0);
    await upkeep();
    assert.deepEqual(await kept(), [{ ends: end, mean_va: 300, max_va: 600, frames: 4, reading: { SINSTS: 600 } }]);
  });

  it('show on a page who is heard, what all draw together, and who is over', async () => {
    await database.query(`INSERT INTO fleet_stream (stream, worker) VALUES ('near', 0), ('gone', 1), ('never', 1)`);
    await frame('near', 5000, 1240);
    await frame('near', 65_000, 9000);
    await frame('gone', 600_000, 500);
    await database.query(
      `INSERT INTO fleet_signal (id, change, issued_at, origin, signal, state, level, act) VALUES
         ('a', 'started', now() - interval '2 minutes', '0near', 'power-overrun', 'active', 3, 'reduce'),
         ('b', 'started', now() - interval '3 minutes', '0gone', 'power-overrun', 'active', 3, 'reduce'),
         ('b', 'ended', now() - interval '1 minute', '0gone', 'power-overrun', 'cleared', 1, 'restore')`,
    );
    await red.ask('POST', '/inject/ex-fleet-page-often');
    const shown = async (id: string, fits = (_payload: unknown) => true): Promise<unknown> =>
      (await red.next(`ex-fleet-page-${id}`, ({ payload }) => fits(payload))).payload;
    assert.equal(await shown('heard', (text) => String(text).endsWith('3')), '1 / 3');
    assert.equal(await shown('sum', (text) => text !== '0.0 kVA'), '1.2 kVA');
    assert.equal(await shown('chart', (kva) => kva !== 0), 1.2);
    const rows = (await shown('table', (list) => (list as unknown[]).length === 3)) as Record<string, unknown>[];
    assert.deepEqual(
      rows.map((row) => row['Flux / Stream']),
      ['never', 'gone', 'near'],
    );
    const told = (await shown('told', (list) => (list as unknown[]).length > 0)) as Record<string, unknown>[];
    assert.deepEqual(
      told.map((row) => row['Compteur / Meter']),
      ['0near'],
    );
  });

  it('give a meter to Home Assistant beside the workers, and nothing of what is sent again', async () => {
    const home = await FleetClient.connect(broker.url, ['homeassistant/#', 'linkyred/#']);
    try {
      await home.arrivals.next(({ topic }) => topic === 'linkyred/status');
      const publish = async (index: string, more: object): Promise<void> => {
        const receivedAt = new Date().toISOString();
        await home.publish('linky-red/fleet/frames/27/maison', linkyHc().set('HCHC', index).build(), {
          userProperties: { receivedAt, completedAt: receivedAt, complete: 'true', ...more },
        });
      };
      await publish('012345000', { again: 'true' });
      await publish('012345678', {});
      const { payload } = await home.arrivals.next(
        ({ topic }) => /\/HCHC\b|\/hchc\b|index/i.test(topic) && !topic.startsWith('homeassistant'),
      );
      assert.match(payload.toString(), /12345678|12345\.678/);
      assert.ok(home.arrivals.all.some(({ topic }) => /^homeassistant\/sensor\/.*\/config$/.test(topic)));
    } finally {
      await home.stop();
    }
  });
});
