#!/usr/bin/env bash
# The moment node of node-red-contrib-moment takes the zone of its input from its form, or from msg.inTz where a message brings one.
# One would guess that msg.inTz counts for that message.
# It is written into the node: after one message with a zone, the times of Paris that follow without one are read in that zone too, an hour or
# two off, until the flow is deployed again. msg.outTz likewise.
# node-red-contrib-moment 4.0.0 in node-red 4.1.15, run on 2026-11-30.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages node-red@4.1.15 node-red-contrib-moment@4.0.0
node_red
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const { run, sink, pause } = require('./node-red.cjs');
const node = { id: 'moment', z: 'tab', type: 'moment', topic: '', input: 'payload', inputType: 'msg', inTz: 'Europe/Paris', outTz: 'Europe/Paris', locale: 'fr-FR', format: '', output: 'payload', outputType: 'msg', wires: [['out']] };
const payload = '2026-07-01 12:30:00';
(async () => {
  const { seen } = await run([node, sink('out')], async (send) => {
    for (const msg of [{ payload }, { payload, inTz: 'UTC' }, { payload }, { payload, outTz: 'UTC' }, { payload }]) {
      send('moment', msg);
      await pause(20);
    }
  });
  const got = seen.map(([, msg]) => [msg.inTz ?? 'form', msg.payload, msg.settings.input_tz, msg.settings.output_tz]);
  console.log('node-red-contrib-moment', require('node-red-contrib-moment/package.json').version, payload, got);
  assert.deepEqual(got.slice(0, 3).map(([, at]) => at), ['2026-07-01T10:30:00.000Z', '2026-07-01T12:30:00.000Z', '2026-07-01T12:30:00.000Z']);
  assert.deepEqual(got.map(([, , , zone]) => zone), ['Europe/Paris', 'Europe/Paris', 'Europe/Paris', 'UTC', 'UTC']);
})().then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
JS
node check.cjs
