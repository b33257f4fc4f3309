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
/** Where a node would ask the network or open a port: nothing is measured of those. */
const SETTINGS = { 'tempo-signal': { first: 'meter', second: 'none', third: 'none' }, 'tic-in': { source: 'input' } };

export async function startSeconds(tree) {
  const userDir = mkdtempSync(path.join(os.tmpdir(), 'linky-red-start-'));
  try {
    writeFileSync(path.join(userDir, 'settings.js'), `module.exports = ${JSON.stringify(settingsOf(tree))};`);
    writeFileSync(path.join(userDir, 'flows.json'), JSON.stringify(flowOf(tree)));
    return await untilStarted(userDir);
  } finally {
    rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
  }
}

function settingsOf(tree) {
  return {
    // Any port that is free.
    uiHost: '127.0.0.1',
    uiPort: 0,
    flowFile: 'flows.json',
    credentialSecret: 'bench',
    nodesDir: [tree],
    telemetry: { enabled: false, updateNotification: false },
    logging: { console: { level: 'info' } },
  };
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

async function untilStarted(userDir) {
  const red = createRequire(import.meta.url).resolve('node-red/red.js');
  const began = performance.now();
  const child = spawn(process.execPath, [red, '--userDir', userDir], {
    cwd: userDir,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
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
  child.kill('SIGTERM');
  await ended;
  if (started === undefined) throw new Error(log);
  return (started - began) / 1000;
}
