// flex-operator in Node-RED, against a building that the test plays over HTTP.
import assert from 'node:assert/strict';
import { EagerClock } from '../../support/flex/eager-clock';
import { FlexBench } from '../../support/flex/flex-bench';
import { ScriptedServer, type ScriptedReply } from '../../support/flex/scripted-server';
import { helper } from '../../support/node-red/helper';
import { jwt } from '../../support/flex/tokens';

const NOW = '2026-11-29T12:00:00+01:00';
const BACS = '0b7a2c1e-58cc-4372-a567-000000000001';
const CREATE = {
  command: 'create',
  bacs: BACS,
  asset: 'hall',
  requestId: 'r1',
  powerW: 80_500,
  start: '2026-12-01T18:00:00',
  end: '2026-12-01T20:00:00',
};
const WIRE = {
  requestID: 'r1',
  flexProduct: 'WID',
  power: [
    {
      power: { unit: 'W', multiplier: 'k', value: 80.5 },
      start: '2026-12-01T18:00:00',
      end: '2026-12-01T20:00:00',
    },
  ],
};

describe('flex-operator', () => {
  let server: ScriptedServer;
  let bench: FlexBench;
  const load = (settings: object = {}, credentials?: Record<string, string>, account: object = {}): Promise<void> =>
    bench.load({
      type: 'flex-operator',
      settings: { ...settings },
      account: { annex1: server.url, annex2: `${server.url}/api/v1`, ...account },
      ...(credentials && { credentials }),
    });
  const answered = async () => (await bench.out[0].next()).payload;
  const bodies = (): unknown[] => server.heard.map(({ body }) => JSON.parse(body) as unknown);

  before((done) => {
    helper.startServer(done);
  });
  after((done) => {
    helper.stopServer(done);
  });
  beforeEach(async () => {
    server = await ScriptedServer.open(() => ({ body: {} }));
    bench = await FlexBench.open(new EagerClock(NOW));
  });
  afterEach(async () => {
    await bench.close();
    await server.close();
  });

  it('creates, confirms and reads back a request, with the answers as they came', async () => {
    await load();
    server.script = ({ url, body }) => {
      if (url.endsWith('/request')) return { body: { ...(JSON.parse(body) as object), status: 'ACCEPTED' } };
      if (url.endsWith('/confirm')) return { body: { requestID: 'r1', status: 'CONFIRMED' } };
      return { body: { power: [], baseline: { name: 'b', power: null } } };
    };
    bench.receive(CREATE, { site: 'north' });
    const created = await bench.out[0].next();
    assert.deepEqual([created.topic, created.schema], ['flex-answer/create', 'linky-red/flex-answer@1']);
    assert.equal((created as unknown as { site: string }).site, 'north');
    assert.deepEqual(created.payload, {
      command: 'create',
      bacs: BACS,
      asset: 'hall',
      requestId: 'r1',
      status: 200,
      state: 'accepted',
      answer: { ...WIRE, status: 'ACCEPTED' },
    });
    // What came back, sent on as a confirmation, repeats the profile.
    bench.receive({ ...created.payload, command: 'confirm', ackPrice: 0.12 });
    assert.equal((await answered())['state'], 'confirmed');
    bench.receive({ command: 'realise', bacs: BACS, asset: 'hall', requestId: 'r1' });
    assert.deepEqual((await answered())['answer'], { power: [], baseline: { name: 'b', power: null } });
    assert.deepEqual(JSON.parse(server.heard[0]?.body ?? ''), WIRE);
    assert.deepEqual(JSON.parse(server.heard[1]?.body ?? ''), {
      flexProduct: WIRE.flexProduct,
      power: WIRE.power,
      ackPrice: { unit: '€/kWh', multiplier: '', value: 0.12 },
    });
    assert.equal(server.heard[2]?.url, `/bacs/${BACS}/assets/hall/flexibilities/request/r1/consumptions`);
  });

  it('sends what is written as the reference writes it as it is', async () => {
    await load();
    const power = [{ power: { unit: 'W', multiplier: '', value: 1 }, start: 'a', end: 'b', more: [1] }];
    bench.receive({ command: 'create', bacs: BACS, asset: 'hall', requestID: 'r2', flexProduct: 'WDA', power });
    await answered();
    assert.deepEqual(bodies(), [{ requestID: 'r2', flexProduct: 'WDA', power }]);
  });

  it('makes up an id where the message has none, another one each time, and keeps to its BACS and asset', async () => {
    await load({ bacs: BACS, asset: 'hall', product: 'WDA' });
    const wish = { ...CREATE, bacs: undefined, asset: undefined, requestId: undefined };
    bench.receive(wish);
    bench.receive(wish);
    const ids = [(await answered())['requestId'], (await answered())['requestId']];
    assert.notEqual(ids[0], ids[1]);
    assert.deepEqual((bodies() as { requestID: string }[]).map(({ requestID }) => requestID).sort(), [...ids].sort());
    assert.ok(server.heard.every(({ url }) => url === `/bacs/${BACS}/assets/hall/flexibilities/request`));
  });

  it('tells of a refusal by its code, with what was answered in the message, and sends nothing', async () => {
    await load();
    server.script = () => ({ status: 422, body: { requestID: 'r1', status: 'REJECTED', rule: 'outside-periods' } });
    bench.receive(CREATE, { site: 'north' });
    const caught = await bench.caught.next();
    assert.equal(caught.error.code, 'ERR_FLEX_REFUSED');
    assert.match(caught.error.message, /outside-periods/);
    assert.deepEqual(
      [caught.answer?.['status'], caught.answer?.['state'], (caught as unknown as { site: string }).site],
      [422, 'rejected', 'north'],
    );
    assert.equal(bench.out[0].all.length, 0);
    await bench.statuses.next(({ text }) => text?.endsWith('request-refused') === true);
    server.script = () => ({ body: {} });
    bench.receive('list');
    await answered();
    await bench.statuses.next(({ text }) => text?.endsWith('status.ready') === true);
  });

  for (const [payload, detail] of [
    ['dance', /dance/],
    [{ command: 'confirm', bacs: BACS, asset: 'hall', powerW: 1, start: CREATE.start, end: CREATE.end }, /requestId/],
    [{ ...CREATE, powerW: '80' }, /powerW/],
    [{ ...CREATE, start: '2026-02-30T10:00:00' }, /start/],
    [{ ...CREATE, start: undefined }, /start/],
    [{ ...CREATE, bacs: undefined }, /bacs/],
    [{ ...CREATE, bacs: {} }, /bacs/],
    [{ ...CREATE, side: 'moon' }, /side/],
    [{ ...CREATE, product: '' }, /product/],
    [{ command: 'list', baseUrl: 'http://127.0.0.1:1' }, /baseUrl/],
    [{ command: 'list', query: { a: [] } }, /a/],
  ] as const)
    it(`says what is wrong with ${JSON.stringify(payload)}`, async () => {
      await load();
      bench.receive(payload);
      const { error } = await bench.caught.next();
      assert.equal(error.code, 'ERR_COMMAND');
      assert.match(error.message, detail);
      assert.equal(server.heard.length, 0);
    });

  it('calls so many sites at once, and keeps what is about one request in its order', async () => {
    await load({ atOnce: '2' });
    const held: ((reply: ScriptedReply) => void)[] = [];
    let arrived: (() => void) | undefined;
    server.script = () =>
      new Promise((resolve) => {
        held.push(resolve);
        arrived?.();
      });
    const heldOf = (count: number): Promise<void> =>
      new Promise((resolve) => {
        arrived = () => {
          if (held.length >= count) resolve();
        };
        arrived();
      });
    const site = (name: string) => ({ ...CREATE, baseUrl: `${server.url}/${name}`, token: name });
    bench.receive(site('north'));
    bench.receive({ ...site('north'), command: 'confirm' });
    bench.receive(site('south'));
    bench.receive(site('west'));
    await heldOf(2);
    const path = `/bacs/${BACS}/assets/hall/flexibilities/request`;
    assert.deepEqual(
      server.heard.map(({ url, headers }) => [url, headers.authorization]),
      [
        [`/north${path}`, 'Bearer north'],
        [`/south${path}`, 'Bearer south'],
      ],
    );
    for (let index = 0; index < 4; index += 1) {
      await heldOf(Math.min(index + 1, 4));
      held[index]?.({ body: { status: 'ACCEPTED' } });
      await answered();
    }
    const urls = server.heard.map(({ url }) => url);
    assert.equal(urls.length, 4);
    assert.ok(urls.indexOf(`/north${path}/r1/confirm`) > urls.indexOf(`/north${path}`));
  });

  it('makes the same request again after a lost line, and gives the one answer', async () => {
    await load();
    server.script = (_, index) => (index === 0 ? { cut: true } : { body: { status: 'REQUESTED' } });
    bench.receive(CREATE);
    assert.equal((await answered())['state'], 'requested');
    assert.deepEqual(bodies(), [WIRE, WIRE]);
    assert.equal(bench.out[0].all.length, 1);
  });

  it('brings a report as a Buffer, of the session that it has made', async () => {
    await load();
    const pdf = Buffer.from('%PDF-1.4\n\xe2\xe3', 'latin1');
    server.script = ({ url }) => (url.endsWith('/reports') ? { body: pdf } : { body: { session_id: 's7' } });
    bench.receive({ command: 'session', module: 'operator', url: 'https://b.example/flex' });
    assert.deepEqual(await answered(), {
      command: 'session',
      session: 's7',
      status: 200,
      answer: { session_id: 's7' },
    });
    bench.receive('report');
    const { payload } = await bench.out[0].next();
    assert.ok(Buffer.isBuffer(payload['pdf']));
    assert.deepEqual([payload['pdf'], payload['answer']], [pdf, null]);
    assert.equal(server.heard.at(-1)?.url, '/api/v1/sessions/s7/reports');
  });

  it('shows the way to a token', async () => {
    await load();
    server.script = () => ({ body: { links: { login: 'https://idp.example/auth?client_id=x' } } });
    bench.receive('login');
    assert.equal((await answered())['url'], 'https://idp.example/auth?client_id=x');
  });

  it('says in its status when a token ends on this day, and when it has', async () => {
    await load({}, { token: `Bearer ${jwt({ exp: Date.parse('2026-11-29T14:05:00+01:00') / 1000 })}` });
    bench.receive('list');
    await answered();
    const { fill } = await bench.statuses.next(({ text }) => text === 'flex-operator.status.until');
    assert.equal(fill, 'yellow');
    server.script = () => ({ status: 401 });
    bench.receive('list');
    assert.equal((await bench.caught.next()).error.code, 'ERR_FLEX_TOKEN');
  });

  it('writes no token into the log, whatever goes wrong', async () => {
    await load({}, { token: 'very-secret-token', emulatorToken: 'building-secret' });
    for (const status of [400, 401, 404, 500]) {
      server.script = () => ({ status, body: { detail: 'no' } });
      bench.receive({ ...CREATE, side: 'operator', session: 's' });
      await bench.caught.next();
    }
    bench.receive({ ...CREATE, baseUrl: 'http://127.0.0.1:1', token: 'message-secret' });
    await bench.caught.next();
    assert.doesNotMatch(bench.logged(), /very-secret|building-secret|message-secret/);
    assert.equal(server.heard[0]?.headers['emulator_authorization'], 'Bearer building-secret');
  });
});
