// node scripts/home-assistant.mjs [VERSION]: a real Home Assistant for the tests, installed once into the user's cache.
// stdout: one line of JSON, { version, python, root }: what test/support/home-assistant/process.ts starts. Progress on stderr.
// Ends with 3, and the reason as last line of stderr, where this machine cannot have it.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { NotHere } from './debian/machine.mjs';
import { install } from './home-assistant/install.mjs';
import { DEFAULT_VERSION } from './home-assistant/versions.mjs';

const version = process.argv[2] ?? process.env.HA_VERSION ?? DEFAULT_VERSION;
/** Outside the repository: a fresh clone finds it again. */
const home = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'linky-red', 'home-assistant');

mkdirSync(home, { recursive: true });
if (process.env.LINKY_RED_LOCKED === undefined && hasFlock()) {
  // Two test runs at once: the second waits and finds everything in place.
  const { status } = spawnSync(
    'flock',
    [path.join(home, 'lock'), process.execPath, fileURLToPath(import.meta.url), version],
    { stdio: 'inherit', env: { ...process.env, LINKY_RED_LOCKED: '1' } },
  );
  process.exit(status ?? 1);
}
try {
  process.stdout.write(`${JSON.stringify(install(home, version))}\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(error instanceof NotHere ? 3 : 1);
}

function hasFlock() {
  return spawnSync('flock', ['--version'], { stdio: 'ignore' }).status === 0;
}
