// Not in the fast lane: Prism takes seconds to start. It plays a building from a document that others have written.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { EagerClock } from '../../support/flex/eager-clock';
import { FlexBench } from '../../support/flex/flex-bench';
import { freePort } from '../../support/machine/ports';
import { needsSamples, SAMPLES } from '../../support/machine/requirements';
import { helper } from '../../support/node-red/helper';

const PRISM = path.resolve(__dirname, '../../../node_modules/@stoplight/prism-cli/dist/index.js');
const BACS = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';
const WISH = {
  bacs: BACS,
  asset: 'WholeBuilding',
  requestId: 'req-001',
  powerW: 80_000,
  start: '2025-04-02T10:00:00',
  end: '2025-04-02T12:00:00',
};

describe('flex-operator and a building that Prism plays', function () {
  let prism: ChildProcess | undefined;
  let bench: FlexBench;

  before(async function () {
    needsSamples(this);
    const port = String(await freePort());
    const document = path.join(SAMPLES, 'signals/flexready.reconstructed.openapi.yaml');
    prism = spawn(process.execPath, [PRISM, 'mock', '-h', '127.0.0.1', '-p', port, '--errors', document], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // Read to its end: Prism ends where nobody takes what it says.
    const { stdout } = prism;
    await new Promise<void>((resolve) => {
      stdout?.on('data', (text: Buffer) => {
        if (text.toString().includes('listening')) resolve();
      });
    });
    await new Promise<void>((resolve) => {
      helper.startServer(resolve);
    });
    bench = await FlexBench.open(new EagerClock());
    await bench.load({ type: 'flex-operator', account: { annex1: `http://127.0.0.1:${port}` } });
  });
  after(async () => {
    if (prism === undefined) return;
    prism.kill();
    await once(prism, 'exit');
    await bench.close();
    await new Promise<void>((resolve) => {
      helper.stopServer(resolve);
    });
  });

  for (const payload of [
    { command: 'list' },
    { command: 'assets', bacs: BACS },
    { command: 'potentials', bacs: BACS, asset: 'WholeBuilding' },
    { command: 'create', ...WISH },
    { command: 'confirm', ...WISH, ackPrice: 0.12 },
    { command: 'realise', ...WISH },
    { command: 'consumptions', bacs: BACS, asset: 'WholeBuilding' },
  ])
    it(`is asked ${payload.command} as the document has it`, async () => {
      bench.receive(payload);
      const { payload: answer } = await bench.out[0].next();
      assert.deepEqual([answer['command'], answer['status']], [payload.command, 200]);
    });

  // The document has a 400 for create and none for confirm: there Prism answers as it does by itself.
  for (const [command, change, code] of [
    ['create', { flexProduct: 'XXX' }, 'ERR_FLEX_MALFORMED'],
    ['create', { power: [{ power: { unit: 'W', multiplier: '' }, start: 'a', end: 'b' }] }, 'ERR_FLEX_MALFORMED'],
    ['confirm', { flexProduct: 'XXX' }, 'ERR_FLEX_REFUSED'],
  ] as const)
    it(`refuses ${command} with ${JSON.stringify(change)}: ${code}`, async () => {
      bench.receive({ command, ...WISH, ...change });
      const { error } = await bench.caught.next();
      assert.equal(error.code, code);
    });
});
