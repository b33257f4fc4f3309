// The recipe "overrun → shed a load, restore with delay", played on a sandbox meter in a real Node-RED.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { standIn } from '../../sandbox';
import { parisInstant } from '../../sandbox/paris-clock';
import type { Running } from '../../sandbox/stand-in';
import type { FlowNode, Message, NodeRed } from '../support/node-red/process';
import { withNodeRed } from '../support/node-red/suite';

const RECIPE = path.resolve(__dirname, '../../examples/recipes/overrun-shed-restore.json');
/** The ten minutes of the recipe, for a test. */
const WAIT_MS = 3000;
/** Where the line has to be known silent before the wait is over, on whatever machine. */
const LONG_WAIT_MS = 8000;
const SILENCE_S = '2';

/** The recipe as it is, but for the port of the meter, the time to wait and ears in the place of the load. */
function recipe(meter: Running, waitMs: number): FlowNode[] {
  const flow = JSON.parse(readFileSync(RECIPE, 'utf8')) as FlowNode[];
  const changes: Record<string, Partial<FlowNode>> = {
    'tic-in': { source: 'tcp', host: meter.host, tcpPort: String(meter.port) },
    'linky-decode': { silence: SILENCE_S },
    trigger: { duration: String(waitMs), units: 'ms' },
    debug: { type: 'test-tap', name: 'load' },
  };
  const changed = flow.map((node) => ({ ...node, ...changes[node.type] }));
  const signals = changed.find(({ type }) => type === 'linky-decode');
  assert.ok(signals !== undefined);
  const [readings = [], edges = []] = signals['wires'] as string[][];
  signals['wires'] = [readings, [...edges, 'ears']];
  return [...changed, { id: 'ears', type: 'test-tap', z: String(signals['z']), name: 'signals', wires: [] }];
}

interface Edge {
  signal: string;
  state: string;
  change: string;
  detail: { fault?: string };
}

describe('recipe: overrun → shed a load, restore with delay', function () {
  let red: NodeRed;
  let meter: Running | undefined;

  withNodeRed((started) => (red = started), {}, 'one for each');

  afterEach(async () => {
    await meter?.stop();
    meter = undefined;
  });

  /** The meter's clock at the first byte, and how fast it runs. */
  async function play(hour: number, minute: number, factor: number, waitMs = WAIT_MS): Promise<void> {
    const start = new Date(parisInstant(2027, 1, 12, hour, minute)).toISOString();
    meter = await standIn('meter')?.start({ settings: { start, factor: String(factor) } });
    assert.ok(meter !== undefined);
    await red.deploy(recipe(meter, waitMs));
  }

  async function edge(fits: (edge: Edge) => boolean): Promise<Edge> {
    const message = await red.next('signals', ({ payload }) => fits(payload as Edge));
    return message.payload as Edge;
  }

  const order = (text: string): void => {
    assert.ok(meter !== undefined);
    connect(meter.port, meter.host).end(`${text}\n`);
  };
  const overrun = (state: string) => (e: Edge) => e.signal === 'power-overrun' && e.state === state;
  const silence = (state: string) => (e: Edge) => e.detail.fault === 'silence' && e.state === state;
  const loads = (): unknown[] => red.messages('load').map(({ payload }) => payload);
  const load = async (): Promise<Message> => await red.next('load');

  it('sheds when the overrun begins and restores when it has been over for the time', async () => {
    // At 240 times the pace the car's stop over lunch lasts nine seconds.
    await play(11, 46, 240);
    assert.equal((await load()).payload, false);
    const ended = await red.next('signals', ({ payload }) => overrun('cleared')(payload as Edge));
    const restored = await load();
    assert.equal(restored.payload, true);
    // By when they came there: both may be here at once.
    const waited = (red.arrivalOf(restored) ?? 0n) - (red.arrivalOf(ended) ?? 0n);
    assert.ok(waited > BigInt(WAIT_MS - 500) * 1_000_000n, `${String(waited)} ns`);
  });

  it('does not restore while nobody knows: a line that falls silent during an overrun', async () => {
    await play(22, 28, 60);
    assert.equal((await load()).payload, false);
    order(`silence ${String(2 + 2 * (WAIT_MS / 1000))}`);
    await edge((e) => e.signal === 'power-overrun' && e.change === 'lost');
    await edge(overrun('active'));
    assert.equal((await load()).payload, false, 'still over: shed again');
    // The silence was longer than the wait: an unknown state that counted as an end would have restored by now.
    assert.deepEqual(loads(), [false, false]);
  });

  it('gives the wait up when the line falls silent, and begins it anew when the line is back', async () => {
    await play(11, 46, 240, LONG_WAIT_MS);
    assert.equal((await load()).payload, false);
    await edge(overrun('cleared'));
    order(`silence ${String(2 + LONG_WAIT_MS / 1000)}`);
    await edge(silence('active'));
    const back = edge(silence('cleared'));
    assert.equal((await load()).payload, true);
    const told = red.messages('signals').map(({ payload }) => payload as Edge);
    assert.ok(told.some(silence('cleared')), 'the line was back before the load was restored');
    await back;
  });

  it('restores a load that may have been shed before the start once, and leaves it alone from then on', async () => {
    // 22:00 is half a minute away, so that the line is back by then on a slow machine, too; the next overrun as much again.
    await play(21, 30, 60);
    assert.equal((await load()).payload, true);
    order('silence 6');
    await edge(silence('active'));
    await edge(overrun('cleared'));
    await edge((e) => e.signal === 'tariff-period' && e.change === 'started');
    assert.deepEqual(loads(), [true]);
  });
});
