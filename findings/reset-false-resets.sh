#!/usr/bin/env bash
# A flow sets msg.reset to true or false to say whether a wait is to be given up. One would guess that false does nothing, and that a message
# with a payload goes on behind the reset.
# `trigger`, `delay` (both kinds), `filter` and `join` ask only whether the message HAS a property reset: false and null reset as well. And but
# for `filter` the message goes no further: the payload beside it is lost, as in "stop waiting and switch off".
# So a property reset must be deleted, not set to false, before the message goes to another of these nodes.
# Node-RED 4.1.15, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages node-red@4.1.15
node_red
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const { run, sink, version } = require('./node-red.cjs');
const delay = { z: 'tab', type: 'delay', timeout: '200', timeoutUnits: 'milliseconds', rate: '1', nbRateUnits: '0.3', rateUnits: 'second', randomFirst: '1', randomLast: '1', randomUnits: 'seconds', drop: false, allowrate: false, outputs: 1 };
const nodes = {
  trigger: { z: 'tab', type: 'trigger', op1: '', op1type: 'nul', op2: 'on', op2type: 'str', duration: '200', extend: false, overrideDelay: false, units: 'ms', reset: '', bytopic: 'all', topic: 'topic', outputs: 1 },
  delay: { ...delay, pauseType: 'delay' },
  'rate limit': { ...delay, pauseType: 'rate' },
  join: { z: 'tab', type: 'join', mode: 'custom', build: 'array', property: 'payload', propertyType: 'msg', key: 'topic', joiner: '', joinerType: 'str', accumulate: false, timeout: '', count: '2' },
  filter: { z: 'tab', type: 'rbe', func: 'rbe', gap: '', start: '', inout: 'out', septopics: false, property: 'payload', topi: 'topic' },
};
const flow = Object.entries(nodes).flatMap(([name, node]) => [{ id: name, ...node, wires: [[`${name} out`]] }, sink(`${name} out`)]);
const play = async (reset) => {
  const { seen } = await run(flow, async (send, pause) => {
    for (const name of Object.keys(nodes)) {
      // The rate limit lets the first one out at once and holds the second.
      send(name, { payload: 'first' });
      if (name === 'rate limit') send(name, { payload: 'held' });
    }
    await pause(50);
    for (const name of Object.keys(nodes)) send(name, { payload: 'first', ...reset });
    await pause(1200);
  });
  return Object.fromEntries(Object.keys(nodes).map((name) => [name, seen.filter(([id]) => id === `${name} out`).map(([, msg]) => msg.payload)]));
};
(async () => {
  // One Node-RED a process: which reset is told from outside.
  const reset = JSON.parse(process.argv[2]);
  const out = await play(reset);
  console.log(`Node-RED ${version}, second message with ${process.argv[2]}:`, out);
  const none = { trigger: ['on'], delay: ['first', 'first'], 'rate limit': ['first', 'held', 'first'], join: [['first', 'first']], filter: ['first'] };
  const given = { trigger: [], delay: [], 'rate limit': ['first'], join: [], filter: ['first', 'first'] };
  assert.deepEqual(out, 'reset' in reset ? given : none);
  process.exit(0);
})();
JS
for reset in '{}' '{"reset":true}' '{"reset":false}' '{"reset":null}'; do node check.cjs "$reset"; done
