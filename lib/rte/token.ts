// One token in memory for all who share an account: renewed early, one request in flight. It can be had again at any time,
// so it is never written down.
import * as v from 'valibot';
import { LinkyRedError } from '../errors';
import type { Clock } from '../grid/clock';
import type { HttpClient } from '../http/client';
import type { QuotaRow } from '../provider/quota/ledger';
import { CLOSED_MS, TOKEN_PATH } from './apis';
import type { RteCredentials } from './credentials';
import { statusError } from './statuses';

/** RTE gives 7199 s; clients of the field renew 20 to 300 s early. */
const RENEW_EARLY_MS = 120_000;

const TokenAnswer = v.object({
  access_token: v.pipe(v.string(), v.minLength(1)),
  expires_in: v.nullish(v.number(), 7199),
});

export class RteTokenSource {
  private held: { readonly text: string; readonly until: number } | undefined;
  private request: Promise<string> | undefined;

  constructor(
    private readonly client: HttpClient,
    private readonly credentials: RteCredentials,
    readonly row: QuotaRow,
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * @throws LinkyRedError ERR_RTE_SECRET; ERR_ANSWER for the 200 without a token that RTE sends at times (it passes);
   * what the client throws
   */
  async token(): Promise<string> {
    if (this.held !== undefined && this.inHand) return this.held.text;
    this.request ??= this.fetch().finally(() => {
      this.request = undefined;
    });
    return await this.request;
  }

  /** Whether there is a token that need not be asked for. */
  get inHand(): boolean {
    return this.held !== undefined && this.clock.now() < this.held.until;
  }

  /** RTE refused this token: the next call asks for another, unless somebody else already has. */
  refused(text: string): void {
    if (this.held?.text === text) this.held = undefined;
  }

  private async fetch(): Promise<string> {
    const answer = await this.client.request({
      method: 'POST',
      path: TOKEN_PATH,
      headers: {
        Authorization: `Basic ${this.credentials.basic}`,
        'Content-Type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
      signal: this.signal,
      quota: { row: this.row, closedMs: CLOSED_MS },
    });
    if (answer.status === 401 || answer.text.includes('invalid_client')) throw new LinkyRedError('ERR_RTE_SECRET');
    if (answer.status !== 200) throw statusError(answer, this.client.host, 'OAuth', this.clock.now());
    const parsed = v.safeParse(TokenAnswer, parseJson(answer.text));
    if (!parsed.success) throw new LinkyRedError('ERR_ANSWER', { host: this.client.host, detail: 'no access_token' });
    const { access_token: text, expires_in: seconds } = parsed.output;
    this.held = { text, until: this.clock.now() + Math.max(0, seconds * 1000 - RENEW_EARLY_MS) };
    return text;
  }
}

/** undefined for what is no JSON: RTE's 503 is HTML, and some answers have no body. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
