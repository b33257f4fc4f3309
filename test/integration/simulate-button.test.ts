// Not in the fast lane: a whole Node-RED. The route behind the button on a node that sends signals, asked as the editor does,
// of a Node-RED with users: who may, what is played, what is refused.
import assert from 'node:assert/strict';
import type { GridSignal } from '../../lib/grid/signal';
import { type FlowNode, type Message, type NodeRed } from '../support/node-red/process';
import { withNodeRed } from '../support/node-red/suite';

/** bcrypt of "secret". */
const PASSWORD = '$2b$04$NdRz54y.EgjYQHSBZJ.n0e80eS1atjDRzwn9jLiQ/OOLfEYqOhDAi';
/** Nobody listens there: what a signal says of the world is of no concern here. */
const NOWHERE = 'http://127.0.0.1:9';

const node = (id: string, type: string, rest: Record<string, unknown> = {}): FlowNode => ({
  id,
  type,
  z: 'tab',
  x: 100,
  y: 100,
  ...rest,
});
const FLOW: FlowNode[] = [
  { id: 'tab', type: 'tab', label: 'buttons' },
  { id: 'account', type: 'rte-account', name: '', baseUrl: NOWHERE, credentials: { clientId: 'a', clientSecret: 'b' } },
  node('decode', 'linky-decode', { name: 'garage', wires: [[], ['signals']] }),
  node('ecowatt', 'ecowatt-signal', { account: 'account', wires: [['states'], ['signals']] }),
  node('tempo', 'tempo-signal', {
    servicesRteUrl: NOWHERE,
    couleurTempoUrl: NOWHERE,
    wires: [['states'], ['signals']],
  }),
  {
    ...{ id: 'site', type: 'flex-site', name: 'school', bacsId: '5b0c9f1e-8d27-4a61-b3c4-1e2f3a4b5c6d' },
    assets: [
      {
        ...{ asset: 'WholeBuilding', assetName: '', product: 'WID', power: '20', delay: '5', duration: '60' },
        ...{ perDay: '1', periods: '08:00-20:00' },
      },
    ],
    keys: [{ slot: '1', holder: 'aggregator', keyAssets: '' }],
    credentials: { secret1: 'a-key-of-the-aggregator-0003' },
  },
  node('flex', 'flex-request', { site: 'site', asset: '', wires: [[], ['signals']] }),
  { id: 'market', type: 'flex-account', name: '', annex1: NOWHERE, annex2: NOWHERE, credentials: { token: 'x' } },
  node('prices', 'supplier-price', { account: 'market', deliveryPoint: '30001234567890', wires: [[], ['signals']] }),
  node('orphan', 'ecowatt-signal', { account: '', wires: [[], ['signals']] }),
  node('signals', 'test-tap', { name: 'signals' }),
  node('states', 'test-tap', { name: 'states' }),
  { id: 'sub', type: 'subflow', name: 'house', in: [], out: [] },
  { ...node('inner', 'linky-decode', { name: 'cellar', wires: [[], ['sub-tap']] }), z: 'sub' },
  // Its id is not its name: Node-RED rewrites every property of a node in a subflow that is the id of another one there.
  { ...node('sub-tap', 'test-tap', { name: 'within', wires: [] }), z: 'sub' },
  node('house', 'subflow:sub', { wires: [] }),
];

