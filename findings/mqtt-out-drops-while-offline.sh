#!/usr/bin/env bash
# While the broker is away, a message reaches `mqtt out`. The client library below it, mqtt.js, keeps what is published off line and sends it
# later. One would guess that the node does so, too, or that the Complete node or the Catch node tells.
# It drops the message: nothing is sent later, neither Complete nor Catch fires, nothing is logged. Only its status says "disconnected".
# What has to arrive needs a status node or a birth message that makes the flow send its states again.
# Node-RED 4.1.15, aedes 1.2.0, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages node-red@4.1.15 aedes@1.2.0
node_red
cat >check.cjs <<'JS'
const assert = require('node:assert/strict'), net = require('node:net');
const { Aedes } = require('aedes');
const { run, sink, version } = require('./node-red.cjs');
(async () => {
  const free = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => free.once('listening', resolve));
  const { port } = free.address();
  await new Promise((resolve) => free.close(resolve));
  const broker = await Aedes.createBroker(), server = net.createServer(broker.handle), arrived = [];
  broker.on('publish', ({ topic, payload }) => topic === 'load' && arrived.push(String(payload)));
  const flow = [
    { id: 'broker', type: 'mqtt-broker', broker: '127.0.0.1', port: String(port), autoConnect: true, protocolVersion: '4', keepalive: '60', cleansession: true },
    { id: 'publish', z: 'tab', type: 'mqtt out', topic: 'load', qos: '1', retain: 'true', broker: 'broker' },
    { id: 'complete', z: 'tab', type: 'complete', scope: ['publish'], wires: [['completed']] },
    { id: 'catch', z: 'tab', type: 'catch', scope: null, uncaught: false, wires: [['caught']] },
    ...['completed', 'caught'].map(sink),
  ];
  const { seen } = await run(flow, async (send, pause) => {
    send('publish', { payload: 'off line' });
    await new Promise((resolve) => { broker.once('clientReady', resolve); server.listen(port, '127.0.0.1'); });
    await pause(500);
    send('publish', { payload: 'on line' });
    await pause(500);
  }, { mqttReconnectTime: 500 });
  const told = seen.map(([id, msg]) => `${id}: ${msg.payload}`);
  console.log(`Node-RED ${version}`, { arrived, told });
  assert.deepEqual(arrived, ['on line']);
  assert.deepEqual(told, ['completed: on line']);
  process.exit(0);
})();
JS
node check.cjs
