// Calls to one portal: one at a time until its answer begins, within its quota, booked for all nodes; what is no success is thrown.
import { createHash } from 'node:crypto';
import { LinkyRedError } from '../../errors';
import { isoParis } from '../../grid/paris-time';
import { HttpClient } from '../../http/client';
import { parseJson } from '../../http/json';
import type { HttpStream } from '../../http/request';
import { backOffMs, type RetryRow } from '../../http/retry';
import { wait } from '../../http/wait';
import type { QuotaRow } from '../../provider/quota/ledger';
import type { PortalKind } from '../kind/kind';
import { gathered } from './gathered';
import { LIMITS, LONGEST_PAGE_BYTES, PATIENCE_MS, RETRY, TIMEOUT_MS } from './limits';
import { Refusals } from './refusals';
import { closedUntil, isPage, quotaOf, refusalOf, type SaidQuota } from './said';
import type { PortalAddress, PortalTools } from './tools';

export interface PortalCall {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Where a 404 means that it is not there. */
  readonly dataset?: string;
  readonly retry?: RetryRow;
  /** How long it may wait for its turn in the quota. */
  readonly patienceMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A success whose body is read as it comes. */
export interface PortalStream {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Buffer>;
}

/** Whoever has to wait longer leaves the way free meanwhile. */
const SHORT_WAIT_MS = 5_000;

export class PortalCalls {
  readonly host: string;
  private readonly client: HttpClient;
  private readonly refusals: Refusals;
  /** What the portal has last said of its quota. */
  quota: SaidQuota | undefined;

  /** @throws LinkyRedError ERR_URL */
  constructor(
    readonly root: string,
    private readonly address: Pick<PortalAddress, 'apiKey'>,
    private readonly tools: PortalTools,
  ) {
    const { ledger, clock, timeoutMs = TIMEOUT_MS } = tools;
    this.client = new HttpClient({ baseUrl: root, ledger, clock, timeoutMs });
    this.host = this.client.host;
    this.refusals = new Refusals(tools.store, this.host);
  }

