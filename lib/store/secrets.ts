// Documents that nobody else can read: encrypted with AES-256-GCM under a key that is derived from a secret of the host. What
// lies on the disk is an ordinary document of the store whose value is sealed; its name is sealed in, too, so that one file
// cannot take the place of another.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { checkedBy } from './check';
import { envelopeOf, understood, type Format } from './envelope';
import type { Store } from './store';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const SALT_BYTES = 16;
const TAG_BYTES = 16;
/** Parts the keys of these documents from whatever else may be derived from the same secret. */
const PURPOSE = 'linky-red secrets 1';

/** All in base64. A salt and an iv of its own for each time that it is written. */
interface Sealed {
  readonly salt: string;
  readonly iv: string;
  readonly data: string;
  readonly tag: string;
}

const SEALED: Format<Sealed> = {
  version: 1,
  check: checkedBy(v.object({ salt: v.string(), iv: v.string(), data: v.string(), tag: v.string() })),
};

export interface FoundSecret<T> {
  readonly value: T | undefined;
  /**
   * `locked`: something is there that this host's secret does not open: the secret has changed, or the file came from elsewhere.
   * It stays as it is until something new is written. `lost`: there was something, and it cannot be used.
   */
  readonly state: 'there' | 'absent' | 'locked' | 'lost';
}

/** One secret value in one file. */
export class SecretDocument<T> {
  /** Where there is no secret to seal with, nothing is written: it is known for as long as the process runs. */
  private memory: T | undefined;

  /** @param hostSecret undefined: the host has none */
  constructor(
    private readonly store: Store,
    private readonly name: string,
    private readonly format: Format<T>,
    private readonly hostSecret: string | undefined,
  ) {}

  /** Whether there is a secret to seal with. */
  get canLast(): boolean {
    return this.hostSecret !== undefined;
  }

  async read(): Promise<FoundSecret<T>> {
    if (this.memory !== undefined) return { value: this.memory, state: 'there' };
    const { value: sealed, lost } = await this.document().read();
    if (sealed === undefined) return { value: undefined, state: lost ? 'lost' : 'absent' };
    const text = this.hostSecret === undefined ? undefined : this.opened(sealed, this.hostSecret);
    if (text === undefined) return { value: undefined, state: 'locked' };
    const { value } = understood(this.format, envelopeOf(JSON.parse(text)));
    return { value, state: value === undefined ? 'lost' : 'there' };
  }

  /** @returns whether it will be there after a restart */
  async write(value: T): Promise<boolean> {
    if (this.hostSecret === undefined) {
      this.memory = value;
      return false;
    }
    const text = JSON.stringify({ version: this.format.version, value });
    return await this.document().write(this.sealed(text, this.hostSecret));
  }

  /** Forgets it and deletes the file. */
  async remove(): Promise<void> {
    this.memory = undefined;
    await this.document().remove();
  }

  private document() {
    return this.store.document(this.name, SEALED);
  }

  private sealed(text: string, hostSecret: string): Sealed {
    const [salt, iv] = [randomBytes(SALT_BYTES), randomBytes(IV_BYTES)];
    const cipher = createCipheriv(ALGORITHM, keyOf(hostSecret, salt), iv).setAAD(Buffer.from(this.name));
    const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return { salt: base64(salt), iv: base64(iv), data: base64(data), tag: base64(cipher.getAuthTag()) };
  }

  /** @returns undefined when the secret does not open it, or it was changed */
  private opened(sealed: Sealed, hostSecret: string): string | undefined {
    try {
      const [salt, iv, data, tag] = [bytes(sealed.salt), bytes(sealed.iv), bytes(sealed.data), bytes(sealed.tag)];
      const decipher = createDecipheriv(ALGORITHM, keyOf(hostSecret, salt), iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(this.name)).setAuthTag(tag);
      return Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }
}

function keyOf(hostSecret: string, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', hostSecret, salt, PURPOSE, KEY_BYTES));
}

function base64(content: Buffer): string {
  return content.toString('base64');
}

function bytes(text: string): Buffer {
  return Buffer.from(text, 'base64');
}
