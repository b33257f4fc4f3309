// Who may call what, and how often: applications, tokens, 5 calls a second and 1000 an hour for each API.
import { randomBytes } from 'node:crypto';
import { basicOf, bearerOf, type Reply, type Request } from '../web-server';
import { ENEDIS_FAULTS, type EnedisFault } from './faults';

export type Api =
  | 'mesure_synchrone_auto'
  | 'subscribed_services'
  | 'synth_contrat_auto'
  | 'mesures'
  | 'mesure_synchrone_auto_v1'
  | 'contract_summary'
  | 'connection';

export interface Application {
  readonly id: string;
  readonly secret: string;
  /** Shown on the consent page. */
  readonly name: string;
  readonly apis: readonly Api[];
  /** Of a company: its own meters. */
  readonly prms?: readonly string[];
}

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const A_SECOND = 5;
const AN_HOUR = 1000;

export class Portal {
  private readonly tokens = new Map<string, { application: Application; until: number }>();
  private readonly calls = new Map<string, number[]>();
  /** Every token that was ever handed out. */
  readonly issued: string[] = [];

  constructor(
    readonly applications: readonly Application[],
    private readonly tokenSeconds: number,
  ) {}

  application(id: string | null): Application | undefined {
    return this.applications.find((one) => one.id === id);
  }

  /** client_credentials: a form, id and secret in it or in a Basic header, and never in the address. */
  token({ url, headers, body, now }: Request): Reply {
    if (headers['content-type']?.startsWith('application/x-www-form-urlencoded') !== true)
      return { status: 415, body: { error: 'unsupported_media_type' } };
    if ([...url.searchParams].length > 0) return failing('invalid_request');
    const form = new URLSearchParams(body);
    if (form.get('grant_type') !== 'client_credentials') return failing('unsupported_grant_type');
    const [id, secret] = basicOf(headers) ?? [form.get('client_id'), form.get('client_secret')];
    const application = this.applications.find((one) => one.id === id && one.secret === secret);
    if (application === undefined) return failing('invalid_client');
    const token = `eyJ4NXQiOiJTQU5EQk9YIn0.${randomBytes(48).toString('base64url')}.${randomBytes(32).toString('base64url')}`;
    this.issued.push(token);
    this.tokens.set(token, { application, until: now + this.tokenSeconds * SECOND });
    // A text, as it really comes.
    const expires_in = String(this.tokenSeconds);
    return { body: { access_token: token, token_type: 'Bearer', expires_in, scope: 'am_application_scope default' } };
  }

  /** Forgets all tokens before their time. */
  forgetTokens(): void {
    this.tokens.clear();
  }

  /** Lets a call in and counts it, or says what keeps it out. */
  admit(api: Api, { headers, now }: Request): { application: Application } | { fault: EnedisFault } {
    const token = this.tokens.get(bearerOf(headers) ?? '');
    if (token === undefined || token.until <= now) return { fault: 'bad-token' };
    const { application } = token;
    if (!application.apis.includes(api)) return { fault: 'not-subscribed' };
    const isCompany = application.prms !== undefined;
    const hour = this.count(`${application.id} ${api}`, now, HOUR);
    const second = this.count(isCompany ? application.id : `${application.id} ${api} second`, now, SECOND);
    if (second > A_SECOND) return { fault: isCompany ? 'quota-second' : 'sla' };
    if (hour > AN_HOUR) return { fault: isCompany ? 'quota-hour' : 'throttled-out' };
    return { application };
  }

  /** How many calls of this key lie in the window that ends now, this one included. */
  private count(key: string, now: number, window: number): number {
    const kept = (this.calls.get(key) ?? []).filter((at) => at > now - window);
    kept.push(now);
    this.calls.set(key, kept);
    return kept.length;
  }
}

export function failing(fault: EnedisFault): Reply {
  return ENEDIS_FAULTS[fault];
}
