// Providers as rows, none of them RTE: what holds for whoever has tokens and quotas.
import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { LinkyRedError } from '../../../lib/errors';
import { KeptAnswer, keptFormat, type Question } from '../../../lib/provider/kept-answer';
import { ProviderAccount } from '../../../lib/provider/account';
import type { Credentials, Provider } from '../../../lib/provider/provider';
import { shareLedger } from '../../../lib/provider/quota/shared-ledger';
import { FakeClock } from '../../support/machine/fake-clock';

type Api = 'curve' | 'contract';

const refusal: Provider['refusal'] = ({ status }, { host }) =>
  new LinkyRedError('ERR_STATUS', { host, status, detail: '' });
const open = { name: 'An API', limits: [{ kind: 'window', max: 100, windowMs: 60_000 }] } as const;

const WITH_OAUTH: Provider<Api> = {
  id: 'somebody',
  apis: { curve: { ...open, path: '/curve' }, contract: { ...open, path: '/contract' } },
  token: { path: '/oauth2/v3/token', limits: open.limits, lifeSeconds: 12_600 },
  counts: ({ host, fingerprint, api }) => `somebody ${host} ${fingerprint} ${api}`,
  refusal,
  closedMs: { 429: 60_000 },
};
/** Counts all calls of a host together; the user pastes the token. */
const GATEWAY: Provider<Api> = {
  id: 'gateway',
  apis: {
    curve: { ...open, path: '/curve', limits: [{ kind: 'window', max: 4, windowMs: 86_400_000, reserve: 3 }] },
    contract: { ...open, path: '/contract', limits: [{ kind: 'window', max: 4, windowMs: 86_400_000, reserve: 3 }] },
  },
  counts: ({ host }) => `gateway ${host}`,
  refusal,
  closedMs: { 429: 60_000 },
};

