// The Node-RED of the demo: the one of devDependencies, as a process of its own, with this package loaded from the repository.
import { spawn } from 'node:child_process';
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../setup.mjs';

/** The nodes that ask RTE go by the clock that LINKY_RED_DEMO_CLOCK names. */
const STORY_CLOCK = path.join(import.meta.dirname, 'story-clock.cjs');
/** How long Node-RED may take to stop before it is killed. */
const STOP_WITHIN_MS = 10_000;

/**
 * @param {{port: number, userDir: string, flow: object[], credentials: Record<string, object>, clock: object}} options
 *   `userDir` is emptied first and gone afterwards; `credentials` by node; `clock` as of startMeter
 * @returns {Promise<{ready: Promise<void>, ended: Promise<number>, stop(): Promise<void>}>}
 */
export async function startNodeRed({ port, userDir, flow, credentials, clock }) {
  rmSync(userDir, { recursive: true, force: true });
  mkdirSync(userDir, { recursive: true });
  writeFileSync(path.join(userDir, 'flows.json'), JSON.stringify(flow));
  // What a node keeps of a consent is encrypted with this secret, too; without one it would keep nothing.
  const secret = randomBytes(32).toString('hex');
  writeFileSync(path.join(userDir, 'flows_cred.json'), JSON.stringify(encrypted(credentials, secret)));
  const written = { ...settings(port), credentialSecret: secret };
  writeFileSync(path.join(userDir, 'settings.js'), `module.exports = ${JSON.stringify(written, null, 2)};\n`);

  const red = path.join(root, 'node_modules', 'node-red', 'red.js');
  const words = ['--require', STORY_CLOCK, red, '--userDir', userDir, '--settings', path.join(userDir, 'settings.js')];
  const child = spawn(process.execPath, words, {
    cwd: userDir,
    env: { ...process.env, LINKY_RED_DEMO_CLOCK: JSON.stringify(clock) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = once(child, 'exit').then(([code]) => code ?? 0);
  return { ready: answering(port, child), ended, stop: () => stop(child, ended, userDir) };
}

function settings(port) {
  return {
    uiHost: '127.0.0.1',
    uiPort: port,
    flowFile: 'flows.json',
    nodesDir: [root],
    // Neither a question at the first start nor a call home.
    telemetry: { enabled: false, updateNotification: false },
    editorTheme: { tours: false, projects: { enabled: false } },
    logging: { console: { level: 'warn', metrics: false, audit: false } },
  };
}

/** As Node-RED writes credentials itself. */
function encrypted(credentials, secret) {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-ctr', createHash('sha256').update(secret).digest(), iv);
  const text = cipher.update(JSON.stringify(credentials), 'utf8', 'base64') + cipher.final('base64');
  return { $: iv.toString('hex') + text };
}

/** The editor answers before the flows run; what the demo is opened for comes with them. */
async function answering(port, child) {
  while (child.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/dashboard`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(100);
  }
  throw new Error('Node-RED ended before it was ready');
}

async function stop(child, ended, userDir) {
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await ended;
  clearTimeout(late);
  rmSync(userDir, { recursive: true, force: true });
}
