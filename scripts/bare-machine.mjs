// node scripts/bare-machine.mjs [FILE…]: the tests that ask the machine for a tool, or those named, on a machine with git, Node
// and npm alone (a Debian in a folder, with this repository, its node_modules and this Node). What they cannot have there they
// have to skip. Root on Linux, with debootstrap. Ends as the tests do; with 3, and the reason, where no such machine can be had.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findFiles } from './check/files.mjs';
import { NotHere } from './debian/machine.mjs';
import { debianRoot, inRoot } from './debian/root.mjs';
import { ensureBuilt, root } from './setup.mjs';

const CACHE = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'linky-red', 'bare-machine');
const DEBIAN = {
  suite: 'trixie',
  packages: 'git',
  why: 'the tests on a bare machine run in a Debian in a folder',
};
/** Everything that says what a test needs lies in there. */
const REQUIREMENTS = path.join('test', 'support', 'machine', 'requirements.ts');
/** Of CI and of a run on another Node-RED: a bare machine has none of these. */
const NOT_THERE = ['CI', 'NODE_RED_PATH', 'NODE_OPTIONS', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'LINKY_RED_WITHOUT'];

try {
  process.exit(test(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(error instanceof NotHere ? 3 : 1);
}

function test(given) {
  const debian = debianRoot(CACHE, DEBIAN);
  ensureBuilt();
  bringNode(debian);
  const files = given.length > 0 ? given : filesThatAsk();
  // Without a name the whole suite would run.
  if (files.length === 0) throw new Error(`no test imports ${REQUIREMENTS}`);
  const without = NOT_THERE.flatMap((name) => ['-u', name]);
  const there = ['HOME=/root', 'TMPDIR=/tmp', 'PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', 'NO_COLOR=1'];
  const script = 'cd /shared && exec npm test -- "$@"';
  const [command, ...args] = inRoot(debian, root, ['env', ...without, ...there, 'sh', '-c', script, 'npm', ...files]);
  return spawnSync(command, args, { stdio: 'inherit' }).status ?? 1;
}

/** This Node and its npm, put where a tarball of nodejs.org has them. */
function bringNode(debian) {
  const local = path.join(debian, 'usr', 'local');
  const npm = path.join(local, 'lib', 'node_modules', 'npm');
  for (const stale of ['bin', 'lib/node_modules']) rmSync(path.join(local, stale), { recursive: true, force: true });
  mkdirSync(path.join(local, 'bin'), { recursive: true });
  cpSync(process.execPath, path.join(local, 'bin', 'node'));
  cpSync(npmFolder(), npm, { recursive: true, dereference: true });
  for (const name of ['npm', 'npx'])
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, path.join(local, 'bin', name));
}

function npmFolder() {
  const { stdout } = spawnSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' });
  return path.resolve(realpathSync(stdout.trim()), '../..');
}

function filesThatAsk() {
  return findFiles(root, 'test', /\.test\.ts$/).filter((file) => importsOf(file).has(REQUIREMENTS));
}

/** Every file of the repository that `file` imports, over however many others. */
function importsOf(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, from] of readFileSync(path.join(root, file), 'utf8').matchAll(/ from '(\.[^']+)'/g)) {
    const found = [`${from}.ts`, `${from}/index.ts`].map((name) => path.join(path.dirname(file), name));
    const next = found.find((name) => existsSync(path.join(root, name)));
    if (next !== undefined) importsOf(next, seen);
  }
  return seen;
}
