#!/usr/bin/env bash
# The `inject` node with "interval between times" (or a cron line) fires by cronosjs. In the night when summer time ends, the hour from
# 02:00 to 03:00 happens twice. One would guess that "every half hour" fires in both: a daily job may run once, a half-hourly one goes on.
# It is silent for the whole second hour: 02:30 summer time is followed by 03:00 winter time, one and a half hours later.
# In spring "at 02:30" runs at 03:00, not at 03:30. The plain "interval" of the inject node is a timer and not touched by this.
# cronosjs 1.7.1, the one in Node-RED 4.1.15, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages cronosjs@1.7.1
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const { CronosExpression } = require('cronosjs');
const next = (line, from, count) =>
  CronosExpression.parse(line, { timezone: 'Europe/Paris' }).nextNDates(new Date(from), count).map((at) => at.toISOString().slice(0, 16));
const autumn = next('*/30 0-6 * * *', '2026-10-24T23:45Z', 4);
const spring = next('30 2 * * *', '2026-03-28T12:00Z', 1);
console.log(`cronosjs ${require('cronosjs/package.json').version}`, { autumn, spring });
assert.deepEqual(autumn, ['2026-10-25T00:00', '2026-10-25T00:30', '2026-10-25T02:00', '2026-10-25T02:30']);
assert.deepEqual(spring, ['2026-03-29T01:00']);
JS
node check.cjs
