// What a user gets: the tarball, installed by npm into an empty user directory as Node-RED's palette manager does it.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { type NodeRed, startNodeRed } from '../support/node-red/process';
import { needsRegistry } from '../support/machine/requirements';

const ROOT = path.resolve(__dirname, '../..');
const NODES = [
  ...['tic-in', 'linky-decode', 'ha-entities', 'rte-account', 'ecowatt-signal', 'tempo-signal'],
  ...['enedis-account', 'dataconnect-oauth', 'dataconnect-query'],
  ...['flex-site', 'flex-request', 'flex-account', 'flex-operator', 'supplier-price'],
  'opendata-query',
  'enedis-file',
  'energy-cost',
  'ha-statistics',
];
/** As @node-red/registry calls npm. */
const INSTALL = [
  'install',
  '--no-audit',
  '--no-update-notifier',
  '--no-fund',
  '--save',
  '--save-prefix=~',
  '--omit=dev',
  '--engine-strict',
];

/** One historique frame of a blue meter. */
const FRAME = '\x02\nADCO 012345678912 G\r\nPAPP 00450 *\r\x03';

const LANGUAGES = [
  { language: 'en-US', section: '### Inputs' },
  { language: 'fr', section: '### Entrées' },
];

const run = promisify(execFile);

async function npm(folder: string, args: string[]): Promise<string> {
  const { stdout } = await run('npm', args, { cwd: folder, maxBuffer: 16_000_000 });
  return stdout;
}

function emptyUserDir(base: string, name: string): string {
  const folder = mkdtempSync(path.join(base, `${name}-`));
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'node-red-project', version: '0.0.1', private: true }),
  );
  return folder;
}

interface NodeSet {
  id: string;
  module: string;
  types: string[];
  enabled: boolean;
  user?: boolean;
  err?: unknown;
}

interface Catalogue {
  palette?: { label: Record<string, string> };
}

interface Lock {
  packages: Record<string, { version: string } | undefined>;
}

function lockOf(userDir: string): Lock {
  return JSON.parse(readFileSync(path.join(userDir, 'package-lock.json'), 'utf8')) as Lock;
}

/** Where npm has put serialport. */
function copiesOfSerialport({ packages }: Lock): string[] {
  return Object.keys(packages).filter((where) => where.endsWith('node_modules/serialport'));
}

describe('the tarball', function () {
  let base: string;
  let tarball: string;

  before(async function () {
    await needsRegistry(this);
    base = mkdtempSync(path.join(os.tmpdir(), 'linky-red-tarball-'));
    const packed = JSON.parse(await npm(ROOT, ['pack', '--json', '--ignore-scripts', '--pack-destination', base])) as [
      { filename: string },
    ];
    tarball = path.join(base, packed[0].filename);
  });

  after(() => {
    // Not there when the registry does not answer.
    if ((base as string | undefined) !== undefined) rmSync(base, { recursive: true, force: true, maxRetries: 3 });
  });

  describe('in an empty user directory', () => {
    let userDir: string;
    let red: NodeRed;
    let sets: NodeSet[];

    before(async () => {
      userDir = emptyUserDir(base, 'fresh');
      await npm(userDir, [...INSTALL, tarball]);
      red = await startNodeRed({ userDir, nodesDir: [] });
      sets = (await red.ask('GET', '/nodes')) as NodeSet[];
    });

    after(async () => {
      await red.stop();
    });

    it('loads every node without an error', () => {
      const ours = sets.filter((set) => set.module === '@linky-red/nodes');
      assert.deepEqual(ours.flatMap((set) => set.types).sort(), [...NODES].sort());
      for (const set of ours) assert.deepEqual([set.err, set.enabled], [undefined, true], set.id);
    });

    // Whose serialport 12 has no binary for musl on ARM: with it, nothing of ours could be installed where there is no compiler.
    it('brings one serialport, and no node-red-node-serialport that nobody has asked for', () => {
      assert.deepEqual(copiesOfSerialport(lockOf(userDir)), ['node_modules/serialport']);
      assert.equal(lockOf(userDir).packages['node_modules/node-red-node-serialport'], undefined);
    });

    it('has a serialport that this machine can load', async () => {
      const load = "console.log(typeof require('serialport').SerialPort)";
      assert.equal((await run(process.execPath, ['-e', load], { cwd: userDir })).stdout.trim(), 'function');
    });

    for (const { language, section } of LANGUAGES)
      it(`serves editor, help, catalogue and icon of every node in ${language}`, async () => {
        const html = String(
          await red.ask('GET', '/nodes', undefined, { Accept: 'text/html', 'Accept-Language': language }),
        );
        const catalogues = (await red.ask('GET', `/nodes/messages?lng=${language}`)) as Record<string, Catalogue>;
        for (const type of NODES) {
          assert.ok(html.includes(`RED.nodes.registerType("${type}"`), `${type} is not in the palette`);
          const help = html.split(`data-help-name="${type}"`)[1]?.split('</script>')[0] ?? '';
          assert.ok(help.includes(section), `${type} has no help in ${language}`);
          assert.equal(catalogues[`@linky-red/nodes/${type}`]?.palette?.label['energie'], 'Énergie (France)');
          assert.match(String(await red.ask('GET', `/icons/@linky-red/nodes/${type}.svg`)), /<svg/);
        }
      });

    it('decodes in a deployed flow', async () => {
      await red.deploy([
        { id: 'flow', type: 'tab', label: 'tarball' },
        { id: 'source', z: 'flow', x: 100, y: 100, type: 'test-source', name: 'bytes', wires: [['decode']] },
        { id: 'decode', z: 'flow', x: 100, y: 100, type: 'linky-decode', name: '', wires: [['tap'], []] },
        { id: 'tap', z: 'flow', x: 100, y: 100, type: 'test-tap', name: 'readings' },
      ]);
      red.send('bytes', { topic: 'house', payload: Buffer.from(FRAME, 'latin1') });
      const { payload } = await red.next('readings');
      assert.equal((payload as Record<string, unknown>)['PAPP'], 450);
    });

    it('has a command line', async () => {
      const child = spawn('npx', ['--no-install', '--offline', 'linky-red', 'decode', '-'], {
        cwd: userDir,
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      child.stdin.end(Buffer.from(FRAME, 'latin1'));
      const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number]>]);
      assert.equal(code, 0);
      const frame = JSON.parse(output) as { values: Record<string, unknown> };
      assert.equal(frame.values['PAPP'], 450);
    });
  });

  /** What npm makes of a user directory that has this version of node-red-node-serialport, when ours comes. */
  async function besides(version: string): Promise<Lock> {
    const userDir = emptyUserDir(base, 'theirs');
    const resolve = ['install', '--package-lock-only', '--no-audit', '--no-fund', '--save-exact'];
    await npm(userDir, [...resolve, `node-red-node-serialport@${version}`]);
    await npm(userDir, [...resolve, tarball]);
    return lockOf(userDir);
  }

  for (const version of ['1.0.1', '2.0.3'])
    it(`leaves a user's node-red-node-serialport ${version} as it is`, async () => {
      const lock = await besides(version);
      assert.equal(lock.packages['node_modules/node-red-node-serialport']?.version, version);
      assert.ok(lock.packages['node_modules/@linky-red/nodes']);
      // Version 1 wants a serialport that is older than what we know.
      assert.equal(copiesOfSerialport(lock).length, version === '1.0.1' ? 2 : 1);
    });
});
