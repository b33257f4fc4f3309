#!/usr/bin/env bash
# A shared subscription, $share/group/filter, lets two Node-RED share the work of one topic; mosquitto and most brokers know it for 3.1.1, too.
# One would guess that a broker which does not know it refuses the subscription (0x80) in its SUBACK.
# aedes, the broker inside many Node-RED set-ups, grants it with the QoS that was asked and never delivers a message: it waits for a topic
# that begins with "$share".
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
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${server.address().port}`);
  const got = [];
  client.on('message', (topic, payload) => got.push(`${topic} ${payload}`));
  const [grant] = await client.subscribeAsync('$share/workers/tic/#', { qos: 1 });
  await client.publishAsync('tic/1', 'to nobody', { qos: 1 });
  await client.subscribeAsync('tic/#', { qos: 1 });
  await client.publishAsync('tic/1', 'to the plain one', { qos: 1 });
  await new Promise((resolve) => setTimeout(resolve, 500));
  console.log(`aedes ${JSON.parse(require('node:fs').readFileSync('node_modules/aedes/package.json')).version}`, { grant, got });
  assert.equal(grant.qos, 1);
  assert.deepEqual(got, ['tic/1 to the plain one']);
  process.exit(0);
})();
JS
node check.cjs
