// npm run bench [-- decode|fleet] [-- --smoke]: compiles the benchmarks as the package is compiled (another compiler would measure
// itself) and runs them. The fleet is measured beside the version before it, which is built from the history into a folder of its own.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ensureInstalled, root } from './setup.mjs';

/** The last version that wrote the open events of all streams together. */
const BEFORE_FLEETS = 'dadebf2';
const BENCHES = ['decode', 'fleet'];

ensureInstalled();
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const built = path.join(root, '.cache', 'bench');
const options = process.argv.slice(2);
const chosen = BENCHES.filter((name) => options.includes(name));
const smoke = options.includes('--smoke');

run(tsc, '-p', 'tsconfig.bench.json');
for (const name of chosen.length > 0 ? chosen : smoke ? BENCHES : ['decode']) {
  const before = name === 'fleet' ? buildBefore() : undefined;
  run(path.join(built, 'bench', `${name}.js`), ...(smoke ? ['--smoke'] : []), ...(before ? ['--before', before] : []));
}

/** @returns its folder; undefined where the history does not reach so far (a shallow clone) */
function buildBefore() {
  const folder = path.join(root, '.cache', `bench-${BEFORE_FLEETS}`);
  const out = path.join(folder, '.cache', 'bench');
  if (existsSync(path.join(out, 'nodes'))) return out;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const unpacked = spawnSync('sh', ['-c', `git archive ${BEFORE_FLEETS} | tar -x -C "$1"`, 'sh', folder], {
    cwd: root,
  });
  if (unpacked.status !== 0 || !existsSync(path.join(folder, 'nodes'))) {
    rmSync(folder, { recursive: true, force: true });
    return undefined;
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'dir');
  run(tsc, '-p', path.join(folder, 'tsconfig.build.json'), '--outDir', out, '--rootDir', folder);
  return out;
}

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
