#!/usr/bin/env bash
# node-red-contrib-dashboard-bar-chart-data makes bars of an index: energy per hour, the last 24, and their sum in msg.data_sum.
# One would guess that on the last Sunday of March one bar is missing.
# It goes back by setHours(-1): from 03:30, 02:30 does not exist and JavaScript makes 03:30 of it again, so the walk stands still. From 03:00 on
# all earlier bars are that of three o'clock: the night before is deleted for good, and the sum has one hour 24 times.
# node-red-contrib-dashboard-bar-chart-data 0.9.94 in node-red 4.1.15, TZ=Europe/Paris, run on 2026-11-30 with 1 kWh an hour.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages node-red@4.1.15 node-red-contrib-dashboard-bar-chart-data@0.9.94
node_red
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const { run, sink, pause } = require('./node-red.cjs');
const chart = { id: 'chart', z: 'tab', type: 'bar-chart-data', x_interval: 'hours', x_size: 24, precision: 2, is_meter_reading: 'True', agg_by: 'sum', wires: [['out']] };
const start = Date.parse('2026-03-28T12:30:00+01:00');
(async () => {
  const { seen } = await run([chart, sink('out')], async (send) => {
    for (let hour = 0; hour < 17; hour++) {
      send('chart', { topic: 'index', payload: 100 + hour, timestamp: start + hour * 3_600_000 });
      await pause(20);
    }
  });
  const bars = seen.map(([, { payload, data_sum }]) => ({ labels: payload[0].labels, data: payload[0].data[0], data_sum }));
  const [before, after, later] = [bars[13], bars[14], bars[16]];
  const shown = ({ labels, data, data_sum }) => ({ last: labels.slice(-4).join(' '), bars: data.slice(-4).join(' '), data_sum });
  console.log('bar-chart-data', require('node-red-contrib-dashboard-bar-chart-data/package.json').version, { '01:30': shown(before), '03:30': shown(after), '05:30': shown(later) });
  assert.equal(before.data_sum, 13);
  assert.deepEqual([new Set(after.labels).size, after.data_sum], [1, 24]);
  assert.deepEqual([later.labels.slice(-4).join(' '), later.data_sum], ['03 03 04 05', 24]);
})().then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
JS
TZ=Europe/Paris node check.cjs
