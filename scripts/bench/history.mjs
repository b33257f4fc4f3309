// A version from the history, in a folder of its own below .cache, with the packages of this one.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { root } from '../setup.mjs';

/** @returns its folder; undefined where the history does not reach so far (a shallow clone) */
export function unpack(commit) {
  const folder = path.join(root, '.cache', `bench-${commit}`);
  if (existsSync(path.join(folder, 'node_modules'))) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { status } = spawnSync('sh', ['-c', `git archive "$2" | tar -x -C "$1"`, 'sh', folder, commit], { cwd: root });
  if (status !== 0 || !existsSync(path.join(folder, 'nodes'))) {
    rmSync(folder, { recursive: true, force: true });
    return undefined;
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'dir');
  return folder;
}

/** Builds its dist/ as it is published. Not by its own `npm run build`, which might install packages into ours. */
export function buildPackage(folder) {
  if (existsSync(path.join(folder, 'dist'))) return;
  const all = path.join(folder, 'scripts', 'build', 'all.mjs');
  const { status } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', `await (await import(${JSON.stringify(all)})).buildAll()`],
    { cwd: folder, stdio: 'inherit' },
  );
  if (status !== 0) throw new Error(`${folder} does not compile`);
}
