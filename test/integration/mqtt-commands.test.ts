// What somebody presses in Home Assistant, through a real broker and Node-RED's own broker node: it leaves by the second output,
// what was retained never does.
// Not in the fast lane: a whole Node-RED.
import assert from 'node:assert/strict';
import { connectAsync, type MqttClient } from 'mqtt';
import { haFlow } from '../support/home-assistant/ha-flow';
import { AedesBroker } from '../support/mqtt/aedes';
import { untilRetained } from '../support/mqtt/retained';
import type { FlowNode, NodeRed } from '../support/node-red/process';
import { withNodeRed } from '../support/node-red/suite';

const BACS = '6f0d2a34-55c1-4b7e-9a6e-0c8a3f1b2d77';
const ACCEPT = 'linkyred/flex/accept/set';
const CONFIG = 'homeassistant/button/linkyred_flex_accept/config';

describe('a button of Home Assistant', function () {
  let red: NodeRed;
  let broker: AedesBroker;
  let client: MqttClient;

  before(async () => {
    broker = await AedesBroker.start();
    client = await connectAsync(broker.url);
  });
  withNodeRed((started) => (red = started));
  after(async () => {
    await client.endAsync();
    await broker.down();
  });

  function flow(port?: number): FlowNode[] {
    const tap: FlowNode = { id: 'commands', type: 'test-tap', z: 'flow', x: 100, y: 100, name: 'commands' };
    const wired = haFlow(port === undefined ? {} : { port }).map((node) =>
      node.id === 'ha' ? { ...node, wires: [['out'], ['commands']] } : node,
    );
    return [...wired, tap];
  }

  function request(requestId: string): void {
    const current = {
      request: `${BACS}/WholeBuilding/${requestId}`,
      asset: 'WholeBuilding',
      state: 'requested',
      needsDecision: true,
    };
    const at = new Date().toISOString();
    const payload = { at, site: { bacs: BACS, waiting: 1, active: 0, current } };
    red.send('said', { schema: 'linky-red/flex-request@1', topic: 'flex', payload });
  }

  const accepted = (requestId: string) => ({
    topic: 'command/flex/accept',
    payload: { command: 'accept', request: `${BACS}/WholeBuilding/${requestId}` },
  });

  it('is a command with the request that it was pressed for', async () => {
    await red.deploy(flow(broker.port));
    request('first');
    await untilRetained(broker, (all) => CONFIG in all);
    await client.publishAsync(ACCEPT, 'PRESS', { qos: 1 });
    const { topic, payload } = await red.next('commands');
    assert.deepEqual({ topic, payload }, accepted('first'));
  });

  it('that the broker retains says nothing after a deploy: what is pressed then is the first that is heard', async () => {
    await client.publishAsync(ACCEPT, 'PRESS', { qos: 1, retain: true });
    // While it runs it cannot be told from one that was just pressed: the broker gives it on without the mark.
    await red.next('commands');
    await red.deploy([]);
    await red.deploy(flow(broker.port));
    request('second');
    await untilRetained(broker, (all) => all['linkyred/flex/request_status/attributes']?.includes('/second"') === true);
    await client.publishAsync('linkyred/flex/reject/set', 'PRESS', { qos: 1 });
    const { payload } = await red.next('commands');
    assert.equal((payload as { command: string }).command, 'reject');
    await client.publishAsync(ACCEPT, '', { qos: 1, retain: true });
  });

  it('comes by an mqtt in where no broker is chosen', async () => {
    await red.deploy(flow());
    request('third');
    await red.next('out', ({ topic }) => topic === CONFIG);
    red.send('said', { topic: ACCEPT, payload: 'PRESS', retain: true, qos: 1 });
    red.send('said', { topic: ACCEPT, payload: 'PRESS', retain: false, qos: 1 });
    const { topic, payload } = await red.next('commands');
    assert.deepEqual({ topic, payload }, accepted('third'));
    assert.deepEqual(red.messages('caught'), []);
  });
});
