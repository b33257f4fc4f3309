#!/usr/bin/env bash
# At the end of summer time the clock of Paris shows 02:00 to 03:00 twice. Whoever wants a job once a day avoids that hour: one would guess
# that 03:00 is safe.
# cron (npm) runs a job of 03:00 to 03:59 twice that night, first an hour early, at 02:xx of winter time: what fetches the day before has
# only begun, what counts once a day counts twice. 02:30, in the doubled hour itself, runs once. croner and node-schedule run both once.
# cron 4.4.0, croner 11.0.1, node-schedule 2.1.1, run on 2026-11-30 with the timers of node:test.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
npm_packages cron@4.4.0 croner@11.0.1 node-schedule@2.1.1
cat >check.cjs <<'JS'
const assert = require('node:assert/strict');
const { mock } = require('node:test');
mock.timers.enable({ apis: ['setTimeout', 'Date'], now: Date.parse('2026-10-24T12:00:00Z') });
const { CronJob } = require('cron'), { Cron } = require('croner'), schedule = require('node-schedule');
const timezone = 'Europe/Paris', seen = {};
const note = (name) => (seen[name] = []) && (() => seen[name].push(new Date().toISOString().slice(5, 16)));
for (const [name, line] of [['03:00', '0 3 * * *'], ['02:30', '30 2 * * *']]) {
  CronJob.from({ cronTime: line, onTick: note(`cron ${name}`), timeZone: timezone, start: true });
  new Cron(line, { timezone }, note(`croner ${name}`));
  schedule.scheduleJob({ rule: line, tz: timezone }, note(`node-schedule ${name}`));
}
for (let minute = 0; minute < 24 * 60; minute++) mock.timers.tick(60_000);
console.log('cron', require('cron/package.json').version, seen);
const once = { '03:00': ['10-25T02:00'], '02:30': ['10-25T00:30'] };
assert.deepEqual(seen['cron 03:00'], ['10-25T01:00', '10-25T02:00']);
assert.deepEqual(seen['cron 02:30'], once['02:30']);
for (const other of ['croner', 'node-schedule']) for (const name in once) assert.deepEqual(seen[`${other} ${name}`], once[name], other);
process.exit(0);
JS
node --no-warnings check.cjs
