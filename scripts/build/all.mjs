// Builds dist/: the runtime by tsc, then each node's editor side. Works in a folder of its own and swaps at the end, so
// that what runs from dist/ never sees half a build.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { STAMP, root } from '../setup.mjs';
import { buildNode } from './node.mjs';

const require = createRequire(import.meta.url);

export async function buildAll() {
  const began = new Date();
  const work = path.join(root, '.cache', `build-${process.pid}`);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  try {
    compile(work);
    const pkg = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    for (const type of Object.keys(pkg['node-red'].nodes)) {
      await buildNode(type, work);
    }
    for (const file of Object.values(pkg.bin)) {
      chmodSync(path.join(work, path.relative('dist', file)), 0o755);
    }
    swap(work);
    writeFileSync(STAMP, '');
    utimesSync(STAMP, began, began);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @param {string} out where the runtime's JavaScript goes, laid out as the sources are */
function compile(out) {
  const tsc = require.resolve('typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', out], {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (status !== 0) throw new Error('the sources do not compile');
}

function swap(work) {
  const dist = path.join(root, 'dist');
  const old = `${work}-old`;
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(work, dist);
  rmSync(old, { recursive: true, force: true });
}
