#!/usr/bin/env bash
# French portals write 12,5 with a comma, between semicolons. One would guess that csv-parse with `cast` and `cast_date` (numbers are
# numbers, dates are dates) makes 12.5 of it, or leaves the text.
# It makes the fifth of December 2001 of it: whatever Date.parse takes is a date, and V8 takes nearly everything that ends in a number. So
# 1,5 is a day in January, "Lot 12" one in December, "Rue de mai 1945" the year 1945, while 13,5 and 0,5 beside them stay text: one column,
# two types. And without `cast_date` department 01 is 1.
# What holds: no cast; types by the column, not by the cell.
# csv-parse 7.0.3, Node 20 to 24, run on 2026-11-30.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages csv-parse@7.0.3
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const { parse } = require('csv-parse/sync');
const read = (options) => parse('departement;lieu;minutes\n01;Rue de mai 1945;12,5\n02;Lot 12;13,5\n03;Bourg;1,5\n', { delimiter: ';', columns: true, ...options });
const day = (value) => (value instanceof Date ? value.toLocaleDateString('sv-SE') : value);
const minutes = read({ cast: true, cast_date: true }).map((row) => day(row.minutes));
const places = read({ cast: true, cast_date: true }).map((row) => day(row.lieu));
const departments = read({ cast: true }).map((row) => row.departement);
console.log(`csv-parse, Node ${process.version}:`, { minutes, places, departments });
assert.deepEqual(minutes, ['2001-12-05', '13,5', '2001-01-05']);
assert.deepEqual(places, ['1945-01-01', '2001-12-01', 'Bourg']);
assert.deepEqual(departments, [1, 2, 3]);
assert.deepEqual(read({}).map((row) => [row.departement, row.minutes]), [['01', '12,5'], ['02', '13,5'], ['03', '1,5']]);
JS
node check.cjs
