// How long Node-RED takes from its start until its flows have started, with all nodes of a version of this package loaded and
// one of each in the flow.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';

const STARTED = 'Started flows';
/** A node that could not be loaded: the flows would never start. */
const MISSING = 'missing types';
/** Settings of a Node-RED that is measured: any port that is free, and nobody asked on the network. */
export const SETTINGS_OF_ALL = {
  uiHost: '127.0.0.1',
  uiPort: 0,
  flowFile: 'flows.json',
  credentialSecret: 'bench',
  telemetry: { enabled: false, updateNotification: false },
  logging: { console: { level: 'info' } },
};
/** Where a node would ask the network or open a port: nothing is measured of those. */
const SETTINGS = { 'tempo-signal': { first: 'meter', second: 'none', third: 'none' }, 'tic-in': { source: 'input' } };

export async function startSeconds(tree) {
  const userDir = mkdtempSync(path.join(os.tmpdir(), 'linky-red-start-'));
  try {
    writeFileSync(path.join(userDir, 'settings.js'), `module.exports = ${JSON.stringify(settingsOf(tree))};`);
    writeFileSync(path.join(userDir, 'flows.json'), JSON.stringify(flowOf(tree)));
    const red = createRequire(import.meta.url).resolve('node-red/red.js');
    const { seconds } = await runNodeRed({ node: process.execPath, red, userDir });
    return seconds;
  } finally {
    rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
  }
}

function settingsOf(tree) {
  return { ...SETTINGS_OF_ALL, nodesDir: [tree] };
}

function flowOf(tree) {
  const types = Object.keys(JSON.parse(readFileSync(path.join(tree, 'package.json'), 'utf8'))['node-red'].nodes);
  const place = { z: 'flow', x: 1, y: 1, wires: [] };
  return [
    { id: 'flow', type: 'tab', label: 'bench' },
    ...types.map((type) => ({
      id: `the-${type}`,
      type,
      name: '',
      ...SETTINGS[type],
      ...(type !== 'rte-account' && place),
    })),
  ];
}

/**
 * Starts a Node-RED, and ends it once its flows have started and it was looked at.
 * @param {{ node: string, red: string, userDir: string }} what node's binary, Node-RED's red.js, a folder with settings and flows
 * @param look is given the id of the process
 * @returns seconds from the start of the process until the flows have started, and what `look` resolves to
 */
export async function runNodeRed({ node, red, userDir }, look = () => undefined) {
  const began = performance.now();
  const child = spawn(node, [red, '--userDir', userDir], { cwd: userDir, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let log = '';
  const started = await new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => {
        log += text;
        if (log.includes(STARTED)) resolve(performance.now());
        else if (log.includes(MISSING)) resolve(undefined);
      });
    void ended.then(() => resolve(undefined));
  });
  const seen = started === undefined ? undefined : await look(child.pid);
  child.kill('SIGTERM');
  await ended;
  if (started === undefined) throw new Error(log);
  return { seconds: (started - began) / 1000, seen };
}
