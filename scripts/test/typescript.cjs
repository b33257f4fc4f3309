// Loads TypeScript where it is required: for mocha and for the command line from its sources. What was transpiled once lies in
// .cache and is taken from there by every later process. Function names are left to the engine: keeping them exactly costs a call
// for every closure that is made, a quarter of what whole days of a meter take.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { version } = require('esbuild/package.json');

const OPTIONS = {
  loader: 'ts',
  format: 'cjs',
  target: 'node20.19',
  supported: { 'dynamic-import': false },
  sourcemap: 'inline',
  sourcesContent: false,
};
const SALT = JSON.stringify([version, OPTIONS]);
const root = path.resolve(__dirname, '../..');
const cache = path.join(root, '.cache', 'transpiled');

process.setSourceMapsEnabled(true);
mkdirSync(cache, { recursive: true });
require.extensions['.ts'] = (module, file) => module._compile(transpiled(file), file);

function transpiled(file) {
  const text = readFileSync(file, 'utf8');
  const kept = path.join(cache, `${hash(file)}.js`);
  const mark = `\n//${hash(SALT + text)}`;
  try {
    const code = readFileSync(kept, 'utf8');
    if (code.endsWith(mark)) return code;
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const code = require('esbuild').transformSync(text, { ...OPTIONS, sourcefile: file }).code + mark;
  // Whole or not at all: another process may look for it now.
  const mine = `${kept}.${process.pid}`;
  writeFileSync(mine, code);
  renameSync(mine, kept);
  return code;
}

function hash(text) {
  return createHash('sha1').update(text).digest('hex');
}
