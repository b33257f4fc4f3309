// One account at a provider: its token, its quotas, what came of its last calls. Shared by all nodes of the account.
import { LinkyRedError } from '../errors';
import type { Clock } from '../grid/clock';
import { isoParis } from '../grid/paris-time';
import { HttpClient, type HttpAnswer } from '../http/client';
import { parseJson } from '../http/json';
import type { Store } from '../store/store';
import { BlockedHost } from './blocked-host';
import { ClientCredentialsToken, pastedToken, type TokenSource } from './oauth';
import { Outcomes, type Outcome } from './outcomes';
import type { Credentials, Fields, Provider, ProviderApi } from './provider';
import type { QuotaLedger, QuotaRow } from './quota/ledger';
import type { Priority } from './quota/limits';

export interface ProviderAccountOptions<Api extends string> {
  readonly provider: Provider<Api>;
  readonly credentials: Credentials;
  readonly baseUrl: string;
  readonly ledger: QuotaLedger;
  readonly store: Store;
  readonly clock: Clock;
  /** Aborts when the account closes. */
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
  /** Where the token comes from, if not from the provider itself: an issuer on another host. */
  readonly tokens?: TokenSource;
}

export interface ProviderQuestion {
  readonly fields?: Fields;
  /** Sent as JSON. */
  readonly body?: object;
  /** `daily` unless told. */
  readonly priority?: Priority;
}

export interface ProviderAnswer {
  readonly json: unknown;
  /** Epoch ms. */
  readonly receivedAt: number;
}

export class ProviderAccount<Api extends string = string> {
  readonly fingerprint: string;
  readonly host: string;
  private readonly client: HttpClient;
  private readonly tokens: TokenSource;
  /** Gateways alone shut an address out. */
  private readonly blocked: BlockedHost | undefined;
  private readonly inFlight = new Map<string, Promise<ProviderAnswer>>();
  private readonly outcomes: Outcomes<Api>;

  /** @throws LinkyRedError ERR_URL */
  constructor(private readonly options: ProviderAccountOptions<Api>) {
    const { baseUrl, ledger, store, clock, timeoutMs, credentials, provider } = options;
    this.client = new HttpClient({ baseUrl, ledger, clock, ...(timeoutMs !== undefined && { timeoutMs }) });
    this.host = this.client.host;
    this.fingerprint = credentials.fingerprint;
    this.outcomes = new Outcomes(store, `${provider.id}-outcomes-${this.fingerprint}`);
    if (provider.isGateway === true) this.blocked = new BlockedHost(this.host, ledger, store, clock);
    this.tokens = this.tokenSource();
  }

  /** As ask, for a question that is all in its fields. */
  get(api: Api, fields: Fields = {}, priority: Priority = 'daily'): Promise<ProviderAnswer> {
    return this.ask(api, { fields, priority });
  }

  /**
   * One call; the same call asked for meanwhile by another node is the same call.
   * @throws LinkyRedError ERR_QUOTA, ERR_ANSWER; ERR_GATEWAY_BLOCKED, for a day without a call; what the provider's row says of
   * a refusal; what the client throws
   */
  ask(api: Api, question: ProviderQuestion = {}): Promise<ProviderAnswer> {
    const { fields = {}, body } = question;
    const name = `${api}?${new URLSearchParams(fields).toString()}${body === undefined ? '' : JSON.stringify(body)}`;
    let asked = this.inFlight.get(name);
    if (asked === undefined) {
      asked = this.inTurn(api, () => this.fetch(api, question)).finally(() => {
        this.inFlight.delete(name);
      });
      this.inFlight.set(name, asked);
    }
    return asked;
  }

  /** Whether the id and secret are right, without a call that counts. @throws as ask */
  async checkSecret(): Promise<void> {
    await this.blocked?.check();
    await this.noticing(() => this.tokens.token());
  }

  /** The earliest instant for a call, and for the token that it needs; now or earlier when it may go out at once. Epoch ms. */
  async earliest(api: Api, priority: Priority = 'daily'): Promise<number> {
    const { ledger } = this.options;
    const open = (await this.blocked?.until()) ?? -Infinity;
    const call = Math.max(open, await ledger.earliest(this.row(api), priority));
    const { inHand, quota } = this.tokens;
    return inHand || quota === undefined ? call : Math.max(call, await ledger.earliest(quota));
  }

  /** When the last call went out, epoch ms. */
  lastCall(api: Api): Promise<number | undefined> {
    return this.options.ledger.lastCall(this.row(api));
  }

  /** What came of the last call that went out, also before a restart; undefined when none is remembered. */
  outcome(api: Api): Promise<Outcome | undefined> {
    return this.outcomes.of(api);
  }

  private inTurn<T>(api: Api, task: () => Promise<T>): Promise<T> {
    const { ledger, provider } = this.options;
    return provider.isGateway === true ? ledger.inTurn(this.key(api), task) : task();
  }

