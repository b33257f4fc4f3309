// Loaded first in a Node-RED of a test: all its nodes of this package live on another clock, whichever way Node-RED loads them.
const { story, host, factor } = JSON.parse(process.env.LINKY_RED_TEST_CLOCK);
const { SYSTEM_CLOCK } = require('../../../dist/lib/grid/clock.js');

const real = { ...SYSTEM_CLOCK };
Object.assign(SYSTEM_CLOCK, {
  now: () => story + (Date.now() - host) * factor,
  elapsed: () => real.elapsed() * factor,
  after: (ms, run) => real.after(ms / factor, run),
  every: (ms, run) => real.every(ms / factor, run),
});
