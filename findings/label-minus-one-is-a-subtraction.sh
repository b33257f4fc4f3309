#!/usr/bin/env bash
# A meter's label SMAXSN-1 (yesterday's peak) is a key like any other in the `change` and `switch` nodes: the path payload.SMAXSN-1 finds it.
# One would guess the same of the JSONata expression beside it in the same list of types, or an error.
# JSONata and the function node subtract: payload.SMAXSN-1 is today's peak minus one, a number that looks right. No word in the log.
# payload.NJOURF+1 gives "001" in a function node and an error in JSONata. Right: payload.`SMAXSN-1` and msg.payload['SMAXSN-1'].
# Node-RED 4.1.15 (jsonata 2), run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages node-red@4.1.15
node_red
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const { run, sink, version } = require('./node-red.cjs');
const set = (id, to, tot) => ({ id, z: 'tab', type: 'change', rules: [{ t: 'set', p: 'payload', pt: 'msg', to, tot }], wires: [['out']] });
const code = (id, func) => ({ id, z: 'tab', type: 'function', func, outputs: 1, wires: [['out']] });
const flow = [
  set('path', 'payload.SMAXSN-1', 'msg'),
  set('jsonata', 'payload.SMAXSN-1', 'jsonata'),
  set('quoted', 'payload.`SMAXSN-1`', 'jsonata'),
  code('function', 'msg.payload = msg.payload.SMAXSN-1; return msg'),
  code('function+', 'msg.payload = msg.payload.NJOURF+1; return msg'),
  sink('out'),
];
(async () => {
  const got = {};
  const { seen, logs } = await run(flow, async (send, pause) => {
    for (const { id } of flow.slice(0, -1)) {
      send(id, { from: id, payload: { SMAXSN: 4321, 'SMAXSN-1': 3210, NJOURF: '00', 'NJOURF+1': '05' } });
      await pause(50);
    }
  });
  for (const [, msg] of seen) got[msg.from] = msg.payload;
  console.log(`Node-RED ${version}: SMAXSN 4321, SMAXSN-1 3210 →`, got, 'log:', logs);
  assert.deepEqual(got, { path: 3210, jsonata: 4320, quoted: 3210, function: 4320, 'function+': '001' });
  assert.deepEqual(logs, []);
  process.exit(0);
})();
JS
node check.cjs
