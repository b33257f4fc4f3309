// What a Node-RED loads of this package: the registrations at its start, and the rest as its flows ask for it.
// Not in the fast lane: a whole Node-RED.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type NodeRed } from '../support/node-red/process';
import { withNodeRed } from '../support/node-red/suite';

const ROOT = path.resolve(__dirname, '../..');
const DIST = path.join(ROOT, 'dist') + path.sep;
const REGISTRATIONS = Object.entries(
  (JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { 'node-red': { nodes: object } })['node-red']
    .nodes,
).map(([, file]) => path.relative('dist', file as string));

describe('what is loaded of this package', function () {
  let red: NodeRed;

  withNodeRed((started) => (red = started));

  /** Those of our files that are loaded, relative to dist/. Nothing else loads the packages that we depend on. */
  async function loaded(): Promise<string[]> {
    const modules = (await red.ask('GET', '/test-bench/modules')) as string[];
    return modules.filter((file) => file.startsWith(DIST)).map((file) => file.slice(DIST.length));
  }

  it('with no node of ours: the registrations, and what they register with', async () => {
    const shared = ['admin-route', 'diagnostics/route', 'lazy-node'].map((name) => `nodes/runtime/${name}.js`);
    assert.deepEqual((await loaded()).sort(), [...REGISTRATIONS, ...shared].sort());
  });

  it('with a meter that is read and decoded: nothing of the grid, of Home Assistant, of HTTP', async () => {
    await red.deploy([
      { id: 'flow', type: 'tab', label: 'test' },
      { id: 'in', z: 'flow', x: 1, y: 1, type: 'tic-in', name: '', source: 'input', wires: [['decode']] },
      { id: 'decode', z: 'flow', x: 1, y: 1, type: 'linky-decode', name: '', wires: [[], []] },
    ]);
    const files = await loaded();
    for (const file of ['tic-in/tic-in.wiring.js', 'linky-decode/linky-decode.wiring.js'])
      assert.ok(files.includes(`nodes/${file}`), file);
    const elsewhere =
      /^(lib\/(rte|enedis|home-assistant|http|provider)|sandbox|nodes\/(rte-|ha-|ecowatt|tempo|enedis|dataconnect).*\.wiring)/;
    assert.deepEqual(
      files.filter((file) => elsewhere.test(file)),
      [],
    );
  });
});
