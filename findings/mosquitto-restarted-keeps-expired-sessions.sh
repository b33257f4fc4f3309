#!/usr/bin/env bash
# A session whose expiry has passed is gone, with its queue: one would guess that this holds after a restart of the broker, too.
# Mosquitto 2.0.11 (Debian 12) looks after the expiry of those alone that left since its start: who was away when it was restarted
# keeps a session, and a queue that grows, for ever. (2.0.15 mends it.)
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
async function connect(clientId) {
  const session = { protocolVersion: 5, clean: false, clientId, properties: { sessionExpiryInterval: 3 } };
  const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, session);
  const [{ sessionPresent }] = await once(client, 'connect');
  return { client, sessionPresent };
}
async function isThereAfter(clientId, between) {
  const { client } = await connect(clientId);
  await client.subscribeAsync('frames/+', { qos: 1 });
  await client.endAsync();
  await between();
  await pause(10_000);
  const { client: again, sessionPresent } = await connect(clientId);
  await again.endAsync();
  return sessionPresent;
}
(async () => {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  ({ port } = probe.address());
  probe.close();
  const lines = [`listener ${port} 127.0.0.1`, 'allow_anonymous true', 'persistence true', `persistence_location ${process.cwd()}/`];
  fs.writeFileSync('mosquitto.conf', [...lines, `user ${os.userInfo().username}`, ''].join('\n'));
  await up();
  const without = await isThereAfter('one', async () => {});
  const withRestart = await isThereAfter('two', async () => {
    const ended = once(broker, 'exit');
    broker.kill('SIGTERM');
    await ended;
    await up();
  });
  console.log('expiry 3 s, away for 10 s: session present', { without, withRestart });
  broker.kill();
  assert.equal(without, false);
  assert.equal(withRestart, true);
  process.exit(0);
})();
JS
node check.cjs
