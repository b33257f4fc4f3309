#!/usr/bin/env bash
# A frame of the TIC ends with ETX (0x03). In the `split` node one types \n, \t or \r to split text at such a character, and in a serial node
# 0x03 as well. One would guess that "split using \x03" (or 0x03, \u0003) works, or is refused.
# It waits for the four characters \, x, 0, 3: as a stream it never sends anything and keeps all that came in memory; without "stream" the
# whole text goes on as one piece. Split a Buffer by the bytes [3] instead, or put the real character into the field.
# Node-RED 4.1.15, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages node-red@4.1.15
node_red
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const { run, sink, version } = require('./node-red.cjs');
const split = (id, splt, spltType, stream) => ({ id, z: 'tab', type: 'split', splt, spltType, stream, arraySplt: 1, arraySpltType: 'len', property: 'payload', wires: [[`${id}-out`]] });
const ways = { 'text \\x03': ['\\x03', 'str', true], 'text 0x03': ['0x03', 'str', true], 'text \\u0003': ['\\u0003', 'str', true], 'text \\n': ['\\n', 'str', true], 'whole \\x03': ['\\x03', 'str', false], 'bytes [3]': ['[3]', 'bin', true] };
const names = Object.keys(ways);
(async () => {
  const text = '\x02\nPTEC TH.. $\r\x03\x02\nPTEC TH.. $\r\x03';
  const { seen } = await run([...names.map((name) => split(name, ...ways[name])), ...names.map((name) => sink(`${name}-out`))], async (send) => {
    for (const name of names) send(name, { payload: name.startsWith('bytes') ? Buffer.from(text) : text });
  });
  const pieces = Object.fromEntries(names.map((name) => [name, seen.filter(([id]) => id === `${name}-out`).length]));
  console.log(`Node-RED ${version}, two frames, pieces sent:`, pieces);
  assert.deepEqual(pieces, { 'text \\x03': 0, 'text 0x03': 0, 'text \\u0003': 0, 'text \\n': 2, 'whole \\x03': 1, 'bytes [3]': 2 });
  process.exit(0);
})();
JS
node check.cjs
