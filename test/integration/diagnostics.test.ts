// What "Copy diagnostics" copies, from a real Node-RED: enough to understand an issue, and nothing that is nobody's business; for
// those alone who may read the flows.
import assert from 'node:assert/strict';
import { type FlowNode, type NodeRed, startNodeRed } from '../support/node-red/process';
import { withNodeRed } from '../support/node-red/suite';
import { ADDRESS, linkyStandard } from '../support/tic/tic-meters';

const PRM = '09814263571892';
const SECRETS = {
  password: 'broker-pass-word',
  clientSecret: 'client-secret-0815',
  clientId: '0e5f3c1a-44aa-4711-9f2b-8f3f6ad0b1c2',
  inAddress: 'hidden-in-address',
  token: 'eyJhbGciOiJIUzI1NiJ9eyJzdWIiOiIxMjM0NTY3ODkwIn0',
};

const tab: FlowNode = { id: 'flow', type: 'tab', label: 'test' };
const node = (id: string, type: string, rest: Record<string, unknown> = {}): FlowNode => ({
  ...{ id, type, z: 'flow', x: 100, y: 100, name: '', wires: [] },
  ...rest,
});

const FLOW: FlowNode[] = [
  tab,
  {
    id: 'broker',
    type: 'mqtt-broker',
    broker: '127.0.0.1',
    port: '1',
    credentials: { user: 'homeassistant-user', password: SECRETS.password },
  },
  {
    id: 'account',
    type: 'rte-account',
    name: 'RTE',
    baseUrl: 'http://127.0.0.1:1',
    credentials: { clientId: SECRETS.clientId, clientSecret: SECRETS.clientSecret },
  },
  node('port', 'tic-in', {
    source: 'serial',
    port: '/dev/serial/by-id/usb-FTDI_TIC_A50285BI-if00-port0',
    stream: `house ${PRM}`,
  }),
  node('tcp', 'tic-in', {
    source: 'tcp',
    host: `admin:${SECRETS.inAddress}@127.0.0.1`,
    tcpPort: '${LINKY_RED_TCP_PORT}',
  }),
  node('source', 'test-source', { name: 'source', wires: [['decode']] }),
  node('decode', 'linky-decode', {
    name: `meter\n## ${ADDRESS.linkyMono}`,
    groups: true,
    wires: [['readings', 'entities'], []],
  }),
  node('readings', 'test-tap', { name: 'readings' }),
  node('entities', 'ha-entities', { broker: 'broker', deviceName: `Maison 09 814 263 571 892` }),
  node('tempo', 'tempo-signal', { servicesRteUrl: `http://me:${SECRETS.inAddress}@127.0.0.1:1/?key=${SECRETS.token}` }),
];

async function report(red: NodeRed, type: string, headers: Record<string, string> = {}): Promise<string> {
  const { text } = (await red.ask('GET', `/${type}/diagnostics`, undefined, headers)) as { text: string };
  return text;
}

describe('copied diagnostics', function () {
  let red: NodeRed;
  withNodeRed((started) => (red = started), { env: { LINKY_RED_TCP_PORT: '1' }, settings: { lang: 'fr' } });

  before(async () => {
    await red.deploy(FLOW);
    await red.status('port', ({ text }) => text === 'status.port-missing');
    await red.status('tcp', ({ fill }) => fill === 'red');
    red.send('source', { topic: `tic/${ADDRESS.linkyMono}`, payload: linkyStandard().build() });
    await red.next('readings');
    red.send('source', { topic: 'house', payload: { command: 'dance' } });
    await red.status('decode', ({ text }) => text === 'status.bad-command');
  });

  it('say what an issue needs, in English whatever the language is', async () => {
    const text = await report(red, 'linky-decode');
    for (const wanted of [
      /^## linky-red diagnostics$/m,
      /^- linky-red: \d+\.\d+\.\d+/m,
      /^- Node-RED: \d+\.\d+\.\d+/m,
      new RegExp(`^- Node\\.js: ${process.version}$`, 'm'),
      new RegExp(`^- system: ${process.platform} ${process.arch}$`, 'm'),
      /^- language: fr$/m,
      /^### tic-in$/m,
      /port `\/dev\/serial\/by-id\/usb-FTDI_TIC_A50285BI-if00-port0`/,
      /ERR_PORT_MISSING\]/,
      /Serial port \S+ is not there/,
      /family `linky`, mode `standard`/,
      /- last frame: .*rejected `0`, held `\d+`/,
      /Unknown command: dance \[ERR_COMMAND\]/,
      /- entities: connected `false`/,
      // The name of a variable, not what it holds.
      /tcpPort `\$\{LINKY_RED_TCP_PORT\}`/,
    ])
      assert.match(text, wanted);
  });

  it('hold no secret, no token and no whole number of a meter, whichever node is asked', async () => {
    for (const type of ['tic-in', 'linky-decode', 'ha-entities']) {
      const text = await report(red, type);
      for (const secret of [...Object.values(SECRETS), 'homeassistant-user'])
        assert.ok(!text.includes(secret), `${secret} in\n${text}`);
      const digits = text.replace(/[^\d\n]+/g, '');
      for (const number of [PRM, ADDRESS.linkyMono]) assert.ok(!digits.includes(number), `${number} in\n${text}`);
      assert.ok(
        text.includes('09…1892') && text.includes(`${ADDRESS.linkyMono.slice(0, 2)}…${ADDRESS.linkyMono.slice(-4)}`),
      );
      assert.equal(text.match(/^## /gm)?.length, 1, 'a name makes no heading');
    }
  });
});

describe('copied diagnostics behind adminAuth', function () {
  it('are for those who may read', async () => {
    // The hash is that of "pass", as `node-red admin hash-pw` makes it.
    const users = [
      {
        username: 'reader',
        password: '$2b$04$T4xsXALozcxot/6I2fgdX.XJ.N3LuK9abw2vmNaXIuNuS9VjAdJy6',
        permissions: 'read',
      },
    ];
    const red = await startNodeRed({ flow: [tab], settings: { adminAuth: { type: 'credentials', users } } });
    try {
      for (const type of ['tic-in', 'linky-decode', 'ha-entities']) await assert.rejects(report(red, type), /: 401 /);
      const { access_token: token } = (await red.ask('POST', '/auth/token', {
        ...{ client_id: 'node-red-admin', grant_type: 'password', scope: 'read' },
        ...{ username: 'reader', password: 'pass' },
      })) as { access_token: string };
      assert.match(await report(red, 'tic-in', { Authorization: `Bearer ${token}` }), /^## linky-red diagnostics$/m);
    } finally {
      await red.stop();
    }
  });
});
