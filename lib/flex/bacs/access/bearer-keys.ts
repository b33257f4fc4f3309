// Keys that a building has given out. Every one is compared, each in the same time whatever is sent: how long the answer takes
// says nothing of a key, nor of which one came close.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Credential } from './credential';

export interface BearerKey extends Credential {
  readonly secret: string;
}

export class BearerKeys {
  /** Digests have one length, and nobody outside can choose what they begin with. */
  private readonly salt = randomBytes(32);
  private readonly keys: readonly { readonly digest: Buffer; readonly credential: Credential }[];

  constructor(keys: readonly BearerKey[]) {
    this.keys = keys.map(({ secret, name, assets }) => ({
      digest: this.digest(secret),
      credential: { name, ...(assets && { assets }) },
    }));
  }

  find(token: string): Credential | undefined {
    const digest = this.digest(token);
    let found: Credential | undefined;
    for (const key of this.keys) if (timingSafeEqual(key.digest, digest)) found = key.credential;
    return found;
  }

  private digest(text: string): Buffer {
    return createHmac('sha256', this.salt).update(text).digest();
  }
}
