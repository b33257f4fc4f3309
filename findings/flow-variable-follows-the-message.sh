#!/usr/bin/env bash
# `change` keeps what a signal said: set flow.last to msg.payload. A node behind it changes the message: msg.payload.level = 0. One would guess
# that a variable holds what was put into it, as a message is copied where a wire forks.
# The variable holds the object itself: it says 0 afterwards. So does a message that a variable was put into: changing it changes the variable.
# With "deep copy" on the rule that puts it in, they are apart.
# Node-RED 4.1.15 with the context in memory (its default), run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages node-red@4.1.15
node_red
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const { run, sink, version } = require('./node-red.cjs');
const set = (p, pt, to, tot, more) => ({ t: 'set', p, pt, to, tot, ...more });
const change = (id, rules, ...to) => ({ id, z: 'tab', type: 'change', rules, wires: [to] });
const kept = (id) => [
  change(`${id} said`, [set(id, 'flow', 'payload', 'msg', id === 'copied' ? { dc: true } : {}), set('payload.level', 'msg', '0', 'num')], `${id} read`),
  change(`${id} read`, [set('payload', 'msg', id, 'flow')], id),
  sink(id),
];
const flow = [...kept('plain'), ...kept('copied'), change('ask', [set('payload', 'msg', 'other', 'flow'), set('payload.level', 'msg', '0', 'num')]),
  change('put', [set('other', 'flow', '{"level":3}', 'json')]), change('tell', [set('payload', 'msg', 'other', 'flow')], 'other'), sink('other')];
(async () => {
  const { seen } = await run(flow, async (send, pause) => {
    for (const id of ['plain said', 'copied said']) send(id, { payload: { level: 3 } });
    for (const id of ['put', 'ask', 'tell']) { send(id, {}); await pause(50); }
  });
  const level = Object.fromEntries(seen.map(([id, msg]) => [id, msg.payload.level]));
  console.log(`Node-RED ${version}: put in as 3, read back as`, level);
  assert.deepEqual(level, { plain: 0, copied: 3, other: 0 });
  process.exit(0);
})();
JS
node check.cjs
