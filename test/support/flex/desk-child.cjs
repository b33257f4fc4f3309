// The other process of desk-process.ts. argv: the folder, and what the clock shows.
require('../../../scripts/test/typescript.cjs');
require('./desk-host');
