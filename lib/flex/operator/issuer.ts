// Tokens of an issuer of OpenID Connect, by client credentials. Where its tokens are had, the issuer says itself (OpenID Connect
// Discovery 1.0); an address that says nothing is taken for that of the tokens.
import * as v from 'valibot';
import { LinkyRedError } from '../../errors';
import type { Clock } from '../../grid/clock';
import { callableUrl, withoutSecrets } from '../../http/address';
import { HttpClient, type HttpAnswer } from '../../http/client';
import { parseJson } from '../../http/json';
import { ClientCredentialsToken, type TokenSource } from '../../provider/oauth';
import type { Credentials } from '../../provider/provider';
import type { QuotaLedger, QuotaRow } from '../../provider/quota/ledger';
import { FLEX_CLOSED_MS } from './refusals';

export interface IssuerOptions {
  /** Of the issuer, or of its tokens. */
  readonly address: string;
  readonly credentials: Credentials;
  /** Empty: none is asked for. */
  readonly scope: string;
  readonly audience: string;
  readonly ledger: QuotaLedger;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

/** Nobody counts them as far as is known; this only keeps a mistake from becoming a flood. */
const LIMITS = [{ kind: 'window', max: 20, windowMs: 15 * 60_000 }] as const;
/** Of a token that does not say it. */
const LIFE_SECONDS = 300;
const WELL_KNOWN = '/.well-known/openid-configuration';

const Discovered = v.object({
  token_endpoint: v.string(),
  token_endpoint_auth_methods_supported: v.nullish(v.array(v.string())),
});

interface TokenDoor {
  readonly url: URL;
  readonly secretIn: 'basic' | 'body';
}

export class IssuerToken implements TokenSource {
  readonly quota: QuotaRow;
  private readonly client: HttpClient;
  private source: ClientCredentialsToken | undefined;
  private finding: Promise<ClientCredentialsToken> | undefined;

  /** @throws LinkyRedError ERR_URL */
  constructor(private readonly options: IssuerOptions) {
    this.client = this.clientOf(options.address);
    this.quota = { key: `flex ${this.client.host} ${options.credentials.fingerprint} token`, limits: LIMITS };
  }

  /** @throws LinkyRedError ERR_FLEX_SECRET; what the client throws */
  async token(): Promise<string> {
    this.finding ??= this.find().catch((error: unknown) => {
      this.finding = undefined;
      throw error;
    });
    return await (await this.finding).token();
  }

  get inHand(): boolean {
    return this.source?.inHand ?? false;
  }

  refused(token: string): boolean {
    return this.source?.refused(token) ?? false;
  }

  private async find(): Promise<ClientCredentialsToken> {
    const { credentials, scope, audience, clock, signal } = this.options;
    const { url, secretIn } = await this.door();
    const client = this.clientOf(url.origin);
    this.source = new ClientCredentialsToken({
      client,
      path: `${url.pathname}${url.search}`,
      secret: credentials.secret,
      secretIn,
      fields: { ...(scope !== '' && { scope }), ...(audience !== '' && { audience }) },
      quota: this.quota,
      closedMs: FLEX_CLOSED_MS,
      lifeSeconds: LIFE_SECONDS,
      refusal: (answer) => refusalOf(answer, client.host),
      clock,
      signal,
    });
    return this.source;
  }

  private async door(): Promise<TokenDoor> {
    const { address, signal } = this.options;
    const own = new URL(address);
    const answer = await this.client.request({ path: WELL_KNOWN, signal });
    const said = v.safeParse(Discovered, answer.status === 200 ? parseJson(answer.text) : undefined);
    if (!said.success) return { url: own, secretIn: 'basic' };
    const { token_endpoint: endpoint, token_endpoint_auth_methods_supported: methods } = said.output;
    const url = callableUrl(endpoint);
    // The secret goes in the open to nobody but the address that the user has typed.
    if (url === undefined || (url.protocol !== 'https:' && url.origin !== own.origin))
      throw new LinkyRedError('ERR_URL', { detail: withoutSecrets(endpoint) });
    return { url, secretIn: methods == null || methods.includes('client_secret_basic') ? 'basic' : 'body' };
  }

  private clientOf(baseUrl: string): HttpClient {
    const { ledger, clock, timeoutMs } = this.options;
    return new HttpClient({ baseUrl, ledger, clock, ...(timeoutMs !== undefined && { timeoutMs }) });
  }
}

function refusalOf({ status }: HttpAnswer, host: string): LinkyRedError {
  return status === 400 || status === 401 || status === 403
    ? new LinkyRedError('ERR_FLEX_SECRET', { host })
    : new LinkyRedError('ERR_STATUS', { host, status, detail: '' });
}
