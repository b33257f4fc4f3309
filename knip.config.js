// Dead code: what is reachable from what is run. Node-RED runs a node's runtime file and its editor script.
const types = Object.keys(require('./package.json')['node-red'].nodes);

module.exports = {
  entry: [
    ...types.flatMap((type) => [`nodes/${type}/${type}.ts`, `nodes/${type}/${type}.editor.ts`]),
    'bin/*.ts',
    'sandbox/index.ts',
    'scripts/*.mjs',
    'scripts/bench/*.cjs',
    'scripts/start/*.cjs',
    'test/**/*.test.ts',
    'bench/*.ts',
    'bench/**/*-worker.ts',
    'test/support/**/*.cjs',
    'test/support/tic/fuzz.ts',
  ],
  project: ['{nodes,lib,bin,sandbox,scripts,test,bench}/**/*.{ts,mjs,cjs}'],
  ignoreExportsUsedInFile: true,
  // Our own, called in the installed tarball; Debian's tools that tests and set-up ask for.
  ignoreBinaries: ['linky-red', 'socat', 'mosquitto', 'flock', 'openssl'],
  // The first two are loaded by Node-RED from their folders, Prism is run by a test, the others are run by scripts/check.mjs.
  ignoreDependencies: [
    '@flowfuse/node-red-dashboard',
    'node-red-node-serialport',
    '@stoplight/prism-cli',
    'html-validate',
    'publint',
  ],
};