describe('POST <type>/simulate', function () {
  let red: NodeRed;
  const tokens: Record<string, string> = {};

  withNodeRed((running) => (red = running), {
    settings: {
      adminAuth: {
        type: 'credentials',
        users: [
          { username: 'owner', password: PASSWORD, permissions: '*' },
          { username: 'guest', password: PASSWORD, permissions: 'read' },
        ],
      },
    },
  });
  before(async () => {
    for (const username of ['owner', 'guest']) {
      const body = { client_id: 'node-red-admin', grant_type: 'password', scope: '', username, password: 'secret' };
      const { access_token } = (await red.ask('POST', '/auth/token', body)) as { access_token: string };
      tokens[username] = access_token;
    }
    await red.ask('POST', '/flows', FLOW, bearer('owner'));
    await red.started();
  });

  const bearer = (user: string): Record<string, string> => ({ Authorization: `Bearer ${tokens[user] ?? ''}` });

  async function press(type: string, body: object, user?: string): Promise<{ status: number; answer: unknown }> {
    const response = await fetch(`${red.url}/${type}/simulate`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(user !== undefined && bearer(user)) },
      body: JSON.stringify(body),
    });
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, answer: isJson ? ((await response.json()) as unknown) : await response.text() };
  }

  const signalOf = ({ payload }: Message) => payload as GridSignal;

  for (const [type, id, scene, wanted] of [
    ['linky-decode', 'decode', 'overrun', ['tic', 'power-overrun', 'active', 3]],
    ['linky-decode', 'decode', 'notice', ['tic', 'power-overrun', 'announced', 2]],
    ['linky-decode', 'decode', 'peak', ['tic', 'peak', 'active', 3]],
    ['ecowatt-signal', 'ecowatt', 'red', ['ecowatt', 'grid-tension', 'active', 3]],
    ['ecowatt-signal', 'ecowatt', 'orange', ['ecowatt', 'grid-tension', 'active', 2]],
    ['tempo-signal', 'tempo', 'red-peak', ['tempo', 'day-colour', 'active', 3]],
    ['tempo-signal', 'tempo', 'red-off-peak', ['tempo', 'day-colour', 'active', 2]],
    ['flex-request', 'flex', 'reduce', ['flex', 'flexibility', 'active', 2]],
    ['flex-request', 'flex', 'increase', ['flex', 'flexibility', 'active', 0]],
    ['supplier-price', 'prices', 'price', ['supplier', 'price', 'active', 2]],
    ['supplier-price', 'prices', 'co2', ['supplier', 'co2', 'active', 2]],
  ] as const)
    it(`plays ${scene} of ${type} for a minute, marked as made up`, async () => {
      assert.deepEqual(await press(type, { id, scene }, 'owner'), { status: 200, answer: { seconds: 60 } });
      // What holds at the start may still be on its way.
      const signal = signalOf(await red.next('signals', (msg) => signalOf(msg).change !== 'initial'));
      assert.deepEqual([signal.source, signal.signal, signal.state, signal.level], wanted);
      assert.equal((signal.detail as { simulated?: unknown }).simulated, true);
      assert.equal(Date.parse(signal.end ?? '') - Date.parse(signal.issuedAt ?? ''), 60_000);
    });

  it('shows the red day in the state of tempo-signal, too', async () => {
    const state = await red.next('states', ({ topic }) => topic === 'tempo');
    assert.equal((state.payload as { simulated?: unknown }).simulated, true);
  });

  it('lets nobody press who may not change such nodes', async () => {
    const heard = red.messages('signals').length;
    for (const type of ['linky-decode', 'ecowatt-signal', 'tempo-signal', 'flex-request', 'supplier-price'])
      for (const user of [undefined, 'guest'])
        // Node-RED's own answer to whoever lacks a permission.
        assert.equal(
          (await press(type, { id: 'decode', scene: 'overrun' }, user)).status,
          401,
          `${type} ${user ?? ''}`,
        );
    // What had been let through would be there before this one.
    await press('linky-decode', { id: 'decode', scene: 'peak' }, 'owner');
    assert.equal(signalOf(await red.next('signals')).signal, 'peak');
    assert.equal(red.messages('signals').length, heard + 1);
  });

  it('knows neither nodes that do not run nor those of another type', async () => {
    for (const body of [
      { id: 'nobody', scene: 'overrun' },
      { id: 'tempo', scene: 'overrun' },
      { scene: 'overrun' },
      [],
      {},
    ])
      assert.equal((await press('linky-decode', body, 'owner')).status, 404, JSON.stringify(body));
  });

  it('names the scenes when it is asked for another one', async () => {
    for (const scene of ['flood', 'toString', 3, undefined]) {
      const { status, answer } = await press('linky-decode', { id: 'decode', scene }, 'owner');
      assert.equal(status, 500);
      assert.equal((answer as { code: string }).code, 'ERR_COMMAND');
      assert.match((answer as { message: string }).message, /overrun \| notice \| peak/);
    }
  });

  it('says what is wrong with a node that cannot work', async () => {
    const { status, answer } = await press('ecowatt-signal', { id: 'orphan', scene: 'red' }, 'owner');
    assert.deepEqual([status, (answer as { code: string }).code], [500, 'ERR_CONFIG_NODE']);
  });

  it('plays within an instance of a subflow, by the id that the node has there', async () => {
    assert.equal((await press('linky-decode', { id: 'inner', scene: 'overrun' }, 'owner')).status, 404);
    assert.equal((await press('linky-decode', { id: 'house-inner', scene: 'overrun' }, 'owner')).status, 200);
    const signal = signalOf(await red.next('within'));
    assert.deepEqual([signal.origin, signal.signal, signal.level], ['cellar', 'power-overrun', 3]);
  });
});
