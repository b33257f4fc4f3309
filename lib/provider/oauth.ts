// Where the token of a call comes from. With client credentials: one token in memory for all who share an account, renewed
// early, one request in flight; it can be had again at any time, so it is never written down.
import * as v from 'valibot';
import { LinkyRedError } from '../errors';
import type { Clock } from '../grid/clock';
import type { HttpAnswer, HttpClient, HttpRequest } from '../http/client';
import { parseJson } from '../http/json';
import type { QuotaRow } from './quota/ledger';

export interface TokenSource {
  token(): Promise<string>;
  /** Whether there is a token that need not be asked for. */
  readonly inHand: boolean;
  /** The provider refused this one. @returns whether another can be had */
  refused(token: string): boolean;
  /** What the requests for tokens count as; absent where there are none. */
  readonly quota?: QuotaRow;
}

/** A token that the user has pasted: there is no other one. */
export function pastedToken(text: string): TokenSource {
  return { token: () => Promise.resolve(text), inHand: true, refused: () => false };
}

export interface TokenRequest {
  readonly client: HttpClient;
  readonly path: string;
  /** `id:secret` in base64. */
  readonly secret: string;
  /** How both are sent (RFC 6749 §2.3.1); `Authorization: Basic` unless told. */
  readonly secretIn?: 'basic' | 'body';
  readonly quota: QuotaRow;
  /** How long the key stays closed after a 429 that does not say it. */
  readonly closedMs: number;
  /** How long a token lives that does not say it. */
  readonly lifeSeconds: number;
  /** What a status means. */
  readonly refusal: (answer: HttpAnswer) => LinkyRedError;
  /** What is asked for besides: a scope, an audience. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Beside those that every request has. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Clients of the field renew 20 to 300 s early. */
const RENEW_EARLY_MS = 120_000;

const Seconds = v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number))]);
const TokenAnswer = v.object({
  access_token: v.pipe(v.string(), v.minLength(1)),
  expires_in: v.nullish(Seconds),
});

/** OAuth 2.0 client credentials (RFC 6749 §4.4). */
export class ClientCredentialsToken implements TokenSource {
  private held: { readonly text: string; readonly until: number } | undefined;
  private inFlight: Promise<string> | undefined;

  constructor(private readonly request: TokenRequest) {}

  /**
   * @throws LinkyRedError what the provider's row says of a refusal; ERR_ANSWER for a 200 without a token, which RTE sends at
   * times (it passes); what the client throws
   */
  async token(): Promise<string> {
    if (this.held !== undefined && this.inHand) return this.held.text;
    this.inFlight ??= this.fetch().finally(() => {
      this.inFlight = undefined;
    });
    return await this.inFlight;
  }

  get inHand(): boolean {
    return this.held !== undefined && this.request.clock.now() < this.held.until;
  }

  get quota(): QuotaRow {
    return this.request.quota;
  }

  /** The next call asks for another, unless somebody else already has. */
  refused(token: string): boolean {
    if (this.held?.text === token) this.held = undefined;
    return true;
  }

  private async fetch(): Promise<string> {
    const { client, path, quota, closedMs, lifeSeconds, refusal, clock, signal } = this.request;
    const answer = await client.request({
      method: 'POST',
      path,
      ...this.question(),
      signal,
      quota: { row: quota, closedMs },
    });
    // Whatever status it comes with (RFC 6749 §5.2: 400 or 401).
    if (answer.text.includes('invalid_client')) throw refusal({ ...answer, status: 401 });
    if (answer.status !== 200) throw refusal(answer);
    const parsed = v.safeParse(TokenAnswer, parseJson(answer.text));
    if (!parsed.success) throw new LinkyRedError('ERR_ANSWER', { host: client.host, detail: 'no access_token' });
    const { access_token: text, expires_in: seconds } = parsed.output;
    this.held = { text, until: clock.now() + Math.max(0, (seconds ?? lifeSeconds) * 1000 - RENEW_EARLY_MS) };
    return text;
  }
  private question(): Pick<HttpRequest, 'headers' | 'body'> {
    const { secret, secretIn, headers, fields } = this.request;
    const form = { 'Content-Type': 'application/x-www-form-urlencoded', ...headers };
    const body = new URLSearchParams({ grant_type: 'client_credentials', ...fields });
    if (secretIn !== 'body') return { headers: { ...form, Authorization: `Basic ${secret}` }, body: body.toString() };
    const [, id = '', word = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(secret, 'base64').toString('utf8')) ?? [];
    body.set('client_id', id);
    body.set('client_secret', word);
    return { headers: form, body: body.toString() };
  }
}
