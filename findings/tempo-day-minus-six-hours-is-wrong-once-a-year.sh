#!/usr/bin/env bash
# A Tempo day lasts from 06:00 to 06:00. The usual trick for "which Tempo day is it": take six hours off and look at the date.
# One would guess that a library with time zones makes this safe. Hours are elapsed time to luxon: on the last Sunday of March, when 02:00
# to 03:00 does not exist, 06:30 minus six hours is 23:30 of the Saturday. From 06:00 to 07:00 the day that
# has ended is taken for the day in force. In October 05:30 minus six hours is 00:30 of the Sunday: the new day begins an hour early.
# What holds: compare the hour on the wall (hour < 6 ? the day before : today).
# luxon 3.7.2, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages luxon@3.7.2
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const { DateTime, VERSION } = require('luxon');
const at = (text) => DateTime.fromISO(text, { zone: 'Europe/Paris' });
const trick = (text) => at(text).minus({ hours: 6 }).toISODate();
const wall = (text) => at(text).minus({ days: at(text).hour < 6 ? 1 : 0 }).toISODate();
const got = Object.fromEntries(['2026-03-29T06:30', '2026-10-25T05:30', '2026-11-29T05:30', '2026-11-29T06:30'].map((text) => [text, [trick(text), wall(text)]]));
console.log(`luxon ${VERSION}, time → [minus six hours, by the wall]:`, got);
assert.deepEqual(got, {
  '2026-03-29T06:30': ['2026-03-28', '2026-03-29'],
  '2026-10-25T05:30': ['2026-10-25', '2026-10-24'],
  '2026-11-29T05:30': ['2026-11-28', '2026-11-28'],
  '2026-11-29T06:30': ['2026-11-29', '2026-11-29'],
});
JS
node check.cjs
