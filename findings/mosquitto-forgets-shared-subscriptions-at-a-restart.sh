#!/usr/bin/env bash
# With "persistence true" a session outlives a restart of the broker, so one would guess that its shared subscriptions do, too, or that
# the client is told that there is no session, and subscribes again.
# Mosquitto 2.0.11 (Debian 12) brings back the session, its queue and its plain subscriptions, but not $share/…: CONNACK says that the
# session is present, so mqtt.js (and with it Node-RED's mqtt nodes) does not subscribe again, what is published is acknowledged with
# reason code 16 (no matching subscribers), and nothing arrives until the client's program is started anew. 2.0.12 mends it.
# mosquitto 2.0.11, mqtt 5.15.2, run on 2026-11-30. Wants mosquitto and Node on the machine.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages mqtt@5.15.2
(mosquitto -h || true) | sed -n 1p
cat >check.cjs <<'JS'
const assert = require('node:assert/strict'), fs = require('node:fs'), net = require('node:net'), os = require('node:os');
const { spawn } = require('node:child_process'), { once } = require('node:events');
const mqtt = require('mqtt');
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let broker, port;
async function up() {
  broker = spawn('mosquitto', ['-c', 'mosquitto.conf'], { stdio: 'ignore' });
  for (;;) {
    const socket = net.connect(port, '127.0.0.1');
    const isUp = await Promise.race([once(socket, 'connect'), once(socket, 'error')]).then(([error]) => !error, () => false);
    socket.destroy();
    if (isUp) return;
    await pause(50);
  }
}
async function restart() {
  const ended = once(broker, 'exit');
  broker.kill('SIGTERM');
  await ended;
  await up();
}
async function heard(filter) {
  const session = { protocolVersion: 5, clean: false, reconnectPeriod: 200, properties: { sessionExpiryInterval: 3600 } };
  const worker = mqtt.connect(`mqtt://127.0.0.1:${port}`, { ...session, clientId: `worker of ${filter.length}` });
  worker.on('error', () => {});
  let got = 0, present;
  worker.on('connect', (packet) => (present = packet.sessionPresent));
  worker.on('message', () => got++);
  await once(worker, 'connect');
  await worker.subscribeAsync(filter, { qos: 1 });
  await restart();
  await once(worker, 'connect');
  const sender = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 5 });
  let code;
  sender.on('packetreceive', (packet) => packet.cmd === 'puback' && (code = packet.reasonCode));
  await sender.publishAsync('frames/1', 'x', { qos: 1 });
  await pause(1000);
  await sender.endAsync();
  await worker.endAsync();
  return { present, got, code };
}
(async () => {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  ({ port } = probe.address());
  probe.close();
  const lines = [`listener ${port} 127.0.0.1`, 'allow_anonymous true', 'persistence true', `persistence_location ${process.cwd()}/`];
  fs.writeFileSync('mosquitto.conf', [...lines, `user ${os.userInfo().username}`, ''].join('\n'));
  await up();
  const shared = await heard('$share/workers/frames/+');
  const plain = await heard('frames/+');
  console.log({ plain, shared });
  broker.kill();
  assert.deepEqual(plain, { present: true, got: 1, code: 0 });
  assert.deepEqual(shared, { present: true, got: 0, code: 16 });
  process.exit(0);
})();
JS
node check.cjs
