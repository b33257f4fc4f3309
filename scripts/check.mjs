// npm run check: the fast gate. Everything that can be said about the sources without running them, and about the package.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { ensureBuilt, root } from './setup.mjs';

ensureBuilt();
const { checkLanguages } = await import('./check/languages.mjs');
const { checkDocs } = await import('./check/docs.mjs');
const { checkPackage, checkContents } = await import('./check/package.mjs');
const { checkScorecard } = await import('./check/scorecard.mjs');

/** The heavy ones first; two at a time, as many as a small machine has cores. */
const CHECKS = [
  ['lint', () => tool('eslint', 'bin/eslint.js', '--max-warnings=0', '.')],
  ['types', () => tool('typescript', 'bin/tsc', '-p', 'tsconfig.json')],
  ['types of the editor side', () => tool('typescript', 'bin/tsc', '-p', 'tsconfig.editor.json')],
  ['format', () => tool('prettier', 'bin/prettier.cjs', '--check', '--log-level=warn', '.')],
  ['dead code', () => tool('knip', 'bin/knip.js', '--no-progress')],
  ['editor forms', () => tool('html-validate', 'bin/html-validate.mjs', 'nodes/**/*.editor.html')],
  ['publint', () => tool('publint', 'src/cli.js', '--strict', '--pack', 'npm')],
  ['languages', () => checkLanguages(root)],
  ['pages for users', () => checkDocs(root)],
  ['package', () => checkPackage(root)],
  ['contents of the package', () => checkContents(root)],
  ['scorecard', () => checkScorecard(root)],
];

const queue = [...CHECKS];
let failed = 0;
await Promise.all([worker(), worker()]);
process.stdout.write(failed === 0 ? 'check: all good\n' : `check: ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

async function worker() {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const [name, check] = next;
    const began = performance.now();
    const { problems, warnings = [] } = await check();
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    process.stdout.write(`${problems.length === 0 ? '✔' : '✖'} ${name} (${seconds} s)\n`);
    for (const line of [...problems, ...warnings.map((text) => `warning: ${text}`)])
      process.stdout.write(`    ${line}\n`);
    if (problems.length > 0) failed += 1;
  }
}

/** Runs a package's own command line in this Node; what it prints is the problem when it ends with anything but 0. */
function tool(name, file, ...args) {
  const script = path.join(root, 'node_modules', name, file);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ problems: code === 0 ? [] : (output.trim() || `ended with ${code}`).split('\n') }),
    );
  });
}
