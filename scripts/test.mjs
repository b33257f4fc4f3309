// npm test [-- FILE… or any option of mocha]: the whole suite, or the files that are named. Last line: `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ensureBuilt, root } from './setup.mjs';

const given = process.argv.slice(2);
const files = given.some((word) => word.startsWith('test/')) ? [] : ['test/**/*.test.ts'];

ensureBuilt();
const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
const reporter = path.join(root, 'scripts', 'test', 'reporter.cjs');
const colours = process.stdout.isTTY ? [] : ['--no-color'];
const { status } = spawnSync(process.execPath, [mocha, '--reporter', reporter, ...colours, ...given, ...files], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
