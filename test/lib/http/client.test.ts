import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { LinkyRedError, type ErrorCode } from '../../../lib/errors';
import { HttpClient, type HttpClientOptions, type HttpRequest } from '../../../lib/http/client';
import { QuotaLedger } from '../../../lib/provider/quota/ledger';
import { backOffMs, retryAfterMs, type RetryRow } from '../../../lib/http/retry';
import { Store } from '../../../lib/store/store';
import { FakeClock } from '../../support/machine/fake-clock';

const MINUTE = 60_000;
const SECRET = 'Basic c2VjcmV0';
const THREE: RetryRow = { attempts: 3, firstMs: 1_000, longestMs: 30_000 };

const failsWith = (code: ErrorCode) => (error: unknown) => error instanceof LinkyRedError && error.code === code;

/** A server that answers each request with the next of its answers, the last one for ever. */
async function serve(...answers: ((response: http.ServerResponse) => void)[]): Promise<TestServer> {
  const requests: { method?: string; url?: string; headers: http.IncomingHttpHeaders; body: string }[] = [];
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const answer = answers[Math.min(requests.length, answers.length - 1)];
      requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      answer?.(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    requests,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
interface TestServer {
  requests: { method?: string; url?: string; headers: http.IncomingHttpHeaders; body: string }[];
  url: string;
  close: () => Promise<void>;
}

const status =
  (code: number, headers: http.OutgoingHttpHeaders = {}, text = '{}') =>
  (response: http.ServerResponse): void => {
    response.writeHead(code, headers).end(text);
  };
const ok = status(200, { 'content-type': 'application/json' }, '{"fine":true}');

describe('lib/http/client', () => {
  let server: TestServer | undefined;
  let clock: FakeClock;
  let ledger: QuotaLedger;
  const row = { key: 'k', limits: [{ kind: 'window', max: 2, windowMs: 15 * MINUTE } as const] };
  const client = (more: Partial<HttpClientOptions> = {}): HttpClient =>
    new HttpClient({ baseUrl: server?.url ?? '', ledger, clock: eager(), random: () => 0, ...more });
  /** Waits take no time, but the clock says that they did. */
  const eager = () => ({
    now: () => clock.now(),
    elapsed: () => clock.elapsed(),
    every: (ms: number, run: () => void) => clock.every(ms, run),
    after: (ms: number, run: () => void) => {
      const timer = setImmediate(() => {
        clock.advance(ms);
        run();
      });
      return () => {
        clearImmediate(timer);
      };
    },
  });

  beforeEach(() => {
    clock = new FakeClock('2026-11-24T12:00:00+01:00');
    ledger = new QuotaLedger(new Store(undefined), clock);
  });
  afterEach(() => server?.close());

  it('joins base URL, path and query, and asks for JSON without claiming to send some', async () => {
    server = await serve(ok);
    const answer = await client({ baseUrl: `${server.url}/base/` }).request({
      path: '/signals',
      query: { at: '2026-11-24T00:00:00+01:00' },
    });
    assert.deepEqual([answer.status, answer.text], [200, '{"fine":true}']);
    const [request] = server.requests;
    assert.equal(request?.url, '/base/signals?at=2026-11-24T00%3A00%3A00%2B01%3A00');
    assert.equal(request.headers.accept, 'application/json');
    assert.equal(request.headers['content-type'], undefined);
  });

  it('hands back an answer of any status as it is', async () => {
    server = await serve(status(403, {}, '{"error":"x"}'));
    const answer = await client().request({ path: '/' });
    assert.deepEqual([answer.status, answer.text], [403, '{"error":"x"}']);
  });

  it('follows no redirect with a secret in its hands: that would be a call that nobody has booked', async () => {
    server = await serve(status(302, { location: '/elsewhere' }));
    const { status: answered } = await client().request({ path: '/a', headers: { Authorization: SECRET } });
    assert.equal(answered, 302);
    assert.equal(server.requests.length, 1);
  });

  it('follows a redirect that nobody has to be known for, and says where it has led, but for the query', async () => {
    server = await serve(status(302, { location: '/elsewhere?key=hunter2' }), ok);
    const answer = await client().request({ path: '/a' });
    assert.deepEqual([answer.status, answer.redirectedTo], [200, `${server.url}/elsewhere`]);
    assert.equal((await client().request({ path: '/a', query: { b: 'c' } })).redirectedTo, undefined);
  });

  it('follows none where the request wants none', async () => {
    server = await serve(status(302, { location: '/elsewhere' }));
    const answer = await client().request({ path: '/a', redirects: 'none' });
    assert.deepEqual([answer.status, answer.headers['location'], server.requests.length], [302, '/elsewhere', 1]);
  });

  it('tries again after 5xx, books every attempt, and gives what came last', async () => {
    server = await serve(status(500), status(502), ok);
    const roomy = { key: 'k', limits: [{ kind: 'window', max: 10, windowMs: MINUTE } as const] };
    const answer = await client().request({ path: '/', retry: THREE, quota: { row: roomy, closedMs: 0 } });
    assert.equal(answer.status, 200);
    assert.equal(server.requests.length, 3);
    assert.equal(clock.now() - Date.parse('2026-11-24T12:00:00+01:00'), 500 + 1_000);
    assert.equal(await ledger.lastCall(roomy), clock.now());
  });

  it('does not try again by itself unless a row says so', async () => {
    server = await serve(status(500));
    assert.equal((await client().request({ path: '/' })).status, 500);
    assert.equal(server.requests.length, 1);
  });

  it('stops trying when the quota allows no more, with the answer that it has', async () => {
    server = await serve(status(500));
    const answer = await client().request({ path: '/', retry: { ...THREE, attempts: 9 }, quota: { row, closedMs: 0 } });
    assert.equal(answer.status, 500);
    assert.equal(server.requests.length, 2);
  });

  it('sends nothing when the quota is reached', async () => {
    server = await serve(ok);
    const request: HttpRequest = { path: '/', quota: { row, closedMs: 0 } };
    await client().request(request);
    await client().request(request);
    await assert.rejects(client().request(request), failsWith('ERR_QUOTA'));
    assert.equal(server.requests.length, 2);
  });

  it('closes the key after 429 for as long as Retry-After says, in seconds or as a date', async () => {
    server = await serve(
      status(429, { 'retry-after': '1200' }),
      status(429, { 'retry-after': 'Tue, 24 Nov 2026 12:00:00 GMT', date: 'Tue, 24 Nov 2026 11:20:00 GMT' }),
    );
    await client().request({ path: '/', quota: { row, closedMs: 900_000 } });
    assert.equal(await ledger.earliest(row), Date.parse('2026-11-24T12:20:00+01:00'));
    clock.advance(20 * MINUTE);
    await client().request({ path: '/', quota: { row, closedMs: 900_000 } });
    assert.equal(await ledger.earliest(row), Date.parse('2026-11-24T13:00:00+01:00'));
  });

  it('measures a date of Retry-After by the clock of the host: ours may be a day ahead', async () => {
    server = await serve(
      status(429, { 'retry-after': 'Mon, 23 Nov 2026 11:30:00 GMT', date: 'Mon, 23 Nov 2026 11:00:00 GMT' }),
    );
    await client().request({ path: '/', quota: { row, closedMs: 900_000 } });
    assert.equal(await ledger.earliest(row), clock.now() + 30 * MINUTE);
  });

  it('a 429 that asks for no pause, or for one that is over, closes the key for as long as the row says', async () => {
    server = await serve(
      status(429, { 'retry-after': '0' }),
      status(429, { 'retry-after': 'Tue, 24 Nov 2026 10:00:00 GMT', date: 'Tue, 24 Nov 2026 11:20:00 GMT' }),
    );
    for (let calls = 0; calls < 2; calls += 1) {
      const sentAt = clock.now();
      await client().request({ path: '/', quota: { row, closedMs: 900_000 }, retry: THREE });
      assert.equal(server.requests.length, calls + 1, 'and is not repeated');
      assert.equal(await ledger.earliest(row), sentAt + 900_000);
      clock.advance(20 * MINUTE);
    }
  });

  it('closes the key after 429 without Retry-After for as long as the row says', async () => {
    server = await serve(status(429));
    await client().request({ path: '/', quota: { row, closedMs: 900_000 } });
    assert.equal(await ledger.earliest(row), clock.now() + 900_000);
  });

  it('waits for a short Retry-After and gives up on a long one', async () => {
    server = await serve(status(503, { 'retry-after': '7' }), ok);
    const before = clock.now();
    assert.equal((await client().request({ path: '/', retry: THREE })).status, 200);
    assert.equal(clock.now() - before, 7_000);
    await server.close();
    server = await serve(status(503, { 'retry-after': '3600' }));
    assert.equal((await client().request({ path: '/', retry: THREE })).status, 503);
    assert.equal(server.requests.length, 1);
  });

  it('names a stall a timeout', async () => {
    server = await serve(() => undefined);
    await assert.rejects(client({ timeoutMs: 50 }).request({ path: '/' }), failsWith('ERR_TIMEOUT'));
  });

  it('names a stall in the middle of an answer a timeout too', async () => {
    server = await serve((response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{');
    });
    await assert.rejects(client({ timeoutMs: 50 }).request({ path: '/' }), failsWith('ERR_TIMEOUT'));
  });

  it('aborts on close, in a request as in a wait', async () => {
    const inRequest = new AbortController();
    server = await serve(() => {
      inRequest.abort();
    });
    await assert.rejects(client().request({ path: '/', signal: inRequest.signal }), failsWith('ERR_CLOSED'));
    await server.close();
    const inWait = new AbortController();
    server = await serve(status(500));
    const waiting = {
      ...eager(),
      after: () => {
        setImmediate(() => {
          inWait.abort();
        });
        return () => undefined;
      },
    };
    await assert.rejects(
      client({ clock: waiting }).request({ path: '/', retry: THREE, signal: inWait.signal }),
      failsWith('ERR_CLOSED'),
    );
    assert.equal(server.requests.length, 1);
  });

  it('says that nobody listens, and shows neither header nor query of the request', async () => {
    server = await serve(ok);
    await server.close();
    const request = { path: '/', headers: { Authorization: SECRET }, query: { token: 'c2VjcmV0' }, body: 'c2VjcmV0' };
    await assert.rejects(client().request(request), (error) => {
      assert.ok(failsWith('ERR_NETWORK')(error));
      const seen = new Set<unknown>();
      const all = JSON.stringify(unfold(error, seen));
      assert.doesNotMatch(all, /c2VjcmV0/);
      assert.match(all, /ECONNREFUSED/);
      return true;
    });
  });

  for (const bad of ['', 'digital.iservices.rte-france.com', 'ftp://rte-france.com']) {
    it(`refuses "${bad}" for a base URL`, () => {
      assert.throws(() => new HttpClient({ baseUrl: bad }), failsWith('ERR_URL'));
    });
  }

  for (const [address, said] of [
    ['https://user:hunter2@rte.example/base', '…@rte.example/base'],
    ['https://hunter2@rte.example', '…@rte.example'],
    ['https://:hunter2@rte.example', '…@rte.example'],
    ['https://user:p%40hunter2@rte.example', '…@rte.example'],
    // Not even an address: the secret is one all the same.
    ['https://user:hunter2/9@rte.example', '…@rte.example'],
    ['user:hunter2@rte.example', '…@rte.example'],
    ['rte.example?key=hunter2', 'rte.example'],
  ] as const) {
    it(`refuses ${address} without repeating the secret`, () => {
      assert.throws(
        () => new HttpClient({ baseUrl: address }),
        (error: unknown) => {
          assert.ok(error instanceof LinkyRedError);
          assert.deepEqual([error.code, error.facts], ['ERR_URL', { detail: said }]);
          return !JSON.stringify([error.message, error.facts, String(error.cause)]).includes('hunter2');
        },
      );
    });
  }

  describe('Retry-After', () => {
    const now = Date.parse('2026-11-24T11:00:00Z');
    const cases: [string | undefined, number | undefined][] = [
      ['900', 900_000],
      // No pause is asked for: the usual one holds.
      ['0', undefined],
      ['000', undefined],
      // No provider closes for longer than a day; no date lies beyond what one can be written for.
      ['99999999999999', 86_400_000],
      ['9'.repeat(400), 86_400_000],
      ['Fri, 31 Dec 9999 23:59:59 GMT', 86_400_000],
      ['Tue, 24 Nov 2026 11:30:00 GMT', 1_800_000],
      ['Mon, 23 Nov 2026 11:30:00 GMT', undefined],
      ['-1', undefined],
      ['soon', undefined],
      ['', undefined],
      [undefined, undefined],
    ];
    for (const [header, expected] of cases) {
      it(`reads ${header === undefined ? 'no header' : `"${header.slice(0, 40)}"`} as ${String(expected)} ms`, () => {
        assert.equal(retryAfterMs(header, now), expected);
      });
    }

    it('backs off twice as long each time up to the longest', () => {
      assert.deepEqual(
        [1, 2, 3, 9].map((attempt) => backOffMs(THREE, attempt, 1)),
        [1_000, 2_000, 4_000, 30_000],
      );
      assert.equal(backOffMs(THREE, 1, 0), 500);
    });
  });
});

/** Everything that an error can reach, own and inherited, as a logger might print it. */
function unfold(value: unknown, seen: Set<unknown>): unknown {
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value;
  if (seen.has(value)) return undefined;
  seen.add(value);
  return Object.getOwnPropertyNames(value).map((name) => [name, unfold(Reflect.get(value, name), seen)]);
}
