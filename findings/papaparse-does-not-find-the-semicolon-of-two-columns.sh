#!/usr/bin/env bash
# A small file of French data: a time and a value, semicolons between, a comma in each figure, a line end after the last line. One would
# guess that Papa Parse, which finds the delimiter by itself, finds the semicolon that is in every line, the header first.
# It takes the comma. The end of the file counts as a line of one field, so lines have 1.9 fields on average, and it wants 1.99: below ten
# lines no file of two columns passes, the comma is what is left, and it stands in each figure. There is one column then, "jour;valeur",
# and half of each figure is in __parsed_extra. The same lines without the last line end, or with skipEmptyLines, are read as they should be.
# What holds: delimiter: ';', or skipEmptyLines: true.
# papaparse 5.7.1, run on 2026-11-30.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages papaparse@5.7.1
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const Papa = require('papaparse');
const file = (days) => ['jour;valeur', ...Array.from({ length: days }, (_, day) => `2026-01-0${day + 1};12,${day}`), ''].join('\n');
const read = (text, options = {}) => Papa.parse(text, { header: true, ...options });
const week = read(file(7));
console.log(`papaparse ${require('papaparse/package.json').version}:`, week.meta.delimiter, week.data[0]);
assert.deepEqual(week.data[0], { 'jour;valeur': '2026-01-01;12', __parsed_extra: ['0'] });
for (const days of [1, 7, 8]) assert.equal(read(file(days)).meta.delimiter, ',');
assert.equal(read(file(9)).meta.delimiter, ';');
for (const right of [read(file(7).trimEnd()), read(file(7), { skipEmptyLines: true }), read(file(7), { delimiter: ';' })])
  assert.deepEqual(right.data[0], { jour: '2026-01-01', valeur: '12,0' });
JS
node check.cjs
