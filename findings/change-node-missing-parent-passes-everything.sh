#!/usr/bin/env bash
# `change`: set msg.payload to msg.payload.A.B. One would guess that a path which leads nowhere gives undefined, wherever it breaks off.
# If A is there and has no B, payload becomes undefined. If A itself is missing, the rule is skipped without a word and the WHOLE payload goes
# on: an object arrives where a number was expected, now and then, when a meter does not send a label. A key that holds a dot
# ("injection.EA_s") is such a path, always.
# Node-RED 4.1.15, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages node-red@4.1.15
node_red
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const { run, sink, version } = require('./node-red.cjs');
const set = (id, to) => ({ id, z: 'tab', type: 'change', rules: [{ t: 'set', p: 'payload', pt: 'msg', to, tot: 'msg' }], wires: [['out']] });
const ways = { 'leaf missing': 'payload.energy.export', 'parent missing': 'payload.power.export', 'dot in the key': 'payload.injection.EA_s' };
const payload = { energy: { import: 5 }, 'injection.EA_s': 7 };
(async () => {
  const { seen, logs } = await run([...Object.entries(ways).map(([id, to]) => set(id, to)), sink('out')], async (send) => {
    for (const from of Object.keys(ways)) send(from, { from, payload: structuredClone(payload) });
  });
  const got = Object.fromEntries(seen.map(([, msg]) => [msg.from, msg.payload]));
  console.log(`Node-RED ${version}`, got, 'log:', logs);
  assert.deepEqual(got, { 'leaf missing': undefined, 'parent missing': payload, 'dot in the key': payload });
  assert.deepEqual(logs, []);
  process.exit(0);
})();
JS
node check.cjs
