// Whoever has tokens and quotas, as a row; and one account with it: its token, its quotas, what came of its last calls. Shared by
// all nodes of the account.
import { LinkyRedError } from '../errors';
import type { Clock } from '../grid/clock';
import { isoParis } from '../grid/paris-time';
import { HttpClient, type HttpAnswer } from '../http/client';
import { parseJson } from '../http/json';
import type { Store } from '../store/store';
import { ClientCredentialsToken, pastedToken, type TokenSource } from './oauth';
import { Outcomes, type Outcome } from './outcomes';
import type { QuotaLedger, QuotaRow } from './quota/ledger';
import type { Limit, Priority } from './quota/limits';

export interface ProviderApi {
  /** As users know it: says in an error what to subscribe to. */
  readonly name: string;
  readonly path: string;
  readonly limits: readonly Limit[];
}

export interface Provider<Api extends string = string> {
  /** In the names of files and quota keys. */
  readonly id: string;
  readonly apis: Readonly<Record<Api, ProviderApi>>;
  /** Where client credentials become a token; absent where the user pastes one. */
  readonly token?: { readonly path: string; readonly limits: readonly Limit[]; readonly lifeSeconds: number };
  /** What the provider counts together: RTE and Enedis client id and API, conso-api the host, MyElectricalData the token. */
  readonly counts: (call: {
    readonly host: string;
    readonly fingerprint: string;
    readonly api: Api | 'token';
  }) => string;
  /** What an answer means that is not 200. 429 is ERR_QUOTA for all, unless it is about a token. */
  readonly refusal: (
    answer: Refused,
    about: { readonly host: string; readonly api: string; readonly now: number },
  ) => LinkyRedError;
  /** How long an API stays closed after these statuses, in ms; after 429 where no Retry-After says it. */
  readonly closedMs: Readonly<Record<number, number>> & { readonly 429: number };
}

export type Refused = Pick<HttpAnswer, 'status' | 'text' | 'retryAfterMs'>;

export interface Credentials {
  /** `id:secret` in base64, or the token that was pasted. */
  readonly secret: string;
  /** Names the account in files and quota keys without showing whose it is. */
  readonly fingerprint: string;
}

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
  private readonly inFlight = new Map<string, Promise<ProviderAnswer>>();
  private readonly outcomes: Outcomes<Api>;

  /** @throws LinkyRedError ERR_URL */
  constructor(private readonly options: ProviderAccountOptions<Api>) {
    const { baseUrl, ledger, store, clock, timeoutMs, credentials, provider } = options;
    this.client = new HttpClient({ baseUrl, ledger, clock, ...(timeoutMs !== undefined && { timeoutMs }) });
    this.host = this.client.host;
    this.fingerprint = credentials.fingerprint;
    this.outcomes = new Outcomes(store, `${provider.id}-outcomes-${this.fingerprint}`);
    this.tokens = this.tokenSource();
  }

  /**
   * One call; the same call asked for meanwhile by another node is the same call.
   * @throws LinkyRedError ERR_QUOTA, ERR_ANSWER; what the provider's row says of a refusal; what the client throws
   */
  get(api: Api, query: Readonly<Record<string, string>> = {}, priority: Priority = 'daily'): Promise<ProviderAnswer> {
    const name = `${api}?${new URLSearchParams(query).toString()}`;
    let asked = this.inFlight.get(name);
    if (asked === undefined) {
      asked = this.fetch(api, query, priority).finally(() => {
        this.inFlight.delete(name);
      });
      this.inFlight.set(name, asked);
    }
    return asked;
  }

  /** Whether the id and secret are right, without a call that counts. @throws as get */
  async checkSecret(): Promise<void> {
    await this.tokens.token();
  }

  /** The earliest instant for a call, and for the token that it needs; now or earlier when it may go out at once. Epoch ms. */
  async earliest(api: Api): Promise<number> {
    const { ledger } = this.options;
    const call = await ledger.earliest(this.row(api));
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

  private async fetch(api: Api, query: Readonly<Record<string, string>>, priority: Priority): Promise<ProviderAnswer> {
    const { ledger, clock } = this.options;
    // Before a token is asked for that nobody could use.
    const earliest = await ledger.earliest(this.row(api), priority);
    if (earliest > clock.now()) await ledger.book(this.row(api), priority);
    try {
      const answer = await this.call(api, query, priority);
      await this.outcomes.set(api, { at: clock.now() });
      return answer;
    } catch (error) {
      if (error instanceof LinkyRedError && wasSent(error)) await this.outcomes.set(api, { at: clock.now(), error });
      throw error;
    }
  }

  private async call(api: Api, query: Readonly<Record<string, string>>, priority: Priority): Promise<ProviderAnswer> {
    const { clock, ledger, provider } = this.options;
    const first = await this.send(api, query, priority, false);
    // The token has ended early, or the provider has forgotten it: once more with a new one.
    const { answer } = first.renews ? await this.send(api, query, priority, true) : first;
    const receivedAt = clock.now();
    const closedMs = provider.closedMs[answer.status];
    if (closedMs !== undefined && answer.status !== 429) await ledger.closeUntil(this.row(api), receivedAt + closedMs);
    if (answer.status === 429) {
      const until = await this.earliest(api);
      throw new LinkyRedError('ERR_QUOTA', { until: isoParis(until) }, new Error('429'));
    }
    const about = { host: this.host, api: provider.apis[api].name, now: receivedAt };
    if (answer.status !== 200) throw provider.refusal(answer, about);
    const json = parseJson(answer.text);
    if (json === undefined) throw new LinkyRedError('ERR_ANSWER', { host: this.host, detail: 'no JSON' });
    return { json, receivedAt };
  }

  private async send(
    api: Api,
    query: Readonly<Record<string, string>>,
    priority: Priority,
    again: boolean,
  ): Promise<{ answer: HttpAnswer; renews: boolean }> {
    const { provider, signal } = this.options;
    const token = await this.tokens.token();
    const answer = await this.client.request({
      path: provider.apis[api].path,
      query,
      headers: { Authorization: `Bearer ${token}` },
      signal,
      quota: { row: this.row(api), priority, again, closedMs: provider.closedMs[429] },
    });
    return { answer, renews: answer.status === 401 && this.tokens.refused(token) };
  }

  private tokenSource(): TokenSource {
    const { provider, credentials, clock, signal } = this.options;
    if (provider.token === undefined) return pastedToken(credentials.secret);
    const { path, limits, lifeSeconds } = provider.token;
    return new ClientCredentialsToken({
      client: this.client,
      path,
      secret: credentials.secret,
      quota: { key: this.key('token'), limits },
      closedMs: provider.closedMs[429],
      lifeSeconds,
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

/** A quota that the ledger knows of costs no call; one that the provider told of (it is the cause) did. */
function wasSent(error: LinkyRedError): boolean {
  return error.code !== 'ERR_CLOSED' && (error.code !== 'ERR_QUOTA' || error.cause !== undefined);
}
