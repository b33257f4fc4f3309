#!/usr/bin/env bash
# Files of Enedis (and of Excel) begin with a byte order mark. Node-RED's csv node takes it off in its legacy parser.
# One would guess that the RFC parser, which the node recommends and takes for new nodes, does the same.
# It keeps the mark as part of the first column's name: msg.payload.PRM (or "Horodate") is undefined, though the debug sidebar shows just
# that name. All other columns are right.
# Node-RED 4.1.15, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages node-red@4.1.15
node_red
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const { run, sink, version } = require('./node-red.cjs');
const csv = (id, spec) => ({ id, z: 'tab', type: 'csv', spec, sep: ';', hdrin: true, multi: 'mult', skip: '0', strings: true, temp: '', wires: [[`${id}-out`]] });
(async () => {
  const { seen } = await run([csv('legacy', ''), csv('rfc', 'rfc'), sink('legacy-out'), sink('rfc-out')], async (send) => {
    for (const id of ['legacy', 'rfc']) send(id, { payload: '\ufeffHorodate;Valeur\n2026-11-29T00:30:00+01:00;1250\n' });
  });
  const rows = Object.fromEntries(seen.map(([id, msg]) => [id, msg.payload[0]]));
  console.log(`Node-RED ${version}`, rows, 'row.Horodate:', rows['legacy-out'].Horodate, rows['rfc-out'].Horodate);
  assert.deepEqual(Object.keys(rows['legacy-out']), ['Horodate', 'Valeur']);
  assert.deepEqual(Object.keys(rows['rfc-out']), ['\ufeffHorodate', 'Valeur']);
  process.exit(0);
})();
JS
node check.cjs
