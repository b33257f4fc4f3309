#!/usr/bin/env bash
# A broker node with "clean session" off, MQTT 5 and a session that lasts: what is sent while Node-RED is away waits at the broker. An
# `mqtt in` with a dynamic subscription gets its topic from a message at the start. One would guess that it gets what has waited, as the
# `mqtt in` with a topic of its own does.
# It gets nothing of it: what waited is handed out at the connection, acknowledged by the library while no node listens, and gone. A
# broker node with autoConnect off, to which the flow sends the subscription first and { action: "connect" } after it, loses nothing.
# Node-RED 4.1.15, mosquitto 2.0.11, mqtt 5.15.2, run on 2026-11-30. Wants mosquitto and Node on the machine.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages node-red@4.1.15 mqtt@5.15.2
node_red
cat >check.cjs <<'JS'
const assert = require('node:assert/strict'), fs = require('node:fs'), net = require('node:net'), os = require('node:os');
const { spawn } = require('node:child_process'), { once } = require('node:events');
const mqtt = require('mqtt');
const { run, sink, version, pause } = require('./node-red.cjs');
const WAYS = {
  'topic in the node': { node: { topic: 'frames/+' }, auto: true, feed: [] },
  dynamic: { node: { topic: '', inputs: 1 }, auto: true, feed: [{ action: 'subscribe', topic: [{ topic: 'frames/+', qos: 1 }] }] },
  'dynamic, then connect': {
    node: { topic: '', inputs: 1 }, auto: false,
    feed: [{ action: 'subscribe', topic: [{ topic: 'frames/+', qos: 1 }] }, { action: 'connect' }],
  },
};
(async () => {
  const way = process.argv[2], probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  fs.writeFileSync('mosquitto.conf', [`listener ${port} 127.0.0.1`, 'allow_anonymous true', `user ${os.userInfo().username}`, ''].join('\n'));
  const broker = spawn('mosquitto', ['-c', 'mosquitto.conf'], { stdio: 'ignore' });
  const url = `mqtt://127.0.0.1:${port}`, options = { protocolVersion: 5 };
  // The session of the worker, as an earlier run of it left it.
  const session = { ...options, clientId: 'worker', clean: false, properties: { sessionExpiryInterval: 3600 } };
  await pause(500);
  const before = await mqtt.connectAsync(url, session);
  await before.subscribeAsync('frames/+', { qos: 1 });
  before.stream.destroy();
  before.end(true);
  const sender = await mqtt.connectAsync(url, options);
  for (let n = 0; n < 20; n++) await sender.publishAsync('frames/1', String(n), { qos: 1 });
  const { node, auto, feed } = WAYS[way];
  const flow = [
    { id: 'broker', type: 'mqtt-broker', broker: '127.0.0.1', port: String(port), clientid: 'worker', autoConnect: auto, autoUnsubscribe: false, protocolVersion: '5', keepalive: '60', cleansession: false, sessionExpiry: '3600' },
    { id: 'in', z: 'tab', type: 'mqtt in', qos: '1', datatype: 'utf8', broker: 'broker', wires: [['out']], ...node },
    sink('out'),
  ];
  const { seen } = await run(flow, async (send) => {
    await pause(500);
    for (const msg of feed) send('in', msg);
    await pause(1000);
    await sender.publishAsync('frames/1', 'later', { qos: 1 });
    await pause(1000);
  });
  await sender.endAsync();
  broker.kill();
  const got = seen.map(([, msg]) => msg.payload);
  console.log(`Node-RED ${version}, ${way}: ${got.filter((one) => one !== 'later').length} of 20 that waited, ${got.filter((one) => one === 'later').length} of 1 sent later`);
  assert.equal(got.filter((one) => one !== 'later').length, way === 'dynamic' ? 0 : 20);
  assert.ok(got.includes('later'));
  process.exit(0);
})();
JS
for way in 'topic in the node' dynamic 'dynamic, then connect'; do node check.cjs "$way"; done
