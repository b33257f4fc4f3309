// A user of a ZLinky without a wire: zigbee2mqtt on a broker, the recipe as it is imported, and behind it our signals, the
// entities of Home Assistant and the costs of today. And a device that goes, comes back, and what the broker kept of it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type MqttClient, connectAsync } from 'mqtt';
import { AedesBroker } from '../support/mqtt/aedes';
import { Mosquitto } from '../support/mqtt/mosquitto';
import { untilRetained } from '../support/mqtt/retained';
import { needsTool } from '../support/machine/requirements';
import { stopAll } from '../support/machine/stop-all';
import { type FlowNode, type Message, type NodeRed, startNodeRed } from '../support/node-red/process';
import { byZigbee2mqtt } from '../support/tic/told-by';
import { ADDRESS, linkyHc } from '../support/tic/tic-meters';

const EXAMPLES = path.resolve(__dirname, '../../examples');

function example(file: string): FlowNode[] {
  return JSON.parse(readFileSync(path.join(EXAMPLES, file), 'utf8')) as FlowNode[];
}

/** The recipe on this broker, with energy-cost beside the entities, and everything heard. */
function recipe(port: number): FlowNode[] {
  const z = 'ex-parsed-zigbee2mqtt';
  const cost = example('node/energy-cost.json').find(({ type }) => type === 'energy-cost');
  assert.ok(cost);
  const tap = (name: string): FlowNode => ({ id: `tap-${name}`, type: 'test-tap', name, z, x: 1, y: 1, wires: [] });
  const flow = example('recipes/parsed-zigbee2mqtt.json').map((node): FlowNode => {
    if (node.type === 'mqtt-broker') return { ...node, port: String(port) };
    if (node.type === 'mqtt in')
      return { ...node, wires: [[...((node['wires'] as string[][])[0] ?? []), 'tap-heard']] };
    if (node.type !== 'linky-decode') return node;
    const [entities = ''] = (node['wires'] as string[][])[0] ?? [];
    return {
      ...node,
      wires: [
        [entities, 'cost', 'tap-readings'],
        [entities, 'tap-signals'],
      ],
    };
  });
  return [
    ...flow,
    { ...cost, id: 'cost', z, x: 1, y: 1, wires: [[], ['tap-costs']] },
    { id: 'ask', type: 'test-source', name: 'ask', z, x: 1, y: 1, wires: [['cost']] },
    tap('heard'),
    tap('readings'),
    tap('signals'),
    tap('costs'),
  ];
}

interface Day {
  readonly kWh: number;
  readonly costEur: number;
}

/** What today has cost, in a message of energy-cost; null before the first reading and in a price. */
const dayOf = ({ payload }: Message): Day | null => (payload as { day?: Day | null }).day ?? null;

const signalOf = ({ payload }: Message): Record<string, unknown> => payload as Record<string, unknown>;
const isOverrun =
  (change: string) =>
  (msg: Message): boolean =>
    signalOf(msg)['signal'] === 'power-overrun' && signalOf(msg)['change'] === change;

const BROKERS = {
  aedes: async (): Promise<AedesBroker | Mosquitto> => AedesBroker.start(),
  mosquitto: async (): Promise<AedesBroker | Mosquitto> => Mosquitto.start(),
};

