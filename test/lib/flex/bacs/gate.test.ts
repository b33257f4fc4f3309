// Who is let in: keys, tokens, how often.
import assert from 'node:assert/strict';
import { Gate, isAnswer, type GateRules } from '../../../../lib/flex/bacs/access/gate';
import { IssuerKeys } from '../../../../lib/flex/bacs/access/issuer-keys';
import { pastedKey, type TokenRules } from '../../../../lib/flex/bacs/access/token-check';
import { HttpClient } from '../../../../lib/http/client';
import { AUDIENCE, ISSUER, Issuer, type TokenWish } from '../../../support/flex/issuer';
import { FakeClock } from '../../../support/machine/fake-clock';

const KEYS = [
  { name: 'operator 1', secret: 'key-of-the-first-operator' },
  { name: 'operator 2', secret: 'key-of-the-second-operator', assets: new Set(['HeatPump']) },
];
const ADDRESS = '192.0.2.7';

describe('the gate of a building', () => {
  let clock: FakeClock;
  beforeEach(() => {
    clock = new FakeClock('2025-04-02T09:00:00+02:00');
  });
  const gateWith = (rules: Partial<GateRules> = {}): Gate =>
    new Gate({ keys: KEYS, emulatorHeader: false, rate: { perMinute: 600, burst: 100 }, ...rules }, clock);
  const admit = async (gate: Gate, headers: Record<string, string>, address = ADDRESS): Promise<string> => {
    const admitted = await gate.admit(headers, address);
    return isAnswer(admitted) ? String(admitted.status) : admitted.name;
  };
  const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

  describe('with keys', () => {
    for (const [what, header] of Object.entries({
      nothing: '',
      'another scheme': 'Basic a2V5LW9mLXRoZS1maXJzdC1vcGVyYXRvcg==',
      'the key without a scheme': 'key-of-the-first-operator',
      'an empty token': 'Bearer ',
      'a beginning of the key': 'Bearer key-of-the-first',
      'the key and more': 'Bearer key-of-the-first-operatorx',
      'two keys': 'Bearer key-of-the-first-operator key-of-the-second-operator',
      'another case': 'Bearer KEY-OF-THE-FIRST-OPERATOR',
      'a very long one': `Bearer ${'k'.repeat(100_000)}`,
    }))
      it(`refuses ${what}`, async () => {
        assert.equal(await admit(gateWith(), header === '' ? {} : { authorization: header }), '401');
      });

    it('knows whose a key is, and what they may see', async () => {
      const gate = gateWith();
      assert.equal(await admit(gate, bearer('key-of-the-first-operator')), 'operator 1');
      assert.equal(await admit(gate, { authorization: 'bearer  key-of-the-second-operator' }), 'operator 2');
      const second = await gate.admit(bearer('key-of-the-second-operator'), ADDRESS);
      assert.ok(!isAnswer(second));
      assert.deepEqual([...(second.assets ?? [])], ['HeatPump']);
    });

    it('reads EMULATOR_Authorization only where that is set, and before Authorization', async () => {
      const both = {
        authorization: 'Basic dXNlcjpwYXNzd29yZA==',
        emulator_authorization: 'Bearer key-of-the-first-operator',
      };
      assert.equal(await admit(gateWith(), both), '401');
      const gate = gateWith({ emulatorHeader: true });
      assert.equal(await admit(gate, both), 'operator 1');
      assert.equal(await admit(gate, { 'emulator-authorization': 'Bearer key-of-the-first-operator' }), 'operator 1');
      assert.equal(await admit(gate, bearer('key-of-the-second-operator')), 'operator 2');
      assert.equal(await admit(gate, { ...both, emulator_authorization: 'Bearer wrong' }), '401');
    });
  });

  describe('with tokens of an issuer', () => {
    let issuer: Issuer;
    beforeEach(async () => {
      issuer = await new Issuer(clock).start();
    });
    afterEach(() => issuer.stop());
    const rules = (more: Partial<TokenRules> = {}): TokenRules => {
      const { origin, pathname, search } = new URL(issuer.jwksUrl);
      return {
        issuer: ISSUER,
        audience: AUDIENCE,
        algorithms: ['RS256', 'ES256'],
        key: new IssuerKeys(new HttpClient({ baseUrl: origin, clock }), `${pathname}${search}`, clock).find,
        ...more,
      };
    };
    const comes = async (token: string, more: Partial<TokenRules> = {}): Promise<string> =>
      admit(gateWith({ keys: [], tokens: rules(more) }), bearer(token));

    it('lets in whom a good one is for', async () => {
      assert.equal(await comes(await issuer.token()), 'jwt:aggregator-7');
      assert.equal(await comes(await issuer.token({ notBefore: 20 })), 'jwt:aggregator-7', 'clocks differ');
    });

    it('limits tokens to some assets', async () => {
      const gate = gateWith({ tokens: rules({ assets: new Set(['HeatPump']) }) });
      const admitted = await gate.admit(bearer(await issuer.token()), ADDRESS);
      assert.ok(!isAnswer(admitted));
      assert.deepEqual([...(admitted.assets ?? [])], ['HeatPump']);
    });

    const WRONG: Readonly<Record<string, (issuer: Issuer) => TokenWish>> = {
      'of another issuer': () => ({ issuer: 'https://evil.example.org/' }),
      'for somebody else': () => ({ audience: 'another-building' }),
      'that has expired': () => ({ expiresIn: -31 }),
      'that is not good yet': () => ({ notBefore: 60 }),
      'that never expires': () => ({ expiresIn: null }),
      'for nobody': () => ({ subject: null }),
      'signed by a key of somebody else': () => ({ key: new Issuer(clock).rsa.privateKey }),
      'of an algorithm that is not in the list': () => ({ algorithm: 'PS256' }),
      'signed with the public key as a secret': ({ rsa }) => ({
        algorithm: 'HS256',
        key: rsa.publicKey.export({ type: 'spki', format: 'der' }),
      }),
      'that names a key which is not there': () => ({ keyId: 'second' }),
    };
    for (const [what, wish] of Object.entries(WRONG))
      it(`refuses one ${what}`, async () => {
        assert.equal(await comes(await issuer.token(wish(issuer))), '401');
      });

    it('refuses what nobody signed, and what is no token', async () => {
      assert.equal(await comes(issuer.unsigned()), '401');
      const [head = '', body = '', signature = ''] = (await issuer.token()).split('.');
      const none = Buffer.from('{"alg":"none"}').toString('base64url');
      for (const token of [
        `${none}.${body}.`,
        `${none}.${body}.${signature}`,
        `${head}.${body}.`,
        `${head}.${body}`,
        `${head}.${Buffer.from('{"sub":"root"}').toString('base64url')}.${signature}`,
        '..',
        'a.b.c',
        'null',
      ])
        assert.equal(await comes(token), '401', token);
    });

    it('lets nobody in for longer than the token lasts, though it was looked at before', async () => {
      const gate = gateWith({ tokens: rules() });
      const token = await issuer.token({ expiresIn: 60 });
      assert.equal(await admit(gate, bearer(token)), 'jwt:aggregator-7');
      clock.advance(80_000);
      assert.equal(await admit(gate, bearer(token)), 'jwt:aggregator-7', 'within what clocks differ');
      clock.advance(11_000);
      assert.equal(await admit(gate, bearer(token)), '401');
      const expired = await gate.admit(bearer(token), ADDRESS);
      assert.ok(isAnswer(expired));
      assert.match(expired.headers['WWW-Authenticate'] ?? '', /error="invalid_token"/);
    });

    it('asks for the keys once, and again for a new one, not more often than twice a minute', async () => {
      const gate = gateWith({ tokens: rules() });
      await Promise.all(['a', 'b', 'c'].map(async (subject) => admit(gate, bearer(await issuer.token({ subject })))));
      assert.equal(issuer.asked, 1);
      issuer.more.push({ pair: issuer.ec, keyId: 'new', algorithm: 'ES256' });
      const fresh = await issuer.token({ key: issuer.ec.privateKey, algorithm: 'ES256', keyId: 'new' });
      assert.equal(await admit(gate, bearer(fresh)), '401', 'asked a moment ago');
      assert.equal(issuer.asked, 1);
      clock.advance(31_000);
      assert.equal(await admit(gate, bearer(fresh)), 'jwt:aggregator-7');
      assert.equal(issuer.asked, 2);
    });

    it('finds the key of a token that names none among several', async () => {
      const second = new Issuer(clock).rsa;
      issuer.more.push({ pair: second, keyId: 'second', algorithm: 'RS256' });
      assert.equal(await comes(await issuer.token({ keyId: null })), 'jwt:aggregator-7');
      assert.equal(await comes(await issuer.token({ keyId: null, key: second.privateKey })), 'jwt:aggregator-7');
      const foreign = new Issuer(clock).rsa.privateKey;
      assert.equal(await comes(await issuer.token({ keyId: null, key: foreign })), '401');
      assert.equal(await comes(await issuer.token({ keyId: null, expiresIn: -60 })), '401');
    });

    it('answers 503 while the issuer cannot be reached, lets in who is known, and says it once', async () => {
      const told: unknown[] = [];
      const gate = gateWith({ tokens: rules(), onIssuer: (cause) => told.push(cause) });
      issuer.failure = 500;
      assert.equal(await admit(gate, bearer(await issuer.token())), '503');
      assert.match(String(told[0]), /500/);
      issuer.failure = undefined;
      assert.equal(await admit(gate, bearer(await issuer.token())), '503', 'asked a moment ago');
      clock.advance(31_000);
      assert.equal(await admit(gate, bearer(await issuer.token())), 'jwt:aggregator-7');
      assert.equal(told.at(-1), undefined);
      issuer.failure = 500;
      clock.advance(700_000);
      assert.equal(await admit(gate, bearer(await issuer.token())), 'jwt:aggregator-7', 'keys that are known stay');
    });

    it('takes a pasted public key, as PEM or as JWK, and never a private one', async () => {
      const pem = String(issuer.ec.publicKey.export({ type: 'spki', format: 'pem' }));
      const jwk = JSON.stringify(issuer.ec.publicKey.export({ format: 'jwk' }));
      const token = await issuer.token({ key: issuer.ec.privateKey, algorithm: 'ES256' });
      for (const text of [pem, jwk]) {
        const key = pastedKey(text);
        assert.equal(await comes(token, { key: () => key }), 'jwt:aggregator-7');
        assert.equal(await comes(await issuer.token(), { key: () => key }), '401', 'another kind of key');
      }
      assert.equal(issuer.asked, 0);
      assert.throws(() => pastedKey(String(issuer.ec.privateKey.export({ type: 'pkcs8', format: 'pem' }))));
      assert.throws(() => pastedKey(JSON.stringify(issuer.ec.privateKey.export({ format: 'jwk' }))));
      assert.throws(() => pastedKey('secret'));
    });
  });

  describe('limits', () => {
    const rate = { perMinute: 60, burst: 5 };
    const take = async (
      gate: Gate,
      count: number,
      token: string,
      address = ADDRESS,
    ): Promise<Record<string, number>> => {
      const seen: Record<string, number> = {};
      for (let i = 0; i < count; i += 1) {
        const said = await admit(gate, bearer(token), address);
        seen[said] = (seen[said] ?? 0) + 1;
      }
      return seen;
    };

    it('how often each operator is answered, wherever the calls come from', async () => {
      const gate = gateWith({ rate });
      assert.deepEqual(await take(gate, 8, KEYS[0]?.secret ?? ''), { 'operator 1': 5, '429': 3 });
      assert.deepEqual(await take(gate, 2, KEYS[0]?.secret ?? '', '192.0.2.8'), { '429': 2 });
      assert.deepEqual(await take(gate, 5, KEYS[1]?.secret ?? ''), { 'operator 2': 5 }, 'another one is not touched');
      clock.advance(2000);
      assert.deepEqual(await take(gate, 3, KEYS[0]?.secret ?? ''), { 'operator 1': 2, '429': 1 });
    });

    it('how often an address may guess, and lets those in from it who have a key', async () => {
      const gate = gateWith({ rate });
      assert.deepEqual(await take(gate, 1000, 'guess'), { '401': 5, '429': 995 });
      assert.deepEqual(await take(gate, 1, KEYS[0]?.secret ?? ''), { 'operator 1': 1 });
      assert.deepEqual(await take(gate, 1, 'guess', '192.0.2.9'), { '401': 1 });
    });

    it('and says when to come again', async () => {
      const gate = gateWith({ rate: { perMinute: 6, burst: 1 } });
      await take(gate, 1, KEYS[0]?.secret ?? '');
      const refused = await gate.admit(bearer(KEYS[0]?.secret ?? ''), ADDRESS);
      assert.ok(isAnswer(refused));
      assert.equal(refused.headers['Retry-After'], '10');
      clock.advance(10_000);
      assert.deepEqual(await take(gate, 1, KEYS[0]?.secret ?? ''), { 'operator 1': 1 });
    });
  });
});
