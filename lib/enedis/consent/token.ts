// The token that a gateway shows and a user pastes. That of conso-api is a JWT whose content says for which meters it is, and
// until when (spec/dataconnect.md §3.1): it is read here, without a call and without the key that it is signed with, which the
// gateway alone has. What is read is for the eye of the user; whether the token is good says the gateway.
import * as v from 'valibot';
import { isPrm, type Grant } from './grant';

export interface PastedToken {
  /** What goes into requests: without what people paste round it. */
  readonly token: string;
  readonly grant: Grant;
}

const JWT = /^[\w-]+\.([\w-]+)\.[\w-]*$/;

const Payload = v.object({
  sub: v.nullish(v.union([v.string(), v.number(), v.array(v.union([v.string(), v.number()]))])),
  exp: v.nullish(v.number()),
});

/** Never throws: a token that is no JWT may be good all the same, and says nothing. */
export function readToken(pasted: string): PastedToken {
  const token = bare(pasted);
  const payload = v.safeParse(Payload, contentOf(token));
  if (!payload.success) return { token, grant: { prms: [] } };
  const { sub, exp } = payload.output;
  const prms = [sub ?? []].flat().map(String).filter(isPrm);
  return { token, grant: { prms: [...new Set(prms)], ...(exp != null && { until: exp * 1000 }) } };
}

/** People copy it with its quotes, with the word before it, or with the line breaks of a mail. */
function bare(pasted: string): string {
  return pasted.replace(/^\s*(?:authorization\s*:)?\s*(?:bearer\s)?/i, '').replace(/[\s"'`]+/g, '');
}

function contentOf(token: string): unknown {
  const [, payload] = JWT.exec(token) ?? [];
  if (payload === undefined) return undefined;
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
