// npm test [-- --quick] [-- FILE or FOLDER… or any option of mocha]: the whole suite, the fast lane, or what is named.
// Last line: `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ensureBuilt, root } from './setup.mjs';
import { wordsForMocha } from './test/files.mjs';

const words = wordsForMocha(process.argv.slice(2), root);

ensureBuilt();
const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
const reporter = path.join(root, 'scripts', 'test', 'reporter.cjs');
const colours = process.stdout.isTTY ? [] : ['--no-color'];
const { status } = spawnSync(process.execPath, [mocha, '--reporter', reporter, ...colours, ...words], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
