// What stands between an operator and a building on Node-RED's own server for flows: a password for flows, a server that is off.
// Not in the fast lane: a whole Node-RED.
import assert from 'node:assert/strict';
import { type FlowNode, type NodeRed, startNodeRed } from '../support/node-red/process';

const KEY = 'a-key-of-the-aggregator-0002';
/** Of the user `house` with the password `flows`. */
const PASSWORD = { user: 'house', pass: '$2b$04$K2xe2NHaZ9H/5npEB0Zpr.a2ExL.splTXtDV7kRgMpPGm1eUZ.n96' };

function flow(more: Readonly<Record<string, unknown>> = {}): FlowNode[] {
  const at = { z: 'flow', x: 100, y: 100 };
  return [
    { id: 'flow', type: 'tab', label: 'test' },
    {
      id: 'site',
      type: 'flex-site',
      name: 'Town hall',
      bacsId: '2f9d7c10-4c1e-4b53-9a0f-8a7b6c5d4e3f',
      bacsName: 'Town hall',
      assets: [
        {
          ...{ asset: 'WholeBuilding', assetName: '', product: 'WID', power: '10', delay: '1', duration: '60' },
          ...{ perDay: '1', periods: '08:00-20:00' },
        },
      ],
      keys: [{ slot: '1', holder: 'aggregator', keyAssets: '' }],
      credentials: { secret1: KEY },
      ...more,
    },
    { ...at, id: 'flex', type: 'flex-request', name: '', site: 'site', asset: '', wires: [[], []] },
  ];
}

describe('the way to a building', function () {
  let red: NodeRed | undefined;
  afterEach(async () => {
    await red?.stop();
    red = undefined;
  });

  async function start(settings: Record<string, unknown>, more: Readonly<Record<string, unknown>>): Promise<NodeRed> {
    red = await startNodeRed({ settings });
    await red.deploy(flow(more));
    return red;
  }

  /** Until it is known what lies on the disk a building answers 503. */
  async function list(address: string, headers: Record<string, string>): Promise<number> {
    for (;;) {
      const { status } = await fetch(`${address}/flex/bacs`, { headers });
      if (status !== 503) return status;
    }
  }

  it('is closed by a password for flows, and the status says so', async () => {
    const node = await start({ httpNodeAuth: PASSWORD }, {});
    const { fill, shape } = await node.status('flex', ({ text }) => text === 'status.http-auth');
    assert.deepEqual([fill, shape], ['red', 'ring']);
    assert.equal(await list(node.url, { Authorization: `Bearer ${KEY}` }), 401);
  });

  it('has room for both where the key travels in the header of the emulator', async () => {
    const node = await start({ httpNodeAuth: PASSWORD }, { emulatorHeader: true });
    await node.status('flex', ({ fill }) => fill === 'green');
    const password = `Basic ${Buffer.from('house:flows').toString('base64')}`;
    assert.equal(await list(node.url, { Authorization: password, EMULATOR_Authorization: `Bearer ${KEY}` }), 200);
    assert.equal(await list(node.url, { Authorization: password }), 401);
    assert.equal(await list(node.url, { EMULATOR_Authorization: `Bearer ${KEY}` }), 401);
  });

  it('is not there where the server for flows is off, and the status says so', async () => {
    const node = await start({ httpNodeRoot: false }, {});
    const { fill } = await node.status('flex', ({ text }) => text === 'status.http-off');
    assert.equal(fill, 'red');
  });
});
