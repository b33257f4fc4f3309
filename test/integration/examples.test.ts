// Every example flow as a user imports it: no unknown type, no configuration that the node does not know, no error at the start.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_APPLICATION } from '../../sandbox/rte/portal';
import { SCENARIOS } from '../../sandbox/rte/scenarios';
import { type RunningRte, startRte } from '../../sandbox/rte/server';
import type { FlowNode, NodeRed } from '../support/node-red/process';
import { withNodeRed } from '../support/node-red/suite';

const ROOT = path.resolve(__dirname, '../..');
const EXAMPLES = path.join(ROOT, 'examples');
const MODULES = path.join(ROOT, 'node_modules');
const FLOWS = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));

function readFlow(file: string): FlowNode[] {
  return JSON.parse(readFileSync(path.join(EXAMPLES, file), 'utf8')) as FlowNode[];
}

/** An application of its own for each flow: the quota of one is no matter of the next. */
const APPLICATIONS = FLOWS.map((file) => ({ ...DEFAULT_APPLICATION, id: file }));

const NOWHERE = 'http://127.0.0.1:9';

/** Nothing is asked of the outside: RTE and its like are the stand-in, other addresses a port where nobody listens. */
function onLoopback(node: FlowNode, file: string, rte: string): FlowNode {
  const address = (key: string): string => OF_RTE[key]?.(rte) ?? NOWHERE;
  const entries = Object.entries(node).map(([key, value]) => [
    key,
    typeof value === 'string' && /^https?:/.test(value) ? address(key) : value,
  ]);
  const { secret: clientSecret } = DEFAULT_APPLICATION;
  return {
    ...(Object.fromEntries(entries) as FlowNode),
    ...(node.type === 'rte-account' && { credentials: { clientId: file, clientSecret } }),
    // No key is exported with a flow.
    ...(node.type === 'flex-site' && { credentials: { secret1: 'a-key-of-the-example' } }),
    // A portal that has a name has its address, too.
    ...(node.type === 'opendata-query' && { portal: 'other', url: NOWHERE }),
    // Left empty it would be that of the gateway.
    ...(node.type === 'enedis-account' && { baseUrl: NOWHERE }),
  };
}

const OF_RTE: Readonly<Record<string, (rte: string) => string>> = {
  baseUrl: (rte) => rte,
  servicesRteUrl: (rte) => rte,
  couleurTempoUrl: (rte) => `${rte}/api`,
};

/** A level of Ecowatt or a colour of Tempo stands below the node. */
function knows(text = ''): boolean {
  return /\b(level-\d|decarbonised|green|orange|red|blue|white)\b/.test(text);
}

