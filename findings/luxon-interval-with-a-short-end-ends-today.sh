#!/usr/bin/env bash
# Periods in which a building can be asked for power come as ISO 8601 intervals. The standard lets the end leave out what it shares with the
# start: 2025-04-02T12:00/14:00 are two hours. One would guess that Interval.fromISO reads that, or calls it invalid.
# It is valid and ends at 14:00 of the day on which it is read: two hours become a year and a half, and it changes from day to day. With a
# start that lies ahead the interval is invalid ("end before start") until that day has passed.
# What holds: refuse an end without a date before luxon sees it.
# luxon 3.7.2, run on 2026-11-29.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages luxon@3.7.2
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const { DateTime, Interval, VERSION } = require('luxon');
const zone = 'Europe/Paris';
const today = DateTime.now().setZone(zone).toISODate();
const read = (text) => Interval.fromISO(text, { zone });
const got = Object.fromEntries(['2025-04-02T12:00/2025-04-02T14:00', '2025-04-02T12:00/PT2H', '2025-04-02T12:00/14:00', '2025-04-02T12:00+02:00/14:00', '2125-04-02T12:00/14:00'].map((text) => [text, read(text)]));
console.log(`luxon ${VERSION}, on ${today}:`, Object.fromEntries(Object.entries(got).map(([text, one]) => [text, one.toISO()])));
const [whole, duration, short, offset, ahead] = Object.values(got);
for (const right of [whole, duration]) assert.equal(right.length('hours'), 2);
for (const wrong of [short, offset]) assert.deepEqual([wrong.isValid, wrong.end.toISODate(), wrong.end.hour], [true, today, 14]);
assert.deepEqual([ahead.isValid, ahead.invalidReason], [false, 'end before start']);
JS
node check.cjs
