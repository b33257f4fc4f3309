#!/usr/bin/env bash
# node-red-contrib-aggregator sums what comes within an interval, in seconds to days. One would guess that 30 days work like 24.
# Timers of JavaScript end at 2^31 ms, 24.8 days, and run after 1 ms beyond that: the sum of the month is sent each millisecond, so each
# message is its own sum. (The first interval is what is left of the 30 days since 1970, so it may begin some days after the start; the
# number of days here is chosen so that it begins at once.)
# node-red-contrib-aggregator 2.0.0 in node-red 4.1.15, run on 2026-11-30.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages node-red@4.1.15 node-red-contrib-aggregator@2.0.0
node_red
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const { run, sink, pause } = require('./node-red.cjs');
const DAY = 86_400_000, LIMIT = 2 ** 31 - 1;
let days = 30;
while (days * DAY - (Date.now() % (days * DAY)) < LIMIT + DAY) days++;
const node = (id, intervalCount) => ({
  id, z: 'tab', type: 'aggregator', intervalCount, intervalUnits: 'd', aggregationType: 'sum', submitIncompleteInterval: true, submitPerTopic: true, wires: [[`of-${id}`]],
});
(async () => {
  const { seen } = await run([node('24', 24), sink('of-24'), node('long', days), sink('of-long')], async (send) => {
    for (const payload of [100, 200, 300]) {
      for (const id of ['24', 'long']) send(id, { topic: 'kWh', payload });
      await pause(100);
    }
  });
  const sums = (id) => seen.filter(([from]) => from === `of-${id}`).map(([, { payload }]) => payload);
  const got = { '24 days': sums('24'), [`${days} days`]: sums('long') };
  console.log('node-red-contrib-aggregator', require('node-red-contrib-aggregator/package.json').version, 'within half a second:', got);
  assert.deepEqual(Object.values(got), [[], [100, 200, 300]]);
})().then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
JS
TZ=UTC node --no-warnings check.cjs
