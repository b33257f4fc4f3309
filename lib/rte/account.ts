// One application at RTE's portal: its token, its quotas, and what came of its last calls. Shared by all nodes of the account.
import { LinkyRedError } from '../errors';
import type { Clock } from '../grid/clock';
import { isoParis } from '../grid/paris-time';
import { HttpClient, type HttpAnswer } from '../http/client';
import type { QuotaLedger, QuotaRow } from '../provider/quota/ledger';
import type { Priority } from '../provider/quota/limits';
import { CLOSED_MS, CROWDED_MS, RTE_APIS, TOKEN_LIMITS, type RteApiName } from './apis';
import type { Store } from '../store/store';
import type { RteCredentials } from './credentials';
import { Outcomes, type Outcome } from './outcomes';
import { statusError } from './statuses';
import { parseJson, RteTokenSource } from './token';

export interface RteAccountOptions {
  readonly credentials: RteCredentials;
  readonly baseUrl: string;
  readonly ledger: QuotaLedger;
  readonly store: Store;
  readonly clock: Clock;
  /** Aborts when the account closes. */
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

export interface RteAnswer {
  readonly json: unknown;
  /** Epoch ms. */
  readonly receivedAt: number;
}

export class RteAccount {
  readonly fingerprint: string;
  readonly host: string;
  private readonly client: HttpClient;
  private readonly tokens: RteTokenSource;
  private readonly flights = new Map<string, Promise<RteAnswer>>();
  private readonly outcomes: Outcomes;

  constructor(private readonly options: RteAccountOptions) {
    const { baseUrl, ledger, store, clock, timeoutMs, credentials, signal } = options;
    this.client = new HttpClient({ baseUrl, ledger, clock, ...(timeoutMs !== undefined && { timeoutMs }) });
    this.host = this.client.host;
    this.fingerprint = credentials.fingerprint;
    this.outcomes = new Outcomes(store, this.fingerprint);
    const row = { key: this.key('token'), limits: TOKEN_LIMITS };
    this.tokens = new RteTokenSource(this.client, credentials, row, clock, signal);
  }

  /**
   * One call; the same call asked for meanwhile by another node is the same call.
   * @throws LinkyRedError ERR_QUOTA, ERR_RTE_SECRET, ERR_RTE_ENTITLED, ERR_MAINTENANCE, ERR_STATUS, ERR_ANSWER, ERR_NETWORK …
   */
  get(api: RteApiName, query: Readonly<Record<string, string>> = {}, priority: Priority = 'daily'): Promise<RteAnswer> {
    const name = `${api}?${new URLSearchParams(query).toString()}`;
    let flight = this.flights.get(name);
    if (flight === undefined) {
      flight = this.fetch(api, query, priority).finally(() => {
        this.flights.delete(name);
      });
      this.flights.set(name, flight);
    }
    return flight;
  }

  /** Whether the id and secret are right, without a call that counts. @throws as get */
  async checkSecret(): Promise<void> {
    await this.tokens.token();
  }

  /** The earliest instant for a call, and for the token that it needs; now or earlier when it may go out at once. */
  async earliest(api: RteApiName): Promise<number> {
    const { ledger } = this.options;
    const call = await ledger.earliest(this.row(api));
    return this.tokens.inHand ? call : Math.max(call, await ledger.earliest(this.tokens.row));
  }

  /** When the last call went out, epoch ms. */
  lastCall(api: RteApiName): Promise<number | undefined> {
    return this.options.ledger.lastCall(this.row(api));
  }

  /** What came of the last call that went out, also before a restart; undefined when none is remembered. */
  outcome(api: RteApiName): Promise<Outcome | undefined> {
    return this.outcomes.of(api);
  }

  private async fetch(
    api: RteApiName,
    query: Readonly<Record<string, string>>,
    priority: Priority,
  ): Promise<RteAnswer> {
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

  private async call(api: RteApiName, query: Readonly<Record<string, string>>, priority: Priority): Promise<RteAnswer> {
    const { clock, ledger } = this.options;
    let answer = await this.send(api, query, priority, false);
    // The token has ended early, or RTE has forgotten it: once more with a new one.
    if (answer.status === 401) answer = await this.send(api, query, priority, true);
    const receivedAt = clock.now();
    if (answer.status === 509) await ledger.closeUntil(this.row(api), receivedAt + CROWDED_MS);
    if (answer.status === 429) {
      const until = await this.earliest(api);
      throw new LinkyRedError('ERR_QUOTA', { until: isoParis(until) }, new Error('429'));
    }
    if (answer.status !== 200) throw statusError(answer, this.host, RTE_APIS[api].name, receivedAt);
    const json = parseJson(answer.text);
    if (json === undefined) throw new LinkyRedError('ERR_ANSWER', { host: this.host, detail: 'no JSON' });
    return { json, receivedAt };
  }

  private async send(
    api: RteApiName,
    query: Readonly<Record<string, string>>,
    priority: Priority,
    again: boolean,
  ): Promise<HttpAnswer> {
    const token = await this.tokens.token();
    const answer = await this.client.request({
      path: RTE_APIS[api].path,
      query,
      headers: { Authorization: `Bearer ${token}` },
      signal: this.options.signal,
      quota: { row: this.row(api), priority, again, closedMs: CLOSED_MS },
    });
    if (answer.status === 401) this.tokens.refused(token);
    return answer;
  }

  private row(api: RteApiName): QuotaRow {
    return { key: this.key(api), limits: RTE_APIS[api].limits };
  }

  /** RTE counts by client id and API; a stand-in on another host counts for itself. */
  private key(api: RteApiName | 'token'): string {
    return `rte ${this.host} ${this.fingerprint} ${api}`;
  }
}

/** A quota that the ledger knows of costs no call; one that RTE told of (it is the cause) did. */
function wasSent(error: LinkyRedError): boolean {
  return error.code !== 'ERR_CLOSED' && (error.code !== 'ERR_QUOTA' || error.cause !== undefined);
}
