// A broker that retains thousands of messages: ours are read back all the same, whatever lies before them.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { connectAsync } from 'mqtt';
import { haFlow } from '../support/home-assistant/ha-flow';
import { standardHouse } from '../support/tic/house-frames';
import { Mosquitto } from '../support/mqtt/mosquitto';
import { type NodeRed, startNodeRed } from '../support/node-red/process';
import { needsTool } from '../support/machine/requirements';
import { retainedTopics, untilRetained, watchBroker } from '../support/mqtt/retained';

const OTHERS = 3000;
const TOTAL = 'linkyred/linky/energy_total';
const EAST = 23_456_789;

describe('a broker that retains the totals of 3,000 other keys', function () {
  let broker: Mosquitto | undefined;
  let red: NodeRed | undefined;
  let userDir: string;

  before(async function () {
    userDir = mkdtempSync(path.join(os.tmpdir(), 'linky-red-retained-'));
    needsTool(this, 'mosquitto');
    broker = await Mosquitto.start(false);
    const client = await connectAsync(broker.url);
    // First: Mosquitto hands out the oldest first.
    await Promise.all(
      Array.from({ length: OTHERS }, async (_, i) =>
        client.publishAsync(`linkyred/maison_${i}/energy_total`, String(i), { retain: true, qos: 1 }),
      ),
    );
    await client.endAsync();
    red = await startNodeRed({ userDir, flow: haFlow({ port: broker.port }) });
  });

  after(async () => {
    await red?.stop();
    await broker?.stop();
    rmSync(userDir, { recursive: true, force: true, maxRetries: 5 });
  });

  it('gives our own total back, the last of them, before a lower one is told', async () => {
    assert.ok(broker !== undefined && red !== undefined);
    red.send('bytes', { payload: standardHouse({ east: EAST }), topic: 'maison' });
    await untilRetained(broker, (all) => all[TOTAL] === String(EAST));
    assert.ok(Object.keys(await retainedTopics(broker)).length > OTHERS);
    await red.stop();
    rmSync(path.join(userDir, 'linky-red', 'home-assistant.json'));
    red = await startNodeRed({ userDir });
    const watch = await watchBroker(broker.url);
    await watch.roundTrip();
    const before = watch.arrivals.all.length;
    red.send('bytes', { payload: standardHouse({ east: EAST - 5_000 }), topic: 'maison' });
    await watch.next(({ topic, retain }) => topic === 'linkyred/linky/east' && !retain);
    const told = watch.arrivals.all.slice(before).filter(({ topic, retain }) => topic === TOTAL && !retain);
    await watch.stop();
    assert.deepEqual(
      told.filter(({ payload }) => Number(payload) < EAST),
      [],
    );
  });
});
