// The issuer of the tokens of the emulator's stand-in: what it gives out, and what is let in. Tokens are looked at with jose, which is
// nobody's of this stand-in.
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { FLEX_ADMIN, FLEX_PARTICIPANT } from '../../../sandbox/flexready/issuer/accounts';
import { form, pick } from '../../support/enedis/answers';
import { ask } from '../../support/enedis/answers';
import { EmulatorClient } from '../../support/flex/emulator-client';

describe('the issuer of the emulator', () => {
  let client: EmulatorClient;
  let where: string;
  beforeEach(async () => {
    client = await EmulatorClient.open();
    where = `/api/v1/${client.open('bacs')}/bacs`;
  });
  afterEach(() => client.emulator.stop());

  const status = async (token: string): Promise<number> =>
    (await client.send(where, { headers: { authorization: `Bearer ${token}` } })).status;

  it('gives a token for client credentials that its published keys verify', async () => {
    const { createRemoteJWKSet, jwtVerify } = await import('jose');
    const discovery = await ask(`${client.emulator.url}/issuer/.well-known/openid-configuration`);
    const { id, secret } = FLEX_PARTICIPANT;
    const fields = { grant_type: 'client_credentials', client_id: id, client_secret: secret };
    const token = await ask(pick(discovery, 'token_endpoint') as string, form(fields));
    assert.deepEqual([token.status, pick(token, 'token_type'), pick(token, 'expires_in')], [200, 'Bearer', 3600]);
    const keys = createRemoteJWKSet(new URL(pick(discovery, 'jwks_uri') as string));
    const text = pick(token, 'access_token') as string;
    const { payload, protectedHeader } = await jwtVerify(text, keys, {
      issuer: client.emulator.issuer.address,
      audience: 'flexready-emulator',
      algorithms: ['RS256'],
      currentDate: new Date(client.now),
    });
    assert.deepEqual([protectedHeader.alg, payload.sub, payload['roles']], ['RS256', id, ['participant']]);
    assert.equal(await status(text), 200);
    assert.ok(client.emulator.tokens.includes(text));
  });

  it('takes id and secret in a Basic header, another audience, and refuses whoever it does not know', async () => {
    const { decodeJwt } = await import('jose');
    const basic = `Basic ${Buffer.from([FLEX_ADMIN.id, encodeURIComponent(FLEX_ADMIN.secret)].join(':')).toString('base64')}`;
    const url = `${client.emulator.url}/issuer/token`;
    const body = new URLSearchParams({ grant_type: 'client_credentials', audience: 'building' });
    const token = await ask(url, { method: 'POST', body, headers: { authorization: basic } });
    assert.equal(decodeJwt(pick(token, 'access_token') as string).aud, 'building');
    assert.equal(await status(pick(token, 'access_token') as string), 401);
    const wrong = { grant_type: 'client_credentials', client_id: FLEX_ADMIN.id, client_secret: 'x' };
    assert.equal((await ask(url, form(wrong))).status, 401);
    assert.equal((await ask(url, form({ grant_type: 'password' }))).status, 400);
  });

  it('leads a person from /auth/login to a token that can be copied', async () => {
    const login = await client.send('/auth/login', {});
    const address = pick(login, 'login_url') as string;
    const asked = await ask(address, { headers: { 'accept-language': 'fr' } });
    assert.match(asked.text, /Qui êtes-vous\u00a0\?/);
    assert.match((await ask(`${address}?lang=en`)).text, /Who are you\?/);
    const given = await ask(address, form({ account: FLEX_PARTICIPANT.id }));
    assert.equal(await status(/id="token">([^<]+)</.exec(given.text)?.[1] ?? ''), 200);
    assert.equal((await ask(address, form({ account: 'nobody' }))).status, 403);
  });

  it('lets nothing in but its own tokens, RS256, for the emulator, until they end', async () => {
    const token: typeof client.emulator.token = (...claims) => client.emulator.token(...claims);
    const good = token();
    const [head = '', body = ''] = good.split('.');
    const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
    const none = `${encoded({ alg: 'none' })}.${body}.`;
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const foreign = `${head}.${body}.${sign('sha256', Buffer.from(`${head}.${body}`), privateKey).toString('base64url')}`;
    const another = token(FLEX_PARTICIPANT, { iss: 'https://elsewhere.example' });
    for (const bad of [none, foreign, another, 'x', `${good}x`, token(FLEX_PARTICIPANT, { aud: 'other' })])
      assert.equal(await status(bad), 401, bad);
    assert.equal((await client.send(where, {})).headers.get('www-authenticate'), 'Bearer');
    assert.equal(await status(good), 200);
    client.now += 3_600_000;
    assert.equal(await status(good), 401);
  });
});
