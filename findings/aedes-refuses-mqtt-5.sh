#!/usr/bin/env bash
# Home Assistant's MQTT integration of 2026.11 speaks MQTT 5 unless told otherwise, and so may `mqtt-broker` nodes of Node-RED.
# One would guess that aedes, whose client library of the same family (mqtt.js) speaks 5 since years, takes such a client or lets it fall back.
# It refuses with return code 1 in the form of MQTT 3 and closes; mqtt.js does not fall back. For a broker inside Node-RED set 3.1.1 in
# Home Assistant, or take mosquitto.
# aedes 1.2.0, mqtt 5.15.2, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages aedes@1.2.0 mqtt@5.15.2
cat >check.cjs <<'JS'
const assert = require('node:assert/strict'), net = require('node:net');
const { Aedes } = require('aedes'), mqtt = require('mqtt');
(async () => {
  const broker = await Aedes.createBroker();
  const server = net.createServer(broker.handle);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `mqtt://127.0.0.1:${server.address().port}`;
  const connect = (protocolVersion) => new Promise((resolve) => {
    const client = mqtt.connect(url, { protocolVersion, reconnectPeriod: 0 });
    client.on('connect', () => resolve('connected')).on('error', (error) => resolve(error.message)).on('close', () => resolve('closed'));
  });
  const got = { 4: await connect(4), 5: await connect(5) };
  console.log(`aedes ${JSON.parse(require('node:fs').readFileSync('node_modules/aedes/package.json')).version}, by protocol version:`, got);
  assert.equal(got[4], 'connected');
  assert.match(got[5], /Unacceptable protocol version/);
  process.exit(0);
})();
JS
node check.cjs
