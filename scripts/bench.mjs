// npm run bench [-- NAME] [NAME=VALUE …] [--smoke]: compiles the benchmarks of bench/ as the package is compiled (another compiler
// would measure itself) and runs them. Some are measured beside a version before them, which is built from the history into a
// folder of its own.
// npm run bench -- before [COMMIT] [PAIRS]: the whole package beside another commit.
// npm run bench -- latency [seconds=N]: from the last byte on a line to its reading, beside a bare port.
// npm run bench -- idle [PAIRS]: what the installed package costs a Node-RED whose flows have no node of it.
// npm run bench -- load [meters=N] [minutes=N] …: a fleet with its broker, workers and database, from the sources.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { compare } from './bench/before.mjs';
import { buildPackage, unpack } from './bench/history.mjs';
import { compareIdle } from './bench/idle.mjs';
import { ensureBuilt, ensureInstalled, root } from './setup.mjs';

/** Benches that compare with a version of the history: the last one before what they measure was changed. */
const BEFORE = {
  // Open events of all streams were written together.
  fleet: 'dadebf2',
  // A group that says what it said before was read anew.
  decode: '3c80d4a',
  noise: '3c80d4a',
};
/** The last version before lib/ had rooms. */
const BEFORE_ROOMS = 'cad3f2e';
const BENCHES = [
  'decode',
  'noise',
  'memory',
  'fleet',
  'enedis',
  'enedis-idle',
  'flex',
  'flex-flood',
  'opendata',
  'cost',
  'statistics',
];

/** Their Node-RED takes this package from dist/; what measures it is no part of it and runs from the sources. */
const IN_NODE_RED = ['latency', 'load', 'memory-node-red'];

ensureInstalled();
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const built = path.join(root, '.cache', 'bench');
const options = process.argv.slice(2);
const smoke = options.includes('--smoke');

if (options[0] === 'before') await compareWith(options[1] ?? BEFORE_ROOMS, Number(options[2] ?? 11));
else if (options[0] === 'idle') {
  ensureBuilt();
  await compareIdle(Number(options[1] ?? 11));
} else if (IN_NODE_RED.includes(options[0])) {
  ensureBuilt();
  run('--require', './scripts/test/typescript.cjs', path.join('bench', `${options[0]}.ts`), ...options.slice(1));
} else runBenches();

function runBenches() {
  const chosen = BENCHES.filter((name) => options.includes(name));
  run(tsc, '-p', 'tsconfig.bench.json');
  const settings = options.filter((option) => option === '--smoke' || option.includes('='));
  for (const name of chosen.length > 0 ? chosen : smoke ? BENCHES : ['decode']) {
    const commit = BEFORE[name];
    const before = commit === undefined ? undefined : buildBefore(commit);
    run(path.join(built, 'bench', `${name}.js`), ...settings, ...(before ? ['--before', before] : []));
  }
}

async function compareWith(commit, pairs) {
  ensureBuilt();
  const before = unpack(commit);
  if (before === undefined) throw new Error(`${commit} is not in the history`);
  buildPackage(before);
  await compare({ before, after: root }, { commit, pairs, megabytes: 5 });
}

/** @returns its folder; undefined where the history does not reach so far (a shallow clone) */
function buildBefore(commit) {
  const folder = unpack(commit);
  if (folder === undefined) return undefined;
  const out = path.join(folder, '.cache', 'bench');
  if (!existsSync(path.join(out, 'nodes')))
    run(tsc, '-p', path.join(folder, 'tsconfig.build.json'), '--outDir', out, '--rootDir', folder);
  return out;
}

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
