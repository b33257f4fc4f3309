// A body that is read as it comes, on a real line.
import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { HttpClient, type HttpStream } from '../../../lib/http/client';
import { QuotaLedger } from '../../../lib/provider/quota/ledger';
import { Store } from '../../../lib/store/store';
import { FakeClock } from '../../support/machine/fake-clock';

const MB = 1024 * 1024;
const PIECE = Buffer.alloc(64 * 1024, 'a;b\n');

describe('lib/http/client, a body in pieces', () => {
  const clock = new FakeClock('2026-11-24T12:00:00+01:00');
  let server: http.Server;
  let answer: (response: http.ServerResponse) => void;
  /** Of the last request: whether the other side has let go of it. */
  let gone: Promise<void>;

  beforeEach((done) => {
    server = http.createServer((_request, response) => {
      gone = new Promise((resolve) => response.once('close', resolve));
      answer(response);
    });
    server.listen(0, '127.0.0.1', done);
  });
  afterEach((done) => {
    server.closeAllConnections();
    server.close(done);
  });

  const client = (timeoutMs = 20_000, ledger?: QuotaLedger): HttpClient => {
    const baseUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    return new HttpClient({ baseUrl, clock, timeoutMs, ...(ledger && { ledger }) });
  };
  async function lengthOf({ body }: HttpStream): Promise<number> {
    let bytes = 0;
    for await (const piece of body ?? []) bytes += piece.length;
    return bytes;
  }
  /** Goes on until nobody listens. */
  const endless = (response: http.ServerResponse): void => {
    const more = (): void => {
      if (!response.destroyed) response.write(PIECE, more);
    };
    more();
  };

  it('comes whole, without being held', async () => {
    answer = (response) => {
      let left = 320;
      const more = (): void => {
        left -= 1;
        if (left < 0) response.end();
        else response.write(PIECE, more);
      };
      more();
    };
    const stream = await client().stream({ path: '/export.csv' }, 20 * MB);
    assert.deepEqual([stream.status, await lengthOf(stream)], [200, 20 * MB]);
  });

  it('that is longer than allowed is ERR_ANSWER, and the line is let go', async () => {
    answer = endless;
    const stream = await client().stream({ path: '/' }, MB);
    await assert.rejects(lengthOf(stream), { code: 'ERR_ANSWER', message: /longer than 1048576 bytes/ });
    await gone;
  });

  it('is as long as it is unpacked', async () => {
    answer = (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(2 * MB)));
    await assert.rejects(lengthOf(await client().stream({ path: '/' }, MB)), { code: 'ERR_ANSWER' });
  });

  it('of which no more is wanted lets the line go', async () => {
    answer = endless;
    const { body } = await client().stream({ path: '/' }, MB);
    for await (const piece of body ?? []) {
      assert.ok(piece.length > 0);
      break;
    }
    await gone;
  });

  describe('with a deadline for each piece alone', () => {
    it('takes longer than that as a whole', async () => {
      let left = 8;
      answer = (response) => {
        const more = (): void => {
          left -= 1;
          if (left < 0) response.end();
          else response.write('a;b\n', () => setTimeout(more, 300));
        };
        more();
      };
      const stream = await client(1500).stream({ path: '/' }, MB, 'idle');
      assert.equal(await lengthOf(stream), 32);
    });

    it('waits for whoever takes the pieces late, and holds the line back meanwhile', async () => {
      let sent = 0;
      answer = (response) => {
        const more = (): void => {
          if (sent === 64 * MB) response.end();
          else if (response.write(PIECE)) setImmediate(more);
          else response.once('drain', more);
          sent += PIECE.length;
        };
        more();
      };
      const { body } = await client(1000).stream({ path: '/' }, 65 * MB, 'idle');
      let bytes = 0;
      for await (const piece of body ?? []) {
        if (bytes === 0) await new Promise((resolve) => setTimeout(resolve, 2000));
        if (bytes === 0) assert.ok(sent < 64 * MB, `${String(sent)} bytes were taken from the server`);
        bytes += piece.length;
      }
      assert.ok(bytes >= 64 * MB);
    });

    it('is ERR_TIMEOUT where nothing comes any more, or does not begin', async () => {
      answer = (response) => response.write('a;b\n');
      await assert.rejects(lengthOf(await client(300).stream({ path: '/' }, MB, 'idle')), { code: 'ERR_TIMEOUT' });
      await gone;
      answer = () => undefined;
      await assert.rejects(client(300).stream({ path: '/' }, MB, 'idle'), { code: 'ERR_TIMEOUT' });
    });
  });

  it('that stops coming is ERR_TIMEOUT', async () => {
    answer = (response) => response.write('a;b\n');
    await assert.rejects(lengthOf(await client(300).stream({ path: '/' }, MB)), { code: 'ERR_TIMEOUT' });
    await gone;
  });

  it('is ERR_CLOSED when the node closes', async () => {
    answer = (response) => response.write('a;b\n');
    const abort = new AbortController();
    const { body } = await client().stream({ path: '/', signal: abort.signal }, MB);
    const read = (async (): Promise<void> => {
      for await (const piece of body ?? []) {
        assert.equal(piece.toString(), 'a;b\n');
        abort.abort();
      }
    })();
    await assert.rejects(read, { code: 'ERR_CLOSED' });
    await gone;
  });

  it('that breaks off is ERR_NETWORK', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('a;b\n', () => response.destroy());
    };
    await assert.rejects(lengthOf(await client().stream({ path: '/' }, MB)), { code: 'ERR_NETWORK' });
  });

  it('of a refusal is its text, is booked as any call, and Retry-After closes the key', async () => {
    answer = (response) => response.writeHead(429, { 'retry-after': '120' }).end('{"error":"x"}');
    const ledger = new QuotaLedger(new Store(undefined), clock);
    const row = { key: 'k', limits: [{ kind: 'window', max: 9, windowMs: 1000 } as const] };
    const request = { path: '/', quota: { row, closedMs: 1 } };
    const { status, text, retryAfterMs, body } = await client(1000, ledger).stream(request, MB);
    assert.deepEqual([status, text, retryAfterMs, body], [429, '{"error":"x"}', 120_000, undefined]);
    assert.equal(await ledger.earliest(row), clock.now() + 120_000);
    assert.equal(await ledger.lastCall(row), clock.now());
  });
});
