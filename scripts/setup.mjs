// What every package script does first, so that a fresh clone needs nothing but node and npm:
// install what the lock file says, build what is stale. Speaks on stderr only: stdout belongs to the script.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
if (isOlder(process.versions.node, engines.node)) {
  process.stderr.write(
    `linky-red needs Node ${engines.node}, and this is ${process.versions.node}: see https://nodejs.org\n`,
  );
  process.exit(1);
}

export const root = path.resolve(import.meta.dirname, '..');
/** What dist/ is made of. */
const SOURCES = [
  'nodes',
  'lib',
  'bin',
  'sandbox',
  'icons',
  'scripts/build',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'tsconfig.editor.json',
];
/** Written by the build when everything is in place; its time is the moment at which the build began to read. */
export const STAMP = path.join(root, '.cache', 'built');

const SAY = { installing: 'Installing what package-lock.json says (npm ci) …\n', building: 'Building dist/ …\n' };

export function ensureInstalled({ installing } = SAY) {
  if (installedAsLocked()) return;
  process.stderr.write(installing);
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

export function ensureBuilt(say = SAY) {
  ensureInstalled(say);
  const built = existsSync(STAMP) && existsSync(path.join(root, 'dist'));
  if (built && newest(SOURCES.map((name) => path.join(root, name))) < statSync(STAMP).mtimeMs) return;
  process.stderr.write(say.building);
  run(process.execPath, [path.join(root, 'scripts', 'build.mjs')]);
}

/** Compares contents, not times: npm keeps a copy of the lock in node_modules of what it really installed. */
function installedAsLocked() {
  const copy = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(copy)) return false;
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const there = JSON.parse(readFileSync(copy, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([where, entry]) => where === '' || entry.optional || there[where]?.version === entry.version,
  );
}

/** Compares major and minor: `18.20.8` is older than `>=20.19`. */
function isOlder(version, range) {
  const [[major, minor], [least, then]] = [version, range].map((text) => text.match(/\d+/g).map(Number));
  return major < least || (major === least && minor < then);
}

/** Time of the youngest file or folder below `paths` (a folder's own time changes when something in it is deleted). */
function newest(paths) {
  let latest = 0;
  for (const name of paths) {
    const info = statSync(name, { throwIfNoEntry: false });
    if (info === undefined) continue;
    latest = Math.max(latest, info.mtimeMs);
    if (info.isDirectory()) latest = Math.max(latest, newest(readdirSync(name).map((entry) => path.join(name, entry))));
  }
  return latest;
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
