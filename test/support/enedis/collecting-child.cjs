// The other process of collecting-process.ts. argv: what it collects, as JSON.
require('../../../scripts/test/typescript.cjs');
require('./collecting-host').host(JSON.parse(process.argv[2]));
