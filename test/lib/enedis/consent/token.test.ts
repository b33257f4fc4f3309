import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readToken } from '../../../../lib/enedis/consent/token';

const [HOME, COTTAGE] = ['14000000000001', '14000000000002'];

/** A JWT as conso-api makes them; the signature is not looked at here. */
function jwt(payload: unknown): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(payload)}.c2lnbmF0dXJl`;
}
const EXP = Date.parse('2029-11-27T09:00:00Z') / 1000;

describe('a token that was pasted', () => {
  it('of conso-api says its meters and its end', () => {
    const token = jwt({ sub: [HOME, COTTAGE], iat: 1, exp: EXP });
    assert.deepEqual(readToken(token), { token, grant: { prms: [HOME, COTTAGE], until: EXP * 1000 } });
  });

  it('of one meter has it as a text', () => {
    assert.deepEqual(readToken(jwt({ sub: HOME })).grant, { prms: [HOME] });
  });

  it('is found in what people paste round it', () => {
    const token = jwt({ sub: [HOME], exp: EXP });
    const half = Math.floor(token.length / 2);
    for (const pasted of [
      ` ${token}\n`,
      `"${token}"`,
      `Bearer ${token}`,
      `Authorization: Bearer ${token}`,
      `${token.slice(0, half)}\n  ${token.slice(half)}`,
    ])
      assert.equal(readToken(pasted).token, token, pasted);
  });

  it('that is no JWT, or says no meter, says nothing, and stays as it is', () => {
    for (const token of ['abc123', 'a.b.c', jwt({ sub: 'somebody' }), jwt('text'), jwt({ sub: {} }), ''])
      assert.deepEqual(readToken(token), { token, grant: { prms: [] } }, token);
  });

  it('never makes anything throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((text) => `e30.${Buffer.from(text).toString('base64url')}.`),
        ),
        (text) => {
          readToken(text).grant.prms.forEach((prm) => {
            assert.match(prm, /^\d{14}$/);
          });
        },
      ),
    );
  });
});
