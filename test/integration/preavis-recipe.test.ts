// The recipe "PREAVIS → shed, restore", played on a sandbox PME-PMI in a real Node-RED.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import type { GridSignal } from '../../lib/grid/signal';
import { parisInstant } from '../../sandbox/paris-clock';
import type { Running } from '../../sandbox/stand-in';
import { startMeter } from '../support/node-red/meter-flow';
import type { FlowNode, NodeRed } from '../support/node-red/process';
import { withNodeRed } from '../support/node-red/suite';

const RECIPE = path.resolve(__dirname, '../../examples/recipes/preavis-shed-restore.json');
/** The ten minutes of the recipe, for a test. */
const WAIT_MS = 8000;
/** The charger is off but for what the test plugs in. */
const NOON = new Date(parisInstant(2027, 1, 12, 12, 30)).toISOString();

/** The recipe as it is, but for the port of the meter, the time to wait and ears in the place of the load. */
function recipe(meter: Running): FlowNode[] {
  const flow = JSON.parse(readFileSync(RECIPE, 'utf8')) as FlowNode[];
  const changes: Record<string, Partial<FlowNode>> = {
    'tic-in': { source: 'tcp', host: meter.host, tcpPort: String(meter.port) },
    'linky-decode': { silence: '2' },
    trigger: { duration: String(WAIT_MS), units: 'ms' },
    debug: { type: 'test-tap', name: 'load' },
  };
  const changed = flow.map((node) => ({ ...node, ...changes[node.type] }));
  const decode = changed.find(({ type }) => type === 'linky-decode');
  assert.ok(decode !== undefined);
  const [readings = [], edges = []] = decode['wires'] as string[][];
  decode['wires'] = [readings, [...edges, 'ears']];
  return [...changed, { id: 'ears', type: 'test-tap', z: String(decode['z']), name: 'signals', wires: [] }];
}

describe('recipe: PREAVIS → shed, restore', function () {
  let red: NodeRed;
  let meter: Running | undefined;

  withNodeRed((started) => (red = started), {}, 'one for each');
  beforeEach(async () => {
    meter = await startMeter({ family: 'pme-pmi', start: NOON, factor: '8' });
    await red.deploy(recipe(meter));
  });

  afterEach(async () => {
    await meter?.stop();
    meter = undefined;
  });

  const order = (text: string): void => {
    assert.ok(meter !== undefined);
    connect(meter.port, meter.host).end(`${text}\n`);
  };

  async function overrun(fits: (signal: GridSignal) => boolean): Promise<void> {
    await red.next(
      'signals',
      ({ payload }) => (payload as GridSignal).signal === 'power-overrun' && fits(payload as GridSignal),
    );
  }

  const loads = (): unknown[] => red.messages('load').map(({ payload }) => payload);

  it('sheds with the warning, keeps off while the line is silent, and restores after its end', async () => {
    // A load that may have been shed before the start is restored once.
    assert.equal((await red.next('load')).payload, true);
    order('car 3');
    await overrun(({ state }) => state === 'announced');
    assert.equal((await red.next('load')).payload, false);
    await overrun(({ state }) => state === 'cleared');
    const ended = Date.now();
    order('silence 9');
    assert.equal((await red.next('load')).payload, true);
    assert.ok(Date.now() - ended > 9000, 'the wait was given up by the silence');
    assert.deepEqual(loads(), [true, false, true]);
  });
});
