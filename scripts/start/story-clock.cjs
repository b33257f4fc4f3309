// Loaded first in the Node-RED of the demo: the nodes that ask RTE, Enedis and the portals of open data, which keep one ledger of their
// calls, and those of the building with flexibility, live on the clock of the sandbox meter, so that the page shows one date and one
// colour of a day. The line, its silences, the broker and the patience with whoever gives a consent stay on the clock of this machine.
const path = require('node:path');

const { story, host, factor } = JSON.parse(process.env.LINKY_RED_DEMO_CLOCK);
const nodes = path.resolve(__dirname, '..', '..', 'dist', 'nodes');
const { SYSTEM_CLOCK } = require('../../dist/lib/grid/clock.js');

const CLOCK = {
  now: () => story + (Date.now() - host) * factor,
  elapsed: () => SYSTEM_CLOCK.elapsed() * factor,
  after: (ms, run) => SYSTEM_CLOCK.after(ms / factor, run),
  every: (ms, run) => SYSTEM_CLOCK.every(ms / factor, run),
};

// A node's file takes its clock as a second argument, which Node-RED does not give.
const TYPES = [
  'rte-account',
  'ecowatt-signal',
  'tempo-signal',
  'enedis-account',
  'dataconnect-query',
  'flex-site',
  'flex-request',
  'opendata-query',
];
for (const type of TYPES) {
  const file = path.join(nodes, type, `${type}.js`);
  const register = require(file);
  require.cache[require.resolve(file)].exports = (RED) => register(RED, CLOCK);
}
