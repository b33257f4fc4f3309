#!/usr/bin/env bash
# To walk through the days of French data, one would guess that dayjs.tz('2026-10-25', 'Europe/Paris').add(1, 'day') is midnight of the
# 26th, as the days of moment and luxon are, on whichever server.
# On a server that runs in UTC (every container) it is 23:00 of the same 25th, which has 25 hours; a week and a month later are wrong by
# the same hour, and in March it is 01:00 of the 30th. It still prints 2026-10-26T00:00:00, with +02:00, an offset that Paris has no more.
# The same line on a server in Paris is right in October, and prints the same text: a test on a desk sees nothing.
# What holds: dayjs.tz with the text of the next day.
# dayjs 1.11.18, run on 2026-11-30.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages dayjs@1.11.18
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const dayjs = require('dayjs');
dayjs.extend(require('dayjs/plugin/utc'));
dayjs.extend(require('dayjs/plugin/timezone'));
const paris = (day) => dayjs.tz(day, 'Europe/Paris');
const next = (day, unit = 'day') => paris(day).add(1, unit);
const got = { october: next('2026-10-25'), march: next('2026-03-29'), month: next('2026-10-01', 'month') };
console.log(`dayjs ${require('dayjs/package.json').version}, server in ${process.env.TZ}:`, Object.fromEntries(Object.entries(got).map(([name, one]) => [name, [one.format(), one.toISOString()]])));
assert.equal(paris('2026-10-25').toISOString(), '2026-10-24T22:00:00.000Z');
assert.equal(paris('2026-10-26').toISOString(), '2026-10-25T23:00:00.000Z');
assert.equal(got.october.format(), '2026-10-26T00:00:00+02:00');
if (process.env.TZ === 'Europe/Paris') assert.equal(got.october.toISOString(), '2026-10-25T23:00:00.000Z');
else {
  assert.equal(got.october.toISOString(), '2026-10-25T22:00:00.000Z');
  assert.equal(got.march.toISOString(), '2026-03-29T23:00:00.000Z');
  assert.equal(got.month.toISOString(), '2026-10-31T22:00:00.000Z');
}
JS
TZ=UTC node check.cjs
TZ=Europe/Paris node check.cjs
