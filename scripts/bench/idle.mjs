// What the installed package costs a Node-RED whose flows have no node of it: the time until its flows have started, the CPU time
// until then, and the resident memory once it is quiet. A user directory with node-red-node-serialport alone beside one that has
// the tarball, too, in pairs that take turns, as npm installs them, on both versions that CI knows. For Linux (/proc).
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from '../setup.mjs';
import { inTurns, machine, print, spread } from './figures.mjs';
import { SETTINGS_OF_ALL, runNodeRed } from './node-red-start.mjs';

const VERSIONS = [
  ['node@20', 'node-red@4.1'],
  ['node@24', 'node-red@5'],
];
const CACHE = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'linky-red', 'bench-idle');
const SERIAL = 'node-red-node-serialport';
const SUBJECTS = ['alone', 'with'];
/** After the flows have started: what the start has left is collected or not, as it is for users, and nothing more is loaded. */
const QUIET_MS = 5000;
const FIGURES = [
  ['start, ms', ({ seconds }) => seconds * 1000],
  ['CPU time of it, ms', ({ seen }) => seen.cpuMs],
  ['resident, MB', ({ seen }) => seen.residentMb],
];

export async function compareIdle(pairs) {
  print(`${machine()}, load ${readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ')}`);
  print(`${pairs} pairs in turns; minimum / median / maximum, of the difference pair by pair`);
  for (const packages of VERSIONS) {
    const { node, red, userDirs } = install(packages);
    const taken = await inTurns(SUBJECTS, pairs, (subject) =>
      runNodeRed({ node, red, userDir: userDirs[subject] }, lookAt),
    );
    print(packages.map((name) => `${name.split('@')[0]} ${versionOf(path.dirname(userDirs.alone), name)}`).join(', '));
    for (const [name, figure] of FIGURES) {
      const [alone, both] = SUBJECTS.map((subject) => taken[subject].map(figure));
      print(`  ${name}`);
      print(`    ${SERIAL} alone  ${spread(alone, 1)}`);
      print(`    with the tarball, too           ${spread(both, 1)}`);
      print(
        `    difference                      ${spread(
          both.map((value, i) => value - alone[i]),
          1,
        )}`,
      );
    }
  }
}

/** Node and Node-RED once, the tarball each time. Outside of the repository: Node-RED searches every node_modules above it for nodes. */
function install(packages) {
  const base = path.join(CACHE, packages.join('-').replaceAll('@', ''));
  const red = path.join(base, 'node_modules', 'node-red', 'red.js');
  if (!existsSync(red)) npm(base, 'install', '--no-save', ...packages);
  const userDirs = Object.fromEntries(SUBJECTS.map((subject) => [subject, path.join(base, subject)]));
  rmSync(userDirs.with, { recursive: true, force: true });
  if (!existsSync(path.join(userDirs.alone, 'node_modules'))) {
    mkdirSync(userDirs.alone, { recursive: true });
    writeFileSync(path.join(userDirs.alone, 'settings.js'), `module.exports = ${JSON.stringify(SETTINGS_OF_ALL)};`);
    writeFileSync(path.join(userDirs.alone, 'flows.json'), '[]');
    npm(userDirs.alone, 'install', '--save', SERIAL);
  }
  cpSync(userDirs.alone, userDirs.with, { recursive: true, verbatimSymlinks: true });
  npm(root, 'pack', '--ignore-scripts', '--pack-destination', base);
  const tarball = readdirSync(base).find((name) => name.endsWith('.tgz'));
  npm(userDirs.with, 'install', '--save', path.join(base, tarball));
  rmSync(path.join(base, tarball));
  return { node: path.join(base, 'node_modules', 'node', 'bin', 'node'), red, userDirs };
}

async function lookAt(pid) {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const cpuNs = tasks.map((task) => Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]));
  await delay(QUIET_MS);
  const [, residentKb] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return { cpuMs: cpuNs.reduce((sum, ns) => sum + ns, 0) / 1e6, residentMb: Number(residentKb) / 1024 };
}

function versionOf(base, name) {
  const file = path.join(base, 'node_modules', name.split('@')[0], 'package.json');
  return JSON.parse(readFileSync(file, 'utf8')).version;
}

function npm(folder, ...args) {
  mkdirSync(folder, { recursive: true });
  if (!existsSync(path.join(folder, 'package.json')))
    writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const { status, stderr } = spawnSync('npm', [...args, ...quiet], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}
