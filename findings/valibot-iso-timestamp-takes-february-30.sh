#!/usr/bin/env bash
# RTE's and Enedis' times are checked with a schema. One would guess that isoTimestamp() takes what ISO 8601 takes and refuses a day that does
# not exist, and that isoDateTime() takes a date with a time.
# isoTimestamp is a pattern: 2026-02-30T00:00:00Z passes (new Date makes 2 March of it), 2026-11-29T00:00+01:00
# (no seconds) does not, nor 24:00:00. isoDateTime takes 2026-11-29T00:00 only: seconds or an offset make it fail.
# valibot 1.5.0, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages valibot@1.5.0
cat >check.cjs <<'JS'
const assert = require('node:assert/strict'), fs = require('node:fs');
const v = require('valibot');
const accepts = (action, text) => v.is(v.pipe(v.string(), action), text);
const texts = ['2026-11-29T00:00:00+01:00', '2026-02-30T00:00:00Z', '2026-11-29T00:00+01:00', '2026-11-29T24:00:00+01:00', '2026-11-29T00:00:00', '2026-11-29T00:00'];
const got = Object.fromEntries(texts.map((text) => [text, [accepts(v.isoTimestamp(), text), accepts(v.isoDateTime(), text)]]));
console.log(`valibot ${JSON.parse(fs.readFileSync('node_modules/valibot/package.json')).version}, text → [isoTimestamp, isoDateTime]`, got);
assert.deepEqual(Object.values(got), [[true, false], [true, false], [false, false], [false, false], [false, false], [false, true]]);
JS
node check.cjs
