// A broker on which somebody else has written under our topics: nothing of it is believed or taken over, and it is said; what
// this package has written itself is.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { connectAsync } from 'mqtt';
import { AedesBroker } from '../support/mqtt/aedes';
import { haFlow } from '../support/home-assistant/ha-flow';
import { standardHouse } from '../support/tic/house-frames';
import { Mosquitto } from '../support/mqtt/mosquitto';
import { type NodeRed, startNodeRed } from '../support/node-red/process';
import { needsTool } from '../support/machine/requirements';
import { retainedTopics, untilRetained } from '../support/mqtt/retained';

const EAST = 23_456_789;
const TOTAL = 'linkyred/linky/energy_total';
const CONFIG = 'homeassistant/sensor/linkyred_linky_energy_total/config';
const BROKERS = {
  Mosquitto: { tool: 'mosquitto', start: () => Mosquitto.start(false) },
  aedes: { tool: null, start: () => AedesBroker.start() },
};

for (const [name, { tool, start }] of Object.entries(BROKERS))
  describe(`strange totals on ${name}`, function () {
    let broker: Mosquitto | AedesBroker | undefined;
    let red: NodeRed | undefined;
    let userDir: string;

    before(async function () {
      userDir = mkdtempSync(path.join(os.tmpdir(), 'linky-red-strange-'));
      if (tool !== null) needsTool(this, tool);
      broker = await start();
      const client = await connectAsync(broker.url);
      for (const [topic, payload] of [
        [TOTAL, '90000000'],
        ['linkyred/linky_2/energy_total', '70000000'],
        ['linkyred/linky_garage/energy_total', '60000000'],
        [CONFIG, JSON.stringify({ origin: { name: 'another' }, state_topic: TOTAL })],
      ] as const)
        await client.publishAsync(topic, payload, { retain: true, qos: 1 });
      await client.endAsync();
      red = await startNodeRed({ userDir, flow: haFlow({ port: broker.port }) });
    });

    after(async () => {
      await red?.stop();
      await broker?.stop();
      rmSync(userDir, { recursive: true, force: true, maxRetries: 5 });
    });

    const say = (east: number): void => {
      red?.send('bytes', { payload: standardHouse({ east }), topic: 'maison' });
    };

    it('are not believed, nor are their keys taken over, and that of our own key is overwritten', async () => {
      assert.ok(broker !== undefined);
      say(EAST);
      const all = await untilRetained(broker, (topics) => topics[TOTAL] === String(EAST));
      assert.deepEqual(
        Object.keys(all).filter((topic) => /_(?:2|garage)_/.test(topic)),
        [],
      );
      assert.equal(all['linkyred/linky_2/energy_total'], '70000000');
    });

    it('are told from our own, which are the floor where our document is lost', async () => {
      assert.ok(broker !== undefined && red !== undefined);
      await red.stop();
      rmSync(path.join(userDir, 'linky-red', 'home-assistant.json'));
      red = await startNodeRed({ userDir });
      say(EAST - 5000);
      await untilRetained(broker, (topics) => topics['linkyred/linky/east'] === String(EAST - 5000));
      assert.equal((await retainedTopics(broker))[TOTAL], String(EAST));
    });
  });