describe('example flows', function () {
  let red: NodeRed;
  let types: Set<string>;
  let rte: RunningRte;

  before(async () => {
    const scenario = SCENARIOS.find(({ name }) => name === 'tense-week');
    assert.ok(scenario);
    rte = await startRte({ scenario, applications: APPLICATIONS });
  });
  withNodeRed(
    (started) => (red = started),
    () => ({
      nodesDir: [
        ROOT,
        path.join(MODULES, 'node-red-node-serialport'),
        path.join(MODULES, '@flowfuse', 'node-red-dashboard'),
        // That of the database, which not every registry of packages has.
        path.join(__dirname, '..', 'support', 'fleet', 'red-nodes'),
      ],
    }),
  );
  before(async () => {
    const sets = (await red.ask('GET', '/nodes')) as { types: string[]; enabled: boolean; err?: string }[];
    types = new Set([...sets.filter(({ err }) => err === undefined).flatMap((set) => set.types), 'tab', 'group']);
  });

  after(async () => {
    await rte.stop();
  });

  it('are there for every node of this package, alone and at work', () => {
    const used = FLOWS.map((file) => [file, new Set(readFlow(file).map(({ type }) => type))] as const);
    const ours = Object.keys(
      (JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { 'node-red': { nodes: object } })[
        'node-red'
      ].nodes,
    );
    for (const type of ours) {
      assert.ok(
        used.some(([file, has]) => file === path.join('node', `${type}.json`) && has.has(type)),
        `node/${type}.json`,
      );
    }
    assert.ok(FLOWS.some((file) => file.startsWith('recipes')));
  });

  for (const file of FLOWS) {
    it(`${file} is deployed as it is`, async () => {
      const flow = readFlow(file);
      const unknown = flow.map(({ type }) => type).filter((type) => !types.has(type));
      assert.deepEqual(unknown, []);
      assert.equal(new Set(flow.map(({ id }) => id)).size, flow.length, 'every id once');
      const ids = new Set(flow.map(({ id }) => id));
      const wired = flow.flatMap(({ wires }) => (wires as string[][] | undefined)?.flat() ?? []);
      assert.deepEqual(
        wired.filter((id) => !ids.has(id)),
        [],
        'no wire into the void',
      );

      const before = red.log.length;
      await red.deploy(flow.map((node) => onLoopback(node, file, rte.url)));
      const { flows } = (await red.ask('GET', '/flows', undefined, { 'Node-RED-API-Version': 'v2' })) as {
        flows: FlowNode[];
      };
      assert.equal(flows.length, flow.length);
      // What lives on RTE's answers has got one, where it is not disabled until somebody has an account.
      for (const { id, type, d } of flow)
        if (d !== true && (type === 'ecowatt-signal' || type === 'tempo-signal'))
          await red.status(id, ({ text }) => knows(text));
      // A port that is not there is said in its own words, and what the example before was asking when it went (the page asks
      // for past days at its start). Nothing else may go wrong.
      const errors = red.log
        .slice(before)
        .split('\n')
        .filter((line) => line.includes('[error]') && !/\[tic-in:|\[ERR_CLOSED\]$/.test(line));
      assert.deepEqual(errors, []);
    });

    it(`${file} explains itself in French and English, and presets no port and no minute that is not everybody’s`, () => {
      for (const { type, port, minute } of readFlow(file)) {
        if (type === 'tic-in') assert.equal(port, '');
        // All who import it would ask at once.
        if (type === 'dataconnect-query') assert.equal(minute, '');
      }
      const comment = readFlow(file).find(({ type }) => type === 'comment');
      assert.ok(comment !== undefined);
      const info = String(comment['info']);
      assert.match(info, /\*\*Français\.\*\*/);
      assert.match(info, /\*\*English\.\*\*/);
    });
  }

  /** An example with ears in the place of each debug node, called by its id. */
  async function listenTo(file: string): Promise<void> {
    const flow = readFlow(file).map((node) =>
      node.type === 'debug' ? { ...node, type: 'test-tap', name: node.id } : node,
    );
    await red.deploy(flow);
  }

  it('node/linky-decode.json does at its buttons what its note says', async () => {
    await listenTo('node/linky-decode.json');
    const press = async (button: string): Promise<unknown> => await red.ask('POST', `/inject/${button}`);
    const edge = async (fits: (signal: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> =>
      (await red.next('ex-decode-signals', ({ payload }) => fits(payload as Record<string, unknown>)))
        .payload as Record<string, unknown>;

    await press('ex-decode-frame');
    const { payload, tic } = await red.next('ex-decode-readings');
    assert.equal((payload as Record<string, unknown>)['SINSTS'], 1650);
    const { headroom, quality } = tic as { headroom: { va: number }; quality: { rejected: number; complete: boolean } };
    assert.deepEqual([headroom.va, quality.rejected, quality.complete], [7350, 0, true]);
    await edge(({ signal, state }) => signal === 'day-colour' && state === 'announced');
    const load = async (): Promise<unknown> => (await red.next('ex-decode-load')).payload;
    assert.equal(await load(), true);

    await press('ex-decode-over');
    assert.equal((await edge(({ signal }) => signal === 'power-overrun'))['level'], 3);
    assert.equal(await load(), false);
    await press('ex-decode-frame');
    assert.equal((await edge(({ signal }) => signal === 'power-overrun'))['change'], 'ended');
    assert.equal(await load(), true);
    await press('ex-decode-simulate');
    const simulated = await edge(({ signal }) => signal === 'day-colour');
    assert.deepEqual([simulated['level'], (simulated['detail'] as { simulated: boolean }).simulated], [3, true]);
  });

  it('node/tic-in.json puts a frame together that comes in pieces', async () => {
    await listenTo('node/tic-in.json');
    await red.ask('POST', '/inject/ex-tic-in-play');
    const { payload, topic, tic } = await red.next('ex-tic-in-debug-3');
    assert.equal(topic, 'maison');
    assert.equal((tic as { complete: boolean }).complete, true);
    const bytes = Buffer.from(payload as Uint8Array);
    assert.deepEqual([bytes[0], bytes.at(-1)], [0x02, 0x03]);
  });
});
