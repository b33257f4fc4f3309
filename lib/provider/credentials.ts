// What opens an account at a provider, and the name that it goes by where nobody may see whose it is.
import { createHash } from 'node:crypto';
import type { Credentials } from './provider';

/** Of an application: the account is its id, whatever the secret. */
export function clientCredentials(id: string, secret: string): Credentials {
  return { secret: Buffer.from(`${id}:${secret}`).toString('base64'), fingerprint: fingerprintOf(id) };
}

/** Of whoever has pasted a token. */
export function tokenCredentials(token: string): Credentials {
  return { secret: token, fingerprint: fingerprintOf(token) };
}

/** 16 hex digits, the same for the same text. */
export function fingerprintOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
