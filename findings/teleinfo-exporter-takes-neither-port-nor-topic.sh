#!/usr/bin/env bash
# teleinfo-exporter makes Prometheus metrics of what a Tasmota dongle publishes; --broker_topic and --broker_port, or BROKER_TOPIC and
# BROKER_PORT, say where. One would guess that it listens there.
# A port that is given stays text and is a TypeError: only the one that is not given works. The topic is read, stands in the help, and is not
# used: it subscribes to teleinfo/tele/SENSOR whatever it was told, says nothing, and all its metrics stay at 0.
# teleinfo-exporter 1.2.0 with paho-mqtt 1.6.1 (PyPI), aedes 1.2.0, run on 2026-12-01.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages aedes@1.2.0
pip_packages teleinfo-exporter==1.2.0 paho-mqtt==1.6.1
cat >check.cjs <<'JS'
const assert = require('node:assert/strict'), net = require('node:net'), { spawn } = require('node:child_process');
const { Aedes } = require('aedes');
const listening = (server) => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
(async () => {
  const broker = await Aedes.createBroker();
  const port = await listening(net.createServer(broker.handle));
  const subscribed = new Promise((resolve) => broker.on('subscribe', (subscriptions) => resolve(subscriptions.map(({ topic }) => topic))));
  const start = (before) => {
    const child = spawn('python3', ['-c', `${before}\nfrom teleinfo_exporter.app import main\nmain()`, '--broker_host', '127.0.0.1', '--broker_port', String(port), '--broker_topic', 'home/linky/SENSOR']);
    let errors = '';
    child.stderr.on('data', (data) => (errors += data));
    return { child, ended: new Promise((resolve) => child.on('close', () => resolve(errors.trim().split('\n').at(-1)))) };
  };
  const error = await start('').ended;
  // The second time the port is made a number on its way, and no web server is started.
  const second = start('import time, flask, paho.mqtt.client as mqtt\nconnect = mqtt.Client.connect\nmqtt.Client.connect = lambda client, host, port: connect(client, host, int(port))\nflask.Flask.run = lambda *_, **__: time.sleep(60)');
  const topics = await Promise.race([subscribed, second.ended]);
  second.child.kill('SIGKILL');
  console.log(`teleinfo-exporter 1.2.0, with a port: ${error}; asked for home/linky/SENSOR, subscribed to`, topics);
  assert.match(error, /^TypeError/);
  assert.deepEqual(topics, ['teleinfo/tele/SENSOR']);
  process.exit(0);
})();
JS
node check.cjs
