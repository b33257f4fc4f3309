// The public keys of an issuer, from its JWKS address. They are fetched again when they are old or lack the key that a token names,
// never more often than once in half a minute, whoever asks; an issuer that does not answer leaves those that are known in force.
import type { JSONWebKeySet, LocalJWKSet } from 'jose';
import { LinkyRedError } from '../../../errors';
import type { Clock } from '../../../grid/clock';
import type { HttpClient } from '../../../http/client';
import type { FindKey } from './token-check';

const OLD_AFTER_MS = 600_000;
const PAUSE_MS = 30_000;

export class IssuerKeys {
  private keys: LocalJWKSet | undefined;
  private asked = -Infinity;
  private gotAt = -Infinity;
  private failure: unknown;
  private fetching: Promise<void> | undefined;

  constructor(
    private readonly client: HttpClient,
    private readonly path: string,
    private readonly clock: Pick<Clock, 'elapsed'>,
    private readonly signal?: AbortSignal,
  ) {}

  /** @throws what jose throws where there is no such key; LinkyRedError where nobody knows them */
  readonly find: FindKey = async (header, token) => {
    if (this.clock.elapsed() - this.gotAt > OLD_AFTER_MS) await this.refresh();
    const { errors } = await import('jose');
    try {
      return await this.known()(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await this.refresh();
      return await this.known()(header, token);
    }
  };

  private known(): LocalJWKSet {
    if (this.keys === undefined) throw this.failure;
    return this.keys;
  }

  /** Never rejects: what is known stays. */
  private refresh(): Promise<void> {
    if (this.fetching === undefined && this.clock.elapsed() - this.asked >= PAUSE_MS) {
      this.asked = this.clock.elapsed();
      this.fetching = this.fetch()
        .catch((error: unknown) => {
          this.failure = error;
        })
        .finally(() => {
          this.fetching = undefined;
        });
    }
    return this.fetching ?? Promise.resolve();
  }

  private async fetch(): Promise<void> {
    const { host } = this.client;
    const { status, text } = await this.client.request({
      path: this.path,
      ...(this.signal !== undefined && { signal: this.signal }),
    });
    if (status !== 200) throw new LinkyRedError('ERR_STATUS', { host, status, detail: 'JWKS' });
    const { createLocalJWKSet } = await import('jose');
    try {
      this.keys = createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
    } catch (error) {
      throw new LinkyRedError('ERR_ANSWER', { host, detail: 'JWKS' }, error);
    }
    this.gotAt = this.clock.elapsed();
  }
}
