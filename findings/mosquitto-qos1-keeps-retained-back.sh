#!/usr/bin/env bash
# One would guess that a subscription brings every retained message that it matches, and that QoS 1 makes it the surer.
# Mosquitto puts retained messages for QoS 1 and 2 into the queue of the client, which has room for max_queued_messages (1,000)
# beside max_inflight_messages (20): of 3,000 retained messages 1,020 arrive, the rest is dropped without a word to the client,
# and never sent later. The same subscription with QoS 0 brings all 3,000.
# Seen with mosquitto 2.0.11 (Debian 12) and mqtt 5.14.1 from npm, 2026-11-29. Wants mosquitto and Node on the machine.
set -euo pipefail

folder=$(mktemp -d)
broker=
trap '[ -z "$broker" ] || kill "$broker"; rm -rf "$folder"' EXIT
cd "$folder"

(mosquitto -h || true) | sed -n 1p
npm install --silent --no-audit --no-fund --prefix "$folder" mqtt@5.14.1
port=$(node -p 'const s=require("net").createServer();s.listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()});""' | sed '/^$/d')
printf 'listener %s 127.0.0.1\nallow_anonymous true\n' "$port" >mosquitto.conf
mosquitto -c mosquitto.conf >mosquitto.log 2>&1 &
broker=$!

cat >count.js <<'JS'
const mqtt = require('mqtt');
const TOTAL = 3000;

async function received(url, qos) {
  const client = await mqtt.connectAsync(url);
  const topics = new Set();
  client.on('message', (topic) => topics.add(topic));
  await client.subscribeAsync('findings/+/state', { qos });
  // Over when nothing has come for a second.
  for (let before = -1; before !== topics.size; ) {
    before = topics.size;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  await client.endAsync();
  return topics.size;
}

(async () => {
  const url = `mqtt://127.0.0.1:${process.argv[2]}`;
  const sender = await mqtt.connectAsync(url);
  for (let i = 0; i < TOTAL; i++) await sender.publishAsync(`findings/${i}/state`, String(i), { qos: 1, retain: true });
  await sender.endAsync();
  const [zero, one] = [await received(url, 0), await received(url, 1)];
  console.log(`retained ${TOTAL}; received with QoS 0: ${zero}, with QoS 1: ${one}`);
  process.exit(zero === TOTAL && one < TOTAL ? 0 : 1);
})();
JS
node count.js "$port"
