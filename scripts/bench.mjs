// npm run bench [-- --smoke]: what the decoder costs, with everything that it is compared to.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ensureInstalled, root } from './setup.mjs';

ensureInstalled();
const bench = path.join(root, 'bench', 'decode.ts');
const { status } = spawnSync(process.execPath, ['--import', 'tsx', bench, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
