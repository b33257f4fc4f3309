#!/usr/bin/env bash
# The meter's status register STGE is eight hexadecimal digits. On a white day before a red one its second digit is E: 0E420401
# (white today, red tomorrow, standard mode, CPL registered, index 2). One would guess that text with a leading 0 stays text.
# `mqtt in` with its default output "auto-detect", the `csv` node (both parsers) and the `yaml` node take it for 0 times ten to the 420401:
# the number 0. 013A0401 beside it stays text. On `mqtt in` choose "a String"; quotes in the CSV do not help.
# The same nodes make a number of an identifier without a leading zero and leave one with a leading zero as text:
# two meters, two types in one column.
# Node-RED 4.1.15, aedes 1.2.0, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages node-red@4.1.15 aedes@1.2.0
node_red
cat >check.cjs <<'JS'
const assert = require('node:assert/strict'), net = require('node:net');
const { Aedes } = require('aedes');
const { run, sink, version } = require('./node-red.cjs');
const csv = (id, spec) => ({ id, z: 'tab', type: 'csv', spec, sep: ';', hdrin: true, multi: 'mult', skip: '0', strings: true, temp: '', wires: [[`${id}-out`]] });
(async () => {
  const broker = await Aedes.createBroker();
  const server = net.createServer(broker.handle).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const flow = [
    { id: 'broker', type: 'mqtt-broker', broker: '127.0.0.1', port: String(server.address().port), autoConnect: true, protocolVersion: '4', keepalive: '60', cleansession: true },
    { id: 'in', z: 'tab', type: 'mqtt in', topic: 'tic/#', qos: '1', datatype: 'auto-detect', broker: 'broker', inputs: 0, wires: [['mqtt-out']] },
    { id: 'publish', z: 'tab', type: 'mqtt out', topic: '', qos: '', retain: '', broker: 'broker' },
    csv('legacy', ''), csv('rfc', 'rfc'),
    { id: 'yaml', z: 'tab', type: 'yaml', property: 'payload', wires: [['yaml-out']] },
    ...['mqtt-out', 'legacy-out', 'rfc-out', 'yaml-out'].map(sink),
  ];
  const { seen } = await run(flow, async (send, pause) => {
    await pause(500);
    for (const payload of ['013A0401', '0E420401', '041961123456', '811961123456']) {
      send('publish', { topic: 'tic/x', payload });
      await pause(100);
    }
    for (const id of ['legacy', 'rfc']) send(id, { payload: 'STGE;METER\n013A0401;041961123456\n"0E420401";811961123456\n' });
    send('yaml', { payload: 'a: 013A0401\nb: 0E420401\n' });
    await pause(200);
  });
  const of = (id) => seen.filter(([from]) => from === id).map(([, msg]) => msg.payload);
  console.log(`Node-RED ${version}, mqtt in:`, of('mqtt-out'), 'csv:', of('legacy-out')[0], of('rfc-out')[0], 'yaml:', of('yaml-out')[0]);
  assert.deepEqual(of('mqtt-out'), ['013A0401', 0, '041961123456', 811961123456]);
  const rows = [{ STGE: '013A0401', METER: '041961123456' }, { STGE: 0, METER: 811961123456 }];
  assert.deepEqual([of('legacy-out')[0], of('rfc-out')[0]], [rows, rows]);
  assert.deepEqual(of('yaml-out')[0], { a: '013A0401', b: 0 });
  process.exit(0);
})();
JS
node check.cjs
