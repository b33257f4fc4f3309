// Whoever stands behind a door, on loopback: answers by a word of the test and keeps what was asked; and doors to it.
import http from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Door, DoorId } from '../../../lib/enedis/door';
import { openDoor, type DoorOptions } from '../../../lib/enedis/doors/open-door';
import { DOORS } from '../../../lib/enedis/doors/rows';
import type { Series } from '../../../lib/enedis/series';
import { shareLedger } from '../../../lib/provider/quota/shared-ledger';
import { FakeClock } from '../machine/fake-clock';

export interface Answered {
  readonly status: number;
  /** Text as it is; anything else as JSON. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Asked {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** Calls for a token are answered by themselves. */
const TOKEN_PATHS = ['/oauth2/v3/token', '/accounts/token'];

export const PRM = '12345678901234';
export const CURVE: Series = { prm: PRM, direction: 'consumption', measure: 'load-curve' };
export const ENERGY: Series = { prm: PRM, direction: 'consumption', measure: 'energy' };
export const WEEK = { from: '2026-11-20', to: '2026-11-27' } as const;

export class DoorBench {
  readonly asked: Asked[] = [];
  readonly tokensAsked: Asked[] = [];
  answer: (asked: Asked) => Answered | Promise<Answered> = () => ({ status: 200, body: { n: 1 } });
  /** In place of a token. */
  tokenAnswer: Answered | undefined;
  readonly clock: FakeClock;
  private abort = new AbortController();
  private server = http.createServer();
  private baseUrl = '';
  private shared: ReturnType<typeof shareLedger>;

  private constructor(
    now: string,
    private readonly dir: string,
  ) {
    this.clock = new FakeClock(now);
    this.shared = shareLedger(dir, this.clock, () => undefined);
  }

  static async open(now = '2026-11-29T14:00:00+01:00'): Promise<DoorBench> {
    const bench = new DoorBench(now, await mkdtemp(path.join(os.tmpdir(), 'linky-red-doors-')));
    bench.server.on('request', (request, response) => void bench.serve(request, response));
    await new Promise<void>((resolve) => bench.server.listen(0, '127.0.0.1', resolve));
    bench.baseUrl = `http://127.0.0.1:${String((bench.server.address() as AddressInfo).port)}`;
    return bench;
  }

  door(id: DoorId, over: Partial<DoorOptions> = {}): Door {
    const client = DOORS[id].token !== undefined;
    const secret = client ? Buffer.from('client:word').toString('base64') : 'pasted-token';
    return openDoor(DOORS[id], {
      credentials: { secret, fingerprint: `f-${id}` },
      baseUrl: this.baseUrl,
      clock: this.clock,
      signal: this.abort.signal,
      ...this.shared,
      ...over,
    });
  }

  /** What Node-RED's restart leaves: what lies on the disk. */
  async restart(): Promise<void> {
    await this.shared.release();
    this.shared = shareLedger(this.dir, this.clock, () => undefined);
  }

  closeAccounts(): void {
    this.abort.abort();
    this.abort = new AbortController();
  }

  async close(): Promise<void> {
    this.abort.abort();
    await this.shared.release();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await rm(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }

  private async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    let body = '';
    for await (const piece of request) body += String(piece);
    const { method = '', url = '', headers } = request;
    const asked: Asked = { method, url, headers, body };
    const isToken = TOKEN_PATHS.some((path) => url.endsWith(path));
    (isToken ? this.tokensAsked : this.asked).push(asked);
    const token = { access_token: `t${String(this.tokensAsked.length)}`, expires_in: '12600' };
    const answered = isToken ? (this.tokenAnswer ?? { status: 200, body: token }) : await this.answer(asked);
    const text = typeof answered.body === 'string' ? answered.body : JSON.stringify(answered.body);
    response.writeHead(answered.status, 'headers' in answered ? answered.headers : {}).end(text);
  }
}
