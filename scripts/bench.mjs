// npm run bench: compiles the benchmarks as the package is compiled (another compiler would measure itself) and runs them.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ensureInstalled, root } from './setup.mjs';

ensureInstalled();
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
run(tsc, '-p', 'tsconfig.bench.json');
run(path.join(root, '.cache', 'bench', 'bench', 'decode.js'), ...process.argv.slice(2));

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
