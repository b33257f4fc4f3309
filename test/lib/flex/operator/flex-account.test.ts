// An operator's calls against a real HTTP server: what goes out, what is tried again, what goes where, and what a refusal means.
import assert from 'node:assert/strict';
import { FLEX_CALLS, type FlexCallName } from '../../../../lib/flex/operator/calls';
import { FlexAccount, type AccountQuestion, type FlexAccountOptions } from '../../../../lib/flex/operator/flex-account';
import type { ErrorCode } from '../../../../lib/errors';
import { NO_RETRY, type RetryRow } from '../../../../lib/http/retry';
import { pastedToken } from '../../../../lib/provider/oauth';
import { Store } from '../../../../lib/store/store';
import { EagerClock } from '../../../support/flex/eager-clock';
import { ScriptedServer } from '../../../support/flex/scripted-server';
import { jwt } from '../../../support/flex/tokens';

const NOW = '2026-11-29T12:00:00+01:00';
const FOUR: RetryRow = { attempts: 4, firstMs: 1000, longestMs: 60_000 };
const PARTS = { bacs: 'b 1', asset: 'hall/é', request: 'req?1', session: 's&1' };
const BODY = { contentType: 'application/json', text: '{"requestID":"r1"}' };

describe('lib/flex/operator, an account', () => {
  let server: ScriptedServer;
  let other: ScriptedServer;
  let clock: EagerClock;
  let store: Store;
  const abort = new AbortController();

  const account = (more: Partial<FlexAccountOptions> = {}): FlexAccount =>
    new FlexAccount({
      annex1: server.url,
      annex2: `${server.url}/api/v1/`,
      session: '',
      tokens: pastedToken('tok'),
      tokenUntil: null,
      emulatorHeaders: { EMULATOR_Authorization: 'Bearer building' },
      fingerprint: 'f1',
      store,
      clock,
      ...more,
    });
  const ask = (
    name: FlexCallName,
    question: Partial<AccountQuestion> = {},
    retry: RetryRow = NO_RETRY,
    from: FlexAccount = account(),
  ) => from.ask(name, { side: 'building', parts: PARTS, ...question }, { retry, signal: abort.signal });

  beforeEach(async () => {
    [server, other] = [
      await ScriptedServer.open(() => ({ body: {} })),
      await ScriptedServer.open(() => ({ body: {} })),
    ];
    clock = new EagerClock(NOW);
    store = new Store(undefined);
  });
  afterEach(async () => {
    await Promise.all([server.close(), other.close()]);
  });

  const ASSET = '/bacs/b%201/assets/hall%2F%C3%A9';
  const PATHS: readonly (readonly [FlexCallName, AccountQuestion['side'], string])[] = [
    ['list', 'building', 'GET /bacs'],
    ['list', 'emulator', 'GET /api/v1/s%261/bacs'],
    ['list', 'operator', 'GET /api/v1/s%261/operator/bacs'],
    ['assets', 'building', 'GET /bacs/b%201/assets'],
    ['potentials', 'building', `GET ${ASSET}/flexibilities`],
    ['create', 'operator', `POST /api/v1/s%261/operator${ASSET}/flexibilities/request`],
    ['confirm', 'building', `POST ${ASSET}/flexibilities/request/req%3F1/confirm`],
    ['realise', 'emulator', `GET /api/v1/s%261${ASSET}/flexibilities/request/req%3F1/consumptions`],
    ['consumptions', 'building', `GET ${ASSET}/consumptions`],
    ['aggregate', 'building', `GET ${ASSET}/consumptions/aggregate`],
    ['login', 'building', 'GET /api/v1/auth/login'],
    ['session', 'building', 'POST /api/v1/sessions'],
    ['check', 'building', 'POST /api/v1/sessions/s%261/cems/commodity/prices'],
    ['upload', 'building', 'POST /api/v1/admin/signals'],
  ];
  for (const [name, side, wanted] of PATHS)
    it(`${name} of ${side} calls ${wanted}`, async () => {
      await ask(name, { side });
      assert.deepEqual(
        server.heard.map(({ method, url }) => `${method} ${url}`),
        [wanted],
      );
    });

  it('shows the token to every call but the one for those who have none', async () => {
    for (const name of Object.keys(FLEX_CALLS) as FlexCallName[]) if (name !== 'report') await ask(name);
    const shown = server.heard.map(({ url, headers }) => [url.endsWith('/auth/login'), headers.authorization]);
    for (const [isLogin, header] of shown) assert.equal(header, isLogin === true ? undefined : 'Bearer tok');
  });

  it('puts module and url of a session, and a period, into the query', async () => {
    await ask('session', { parts: { module: 'operator', url: 'https://b.example/flex?a=1' } });
    await ask('consumptions', { parts: { ...PARTS, start: '2026-11-28T00:00:00' }, query: { granularity: 'PT10M' } });
    assert.equal(
      server.heard[0]?.url,
      '/api/v1/sessions?emulator_module=operator&url=https%3A%2F%2Fb.example%2Fflex%3Fa%3D1',
    );
    assert.equal(server.heard[1]?.url, `${ASSET}/consumptions?start=2026-11-28T00%3A00%3A00&granularity=PT10M`);
  });

  it('hands headers for the building to the emulator only where it calls that building', async () => {
    for (const [name, side] of [
      ['create', 'building'],
      ['create', 'emulator'],
      ['create', 'operator'],
      ['check', 'building'],
      ['session', 'operator'],
    ] as const)
      await ask(name, { side, emulatorHeaders: { EMULATOR_Trace: 't' } });
    assert.deepEqual(
      server.heard.map(({ headers }) => [headers['emulator_authorization'], headers['emulator_trace']]),
      [
        [undefined, undefined],
        [undefined, undefined],
        ['Bearer building', 't'],
        ['Bearer building', 't'],
        [undefined, undefined],
      ],
    );
  });

  describe('another address', () => {
    it('is never shown the token nor the headers of the account', async () => {
      await assert.rejects(ask('create', { elsewhere: { baseUrl: other.url, token: '' }, body: BODY }), {
        code: 'ERR_COMMAND' satisfies ErrorCode,
        message: /baseUrl/,
      });
      assert.equal(other.heard.length, 0);
      await ask('create', { side: 'operator', elsewhere: { baseUrl: other.url, token: 'mine' }, body: BODY });
      const [{ headers, body }] = other.heard as [(typeof other.heard)[0]];
      assert.deepEqual([headers.authorization, headers['emulator_authorization']], ['Bearer mine', undefined]);
      assert.equal(body, BODY.text);
      assert.equal(server.heard.length, 0);
    });

    it('of the same host is the account’s own', async () => {
      await ask('list', { elsewhere: { baseUrl: `${server.url}/north`, token: '' } });
      assert.deepEqual([server.heard[0]?.url, server.heard[0]?.headers.authorization], ['/north/bacs', 'Bearer tok']);
    });

    it('follows no redirect with the token', async () => {
      server.script = () => ({ status: 302, headers: { location: `${other.url}/bacs` } });
      const { problem } = await ask('list');
      assert.equal(problem?.code, 'ERR_STATUS');
      assert.equal(other.heard.length, 0);
    });
  });

  describe('parts of a path', () => {
    for (const id of ['', '.', '..'])
      it(`refuse “${id}”, which would lead to another path`, async () => {
        await assert.rejects(ask('assets', { parts: { bacs: id } }), { code: 'ERR_COMMAND', message: /assets, bacs/ });
        assert.equal(server.heard.length, 0);
      });
    it('cannot climb', async () => {
      await ask('assets', { parts: { bacs: '../../admin' } });
      assert.equal(server.heard[0]?.url, '/bacs/..%2F..%2Fadmin/assets');
    });
  });

  describe('tries again', () => {
    it('with the same body after a lost line, a 503 and a 429, as long as Retry-After asks', async () => {
      const answers = [
        { cut: true as const },
        { status: 503, headers: { 'retry-after': '7' } },
        {},
        { body: { status: 'ACCEPTED' } },
      ];
      answers[2] = { status: 429, headers: { 'retry-after': '2' } };
      server.script = (_, index) => answers[index] ?? {};
      const reply = await ask('create', { body: BODY }, FOUR);
      assert.deepEqual([reply.status, reply.json], [200, { status: 'ACCEPTED' }]);
      assert.deepEqual(
        server.heard.map(({ body }) => body),
        [BODY.text, BODY.text, BODY.text, BODY.text],
      );
      assert.deepEqual(clock.waits.slice(1), [7000, 2000]);
    });

    it('no more often than it is told to, and not where it would have to wait for too long', async () => {
      server.script = () => ({ status: 503 });
      assert.equal((await ask('confirm', { body: BODY }, FOUR)).problem?.code, 'ERR_FLEX_UNAVAILABLE');
      assert.equal(server.heard.length, 4);
      server.script = () => ({ status: 429, headers: { 'retry-after': '61' } });
      const { problem } = await ask('confirm', { body: BODY }, FOUR);
      assert.deepEqual([problem?.code, server.heard.length], ['ERR_QUOTA', 5]);
      assert.match(problem?.message ?? '', new RegExp(isoIn(clock.now(), 61)));
    });

    it('never what would be made twice, nor what was refused', async () => {
      server.script = () => ({ status: 503 });
      await ask('session', {}, FOUR);
      await ask('upload', { body: BODY }, FOUR);
      assert.equal(server.heard.length, 2);
      server.script = () => ({ status: 422 });
      await ask('create', { body: BODY }, FOUR);
      assert.equal(server.heard.length, 3);
    });
  });

  describe('a refusal', () => {
    const CODES: readonly (readonly [number, ErrorCode])[] = [
      [400, 'ERR_FLEX_MALFORMED'],
      [401, 'ERR_FLEX_TOKEN'],
      [403, 'ERR_FLEX_FORBIDDEN'],
      [404, 'ERR_FLEX_UNKNOWN'],
      [409, 'ERR_FLEX_CONFLICT'],
      [422, 'ERR_FLEX_REFUSED'],
      [429, 'ERR_QUOTA'],
      [500, 'ERR_STATUS'],
      [503, 'ERR_FLEX_UNAVAILABLE'],
    ];
    for (const [status, code] of CODES)
      it(`of ${String(status)} is ${code}, and keeps what was said`, async () => {
        const body = { status: 'REJECTED', rule: 'outside-periods', reason: 'not <b>now</b>\n' };
        server.script = () => ({ status, body });
        const reply = await ask('create', { body: BODY });
        assert.deepEqual([reply.status, reply.json, reply.problem?.code], [status, body, code]);
        if (code === 'ERR_QUOTA') return;
        assert.match(reply.problem?.message ?? '', /outside-periods, not {2}b now \/b/);
        assert.ok(reply.problem?.message.includes(server.host));
      });

    it('of a body that is no JSON, or says much, is short', async () => {
      server.script = () => ({ status: 400, body: '<html>no</html>' });
      assert.match((await ask('list')).problem?.message ?? '', /400/);
      server.script = () => ({ status: 400, body: { detail: 'x'.repeat(5000) } });
      assert.ok(((await ask('list')).problem?.message.length ?? 0) < 400);
    });

    it('of a token that has expired says when', async () => {
      server.script = () => ({ status: 401 });
      const until = Date.parse('2026-11-29T11:00:00+01:00');
      const { problem } = await ask('list', {}, NO_RETRY, account({ tokenUntil: until }));
      assert.equal(problem?.code, 'ERR_FLEX_TOKEN_EXPIRED');
      assert.match(problem.message, /2026-11-29T11:00:00\+01:00/);
      // The same of one that came with the message.
      const token = jwt({ exp: until / 1000 });
      const its = await ask('list', { elsewhere: { baseUrl: '', token } });
      assert.equal(its.problem?.code, 'ERR_FLEX_TOKEN_EXPIRED');
    });
  });

  it('takes an answer without a body, and none that is no JSON', async () => {
    server.script = () => ({ status: 204 });
    const { status, json, problem } = await ask('confirm', { body: BODY });
    assert.deepEqual([status, json, problem], [204, undefined, undefined]);
    server.script = () => ({ body: 'fine' });
    await assert.rejects(ask('confirm', { body: BODY }), { code: 'ERR_ANSWER' });
  });

  it('brings a report as bytes, made new (201) or not, and nothing else for one', async () => {
    const pdf = Buffer.from([0x25, 0x50, 0x44, 0x46, 0x2d, 0x31, 0x2e, 0x37, 0x0a, 0xff, 0xfe, 0x00, 0x80]);
    for (const status of [200, 201]) {
      server.script = () => ({ status, headers: { 'content-type': 'application/pdf' }, body: pdf });
      const reply = await ask('report');
      assert.deepEqual(reply.pdf, pdf);
      assert.equal(server.heard.at(-1)?.url, '/api/v1/sessions/s%261/reports');
    }
    server.script = () => ({ body: { pdf: 'later' } });
    await assert.rejects(ask('report'), { code: 'ERR_ANSWER', message: /no PDF/ });
    server.script = () => ({ status: 404, body: { detail: 'no session' } });
    assert.equal((await ask('report')).problem?.code, 'ERR_FLEX_UNKNOWN');
  });

  describe('its session', () => {
    const path = (): string | undefined => server.heard.at(-1)?.url;

    it('is wanted where a path has it', async () => {
      await assert.rejects(ask('report', { parts: {} }), { code: 'ERR_FLEX_SESSION' });
      await assert.rejects(ask('list', { side: 'operator', parts: {} }), { code: 'ERR_FLEX_SESSION' });
      assert.equal(server.heard.length, 0);
    });

    for (const answer of [
      { id: 's9' },
      { session_id: 's9', id: 'row' },
      { session: { id: 's9' } },
      { sessionId: 's9' },
      's9',
    ])
      it(`is found in ${JSON.stringify(answer)}, and used from then on, also after a restart`, async () => {
        server.script = () => ({ status: 201, body: answer === 's9' ? '"s9"' : answer });
        await ask('session', { parts: {} });
        await ask('list', { side: 'emulator', parts: {} });
        assert.equal(path(), '/api/v1/s9/bacs');
      });

    it('is the one that was typed after it', async () => {
      server.script = () => ({ body: { id: 's9' } });
      await ask('session', { parts: {} }, NO_RETRY, account({ session: 'old' }));
      assert.equal(await account({ session: 'old' }).session(), 's9');
      assert.equal(await account({ session: 'new' }).session(), 'new');
    });

    it('is not that of another host', async () => {
      other.script = () => ({ body: { id: 's9' } });
      await ask('session', { parts: {}, elsewhere: { baseUrl: other.url, token: 'mine' } });
      assert.equal(await account().session(), '');
    });
  });

  it('gives up when whoever asks closes', async () => {
    const closing = new AbortController();
    const heard = new Promise<void>((resolve) => {
      server.script = () => {
        resolve();
        return new Promise(() => undefined);
      };
    });
    const asked = account().ask('list', { side: 'building', parts: {} }, { retry: FOUR, signal: closing.signal });
    await heard;
    closing.abort();
    await assert.rejects(asked, { code: 'ERR_CLOSED' });
  });
});

function isoIn(now: number, seconds: number): string {
  return new Date(now + seconds * 1000 + 3_600_000).toISOString().slice(0, 19);
}
