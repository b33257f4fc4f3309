#!/usr/bin/env bash
# 2026-10-25 02:30 in Paris happens twice. One would guess that luxon always takes the same one of the two (the first, as most libraries do).
# It takes the one whose offset holds today: the same call on the same text gives 02:30+02:00 when run in summer and 02:30+01:00 when run in
# winter. A file of Enedis imported twice, in September and in December, or a test, lands an hour apart. It holds for fromISO, fromFormat,
# fromSQL and fromObject; plus({ days: 1 }) from the day before takes the offset of that day.
# luxon 3.7.2, run on 2026-11-29 with its own clock (Settings.now) set.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages luxon@3.7.2
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const { DateTime, Settings, VERSION } = require('luxon');
const zone = { zone: 'Europe/Paris' };
const read = (today) => {
  Settings.now = () => Date.parse(today);
  Settings.resetCaches();
  return [
    DateTime.fromISO('2026-10-25T02:30', zone),
    DateTime.fromFormat('25/10/2026 02:30', 'dd/MM/yyyy HH:mm', zone),
    DateTime.fromSQL('2026-10-25 02:30', zone),
    DateTime.fromObject({ year: 2026, month: 10, day: 25, hour: 2, minute: 30 }, zone),
  ].map((time) => time.toFormat('HH:mmZZ'));
};
const july = read('2026-07-15T12:00Z'), january = read('2027-01-15T12:00Z');
const plus = DateTime.fromISO('2026-10-24T02:30', zone).plus({ days: 1 }).toFormat('HH:mmZZ');
console.log(`luxon ${VERSION}, run in July: ${july}; run in January: ${january}; the day before plus one day: ${plus}`);
assert.deepEqual([...new Set(july)], ['02:30+02:00']);
assert.deepEqual([...new Set(january)], ['02:30+01:00']);
assert.equal(plus, '02:30+02:00');
JS
node check.cjs
