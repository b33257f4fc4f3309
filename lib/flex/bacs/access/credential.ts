// Whoever calls: what the building knows them by, and what they may see.
export interface Credential {
  /** Its requests are of this creator: the name of a key, or whom a token is for. Never a secret. */
  readonly name: string;
  /** Ids of assets; undefined: all. */
  readonly assets?: ReadonlySet<string>;
}

export function mayAsk({ assets }: Credential, asset: string): boolean {
  return assets === undefined || assets.has(asset);
}

/** What names whom a token is for. */
export const TOKEN_PREFIX = 'jwt:';

/** Nobody who has a key is taken for somebody who has a token. */
export function isKeyName(name: string): boolean {
  return !name.startsWith(TOKEN_PREFIX) && /^[^\p{C}]{1,64}$/u.test(name);
}
