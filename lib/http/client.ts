// The one way out: axios (loaded with the first request), a base URL that a stand-in can take, a deadline, retries by a row,
// and the quota ledger before every attempt. An answer of any status is returned as it is: what 403 means, the provider's
// own subject knows. Errors carry host and reason, never a header, a query or a body: there lie the secrets.
import type { Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import type { AxiosRequestConfig, AxiosResponse } from 'axios';
import { LinkyRedError } from '../errors';
import { SYSTEM_CLOCK, type Clock } from '../grid/clock';
import { callableUrl, withoutSecrets } from './address';
import { Deadline } from './deadline';
import type { HttpAnswer, HttpRequest, HttpStream } from './request';
import { codeOf, plainHeaders, redirectedTo } from './response';
import type { QuotaLedger } from '../provider/quota/ledger';
import { NO_RETRY, backOffMs, httpDate, retryAfterMs } from './retry';
import { wait } from './wait';

export type { HttpAnswer, HttpRequest, HttpStream } from './request';

export interface HttpClientOptions {
  readonly baseUrl: string;
  readonly ledger?: QuotaLedger;
  readonly clock?: Clock;
  readonly timeoutMs?: number;
  readonly random?: () => number;
}

/** RTE stalls for many seconds at times; 3 s, as a client of the field has it, is too short (spec/signals.md §1.1). */
export const DEFAULT_TIMEOUT_MS = 20_000;
/** RTE's own limit of an answer is 7 MB. */
const LONGEST_ANSWER_BYTES = 8 * 1024 * 1024;
const USER_AGENT = 'Mozilla/5.0 (compatible; linky-red; +https://github.com/linky-red/linky-red)';

/** Worth another try, if the row of the request allows one. */
const PASSING = new Set([408, 429, 500, 502, 503, 504]);

export class HttpClient {
  private readonly options: HttpClientOptions;
  private readonly clock: Clock;
  readonly host: string;

  /** @throws LinkyRedError ERR_URL when the base URL is none, or has a user or a password in it */
  constructor(options: HttpClientOptions) {
    this.options = options;
    this.clock = options.clock ?? SYSTEM_CLOCK;
    this.host = hostOf(options.baseUrl);
  }

  /**
   * @returns the last answer, whatever its status
   * @throws LinkyRedError ERR_QUOTA before anything is sent; ERR_NETWORK, ERR_TIMEOUT, ERR_CLOSED
   */
  request(request: HttpRequest): Promise<HttpAnswer> {
    return this.answerTo(request, () => this.send(request));
  }

  /**
   * As request, for a body that is too long to be held (exports of years). Whoever leaves the loop over it lets go of the line.
   * @param mostBytes of the body, unpacked
   * @param deadline of the whole unless told; `idle`: of each wait for the next piece, however long the whole takes
   */
  stream(request: HttpRequest, mostBytes: number, deadline: 'whole' | 'idle' = 'whole'): Promise<HttpStream> {
    return this.answerTo(request, () => this.open(request, mostBytes, deadline));
  }

  private async answerTo<A extends HttpAnswer>(request: HttpRequest, send: () => Promise<A>): Promise<A> {
    const retry = request.retry ?? NO_RETRY;
    let outcome = await this.attempt(request, send, false);
    for (let attempt = 1; attempt < retry.attempts; attempt += 1) {
      const delay = outcome.retryAfterMs ?? backOffMs(retry, attempt, this.random());
      const hopeful = outcome.failure ? outcome.failure.code !== 'ERR_CLOSED' : PASSING.has(outcome.status);
      if (!hopeful || delay > retry.longestMs) break;
      await wait(this.clock, delay, request.signal);
      try {
        outcome = await this.attempt(request, send, true);
      } catch (error) {
        // The quota allows no other try: what the last one brought is the answer.
        if (!(error instanceof LinkyRedError) || error.code !== 'ERR_QUOTA') throw error;
        break;
      }
    }
    if (outcome.failure) throw outcome.failure;
    return outcome;
  }

  private async attempt<A extends HttpAnswer>(
    request: HttpRequest,
    send: () => Promise<A>,
    isRetry: boolean,
  ): Promise<AttemptResult<A>> {
    const { quota, signal } = request;
    const again = quota?.again === true && !isRetry;
    const arrived = quota && (await this.options.ledger?.book(quota.row, quota.priority, again, this.timeoutMs()));
    if (signal?.aborted === true) return failed(new LinkyRedError('ERR_CLOSED'));
    let answer: A;
    try {
      answer = await send();
    } catch (error) {
      const failure = this.failureOf(error, signal);
      // Whoever closes waits for no further word in the books.
      if (failure.code !== 'ERR_CLOSED') await arrived?.();
      return failed(failure);
    }
    await arrived?.();
    if (quota !== undefined && (answer.status === 429 || answer.retryAfterMs !== undefined)) {
      const closedMs = answer.retryAfterMs ?? quota.closedMs;
      await this.options.ledger?.closeUntil(quota.row, this.clock.now() + closedMs);
    }
    return answer;
  }

  private async send(request: HttpRequest): Promise<HttpAnswer> {
    const response = await this.call<string>(request, new Deadline(this.timeoutMs(), 'whole'), {
      responseType: 'text',
      transformResponse: (text: string) => text,
      maxContentLength: LONGEST_ANSWER_BYTES,
    });
    return { ...this.headOf(response, request), text: response.data };
  }

  private async open(request: HttpRequest, mostBytes: number, how: 'whole' | 'idle'): Promise<HttpStream> {
    const deadline = new Deadline(this.timeoutMs(), how);
    const response = await this.call<Readable>(request, deadline, { responseType: 'stream' }).finally(() => {
      deadline.rest();
    });
    const head = this.headOf(response, request);
    const isGood = head.status >= 200 && head.status < 300;
    const most = isGood ? mostBytes : LONGEST_ANSWER_BYTES;
    const body = this.pieces(deadline.over(response.data), most, request.signal);
    return isGood ? { ...head, text: '', body } : { ...head, text: await textOf(body) };
  }

  private async *pieces(
    stream: AsyncIterable<Buffer>,
    mostBytes: number,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Buffer> {
    let bytes = 0;
    try {
      for await (const piece of stream) {
        bytes += piece.length;
        if (bytes > mostBytes)
          throw new LinkyRedError('ERR_ANSWER', { host: this.host, detail: `longer than ${String(mostBytes)} bytes` });
        yield piece;
      }
    } catch (error) {
      throw this.failureOf(error, signal);
    }
  }

  private async call<B>(
    request: HttpRequest,
    { signal }: Deadline,
    how: AxiosRequestConfig<string>,
  ): Promise<AxiosResponse<B>> {
    const axios = await import('axios');
    const config: AxiosRequestConfig<string> = {
      method: request.method ?? 'GET',
      url: joinUrl(this.options.baseUrl, request.path),
      headers: { Accept: 'application/json', 'User-Agent': USER_AGENT, ...request.headers },
      signal: request.signal === undefined ? signal : AbortSignal.any([request.signal, signal]),
      validateStatus: () => true,
      // A redirect is one more call, which nobody has booked, and a secret goes nowhere but where it was meant for.
      maxRedirects: mayFollow(request) ? 3 : 0,
      ...(request.query !== undefined && { params: new URLSearchParams(request.query) }),
      ...(request.body !== undefined && { data: request.body }),
      ...how,
    };
    return await axios.default.request<B>(config);
  }

  private headOf(response: AxiosResponse, { path }: HttpRequest): Omit<HttpAnswer, 'text'> {
    const headers = plainHeaders(response);
    const sentAt = httpDate(headers['date']);
    return {
      status: response.status,
      headers,
      retryAfterMs: retryAfterMs(headers['retry-after'], Number.isNaN(sentAt) ? this.clock.now() : sentAt),
      redirectedTo: redirectedTo(response, joinUrl(this.options.baseUrl, path)),
    };
  }

  private failureOf(error: unknown, signal: AbortSignal | undefined): LinkyRedError {
    if (signal?.aborted === true) return new LinkyRedError('ERR_CLOSED');
    if (error instanceof LinkyRedError) return error;
    const code = codeOf(error);
    // Axios keeps the request, headers and all, in its error: only its code goes on.
    const cause = new Error(code);
    const seconds = this.timeoutMs() / 1000;
    return code === 'ERR_CANCELED' || code === 'ECONNABORTED'
      ? new LinkyRedError('ERR_TIMEOUT', { host: this.host, seconds }, cause)
      : new LinkyRedError('ERR_NETWORK', { host: this.host, detail: code }, cause);
  }

  private timeoutMs(): number {
    return this.options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  }

  private random(): number {
    return (this.options.random ?? Math.random)();
  }
}

type AttemptResult<A> = (A & { failure?: never }) | { failure: LinkyRedError; retryAfterMs: undefined; status?: never };

function failed(failure: LinkyRedError): { failure: LinkyRedError; retryAfterMs: undefined } {
  return { failure, retryAfterMs: undefined };
}

function hostOf(baseUrl: string): string {
  const url = callableUrl(baseUrl);
  if (url === undefined) throw new LinkyRedError('ERR_URL', { detail: withoutSecrets(baseUrl) });
  return url.host;
}

function joinUrl(baseUrl: string, path: string): string {
  return `${baseUrl.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

function mayFollow({ headers, body, redirects }: HttpRequest): boolean {
  return redirects !== 'none' && headers?.['Authorization'] === undefined && body === undefined;
}
