// Who may call what, and how often: applications, tokens, and the quota of one call in 15 minutes for each API.
import { randomBytes } from 'node:crypto';
import type { FaultName } from './faults';

export type ApiName = 'ecowatt' | 'ecowatt-sandbox' | 'tempo';

export interface Application {
  readonly id: string;
  readonly secret: string;
  readonly apis: readonly ApiName[];
}

/** The application that everybody may use here. */
export const DEFAULT_APPLICATION: Application = {
  id: '00000000-0000-4000-8000-000000000001',
  secret: '00000000-0000-4000-8000-00000000c0de',
  apis: ['ecowatt', 'ecowatt-sandbox', 'tempo'],
};

const WINDOW_MS = 15 * 60_000;
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export interface Admission {
  readonly fault?: FaultName;
  readonly retryAfterSeconds?: number;
}

export class Portal {
  private readonly tokens = new Map<string, { application: Application; until: number }>();
  private readonly calls = new Map<string, number>();
  /** Every token that was ever handed out. */
  readonly issued: string[] = [];

  constructor(
    readonly applications: readonly Application[],
    private readonly now: () => number,
    private readonly tokenSeconds: number,
  ) {}

  /** @param basic the header, `Basic …` @returns the answer's body, undefined for a wrong id or secret */
  token(basic: string | undefined): object | undefined {
    const [id, secret] = Buffer.from(basic?.replace(/^Basic /, '') ?? '', 'base64')
      .toString()
      .split(':');
    const application = this.applications.find((one) => one.id === id && one.secret === secret);
    if (application === undefined) return undefined;
    const text = Array.from(randomBytes(56), (byte) => ALPHANUMERIC.charAt(byte % ALPHANUMERIC.length)).join('');
    this.issued.push(text);
    this.tokens.set(text, { application, until: this.now() + this.tokenSeconds * 1000 });
    return { access_token: text, token_type: 'Bearer', expires_in: this.tokenSeconds };
  }

  /** Forgets all tokens, as RTE does at times. */
  forgetTokens(): void {
    this.tokens.clear();
  }

  /** Lets a call in, or says what keeps it out; a call that gets as far as the quota is counted. */
  admit(api: ApiName, bearer: string | undefined): Admission {
    const token = this.tokens.get(bearer?.replace(/^Bearer /, '') ?? '');
    if (token === undefined || token.until <= this.now()) return { fault: 401 };
    if (!token.application.apis.includes(api)) return { fault: 403 };
    if (api === 'ecowatt-sandbox') return {};
    const key = `${token.application.id} ${api}`;
    const last = this.calls.get(key) ?? -Infinity;
    const wait = last + WINDOW_MS - this.now();
    if (wait > 0) return { fault: 429, retryAfterSeconds: Math.ceil(wait / 1000) };
    this.calls.set(key, this.now());
    return {};
  }
}
