// What stays after an uninstall is what the README says, and goes as it says: nothing else is left on the broker or on the disk.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { connectAsync } from 'mqtt';
import { haFlow } from '../support/home-assistant/ha-flow';
import { standardHouse } from '../support/tic/house-frames';
import { Mosquitto } from '../support/mqtt/mosquitto';
import { retainedTopics, untilRetained } from '../support/mqtt/retained';
import { needsTool } from '../support/machine/requirements';
import { type FlowNode, type NodeRed, startNodeRed } from '../support/node-red/process';

/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:9';
const SECRET = 'a-secret-that-goes';
const ACCOUNT: FlowNode = {
  id: 'account',
  type: 'rte-account',
  name: '',
  baseUrl: NOWHERE,
  credentials: { clientId: 'house', clientSecret: SECRET },
};

describe('an uninstall', function () {
  let userDir: string;
  let broker: Mosquitto;
  let red: NodeRed;

  before(async function () {
    needsTool(this, 'mosquitto');
    userDir = mkdtempSync(path.join(os.tmpdir(), 'linky-red-uninstall-'));
    broker = await Mosquitto.start();
    red = await startNodeRed({ userDir, settings: { credentialSecret: false } });
    await red.deploy([...haFlow({ port: broker.port, ha: { throttle: 'none' } }), ACCOUNT]);
    red.send('bytes', { topic: 'house', payload: standardHouse() });
    await untilRetained(broker, (all) => 'linkyred/linky/energy_total' in all);
  });

  after(async () => {
    const started = { red, broker, userDir } as { red?: NodeRed; broker?: Mosquitto; userDir?: string };
    await started.red?.stop();
    await started.broker?.stop();
    if (started.userDir !== undefined) rmSync(started.userDir, { recursive: true, force: true, maxRetries: 5 });
  });

  const credentials = (): string => readFileSync(path.join(userDir, 'flows_cred.json'), 'utf8');

  it('takes everything but the word on Node-RED itself off the broker with the message "remove"', async () => {
    assert.ok(Object.keys(await retainedTopics(broker)).some((topic) => topic.startsWith('homeassistant/')));
    red.send('said', { payload: 'remove' });
    await untilRetained(broker, (all) => Object.keys(all).join() === 'linkyred/status');
  });

  it('takes the credentials of an account with its node', async () => {
    assert.ok(credentials().includes(SECRET));
    await red.deploy([{ id: 'flow', type: 'tab', label: 'empty' }]);
    assert.ok(!credentials().includes(SECRET));
  });

  it('leaves one folder in the user directory', async () => {
    await red.stop();
    const ours = readdirSync(userDir).filter((name) => name.includes('linky'));
    assert.deepEqual(ours, ['linky-red']);
    // Of the deleted linky-decode nothing is left, of the device its keys and totals.
    assert.deepEqual(
      readdirSync(path.join(userDir, 'linky-red')).filter((name) => name.startsWith('linky-decode')),
      [],
    );
    assert.ok(existsSync(path.join(userDir, 'linky-red', 'home-assistant.json')));
  });

  it('leaves one topic on the broker, which goes when it is published empty', async () => {
    const last = await untilRetained(broker, (all) => all['linkyred/status'] === 'offline');
    assert.deepEqual(last, { 'linkyred/status': 'offline' });
    const client = await connectAsync(broker.url);
    await client.publishAsync('linkyred/status', '', { retain: true, qos: 1 });
    await client.endAsync();
    assert.deepEqual(await retainedTopics(broker), {});
  });
});
