// What users of Node-RED expect of every node, of those of RTE: environment variables, a proxy, subflows, several instances,
// the redeploy of one node.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DEFAULT_APPLICATION } from '../../sandbox/rte/portal';
import { SCENARIOS } from '../../sandbox/rte/scenarios';
import { startRte, type RunningRte } from '../../sandbox/rte/server';
import { type FlowNode, type Message, type NodeRed, startNodeRed } from '../support/node-red/process';
import { startPrivateNetwork } from '../support/machine/private-network';
import { needsTool } from '../support/machine/requirements';

const { id: clientId, secret: clientSecret } = DEFAULT_APPLICATION;
const PLACE = { z: 'flow', x: 100, y: 100 };
const TAB: FlowNode = { id: 'flow', type: 'tab', label: 'test' };
const tap = (id: string): FlowNode => ({ ...PLACE, id, type: 'test-tap', name: id });
const idOf = ({ payload }: Message): unknown => (payload as { id: unknown }).id;
const changeOf = ({ payload }: Message): unknown => (payload as { change: unknown }).change;

describe('the nodes of RTE inside a real Node-RED', function () {
  let rte: RunningRte;
  let red: NodeRed | undefined;
  let userDir: string;

  beforeEach(async () => {
    const scenario = SCENARIOS.find(({ name }) => name === 'all-day');
    assert.ok(scenario);
    rte = await startRte({ scenario });
    userDir = mkdtempSync(path.join(os.tmpdir(), 'linky-red-rte-'));
  });
  afterEach(async () => {
    await red?.stop();
    await rte.stop();
    rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
  });

  const start = async (env: Record<string, string> = {}): Promise<NodeRed> => {
    red = await startNodeRed({ userDir, env });
    return red;
  };
  const account = (id: string, more: Partial<FlowNode> = {}): FlowNode => ({
    id,
    type: 'rte-account',
    name: `RTE ${id}`,
    baseUrl: rte.url,
    credentials: { clientId, clientSecret },
    ...more,
  });
  const ecowatt = (id: string, more: Partial<FlowNode> = {}): FlowNode => ({
    ...PLACE,
    id,
    type: 'ecowatt-signal',
    account: 'account',
    wires: [[], [`${id}-signals`]],
    ...more,
  });
  const kept = (): string[] => readdirSync(path.join(userDir, 'linky-red')).filter((name) => name.includes('-signal-'));

  it('every field may be an environment variable, secrets too; calls go through the proxy of the environment', async () => {
    // The stand-in takes requests for other hosts as a proxy gets them.
    const running = await start({
      RTE_URL: 'http://rte.invalid',
      RTE_ID: clientId,
      RTE_SECRET: clientSecret,
      TEMPO_URL: 'http://services.invalid',
      FIRST: 'services-rte',
      PLAN: 'hours',
      HOURS: '2',
      BEFORE: '07:30',
      HTTP_PROXY: rte.url,
      http_proxy: rte.url,
      NO_PROXY: '',
      no_proxy: '',
    });
    const secrets = { clientId: '${RTE_ID}', clientSecret: '${RTE_SECRET}' };
    await running.deploy([
      TAB,
      account('account', { baseUrl: '${RTE_URL}', credentials: secrets }),
      ecowatt('eco', { plan: '${PLAN}', hours: '${HOURS}', before: '${BEFORE}', wires: [['state'], []] }),
      {
        ...PLACE,
        id: 'tempo',
        type: 'tempo-signal',
        first: '${FIRST}',
        second: 'none',
        third: 'none',
        fourth: 'none',
        servicesRteUrl: '${TEMPO_URL}',
        wires: [['colour'], []],
      },
      tap('state'),
      tap('colour'),
    ]);
    const { payload } = await running.next('state', () => true);
    const { level, plan } = payload as { level: number; plan: { before: string } };
    assert.deepEqual([level, plan.before.slice(11, 16)], [3, '07:30']);
    await running.next('colour', (msg) => (msg.payload as { source: unknown }).source === 'services-rte');
    const hosts = new Set(rte.calls.map(({ url }) => new URL(url, 'http://direct').host));
    assert.deepEqual([...hosts].sort(), ['rte.invalid', 'services.invalid']);
    const flows = JSON.stringify(await running.ask('GET', '/flows'));
    assert.ok(!flows.includes(clientSecret) && !running.log.includes(clientSecret));
  });

  it('lives behind a proxy with a certificate authority of its own, and says so where that is not trusted', async function () {
    needsTool(this, 'openssl');
    const network = await startPrivateNetwork('rte.invalid', Number(new URL(rte.url).port));
    try {
      const env = { HTTPS_PROXY: network.proxy, https_proxy: network.proxy, NO_PROXY: '', no_proxy: '' };
      const flow = [TAB, account('account', { baseUrl: 'https://rte.invalid' }), ecowatt('eco'), tap('eco-signals')];
      const stranger = await start(env);
      await stranger.deploy(flow);
      await stranger.status('eco', ({ text }) => text?.includes('network') === true);
      assert.deepEqual(rte.calls, []);
      await stranger.stop();

      const running = await start({ ...env, NODE_EXTRA_CA_CERTS: network.authority });
      await running.deploy(flow);
      await running.next('eco-signals', ({ payload }) => (payload as { level: unknown }).level === 3);
      assert.deepEqual([...new Set(network.tunnels)], ['rte.invalid:443']);
    } finally {
      await network.stop();
    }
  });

  it('lives in a subflow, each use for itself, over a restart; what a deleted use has kept goes with it', async () => {
    const use = (id: string): FlowNode => ({ ...PLACE, id, type: 'subflow:sub', wires: [[`${id}-signals`]] });
    const flow = (...uses: string[]): FlowNode[] => [
      TAB,
      account('account'),
      {
        id: 'sub',
        type: 'subflow',
        name: 'sub',
        in: [],
        out: [{ x: 300, y: 100, wires: [{ id: 'eco-inside', port: 1 }] }],
      },
      ecowatt('eco-inside', { z: 'sub', wires: [[], []] }),
      ...uses.flatMap((id) => [use(id), tap(`${id}-signals`)]),
    ];
    const first = await start();
    await first.deploy(flow('use-a', 'use-b'));
    const before = [idOf(await first.next('use-a-signals')), idOf(await first.next('use-b-signals'))];
    assert.equal(rte.calls.filter(({ name }) => name === 'ecowatt').length, 1);
    await first.stop();
    assert.equal(kept().length, 2);

    const second = await start();
    const again = [await second.next('use-a-signals'), await second.next('use-b-signals')];
    assert.deepEqual(again.map(changeOf), ['initial', 'initial']);
    assert.deepEqual(again.map(idOf), before);
    await second.deploy(flow('use-a'), 'nodes');
    assert.deepEqual(
      kept().map((name) => name.includes('use-a')),
      [true],
    );
    assert.equal(rte.calls.filter(({ name }) => name === 'ecowatt').length, 1);
  });

  it('the redeploy of one node leaves the other alone, and costs no call', async () => {
    const running = await start();
    const flow = [TAB, account('account'), ecowatt('one'), ecowatt('two'), tap('one-signals'), tap('two-signals')];
    await running.deploy(flow);
    const before = idOf(await running.next('one-signals'));
    await running.next('two-signals');
    // Twice: by the second time all is heard that the first has set going. Credentials go along only when they are new,
    // and whoever uses an account with new credentials is started again.
    for (const name of ['renamed', 'renamed again']) {
      await running.deploy(
        flow.map(({ credentials: _, ...node }) => (node.id === 'one' ? { ...node, name } : node)),
        'nodes',
      );
      const after = await running.next('one-signals');
      assert.deepEqual([changeOf(after), idOf(after)], ['initial', before]);
    }
    assert.deepEqual(running.messages('two-signals').map(changeOf), ['initial']);
    assert.equal(rte.calls.filter(({ name }) => name === 'ecowatt').length, 1);
  });

  it('two accounts keep their tokens and quotas apart', async () => {
    await rte.stop();
    const scenario = SCENARIOS.find(({ name }) => name === 'all-day');
    assert.ok(scenario);
    const other = { ...DEFAULT_APPLICATION, id: 'other' };
    rte = await startRte({ scenario, applications: [DEFAULT_APPLICATION, other] });
    const running = await start();
    await running.deploy([
      TAB,
      account('account'),
      account('second', { credentials: { clientId: 'other', clientSecret } }),
      ecowatt('one'),
      ecowatt('two', { account: 'second' }),
      tap('one-signals'),
      tap('two-signals'),
    ]);
    const origins = [await running.next('one-signals'), await running.next('two-signals')].map(
      ({ payload }) => (payload as { origin: unknown }).origin,
    );
    assert.deepEqual(origins, ['RTE account', 'RTE second']);
    assert.deepEqual(rte.calls.map(({ name, status }) => `${name} ${status}`).sort(), [
      'ecowatt 200',
      'ecowatt 200',
      'token 200',
      'token 200',
    ]);
  });
});
