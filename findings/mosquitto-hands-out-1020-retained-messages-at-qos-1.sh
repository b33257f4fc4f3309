#!/usr/bin/env bash
# A fleet's last states lie on the broker, retained. One would guess that a subscription at QoS 1 is the sure way to read them all back.
# mosquitto puts all retained messages that match into the client's queue at once, 20 in flight and 1,000 waiting (max_queued_messages);
# what is beyond is dropped without an error. QoS 1 gets 1,020 of 3,000, QoS 0, "at most once", gets them all.
# Needs the mosquitto of the system (Debian's 2.0.11, default limits); mqtt 5.15.2, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
command -v mosquitto >/dev/null || { echo 'mosquitto is not installed' >&2; exit 1; }
npm_packages mqtt@5.15.2
port=$(node -e "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); })")
printf 'listener %s 127.0.0.1\nallow_anonymous true\n' "$port" >mosquitto.conf
mosquitto -c mosquitto.conf 2>mosquitto.log &
broker=$!
trap 'kill "$broker"; rm -rf "$folder"' EXIT
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const { execSync } = require('node:child_process');
const mqtt = require('mqtt');
const url = `mqtt://127.0.0.1:${process.argv[2]}`;
(async () => {
  const writer = await mqtt.connectAsync(url, { reconnectPeriod: 100 });
  await Promise.all(Array.from({ length: 3000 }, (_, n) => writer.publishAsync(`state/${n}`, 'x', { retain: true, qos: 1 })));
  const read = async (qos) => {
    const reader = await mqtt.connectAsync(url);
    let count = 0, last = Date.now();
    reader.on('message', () => { count++; last = Date.now(); });
    await reader.subscribeAsync('state/#', { qos });
    while (Date.now() - last < 1500) await new Promise((resolve) => setTimeout(resolve, 100));
    await reader.endAsync();
    return count;
  };
  const got = { 'QoS 0': await read(0), 'QoS 1': await read(1) };
  const version = execSync('mosquitto -h || true').toString().split('\n')[0];
  console.log(version, '3000 retained, read back:', got);
  assert.deepEqual(got, { 'QoS 0': 3000, 'QoS 1': 1020 });
  process.exit(0);
})();
JS
node check.cjs "$port"
