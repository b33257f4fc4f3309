// This version beside another one of the history, as they are published, each try in a process of its own, in pairs that take
// turns: what decoding the same bytes costs (CPU time), and what a user waits for when Node-RED starts (the clock on the wall).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { root } from '../setup.mjs';
import { inTurns, machine, median, print, spread } from './figures.mjs';
import { startSeconds } from './node-red-start.mjs';

const STREAMS = [
  ['decoding, standard', { mode: 'standard' }],
  ['decoding, historique', { mode: 'historique' }],
];
const TRY = path.join(import.meta.dirname, 'decode-once.cjs');

/** @param trees folders of the two versions, each with its dist/ */
export async function compare({ before, after }, { commit, pairs, megabytes }) {
  const work = mkdtempSync(path.join(os.tmpdir(), 'linky-red-bench-'));
  try {
    const subjects = [
      ...STREAMS.map(([name, meter]) => {
        const bytes = path.join(work, `${meter.mode}.bin`);
        writeFileSync(bytes, recorded(meter, megabytes * 1e6));
        return [name, (tree) => decodingSeconds(tree, bytes)];
      }),
      ['registration of all nodes', registrationSeconds],
      ['start of Node-RED', startSeconds],
    ];
    print(`${machine()}, ${process.version}`);
    print(`${commit} beside this version, ${pairs} pairs in turns; seconds as minimum / median / maximum`);
    for (const [name, seconds] of subjects) {
      const trees = { before, after };
      const taken = await inTurns(['before', 'after'], pairs, (which) => seconds(trees[which]));
      const ratios = taken.after.map((after, i) => after / taken.before[i]);
      print(`${name}\n  before ${spread(taken.before)}\n  after  ${spread(taken.after)}`);
      print(`  after / before: median ${median(ratios).toFixed(3)} (${spread(ratios)})`);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What a meter of the sandbox sends: the same for both. */
function recorded(meter, length) {
  const { meterFrames } = createRequire(import.meta.url)(path.join(root, 'dist/sandbox/tic/meter.js'));
  const parts = [];
  let sum = 0;
  for (const { bytes } of meterFrames(meter)) {
    parts.push(bytes);
    sum += bytes.length;
    if (sum >= length) break;
  }
  return Buffer.concat(parts);
}

function decodingSeconds(tree, bytes) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [TRY, tree, bytes], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}

/** From the start of a process until everything is loaded that Node-RED requires before there is a flow. */
function registrationSeconds(tree) {
  const load = `for (const file of Object.values(require('./package.json')['node-red'].nodes)) require('./' + file)`;
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['-e', load], { cwd: tree, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return (performance.now() - began) / 1000;
}
