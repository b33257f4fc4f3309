// npm test [-- --quick] [-- FILE or FOLDER… or any option of mocha]: the whole suite, the fast lane, or what is named.
// Last line: `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ensureBuilt, root } from './setup.mjs';
import { isWhole, wordsForMocha } from './test/files.mjs';

const WHOLE = `The whole suite takes about 15 minutes on two cores, half of it where there is no browser, broker, socat and Home Assistant
(which is installed once, in some minutes more). npm test -- --quick takes one or two minutes.
`;
const QUICK = 'The fast lane takes one or two minutes on two cores.\n';

const given = process.argv.slice(2);
const words = wordsForMocha(given, root);
// Before the set-up, which may take a minute or two.
if (isWhole(given)) process.stderr.write(given.length === 0 ? WHOLE : QUICK);

ensureBuilt();
const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
const reporter = path.join(root, 'scripts', 'test', 'reporter.cjs');
const colours = process.stdout.isTTY ? [] : ['--no-color'];
const { status } = spawnSync(process.execPath, [mocha, '--reporter', reporter, ...colours, ...words], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
