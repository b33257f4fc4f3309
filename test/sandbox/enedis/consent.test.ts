// The consent at Enedis' stand-in: its page, the ways back, and what it covers.
import assert from 'node:assert/strict';
import { APPLICATION } from '../../../sandbox/enedis/applications';
import { PRM } from '../../../sandbox/household/households';
import { form, pick, type Answer } from '../../support/enedis/answers';
import { DAILY, EnedisClient, measures } from '../../support/enedis/stand-in-client';

describe('the consent at Enedis’ stand-in', () => {
  let client: EnedisClient;
  afterEach(() => client.enedis.stop());

  const authorize = (version: string, more: Record<string, string> = {}): string =>
    `/dataconnect/${version}/oauth2/authorize?${new URLSearchParams({
      client_id: APPLICATION.id,
      response_type: 'code',
      state: 'abc',
      duration: 'P3Y',
      ...more,
    }).toString()}`;
  const decision = (fields: Record<string, string>, version = 'v2'): Promise<Answer> =>
    client.ask(
      '/dataconnect/decision',
      form({ version, client_id: APPLICATION.id, state: 'abc', duration: 'P3Y', prm: PRM.roof, ...fields }),
    );
  const services = async (id: number, body: object = { autorisationId: id, comptage: false }): Promise<Answer> =>
    await client.ask('/subscribed_services/v1/', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await client.token()}` },
    });

  it('is asked on a page with a box and two buttons', async () => {
    client = await EnedisClient.open();
    const { status, text } = await client.ask(authorize('v2'));
    assert.equal(status, 200);
    for (const id of ['agree', 'accept', 'refuse']) assert.match(text, new RegExp(`id="${id}"`));
    assert.ok(text.includes(APPLICATION.name.toUpperCase()) && text.includes(PRM.family));
  });

  it('is not asked for with a redirect_uri, a strange duration, a long state or an unknown application', async () => {
    client = await EnedisClient.open();
    const statuses = await Promise.all(
      [
        { redirect_uri: 'http://x' },
        { duration: 'P4Y' },
        { duration: '3 years' },
        { state: 'x'.repeat(101) },
        { client_id: 'nobody' },
      ].map(async (more) => (await client.ask(authorize('v2', more))).status),
    );
    assert.deepEqual(statuses, [400, 400, 400, 400, 403]);
    assert.equal((await client.ask(authorize('v2', { state: '"><script>' }))).text.includes('<script>'), false);
  });

  it('comes back by v2 as the number of an authorisation, whose services are null at first, then name the meter', async () => {
    client = await EnedisClient.open({ redirect: 'http://127.0.0.1:1880/linky-red/callback?node=1' });
    const { status, headers } = await decision({ decision: 'accept', agree: 'yes' });
    const back = new URL(headers.get('location') ?? '');
    assert.deepEqual([status, back.pathname, back.searchParams.get('node')], [302, '/linky-red/callback', '1']);
    assert.deepEqual([...back.searchParams.keys()], ['node', 'autorisation_id', 'state']);
    const id = Number(back.searchParams.get('autorisation_id'));
    assert.deepEqual((await services(id)).json, { nbTotalServices: 0, serviceSouscrit: null });
    const seen = await services(id);
    assert.deepEqual(
      [pick(seen, 'nbTotalServices'), pick(seen, 'serviceSouscrit.0.pointId'), pick(seen, 'serviceSouscrit.0.dateFin')],
      [2, PRM.roof, '2029-11-23'],
    );
    assert.deepEqual((await services(1)).json, { nbTotalServices: 0 });
  });

  it('comes back by v1 with one or more meters and a code', async () => {
    client = await EnedisClient.open();
    const body = new URLSearchParams({ version: 'v1', client_id: APPLICATION.id, state: 'abc', duration: 'P3Y' });
    for (const prm of [PRM.family, PRM.roof]) body.append('prm', prm);
    body.set('agree', 'yes');
    body.set('decision', 'accept');
    const { headers } = await client.ask('/dataconnect/decision', { method: 'POST', body });
    const back = new URL(headers.get('location') ?? '').searchParams;
    assert.deepEqual([back.get('usage_point_id'), back.get('state')], [`${PRM.family};${PRM.roof}`, 'abc']);
    assert.ok(back.get('code'));
  });

  it('is refused in the address, and not taken without the box', async () => {
    client = await EnedisClient.open();
    const back = new URL((await decision({ decision: 'refuse' })).headers.get('location') ?? '').searchParams;
    assert.deepEqual([back.get('error'), back.get('state')], ['demande_non_aboutie', 'abc']);
    assert.equal((await decision({ decision: 'accept' })).status, 400);
  });

  it('is asked after by two keys and a slash at the end, by nothing else', async () => {
    client = await EnedisClient.open();
    const id = client.enedis.consentTo(PRM.family);
    assert.equal((await services(id, { autorisationId: id, comptage: false, serviceType: 'ACCES' })).status, 400);
    assert.equal((await services(id, { autorisationId: String(id), comptage: false })).status, 400);
    const slashless = await client.ask('/subscribed_services/v1', { method: 'POST' });
    assert.equal(slashless.status, 404);
  });

  it('has to be there for every meter, and is gone once the holder takes it back', async () => {
    client = await EnedisClient.open();
    const bearer = await client.token();
    const where = measures(DAILY, PRM.family, '2026-11-22', '2026-11-23');
    assert.equal(pick(await client.get(where, bearer), 'error'), 'ADAM-DC-0008');
    client.enedis.consentTo(PRM.family);
    assert.equal((await client.get(where, bearer)).status, 200);
    client.enedis.revoke(PRM.family);
    assert.deepEqual(pick(await client.get(where, bearer), 'error'), 'ADAM-DC-0008');
  });
});
