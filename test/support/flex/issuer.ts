// An issuer of tokens on loopback: keys of its own, tokens that are right or wrong in one thing, its JWKS.
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import type { Clock } from '../../../lib/grid/clock';

export const ISSUER = 'https://login.example.org/';
export const AUDIENCE = 'flex-building';

interface Pair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export interface TokenWish {
  readonly issuer?: string;
  readonly audience?: string;
  readonly subject?: string | null;
  /** Seconds from now on; null: none. */
  readonly expiresIn?: number | null;
  readonly notBefore?: number;
  readonly key?: KeyObject | Uint8Array;
  readonly algorithm?: string;
  /** null: the token names no key. */
  readonly keyId?: string | null;
}

export class Issuer {
  readonly rsa: Pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly ec: Pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  /** How often its keys were asked for. */
  asked = 0;
  /** What is answered in place of the keys. */
  failure: number | undefined;
  /** Keys beside the first. */
  readonly more: { readonly pair: Pair; readonly keyId: string; readonly algorithm: string }[] = [];
  private readonly server = http.createServer((_request, response) => void this.answer(response));

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  get jwksUrl(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}/keys?of=flex`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  token({
    issuer = ISSUER,
    audience = AUDIENCE,
    subject = 'aggregator-7',
    expiresIn = 600,
    notBefore,
    key = this.rsa.privateKey,
    algorithm = 'RS256',
    keyId = 'first',
  }: TokenWish = {}): Promise<string> {
    const now = Math.floor(this.clock.now() / 1000);
    const token = new SignJWT({})
      .setProtectedHeader({ alg: algorithm, ...(keyId !== null && { kid: keyId }) })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(now);
    if (subject !== null) token.setSubject(subject);
    if (expiresIn !== null) token.setExpirationTime(now + expiresIn);
    if (notBefore !== undefined) token.setNotBefore(now + notBefore);
    return token.sign(key);
  }

  /** `alg: none`: everything is right but that nobody signed it. */
  unsigned(more: JWTPayload = {}): string {
    const now = Math.floor(this.clock.now() / 1000);
    return new UnsecuredJWT(more)
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject('aggregator-7')
      .setExpirationTime(now + 600)
      .encode();
  }

  private async answer(response: http.ServerResponse): Promise<void> {
    this.asked += 1;
    if (this.failure !== undefined) {
      response.writeHead(this.failure).end();
      return;
    }
    const all = [{ pair: this.rsa, keyId: 'first', algorithm: 'RS256' }, ...this.more];
    const keys = await Promise.all(
      all.map(async ({ pair, keyId, algorithm }) => ({
        ...(await exportJWK(pair.publicKey)),
        kid: keyId,
        alg: algorithm,
        use: 'sig',
      })),
    );
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys }));
  }
}
