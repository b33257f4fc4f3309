// A fleet as the docs say: two workers, Mosquitto, PostgreSQL and the sandbox's meters, each a process of its own. Whatever ends in
// the middle of it and comes back, each frame is in the database once, and each meter was at one worker.
import assert from 'node:assert/strict';
import { FleetBench, WORKERS } from '../support/fleet/fleet-bench';
import { needsPostgres } from '../support/fleet/postgres';
import { takeStock } from '../support/fleet/stock';
import { needsTool } from '../support/machine/requirements';

const METERS = 30;
/** Seconds: of the session a moment, of the frames that wait a few. */
const ABSENT_MS = 3000;
/** Shorter than a worker needs to tell of what it has written: each frame is sent twice at least. */
const REPEAT_S = 4;

describe('a fleet', () => {
  let bench: FleetBench;

  before(async function () {
    needsTool(this, 'mosquitto');
    needsPostgres(this);
    bench = await FleetBench.start({ meters: METERS, settings: [`repeat=${REPEAT_S}`, 'drain=120'] });
  });

  after(async () => {
    // Undefined where it was skipped.
    await (bench as FleetBench | undefined)?.stop();
  });

  it('loses no frame and stores none twice, whoever is killed and comes back', async () => {
    await bench.progress(2 * METERS);
    await bench.killWorker(0, ABSENT_MS);
    await bench.progress(2 * METERS);
    await bench.broker.down('SIGTERM');
    await bench.broker.up();
    await bench.progress(2 * METERS);
    await bench.broker.down('SIGKILL');
    await bench.broker.up();
    await bench.progress(2 * METERS);
    await bench.postgres.down();
    await bench.postgres.up();
    await bench.progress(2 * METERS);

    const end = await bench.meters.end();
    const stock = await takeStock(bench.postgres, bench.meters.sent());
    assert.deepEqual(stock.missing, [], bench.log);
    assert.deepEqual(stock.strange, []);
    assert.equal(stock.rows, end.frames);
    assert.deepEqual({ open: end.open, dropped: end.dropped }, { open: 0, dropped: 0 });
    // Or nothing of this was tried.
    assert.ok(end.repeated > 0);
    assert.deepEqual(stock.shared, []);
    assert.equal(
      Object.values(stock.workers).reduce((sum, streams) => sum + streams, 0),
      METERS,
    );
    assert.equal(Object.keys(stock.workers).length, WORKERS);
  });
});
