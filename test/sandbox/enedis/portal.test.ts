// Who gets a token of Enedis' stand-in, how often it lets somebody ask, and how it fails on command.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { APPLICATION } from '../../../sandbox/enedis/applications';
import { ENEDIS_FAULTS } from '../../../sandbox/enedis/faults';
import { PRM } from '../../../sandbox/household/households';
import { form, pick, shape } from '../../support/enedis/answers';
import { DAILY, EnedisClient, measures } from '../../support/enedis/stand-in-client';
import { needsSamples } from '../../support/machine/requirements';

const SAMPLES = path.resolve(__dirname, '../../../../shared/samples/dataconnect');

describe('the portal of Enedis’ stand-in', () => {
  let client: EnedisClient;
  afterEach(() => client.enedis.stop());

  describe('token', () => {
    it('is given for id and secret in a form or in a Basic header, with expires_in as a text', async () => {
      client = await EnedisClient.open();
      const { id, secret } = APPLICATION;
      const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
      const answer = await client.ask('/oauth2/v3/token', {
        ...form({ grant_type: 'client_credentials' }),
        headers: { authorization },
      });
      assert.deepEqual(
        [answer.status, pick(answer, 'expires_in'), pick(answer, 'token_type')],
        [200, '12600', 'Bearer'],
      );
      assert.deepEqual(client.enedis.tokens, [pick(answer, 'access_token')]);
      assert.ok(await client.token());
    });

    it('is refused for a wrong secret, in JSON, without a grant type, and with the secret in the address', async () => {
      client = await EnedisClient.open();
      const { id, secret } = APPLICATION;
      const right = { grant_type: 'client_credentials', client_id: id, client_secret: secret };
      const answers = await Promise.all([
        client.ask('/oauth2/v3/token', form({ ...right, client_secret: 'x' })),
        client.ask('/oauth2/v3/token', {
          method: 'POST',
          body: JSON.stringify(right),
          headers: { 'content-type': 'application/json' },
        }),
        client.ask('/oauth2/v3/token', form({ client_id: id, client_secret: secret })),
        client.ask(`/oauth2/v3/token?client_secret=${secret}`, form(right)),
      ]);
      assert.deepEqual(
        answers.map((answer) => [answer.status, pick(answer, 'error')]),
        [
          [400, 'invalid_client'],
          [415, 'unsupported_media_type'],
          [400, 'unsupported_grant_type'],
          [400, 'invalid_request'],
        ],
      );
    });

    it('ends after 3 h 30', async () => {
      client = await EnedisClient.open();
      client.enedis.consentTo(PRM.family);
      const bearer = await client.token();
      const where = measures(DAILY, PRM.family, '2026-11-22', '2026-11-23');
      assert.equal((await client.get(where, bearer)).status, 200);
      client.now += 12_600_000;
      assert.equal((await client.get(where, bearer)).status, 401);
    });
  });

  describe('limits', () => {
    it('are five calls a second and a thousand an hour, failures included', async () => {
      client = await EnedisClient.open();
      client.enedis.consentTo(PRM.family);
      const bearer = await client.token();
      const where = measures(DAILY, PRM.family, '2026-11-20', '2026-11-20');
      const once = async (): Promise<number> =>
        (await client.ask(where, { headers: { authorization: `Bearer ${bearer}` } })).status;
      for (let n = 0; n < 5; n += 1) assert.equal(await once(), 400);
      assert.equal(await once(), 429);
      client.now += 1000;
      for (let n = 6; n < 1000; n += 1) {
        client.now += 250;
        assert.equal(await once(), 400, `call ${String(n)}`);
      }
      client.now += 1000;
      const throttled = await client.ask(where, { headers: { authorization: `Bearer ${bearer}` } });
      assert.deepEqual([throttled.status, pick(throttled, 'fault.code')], [429, 900_807]);
      client.now += 3_600_000;
      assert.equal(await once(), 400);
    });

    it('are kept for the APIs that an application has not subscribed to', async () => {
      client = await EnedisClient.open({ applications: [{ ...APPLICATION, apis: [] }] });
      const answer = await client.get(measures(DAILY, PRM.family, '2026-11-20', '2026-11-21'), await client.token());
      assert.deepEqual([answer.status, pick(answer, 'code')], [403, '900908']);
    });
  });

  it('fails as it is told, so often as it is told, and where it is told', async () => {
    client = await EnedisClient.open();
    client.enedis.consentTo(PRM.family);
    const bearer = await client.token();
    const where = measures(DAILY, PRM.family, '2026-11-20', '2026-11-21');
    client.enedis.fail(DAILY, 'unavailable', 1, /pointId=99990000000022/);
    assert.equal((await client.get(where, bearer)).status, 200);
    for (const [name, { status, body }] of Object.entries(ENEDIS_FAULTS)) {
      if (name === 'stall') continue;
      client.enedis.fail(DAILY, name as keyof typeof ENEDIS_FAULTS);
      const answer = await client.get(where, bearer);
      assert.deepEqual([answer.status, answer.text], [status, body], name);
    }
    assert.equal((await client.get(where, bearer)).status, 200);
    assert.deepEqual(
      [client.enedis.calls.at(-1)?.name, client.enedis.calls.at(-1)?.status, client.enedis.calls.at(-1)?.at],
      [DAILY, 200, client.now],
    );
  });

  it('says every error in the forms that were kept by others', async function () {
    needsSamples(this);
    client = await EnedisClient.open();
    const kept: [keyof typeof ENEDIS_FAULTS, string][] = [
      ['not-subscribed', 'errors/enedis2026_403_900908.json'],
      ['wrong-direction', 'errors/enedis_400_ADAM-ERR0069.json'],
      ['throttled-out', 'errors/enedis_429_900807.json'],
      ['internal', 'errors/enedis_500_internal.json'],
      ['not-holder', 'constructed/error2026_403.json'],
      ['no-data-2026', 'constructed/error2026_404.json'],
      ['sla', 'constructed/error2026_429.json'],
      ['core-down', 'constructed/error2026_500.json'],
    ];
    for (const [name, file] of kept)
      assert.deepEqual(
        shape(JSON.parse(ENEDIS_FAULTS[name].body)),
        shape(JSON.parse(readFileSync(path.join(SAMPLES, file), 'utf8'))),
        name,
      );
  });
});