  /** @throws LinkyRedError ERR_ANSWER, ERR_PORTAL_MOVED where it is no JSON; and what stream throws */
  async json(kind: PortalKind, call: PortalCall): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.open(kind, call);
      if (answer.body === undefined) throw refusalOf(answer, this.asked(call));
      try {
        const text = (await gathered(answer.body, LONGEST_PAGE_BYTES, this.host)).toString();
        return this.parsed({ ...answer, text });
      } catch (error) {
        // Cut in the middle: the client tries again by itself only what has not begun.
        const isCut = error instanceof LinkyRedError && error.code === 'ERR_NETWORK';
        if (!isCut || attempt >= RETRY.attempts) throw error;
        await wait(this.tools.clock, backOffMs(RETRY, attempt, Math.random()), this.tools.signal);
      }
    }
  }

  /**
   * @throws LinkyRedError ERR_QUOTA with `until`, ERR_PORTAL_*, ERR_DATASET; ERR_NETWORK, ERR_TIMEOUT, ERR_CLOSED, which the body
   * throws too
   */
  async stream(kind: PortalKind, call: PortalCall): Promise<PortalStream> {
    const answer = await this.open(kind, call);
    const { body, headers, redirectedTo: to } = answer;
    if (body === undefined) throw refusalOf(answer, this.asked(call));
    if (!isPage(answer)) return { body: this.untilClosed(body), headers };
    await letGo(body);
    throw to === undefined
      ? new LinkyRedError('ERR_ANSWER', { host: this.host, detail: 'a page' })
      : new LinkyRedError('ERR_PORTAL_MOVED', { host: this.host, to });
  }

  /** As stream, asked for when somebody takes the first piece: whoever takes none leaves no line open. */
  async *later(kind: PortalKind, call: PortalCall): AsyncGenerator<Buffer> {
    yield* (await this.stream(kind, call)).body;
  }

  /**
   * Whether what the last answer's `Last-Modified` stood for is still so.
   * @param since that header, as it was: the portals compare it as text
   * @returns `since` where nothing has changed; else the header of now, undefined where there is none
   */
  async modified(kind: PortalKind, call: PortalCall, since: string | undefined): Promise<string | undefined> {
    const conditional = since === undefined ? {} : { headers: { 'If-Modified-Since': since } };
    const answer = await this.open(kind, { ...call, ...conditional });
    if (answer.status === 304) return since;
    if (answer.body === undefined) throw refusalOf(answer, this.asked(call));
    await gathered(answer.body, LONGEST_PAGE_BYTES, this.host);
    return answer.headers['last-modified'];
  }

  private parsed(answer: Omit<HttpStream, 'body'>): unknown {
    const { host } = this;
    const json = parseJson(answer.text);
    if (json !== undefined) return json;
    const to = answer.redirectedTo;
    throw isPage(answer) && to !== undefined
      ? new LinkyRedError('ERR_PORTAL_MOVED', { host, to })
      : new LinkyRedError('ERR_ANSWER', { host, detail: 'no JSON' });
  }

  /** Any answer but 429. @throws as stream, but for ERR_PORTAL_* and ERR_DATASET */
  private async open(kind: PortalKind, call: PortalCall): Promise<HttpStream> {
    const { clock, ledger, signal } = this.tools;
    const { patienceMs = PATIENCE_MS } = call;
    const row = this.row(kind);
    const patientUntil = clock.now() + patienceMs;
    for (;;) {
      if (signal.aborted) throw new LinkyRedError('ERR_CLOSED');
      const at = await ledger.earliest(row);
      if (at > patientUntil) throw new LinkyRedError('ERR_QUOTA', { until: isoParis(at) });
      if (at > clock.now() + SHORT_WAIT_MS) await wait(clock, at - clock.now(), signal);
      const answer = await orClosed(
        ledger.inTurn(row.key, () => this.send(kind, row, call)),
        signal,
      );
      if (answer === undefined) continue;
      if (answer.status !== 429) return answer;
      const until = await ledger.earliest(row);
      if (until > patientUntil) throw new LinkyRedError('ERR_QUOTA', { until: isoParis(until) }, new Error('429'));
    }
  }

  /** @returns undefined where others who were before have used up the quota */
  private async send(kind: PortalKind, row: QuotaRow, call: PortalCall): Promise<HttpStream | undefined> {
    const { clock, ledger, signal } = this.tools;
    const delay = (await ledger.earliest(row)) - clock.now();
    if (delay > SHORT_WAIT_MS) return undefined;
    if (delay > 0) await wait(clock, delay, signal);
    if (signal.aborted) throw new LinkyRedError('ERR_CLOSED');
    const request = {
      path: call.path,
      headers: { Accept: '*/*', ...this.keyFor(kind), ...call.headers },
      ...(call.query !== undefined && { query: call.query }),
      ...(this.address.apiKey !== undefined && { redirects: 'none' as const }),
      signal,
      retry: call.retry ?? RETRY,
      quota: { row, closedMs: await this.refusals.closedMs() },
    };
    const answer = await this.client.stream(request, Infinity, 'idle');
    await this.note(row, answer);
    return answer;
  }

  /** What an answer says of the quota, for all who ask this portal. */
  private async note(row: QuotaRow, answer: HttpStream): Promise<void> {
    const { clock, ledger } = this.tools;
    this.quota = quotaOf(answer.headers) ?? this.quota;
    if (answer.status === 429) {
      await this.refusals.refused();
      const until = closedUntil(answer, clock.now());
      if (until !== undefined) await ledger.closeUntil(row, until);
      return;
    }
    await this.refusals.answered();
    if (this.quota?.remaining === 0 && this.quota.resetAt !== null && this.quota.resetAt > clock.now())
      await ledger.closeUntil(row, this.quota.resetAt);
  }

  /** Pieces that were on their way are nobody's any more once it is closed. */
  private async *untilClosed(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of body) {
      if (this.tools.signal.aborted) throw new LinkyRedError('ERR_CLOSED');
      yield piece;
    }
  }

  /** The portal counts by address of the caller, or by account where there is one. */
  private row(kind: PortalKind): QuotaRow {
    const { apiKey } = this.address;
    const account = apiKey === undefined ? '' : ` ${createHash('sha256').update(apiKey).digest('hex').slice(0, 16)}`;
    return { key: `opendata ${this.host}${account}`, limits: LIMITS[kind] };
  }

  private keyFor(kind: PortalKind): Readonly<Record<string, string>> {
    const { apiKey } = this.address;
    if (apiKey === undefined) return {};
    return kind === 'ods' ? { Authorization: `Apikey ${apiKey}` } : { 'x-apiKey': apiKey };
  }

  private asked({ dataset }: PortalCall): { host: string; dataset?: string } {
    return { host: this.host, ...(dataset !== undefined && { dataset }) };
  }
}

/** Of a body that nobody reads; only one that was begun can be ended. */
async function letGo(body: AsyncIterable<Buffer>): Promise<void> {
  const pieces = body[Symbol.asyncIterator]();
  await pieces.next();
  await pieces.return?.();
}

/** Whoever waits in a queue leaves it at once. */
function orClosed<T>(task: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(new LinkyRedError('ERR_CLOSED'));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    task.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort);
    });
  });
}
