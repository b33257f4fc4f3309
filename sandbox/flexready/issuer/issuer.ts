// The issuer of the tokens, of the kind of OpenID Connect: RS256, its keys as JWKS, client credentials, and a page for people. On the
// clock of the story.
import { createPublicKey, createSign, createVerify, generateKeyPair, randomUUID, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { basicOf, bearerOf, type Reply, type Request } from '../../web-server';
import { problem } from '../faults';
import type { FlexAccount, FlexRole } from './accounts';

export interface FlexClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
  readonly roles: readonly FlexRole[];
}

/** What the emulator asks of a token's `aud`. */
export const FLEX_AUDIENCE = 'flexready-emulator';

export interface IssuerOptions {
  readonly accounts: readonly FlexAccount[];
  readonly tokenSeconds: number;
  /** Its own address, known once it listens. */
  readonly address: () => string;
}

export class FlexIssuer {
  /** Every token that was handed out. */
  readonly issued: string[] = [];

  private constructor(
    private readonly key: KeyObject,
    private readonly kid: string,
    private readonly options: IssuerOptions,
  ) {}

  static async open(options: IssuerOptions): Promise<FlexIssuer> {
    const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
    return new FlexIssuer(privateKey, randomUUID(), options);
  }

  get address(): string {
    return this.options.address();
  }

  get accounts(): readonly FlexAccount[] {
    return this.options.accounts;
  }

  account(id: string | null): FlexAccount | undefined {
    return this.options.accounts.find((one) => one.id === id);
  }

  /** @param more claims in the place of the usual ones: another audience, an end that has passed */
  token({ id, roles }: FlexAccount, now: number, more: Partial<FlexClaims> = {}): string {
    const iat = Math.floor(now / 1000);
    const exp = iat + this.options.tokenSeconds;
    const claims: FlexClaims = { iss: this.address, sub: id, aud: FLEX_AUDIENCE, iat, exp, jti: randomUUID(), roles };
    const content = [
      { alg: 'RS256', typ: 'JWT', kid: this.kid },
      { ...claims, ...more },
    ]
      .map(encoded)
      .join('.');
    const signature = createSign('RSA-SHA256').update(content).sign(this.key);
    const text = `${content}.${signature.toString('base64url')}`;
    this.issued.push(text);
    return text;
  }

  /** client_credentials: a form, id and secret in it or in a Basic header; `audience` names another one than the emulator. */
  grant({ headers, body, now }: Request): Reply {
    const form = new URLSearchParams(body);
    if (form.get('grant_type') !== 'client_credentials')
      return { status: 400, body: { error: 'unsupported_grant_type' } };
    const [id, secret] = basicOf(headers)?.map(decodeURIComponent) ?? [
      form.get('client_id'),
      form.get('client_secret'),
    ];
    const account = this.account(id ?? null);
    if (account === undefined || account.secret !== secret) return { status: 401, body: { error: 'invalid_client' } };
    const audience = form.get('audience');
    const access_token = this.token(account, now, audience === null ? {} : { aud: audience });
    return { body: { access_token, token_type: 'Bearer', expires_in: this.options.tokenSeconds } };
  }

  jwks(): { readonly keys: readonly object[] } {
    const jwk = createPublicKey(this.key).export({ format: 'jwk' });
    return { keys: [{ ...jwk, kid: this.kid, alg: 'RS256', use: 'sig' }] };
  }

  /** For whoever takes a pasted key instead of an address. */
  publicKey(): string {
    return createPublicKey(this.key).export({ format: 'pem', type: 'spki' }).toString();
  }

  discovery(): object {
    const at = (end: string): string => `${this.address}/${end}`;
    return {
      issuer: this.address,
      authorization_endpoint: at('login'),
      token_endpoint: at('token'),
      jwks_uri: at('jwks'),
      grant_types_supported: ['client_credentials'],
      response_types_supported: ['token'],
      id_token_signing_alg_values_supported: ['RS256'],
    };
  }

  /** Lets a call in, or says why not. */
  admit({ headers, now }: Request): { readonly claims: FlexClaims } | { readonly refused: Reply } {
    const claims = this.claimsOf(bearerOf(headers) ?? '', now);
    if (claims !== undefined) return { claims };
    const message = 'a token of this issuer that has not ended is needed';
    return { refused: problem(401, 'invalid-token', message, { 'WWW-Authenticate': 'Bearer' }) };
  }

  private claimsOf(token: string, now: number): FlexClaims | undefined {
    const [head = '', body = '', signature = ''] = token.split('.');
    // No other algorithm: neither `none` nor HS256 with the public key as its secret.
    if (decoded(head)?.['alg'] !== 'RS256') return undefined;
    const verify = createVerify('RSA-SHA256').update(`${head}.${body}`);
    if (!verify.verify(createPublicKey(this.key), Buffer.from(signature, 'base64url'))) return undefined;
    const claims = decoded(body) as FlexClaims | undefined;
    const isOurs = claims?.iss === this.address && claims.aud === FLEX_AUDIENCE;
    return isOurs && claims.exp * 1000 > now ? claims : undefined;
  }
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function decoded(part: string): Record<string, unknown> | undefined {
  try {
    const found: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