  private async fetch(api: Api, question: ProviderQuestion): Promise<ProviderAnswer> {
    const { ledger, clock, signal } = this.options;
    const { priority = 'daily' } = question;
    if (signal.aborted) throw new LinkyRedError('ERR_CLOSED');
    await this.blocked?.check();
    // Before a token is asked for that nobody could use.
    const earliest = await ledger.earliest(this.row(api), priority);
    if (earliest > clock.now()) await ledger.book(this.row(api), priority);
    try {
      const answer = await this.noticing(() => this.call(api, question));
      await this.outcomes.set(api, { at: clock.now() });
      return answer;
    } catch (error) {
      if (error instanceof LinkyRedError && wasSent(error)) await this.outcomes.set(api, { at: clock.now(), error });
      throw error;
    }
  }

  private async call(api: Api, question: ProviderQuestion): Promise<ProviderAnswer> {
    const { clock, provider } = this.options;
    const first = await this.send(api, question, false);
    // The token has ended early, or the provider has forgotten it: once more with a new one.
    const repeats = first.renews && provider.isGateway !== true;
    const { answer } = repeats ? await this.send(api, question, true) : first;
    const receivedAt = clock.now();
    const json = answer.status === 200 ? parseJson(answer.text) : undefined;
    if (answer.status !== 200 || provider.isRefusal?.(json) === true)
      throw await this.refusalOf(answer, api, question, first.renews && !repeats);
    if (json === undefined) throw new LinkyRedError('ERR_ANSWER', { host: this.host, detail: 'no JSON' });
    return { json, receivedAt };
  }

  /** The key is closed where it was too much, or the row closes it for this status. */
  private async refusalOf(
    answer: HttpAnswer,
    api: Api,
    { fields = {}, priority }: ProviderQuestion,
    renews: boolean,
  ): Promise<LinkyRedError> {
    const { clock, ledger, provider } = this.options;
    const { status } = answer;
    const now = clock.now();
    const isQuota = status === 429 || provider.isQuota?.(answer) === true;
    const closedMs = provider.closedMs[status] ?? (isQuota ? provider.closedMs[429] : undefined);
    // After 429 the client has closed it.
    if (closedMs !== undefined && status !== 429) await ledger.closeUntil(this.row(api), now + closedMs);
    if (!isQuota)
      return provider.refusal(answer, {
        host: this.host,
        api: provider.apis[api].name,
        now,
        question: { api, fields },
        renews,
      });
    const until = await this.earliest(api, priority);
    return new LinkyRedError('ERR_QUOTA', { until: isoParis(until) }, new Error(String(status)));
  }

  private async send(
    api: Api,
    { fields = {}, body, priority = 'daily' }: ProviderQuestion,
    again: boolean,
  ): Promise<{ answer: HttpAnswer; renews: boolean }> {
    const { provider, signal } = this.options;
    const token = await this.tokens.token();
    const { path, query } = inPath(provider.apis[api], fields);
    const answer = await this.client.request({
      method: provider.apis[api].method ?? 'GET',
      path,
      query,
      headers: {
        Authorization: provider.tokenAs === 'raw' ? token : `Bearer ${token}`,
        ...provider.headers,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal,
      quota: { row: this.row(api), priority, again, closedMs: provider.closedMs[429] },
    });
    return { answer, renews: answer.status === 401 && this.tokens.refused(token) };
  }

  /** @throws what the task throws, when it is known for a day where the host has shut out this address */
  private async noticing<T>(task: () => Promise<T>): Promise<T> {
    try {
      return await task();
    } catch (error) {
      if (error instanceof LinkyRedError && error.code === 'ERR_GATEWAY_BLOCKED') await this.blocked?.close(error);
      throw error;
    }
  }

  private tokenSource(): TokenSource {
    const { provider, credentials, clock, signal, tokens } = this.options;
    if (tokens !== undefined) return tokens;
    if (provider.token === undefined) return pastedToken(credentials.secret);
    const { limits, ...token } = provider.token;
    return new ClientCredentialsToken({
      ...token,
      client: this.client,
      secret: credentials.secret,
      quota: { key: this.key('token'), limits },
      closedMs: provider.closedMs[429],
      ...(provider.headers !== undefined && { headers: provider.headers }),
      refusal: (answer) => provider.refusal(answer, { host: this.host, api: 'OAuth', now: clock.now() }),
      clock,
      signal,
    });
  }

  private row(api: Api): QuotaRow {
    return { key: this.key(api), limits: this.options.provider.apis[api].limits };
  }

  /** A stand-in on another host counts for itself. */
  private key(api: Api | 'token'): string {
    return this.options.provider.counts({ host: this.host, fingerprint: this.fingerprint, api });
  }
}

/** The fields that the path asks for are in it, the others in the query. */
function inPath({ path }: ProviderApi, fields: Fields): { path: string; query: Fields } {
  const query = new Map(Object.entries(fields));
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = query.get(name) ?? '';
    query.delete(name);
    return encodeURIComponent(value);
  });
  return { path: filled, query: Object.fromEntries(query) };
}

/** A quota that the ledger knows of costs no call; one that the provider told of (it is the cause) did. */
function wasSent(error: LinkyRedError): boolean {
  return error.code !== 'ERR_CLOSED' && (error.code !== 'ERR_QUOTA' || error.cause !== undefined);
}