for (const [name, start] of Object.entries(BROKERS))
  describe(`a ZLinky by way of zigbee2mqtt and ${name}`, function () {
    let broker: AedesBroker | Mosquitto;
    let red: NodeRed;
    let client: MqttClient;
    let userDir: string;

    before(async function () {
      userDir = mkdtempSync(path.join(os.tmpdir(), 'linky-red-parsed-'));
      if (name === 'mosquitto') needsTool(this, 'mosquitto');
      broker = await start();
      client = await connectAsync(broker.url);
      // What the broker kept from another day: an overrun that is long over.
      const old = linkyHc().set('IINST', '047').after('IINST', 'ADPS', '047');
      await publish(old.build(), true);
      await availability('online');
      red = await startNodeRed({ userDir, flow: recipe(broker.port), settings: { mqttReconnectTime: 200 } });
      for (const topic of ['zigbee2mqtt/ZLinky', 'zigbee2mqtt/ZLinky/availability'])
        await red.next('heard', (msg) => msg.topic === topic && msg['retain'] === true);
    });

    after(async () => {
      // Not there when before() was skipped or failed half-way.
      await (client as MqttClient | undefined)?.endAsync(true);
      await stopAll(red, broker);
      rmSync(userDir, { recursive: true, force: true, maxRetries: 5 });
    });

    async function publish(frame: Buffer, retain = false): Promise<void> {
      const { topic = '', payload } = byZigbee2mqtt(frame);
      await client.publishAsync(topic, String(payload), { qos: 1, retain });
    }

    async function availability(state: string): Promise<void> {
      await client.publishAsync('zigbee2mqtt/ZLinky/availability', JSON.stringify({ state }), { qos: 1, retain: true });
    }

    it('makes a reading of the first message that is no relic', async () => {
      await publish(linkyHc().build());
      const { topic, payload, tic } = await red.next('readings');
      assert.equal(topic, `tic/${ADDRESS.linkyMono}`);
      assert.deepEqual(
        ['PAPP', 'HCHC', 'PTEC', 'ISOUSC'].map((label) => (payload as Record<string, unknown>)[label]),
        [1240, 12_345_678, 'HC..', 45],
      );
      const { quality, meter } = tic as { quality: Record<string, unknown>; meter: Record<string, unknown> };
      assert.deepEqual([quality['checksum'], quality['parsedBy']], [false, 'zigbee2mqtt']);
      assert.deepEqual([meter['id'], meter['mode'], meter['family']], [ADDRESS.linkyMono, 'historique', 'linky']);
      assert.equal(signalOf(await red.next('signals', isOverrun('initial')))['state'], 'cleared');
    });

    it('is a device of Home Assistant, with the meter’s energies', async () => {
      const all = await untilRetained(
        broker,
        (topics) => topics['linkyred/linky/papp'] === '1240' && 'linkyred/linky/energy_total' in topics,
      );
      assert.equal(all['linkyred/linky/energy_total'], '35802467');
      assert.equal(all['linkyred/linky/hchc'], '12345678');
      assert.ok('homeassistant/sensor/linkyred_linky_papp/config' in all);
    });

    it('tells an overrun, and that it is over', async () => {
      await publish(linkyHc().set('IINST', '047').after('IINST', 'ADPS', '047').build());
      const started = signalOf(await red.next('signals', isOverrun('started')));
      assert.deepEqual([started['level'], started['act'], started['origin']], [3, 'reduce', ADDRESS.linkyMono]);
      await publish(linkyHc().build());
      assert.equal(signalOf(await red.next('signals', isOverrun('ended')))['act'], 'restore');
    });

    it('counts what today costs', async () => {
      await publish(linkyHc().set('HCHC', '012346678').build());
      await red.next('readings', ({ payload }) => (payload as Record<string, unknown>)['HCHC'] === 12_346_678);
      red.send('ask', { payload: { command: 'refresh' } });
      const { payload } = await red.next('costs', (msg) => dayOf(msg)?.kWh === 1);
      const day = dayOf({ payload });
      // Of the contract of the example: 0.1635 EUR for a kWh of off-peak hours.
      assert.equal(day?.costEur, 0.1635);
    });

    it('is lost when zigbee2mqtt says so, and back with its next word', async () => {
      await publish(linkyHc().set('IINST', '047').after('IINST', 'ADPS', '047').build());
      await red.next('signals', isOverrun('started'));
      await availability('offline');
      assert.equal(signalOf(await red.next('signals', isOverrun('lost')))['state'], 'unknown');
      await availability('online');
      await publish(linkyHc().build());
      assert.equal(signalOf(await red.next('signals', isOverrun('initial')))['state'], 'cleared');
    });
  });
