// Tokens (JWT) of an issuer, checked by jose: issuer, audience, lifetime, and a signature by one of the algorithms of the list. A
// token without a signature (`alg: none`), or signed with a public key as if that were a secret, is by none of them.
import { createHash, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { CryptoKey, FlattenedJWSInput, JWTHeaderParameters, JWTPayload, JWTVerifyOptions } from 'jose';
import type { Clock } from '../../../grid/clock';
import { TOKEN_PREFIX, type Credential } from './credential';

/** With a public key only. */
export const TOKEN_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;
export type TokenAlgorithm = (typeof TOKEN_ALGORITHMS)[number];

export type FindKey = (
  header?: JWTHeaderParameters,
  token?: FlattenedJWSInput,
) => CryptoKey | KeyObject | Promise<CryptoKey | KeyObject>;

export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly TokenAlgorithm[];
  /** Assets that tokens may ask of; undefined: all. */
  readonly assets?: ReadonlySet<string>;
  /** Where the public key comes from: pasted, or the issuer's set. Throws what jose throws; another error: nobody knows now. */
  readonly key: FindKey;
}

export type TokenVerdict =
  | { readonly kind: 'good'; readonly credential: Credential }
  | { readonly kind: 'expired' }
  | { readonly kind: 'bad' }
  /** The issuer's keys cannot be had at the moment. */
  | { readonly kind: 'unknown'; readonly cause: unknown };

/** Clocks of two machines differ. */
const CLOCK_TOLERANCE_S = 30;
/** Tokens whose signature was found good; whoever holds one longer is looked at again. */
const MOST_KNOWN = 1000;
const KNOWN_FOR_MS = 300_000;

interface Known {
  readonly credential: Credential;
  /** Epoch ms. */
  readonly expires: number;
  /** Of the clock's elapsed time. */
  readonly until: number;
}

export class TokenCheck {
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly rules: TokenRules,
    private readonly clock: Clock,
  ) {}

  /** Of one that was found good before; nothing is reckoned. */
  recall(token: string): Credential | undefined {
    const key = fingerprint(token);
    const known = this.known.get(key);
    if (known === undefined) return undefined;
    if (this.clock.elapsed() < known.until && this.clock.now() < known.expires) return known.credential;
    this.known.delete(key);
    return undefined;
  }

  async check(token: string): Promise<TokenVerdict> {
    const { jwtVerify, errors } = await import('jose');
    /** Why no key could be looked up; whatever else goes wrong, the token is at fault: what a wrong kind of key throws differs with Node. */
    let lost: { readonly cause: unknown } | undefined;
    const find: FindKey = async (...asked) => {
      try {
        return await this.rules.key(...asked);
      } catch (cause) {
        if (!(cause instanceof errors.JOSEError)) lost = { cause };
        throw cause;
      }
    };
    try {
      const { payload } = await jwtVerify(token, find, this.options()).catch(async (error: unknown) => {
        if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
        // The token names no key, and the issuer has several of that kind: one of them has to fit.
        for await (const key of error) {
          const fitting = await jwtVerify(token, key, this.options()).catch((misfit: unknown) => {
            if (!(misfit instanceof errors.JWSSignatureVerificationFailed)) throw misfit;
          });
          if (fitting !== undefined) return fitting;
        }
        throw new errors.JWSSignatureVerificationFailed();
      });
      return { kind: 'good', credential: this.remember(token, payload) };
    } catch (error) {
      if (error instanceof errors.JWTExpired) return { kind: 'expired' };
      return lost === undefined ? { kind: 'bad' } : { kind: 'unknown', ...lost };
    }
  }

  private options(): JWTVerifyOptions {
    const { issuer, audience, algorithms } = this.rules;
    return {
      issuer,
      audience,
      algorithms: [...algorithms],
      requiredClaims: ['exp', 'sub'],
      clockTolerance: CLOCK_TOLERANCE_S,
      currentDate: new Date(this.clock.now()),
    };
  }

  private remember(token: string, { sub = '', exp = 0 }: JWTPayload): Credential {
    const { assets } = this.rules;
    const credential = { name: `${TOKEN_PREFIX}${sub}`, ...(assets && { assets }) };
    const expires = (exp + CLOCK_TOLERANCE_S) * 1000;
    this.known.set(fingerprint(token), { credential, expires, until: this.clock.elapsed() + KNOWN_FOR_MS });
    if (this.known.size > MOST_KNOWN) {
      const [oldest] = this.known.keys();
      if (oldest !== undefined) this.known.delete(oldest);
    }
    return credential;
  }
}

/** A public key as PEM (also that of a certificate), or as JWK in JSON. @throws Error what is no public key */
export function pastedKey(text: string): KeyObject {
  const pasted = text.trim();
  if (pasted.includes('PRIVATE KEY')) throw new Error('a private key');
  if (!pasted.startsWith('{')) return createPublicKey(pasted);
  const key = JSON.parse(pasted) as JsonWebKey;
  if (key.d !== undefined) throw new Error('a private key');
  return createPublicKey({ key, format: 'jwk' });
}

/** Tokens lie in memory as what cannot be turned back. */
function fingerprint(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