describe('lib/provider', () => {
  const clock = new FakeClock('2026-11-24T12:00:00+01:00');
  const abort = new AbortController();
  let server: http.Server;
  let baseUrl: string;
  /** What was asked for, with the token. */
  let calls: string[];
  let valid: string;
  let tokens: number;
  /** Answers wait for it. */
  let held: Promise<void> | undefined;

  beforeEach((done) => {
    [calls, tokens, held, valid] = [[], 0, undefined, 'pasted'];
    server = http.createServer((request, response) => {
      void answer(request, response);
    });
    server.listen(0, '127.0.0.1', () => {
      baseUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
      done();
    });
  });
  afterEach((done) => {
    server.closeAllConnections();
    server.close(done);
  });

  async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '', baseUrl).pathname;
    if (path === '/oauth2/v3/token') {
      tokens += 1;
      valid = `t${String(tokens)}`;
      // Enedis sends a text for the number.
      response.end(JSON.stringify({ access_token: valid, expires_in: '12600' }));
      return;
    }
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    const status = token === valid ? 200 : 401;
    calls.push(`${path} ${token} ${String(status)}`);
    if (path === '/curve') await held;
    response.writeHead(status).end('{"n":1}');
  }

  const account = (provider: Provider<Api>, secret = 'pasted'): ProviderAccount<Api> => {
    const credentials: Credentials = { secret, fingerprint: 'f' };
    return new ProviderAccount({ provider, credentials, baseUrl, clock, signal: abort.signal, ...shared() });
  };
  const shared = (): ReturnType<typeof shareLedger> => shareLedger(undefined, clock, () => undefined);

  it('a token that somebody else has renewed meanwhile is not thrown away with the old one', async () => {
    const here = account(WITH_OAUTH);
    await here.checkSecret();
    valid = 'none';
    let release = (): void => undefined;
    held = new Promise((resolve) => (release = resolve));
    const slow = here.get('curve');
    while (calls.length < 1) await new Promise(setImmediate);
    await here.get('contract');
    assert.equal(tokens, 2, 'the quick one has a new token');
    release();
    assert.deepEqual((await slow).json, { n: 1 });
    assert.equal(tokens, 2, 'the slow one goes on with it');
    assert.deepEqual(calls, ['/curve t1 401', '/contract t1 401', '/contract t2 200', '/curve t2 200']);
  });

  it('two nodes that ask one question at once make one call, and both are answered', async () => {
    const here = account(WITH_OAUTH);
    const [one, other] = await Promise.all([here.get('curve', { day: '1' }), here.get('curve', { day: '1' })]);
    assert.equal(one, other);
    assert.equal(calls.length, 1);
    await here.get('curve', { day: '1' });
    assert.equal(calls.length, 2, 'the next question is another one');
  });

  it('two nodes that ask one question at once make one call where it fails, too, and both hear why', async () => {
    const here = account(GATEWAY, 'wrong');
    const outcomes = await Promise.allSettled([here.get('curve'), here.get('curve')]);
    assert.deepEqual(
      outcomes.map((outcome) => outcome.status === 'rejected' && (outcome.reason as LinkyRedError).code),
      ['ERR_STATUS', 'ERR_STATUS'],
    );
    assert.deepEqual(calls, ['/curve wrong 401'], 'a token that was pasted is not asked for again');
  });

  it('a gateway counts all calls of its host, and back-fill leaves a reserve', async () => {
    const here = account(GATEWAY);
    await here.get('curve', {}, 'backfill');
    await assert.rejects(here.get('contract', {}, 'backfill'), { code: 'ERR_QUOTA' });
    for (const api of ['contract', 'curve', 'contract'] as const) await here.get(api);
    await assert.rejects(account(GATEWAY, 'of another user').get('curve'), { code: 'ERR_QUOTA' });
    assert.equal(tokens, 0);
    assert.equal(calls.length, 4);
  });

  describe('a kept answer', () => {
    const format = keptFormat<number>(
      (value) => (typeof value === 'number' ? value : undefined),
      (value) => value,
    );
    const question = (ask: () => Promise<number>): Question<number> => ({
      name: `asked-${String(Math.random()).slice(2)}`,
      format,
      fresh: { ms: 60_000, quotaMs: 120_000 },
      ask: async () => ({ at: clock.now(), answer: await ask() }),
    });

    it('is asked for once by two nodes, and kept for the next ones', async () => {
      let asked = 0;
      const here = question(() => Promise.resolve(++asked));
      const nodes = [new KeptAnswer(shared(), here, clock), new KeptAnswer(shared(), here, clock)];
      const answers = await Promise.all(nodes.map((node) => node.ask()));
      assert.deepEqual(
        answers.map(({ answer: n }) => n),
        [1, 1],
      );
      clock.advance(59_000);
      assert.equal((await nodes[1]?.ask())?.answer, 1);
      clock.advance(1000);
      assert.equal((await nodes[1]?.ask())?.answer, 2);
    });

    it('stays where the next question fails, which all hear, and where the quota lets none out', async () => {
      let failure: LinkyRedError | undefined;
      let asked = 0;
      const here = question(() => {
        asked += 1;
        return failure === undefined ? Promise.resolve(7) : Promise.reject(failure);
      });
      const nodes = [new KeptAnswer(shared(), here, clock), new KeptAnswer(shared(), here, clock)];
      await nodes[0]?.ask();
      clock.advance(60_000);
      failure = new LinkyRedError('ERR_NETWORK', { host: 'x', detail: 'y' });
      const outcomes = await Promise.allSettled(nodes.map((node) => node.ask()));
      assert.deepEqual(
        outcomes.map(({ status }) => status),
        ['rejected', 'rejected'],
      );
      assert.equal(asked, 2);
      failure = new LinkyRedError('ERR_QUOTA', { until: '' });
      assert.equal((await nodes[1]?.ask())?.answer, 7);
      clock.advance(60_000);
      await assert.rejects(nodes[1]?.ask() ?? Promise.resolve(), { code: 'ERR_QUOTA' });
    });
  });
});
