// Who says that Node-RED is there: the broker node's own messages where the user has some, else ha-entities; and what
// becomes of it with several nodes, redeploys and without a broker node.
import assert from 'node:assert/strict';
import { brokerNode, FILLED, haFlow, messageOf } from '../support/home-assistant/ha-flow';
import { standardHouse } from '../support/tic/house-frames';
import { Mosquitto } from '../support/mqtt/mosquitto';
import { type FlowNode, type NodeRed, startNodeRed } from '../support/node-red/process';
import { needsTool } from '../support/machine/requirements';
import { retainedTopics, untilRetained, watchBroker } from '../support/mqtt/retained';

describe('the status of Node-RED on the broker', function () {
  let broker: Mosquitto;
  let red: NodeRed;

  before(async function () {
    needsTool(this, 'mosquitto');
    broker = await Mosquitto.start();
    red = await startNodeRed({ settings: { mqttReconnectTime: 200 } });
  });

  after(async () => {
    // Not there when before() was skipped or failed half-way.
    const started = { red, broker } as { red?: NodeRed; broker?: Mosquitto };
    await started.red?.stop();
    await started.broker?.stop();
  });

  const say = (): void => {
    red.send('bytes', { payload: standardHouse(), topic: 'maison' });
  };
  /** The availability of an entity, as announced. */
  const availability = async (): Promise<unknown> => {
    const topic = 'homeassistant/sensor/linkyred_linky_link_errors/config';
    const all = await untilRetained(broker, (topics) => topic in topics);
    return (JSON.parse(all[topic] ?? '{}') as { availability: unknown[] }).availability[0];
  };
  const deploy = async (options: Parameters<typeof haFlow>[0], more: FlowNode[] = []): Promise<void> => {
    await red.deploy([...haFlow({ port: broker.port, ...options }), ...more]);
  };

  it('is the will that the user has, as it is', async () => {
    await deploy({
      broker: { ...messageOf('birth', 'up', 'maison/nodered'), ...messageOf('will', 'gone', 'maison/nodered') },
    });
    say();
    assert.deepEqual(await availability(), {
      topic: 'maison/nodered',
      payload_available: 'up',
      payload_not_available: 'gone',
    });
    await untilRetained(broker, (all) => all['maison/nodered'] === 'up');
    // The broker node has no close message: the last of our nodes says it.
    await red.deploy([{ id: 'flow', type: 'tab', label: 'test' }]);
    await untilRetained(broker, (all) => all['maison/nodered'] === 'gone');
  });

  it('is the will even where Node-RED dies in the moment in which it has said that it is there', async () => {
    const topic = 'maison/mort-subite';
    const watch = await watchBroker(broker.url);
    await watch.roundTrip();
    const doomed = await startNodeRed({
      flow: haFlow({
        port: broker.port,
        broker: { ...messageOf('birth', 'up', topic), ...messageOf('will', 'gone', topic) },
      }),
    });
    try {
      await watch.next((message) => message.topic === topic && message.payload === 'up');
      await doomed.kill();
      await untilRetained(broker, (all) => all[topic] === 'gone');
    } finally {
      await watch.stop();
      await doomed.stop();
    }
  });

  it('outlives no crash where the will that the user has is not retained, and is said to a Home Assistant that starts', async () => {
    const topic = 'maison/ephemere';
    const watch = await watchBroker(broker.url);
    await watch.roundTrip();
    const said = (payload: string): Promise<unknown> =>
      watch.next((message) => message.topic === topic && message.payload === payload);
    const running = await startNodeRed({
      flow: haFlow({ port: broker.port, broker: messageOf('will', 'gone', topic, false) }),
    });
    try {
      await said('online');
      // What the device says comes later than the subscriptions of the node.
      running.send('bytes', { payload: standardHouse(), topic: 'maison' });
      await watch.next((message) => message.topic === 'linkyred/linky/status' && !message.retain);
      await watch.client.publishAsync('homeassistant/status', 'online');
      await said('online');
      assert.ok(!(topic in (await retainedTopics(broker))), 'who comes after a crash would believe it');
      await running.kill();
      await said('gone');
    } finally {
      await watch.stop();
      await running.stop();
    }
  });

  it('is kept by the node where the user has a birth that is not retained, and a warning where it is the other way round', async () => {
    const topic = 'maison/nodered';
    const [up, gone] = [messageOf('birth', 'up', topic, false), messageOf('will', 'gone', topic)];
    await deploy({ broker: { ...up, ...gone } });
    await untilRetained(broker, (all) => all[topic] === 'up');
    await red.deploy([{ id: 'flow', type: 'tab', label: 'test' }]);
    await untilRetained(broker, (all) => all[topic] === 'gone');

    await deploy({ broker: { ...messageOf('birth', 'up', topic), ...messageOf('will', 'gone', topic, false) } });
    say();
    await red.status('ha', ({ text }) => /testament non retenu|not retained|will-fades/.test(text ?? ''));
    await red.deploy([{ id: 'flow', type: 'tab', label: 'test' }]);
  });

  it('is said by the node where the broker node says nothing, and the status warns', async () => {
    await deploy({ broker: {} });
    say();
    await untilRetained(broker, (all) => all['linkyred/status'] === 'online');
    await red.status('ha', ({ text }) => /testament|will/.test(text ?? ''));
    await red.deploy([{ id: 'flow', type: 'tab', label: 'test' }]);
    await untilRetained(broker, (all) => all['linkyred/status'] === 'offline');
  });

  it('is one for two nodes: one that goes leaves it online and its own device offline', async () => {
    const second = { ...haFlow({}).find(({ id }) => id === 'ha'), id: 'ha2', broker: 'broker', deviceKey: 'autre' };
    const source = { id: 'more', type: 'test-source', z: 'flow', x: 0, y: 0, name: 'more', wires: [['ha2']] };
    await deploy({ broker: {} }, [second as FlowNode, source]);
    say();
    red.send('more', READING);
    await untilRetained(
      broker,
      (all) => all['linkyred/autre/status'] === 'online' && all['linkyred/linky/status'] === 'online',
    );
    await red.deploy(haFlow({ port: broker.port, broker: {} }), 'nodes');
    const topics = await untilRetained(broker, (all) => all['linkyred/autre/status'] === 'offline');
    assert.equal(topics['linkyred/status'], 'online');
    assert.equal(topics['linkyred/linky/status'], 'online');
    // Its entities stay for whoever wants them back.
    assert.ok('homeassistant/sensor/linkyred_autre_east/config' in topics);
  });

  it('leaves a device offline that goes with the use of a subflow', async () => {
    const nodes = haFlow({ port: broker.port, ha: { deviceKey: 'cellar' } });
    const [inside, outside] = [
      nodes.filter(({ type }) => ['linky-decode', 'ha-entities'].includes(type)).map((node) => ({ ...node, z: 'sub' })),
      nodes.filter(({ type }) => ['tab', 'mqtt-broker'].includes(type)),
    ];
    const flow: FlowNode[] = [
      ...outside,
      { id: 'sub', type: 'subflow', name: 'meter', in: [{ x: 1, y: 1, wires: [{ id: 'decode' }] }], out: [] },
      ...inside,
      // It keeps the connection: nothing but the device itself can be told to be gone.
      { id: 'other', type: 'mqtt in', z: 'flow', x: 1, y: 1, broker: 'broker', topic: 'other', qos: '1', wires: [[]] },
      { id: 'bytes', type: 'test-source', z: 'flow', x: 1, y: 1, name: 'bytes', wires: [['use']] },
    ];
    await red.deploy([...flow, { id: 'use', type: 'subflow:sub', z: 'flow', x: 1, y: 1, wires: [] }]);
    say();
    await untilRetained(broker, (all) => all['linkyred/cellar/status'] === 'online');
    await red.deploy(flow);
    await untilRetained(broker, (all) => all['linkyred/cellar/status'] === 'offline');
    assert.equal((await retainedTopics(broker))['linkyred/status'], 'online');
  });

  it('leaves a device online while another node tells the same meter', async () => {
    const second = { ...haFlow({}).find(({ id }) => id === 'ha'), id: 'ha2', broker: 'broker' } as FlowNode;
    const twice = haFlow({ port: broker.port }).map((node) =>
      node.id === 'decode' ? { ...node, wires: [['ha', 'ha2'], ['ha']] } : node,
    );
    await red.deploy([...twice, second]);
    say();
    await red.status('ha2', ({ fill }) => fill === 'green');
    const watch = await watchBroker(broker.url);
    await watch.roundTrip();
    await red.deploy(haFlow({ port: broker.port }), 'nodes');
    red.send('said', { payload: 'remove' });
    // By then the broker has everything that the node that went has said before.
    await watch.next(({ topic, payload }) => payload === '' && topic === 'linkyred/linky/east');
    await watch.stop();
    assert.deepEqual(
      watch.arrivals.all.filter(({ topic, payload }) => topic === 'linkyred/linky/status' && payload === 'offline'),
      [],
    );
  });

  it('works through core mqtt nodes without a broker of its own', async () => {
    const core = (id: string, type: string, rest: Record<string, unknown>): FlowNode => ({
      id,
      type,
      z: 'flow',
      x: 0,
      y: 0,
      name: id,
      broker: 'broker',
      ...rest,
    });
    const flow = haFlow({ ha: { deviceKey: 'fil', wires: [['mqtt-out', 'out']] } });
    await red.deploy([
      ...flow.map((node) => (node.id === 'ha' ? { ...node, wires: [['mqtt-out', 'out']] } : node)),
      brokerNode(broker.port, FILLED),
      core('mqtt-out', 'mqtt out', { topic: '', qos: '', retain: '' }),
      core('birth', 'mqtt in', { topic: 'homeassistant/status', qos: '1', datatype: 'auto-detect', wires: [['ha']] }),
      core('back', 'mqtt in', { topic: 'linkyred/status', qos: '1', datatype: 'auto-detect', wires: [['ha']] }),
    ]);
    await red.status('mqtt-out', ({ fill }) => fill === 'green');
    say();
    await untilRetained(broker, (all) => all['linkyred/fil/east'] === '23456789');
    const watch = await watchBroker(broker.url);
    await watch.roundTrip();
    await watch.client.publishAsync('homeassistant/status', 'online');
    const again = await watch.next(
      ({ topic, retain }) => !retain && topic === 'homeassistant/sensor/linkyred_fil_east/config',
      15_000,
    );
    await watch.stop();
    assert.match(again.payload, /linkyred\/fil\/east/);
    assert.equal((await retainedTopics(broker))['linkyred/status'], 'online');

    // What comes while the broker is away is lost in `mqtt out`; the birth message that comes back tells it again.
    await broker.down('SIGKILL');
    await red.status('mqtt-out', ({ fill }) => fill === 'red');
    red.send('bytes', { payload: standardHouse({ offPeak: false }), topic: 'maison' });
    await red.next('out', ({ payload }) => payload === 'HEURE  PLEINE');
    await broker.up();
    await untilRetained(broker, (all) => all['linkyred/fil/ltarf'] === 'HEURE  PLEINE');
  });

  it('is a mistake in the settings when the broker node is not there', async () => {
    await red.deploy(haFlow({ port: broker.port }).filter(({ id }) => id !== 'broker'));
    const caught = await red.next('caught');
    assert.equal((caught['error'] as { code?: unknown }).code, 'ERR_CONFIG_NODE');
  });
});

const READING = {
  topic: 'tic/042361271828',
  schema: 'linky-red/reading@1',
  payload: { EAST: 500 },
  tic: {
    stream: 'atelier',
    meter: { id: '042361271828', family: 'linky', mode: 'standard', phases: 1, producer: false },
    signals: [],
    quality: { rejected: 0, frames: 1, complete: true },
  },
};
