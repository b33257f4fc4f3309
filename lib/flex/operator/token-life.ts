// Until when a token holds that the user has pasted: a JWT says so itself. Nothing is verified here: that is for whoever is shown it.
// Shared with the editor.

const JWT = /^[\w-]+\.([\w-]+)\.[\w-]*$/;

export interface TokenLife {
  /** Epoch ms; null: it does not say. */
  readonly until: number | null;
  /** Whose it is, as the issuer names both; empty: it does not say. */
  readonly holder: string;
}

/** @returns undefined for what is no JWT: it may be good all the same */
export function tokenLife(token: string): TokenLife | undefined {
  const [, payload] = JWT.exec(token.trim()) ?? [];
  const claims = payload === undefined ? undefined : claimsOf(payload);
  if (claims === undefined) return undefined;
  const { exp, iss, sub } = claims;
  const until = typeof exp === 'number' && Math.abs(exp) < LATEST_SECONDS ? exp * 1000 : null;
  const holder = [iss, sub].filter((part) => typeof part === 'string').join(' ');
  return { until, holder };
}

/** What a date can hold. */
const LATEST_SECONDS = 8.64e12;

function claimsOf(payload: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const bytes = Uint8Array.from(atob(payload.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
