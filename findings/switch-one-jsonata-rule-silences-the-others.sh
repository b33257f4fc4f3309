#!/usr/bin/env bash
# A `switch` with two rules: level >= 2 (a plain comparison), and a JSONata expression on another field. One would guess that each rule stands
# for itself: if the expression cannot be computed because its field is null, its output stays silent and the other one still sends.
# JSONata raises an error when a number is compared with null (a missing key is fine: false), and then NO output of the node sends, not even
# "otherwise", nor the rule above that had matched: the message with level 3 that should shed a load goes to the Catch node, if there is one.
# `change` with such an expression stops the message as well; with a plain path it lets it go on.
# Node-RED 4.1.15 (jsonata 2), run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages node-red@4.1.15
node_red
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const { run, sink, version } = require('./node-red.cjs');
const rules = [{ t: 'gte', v: '2', vt: 'num' }, { t: 'jsonata_exp', v: 'payload.expected >= 2', vt: 'jsonata' }, { t: 'else' }];
const flow = [
  { id: 'switch', z: 'tab', type: 'switch', property: 'payload.level', propertyType: 'msg', rules, checkall: 'true', outputs: 3, wires: [['level'], ['expected'], ['otherwise']] },
  { id: 'catch', z: 'tab', type: 'catch', scope: null, uncaught: false, wires: [['caught']] },
  ...['level', 'expected', 'otherwise', 'caught'].map(sink),
];
(async () => {
  const { seen } = await run(flow, async (send, pause) => {
    for (const payload of [{ level: 3, expected: 3 }, { level: 3 }, { level: 3, expected: null }]) {
      send('switch', { from: JSON.stringify(payload), payload });
      await pause(50);
    }
  });
  const got = {};
  for (const [id, msg] of seen) (got[msg.from] ??= []).push(id);
  console.log(`Node-RED ${version}`, got);
  assert.deepEqual(got, {
    '{"level":3,"expected":3}': ['level', 'expected'],
    '{"level":3}': ['level'],
    '{"level":3,"expected":null}': ['caught'],
  });
  process.exit(0);
})();
JS
node check.cjs
