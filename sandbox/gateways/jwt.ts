// The tokens of conso-api: a JWT (HS256) that holds the meters it opens and its end, and that is stored nowhere.
import { createHmac, timingSafeEqual } from 'node:crypto';

const SECRET = 'the sandbox signs with this';

export interface Claims {
  /** One meter, or several. */
  readonly sub: string | readonly string[];
  /** Seconds since 1970. */
  readonly exp: number;
}

export function signed(claims: Claims): string {
  const parts = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const content = parts.join('.');
  return `${content}.${signature(content)}`;
}

/** @returns the claims of a token of ours that has not ended */
export function claimsOf(token: string, now: number): Claims | undefined {
  const [head = '', body = '', sign = ''] = token.split('.');
  const [right, given] = [Buffer.from(signature(`${head}.${body}`)), Buffer.from(sign)];
  if (right.length !== given.length || !timingSafeEqual(right, given)) return undefined;
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims;
  return claims.exp * 1000 > now ? claims : undefined;
}

function signature(content: string): string {
  return createHmac('sha256', SECRET).update(content).digest('base64url');
}
