// The stand-in of conso-api, seen as its clients see it: its page and token, what it hands on, and how it bans an address.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startGateways, type RunningGateways } from '../../../sandbox/gateways/server';
import { AddressBan } from '../../../sandbox/gateways/address-ban';
import { PRM } from '../../../sandbox/household/households';
import { needsSamples } from '../../support/machine/requirements';
import { ask, form, pick, pointsOf, shape, type Answer } from '../../support/enedis/answers';

const SAMPLES = path.resolve(__dirname, '../../../../shared/samples/dataconnect');
const HOUR = 3_600_000;
const CURVE = 'courbe_de_charge_consommation';
const DAILY = 'consommation_quotidienne';

describe('the stand-in of conso-api', () => {
  let gateways: RunningGateways;
  let now: number;
  beforeEach(async () => {
    now = Date.parse('2026-11-24T12:00:00+01:00');
    gateways = await startGateways({ now: () => now });
  });
  afterEach(() => gateways.stop());

  const get = (where: string, token?: string): Promise<Answer> =>
    ask(gateways.url + where, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });
  const measures = (type: string, prm: string, from: string, to: string): string =>
    `/api/${type}?pointId=${prm}&dateDebut=${from}&dateFin=${to}`;

  it('shows a token behind a button, once the consent is given: a JWT with the meters and an end in 1094 days', async () => {
    assert.match((await get('/')).text, /href="\/api\/auth"/);
    assert.match((await get('/api/auth')).text, /id="agree"/);
    const body = new URLSearchParams({ prm: PRM.family, agree: 'yes', decision: 'accept' });
    body.append('prm', PRM.roof);
    const back = await ask(`${gateways.url}/api/callback`, { method: 'POST', body });
    assert.deepEqual([back.status, back.headers.get('location')], [302, '/token']);
    const cookie = back.headers.get('set-cookie')?.split(';')[0] ?? '';
    const page = await ask(`${gateways.url}/token`, { headers: { cookie } });
    const [token] = gateways.tokens;
    assert.ok(token !== undefined && page.text.includes(`id="token" hidden>${token}<`));
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    assert.deepEqual(claims, { sub: [PRM.family, PRM.roof], exp: now / 1000 + 1094 * 86_400 });
    const refused = await ask(`${gateways.url}/api/callback`, form({ prm: PRM.family, decision: 'refuse' }));
    assert.equal(refused.headers.get('location'), '/');
  });

  it('hands on the body of Enedis as it is, under the newer and the older names of its parameters', async () => {
    const token = gateways.consoToken(PRM.family);
    const newer = await get(measures(CURVE, PRM.family, '2026-10-25', '2026-10-26'), token);
    const older = await get(`/api/${CURVE}?prm=${PRM.family}&start=2026-10-25&end=2026-10-26`, token);
    assert.equal(pointsOf(newer).length, 50);
    assert.deepEqual(older.json, newer.json);
  });

  it('still has the types of v5, without their envelope', async function () {
    needsSamples(this);
    const token = gateways.consoToken([PRM.roof]);
    for (const [type, file] of [
      ['consumption_load_curve', 'consumption_load_curve'],
      ['daily_consumption', 'daily_consumption'],
      ['consumption_max_power', 'consumption_max_power'],
      ['daily_production', 'daily_production'],
      ['production_load_curve', 'production_load_curve'],
    ]) {
      const answer = await get(`/api/${String(type)}?prm=${PRM.roof}&start=2026-04-01&end=2026-04-02`, token);
      const sample = readFileSync(
        path.join(SAMPLES, `conso-api-legacy/${String(file)}_2023-04-01_2023-04-02.json`),
        'utf8',
      );
      assert.deepEqual(shape(answer.json), shape(JSON.parse(sample)), type);
    }
  });

  it('refuses wrong parameters, wrong tokens and meters of others in its own words, those of Enedis in an envelope', async () => {
    const token = gateways.consoToken(PRM.family);
    const right = measures(DAILY, PRM.family, '2026-11-20', '2026-11-21');
    const said = async (where: string, bearer?: string): Promise<unknown[]> => {
      const answer = await get(where, bearer);
      return [answer.status, pick(answer, 'status'), pick(answer, 'message'), pick(answer, 'error.error')];
    };
    const parameters = [400, 400, 'Paramètres invalides', undefined];
    assert.deepEqual(await said(right), parameters);
    assert.deepEqual(await said(measures('consommation', PRM.family, '2026-11-20', '2026-11-21'), token), parameters);
    assert.deepEqual(await said(measures(DAILY, '1', '2026-11-20', '2026-11-21'), token), parameters);
    assert.deepEqual(await said(`${right}&usage_point_id=${PRM.family}`, token), parameters);
    const wrong = [401, 401, "Votre token est invalide ou ne permet pas d'accéder à ce PRM", undefined];
    assert.deepEqual(await said(right, `${token}x`), wrong);
    assert.deepEqual(await said(measures(DAILY, PRM.roof, '2026-11-20', '2026-11-21'), token), wrong);
    const envelope = 'The Enedis API returned an error';
    assert.deepEqual(await said(measures(DAILY, PRM.family, '2026-11-20', '2026-11-20'), token), [
      400,
      400,
      envelope,
      'ADAM-ERR0002',
    ]);
    assert.deepEqual(await said(`/api/daily_consumption?prm=${PRM.family}&start=2026-11-20&end=2026-11-20`, token), [
      400,
      400,
      envelope,
      'Invalid_request',
    ]);
    gateways.revoke(PRM.family);
    assert.deepEqual(await said(right, token), [403, 403, envelope, 'ADAM-DC-0008']);
    gateways.fail('conso-api', 'unavailable');
    const html = await get(right, token);
    assert.deepEqual([html.status, typeof pick(html, 'error')], [503, 'string']);
    now += 1095 * 24 * HOUR;
    assert.deepEqual(await said(right, token), wrong);
    assert.equal((await ask(gateways.url + right, { method: 'POST' })).status, 405);
  });

  it('bans an address with 100 calls of one UTC day at its next look, failures included, until the operator lifts it', async () => {
    now = Date.parse('2026-11-24T01:00:00Z');
    const token = gateways.consoToken(PRM.family);
    const right = measures(DAILY, PRM.family, '2026-11-20', '2026-11-21');
    for (let n = 0; n < 99; n += 1) await get(right);
    now = Date.parse('2026-11-24T12:45:00Z');
    assert.equal((await get(right, token)).status, 200);
    assert.equal(gateways.isBanned(), false);
    // The 100th call comes after the look at noon: the one at midnight counts it.
    now = Date.parse('2026-11-25T00:45:00Z');
    const { status, headers, text } = await get(right, token);
    assert.deepEqual([status, headers.get('content-type')], [403, 'text/html; charset=UTF-8']);
    assert.match(text, /Ray ID: <strong>[0-9a-f]{16}</);
    assert.ok(headers.get('cf-ray'));
    now += 30 * 24 * HOUR;
    assert.equal((await get('/')).status, 403);
    assert.ok(gateways.isBanned());
    gateways.liftBan();
    assert.equal((await get(right, token)).status, 200);
    assert.deepEqual(gateways.calls.at(-1)?.name, 'conso-api');
  });
});

describe('the job that bans addresses', () => {
  const play = (calls: readonly string[], until: string): boolean => {
    const ban = new AddressBan();
    // The job has run before the first call.
    ban.isBanned('a', Date.parse('2026-11-23T23:00:00Z'));
    for (const at of calls) ban.admits('a', Date.parse(at));
    ban.admits('b', Date.parse(until));
    return ban.isBanned('a', Date.parse(until));
  };
  const times = (count: number, at: string): string[] => Array.from({ length: count }, () => at);

  for (const [what, calls, until, banned] of [
    [
      '80 in each half of a day',
      [...times(80, '2026-11-24T11:00:00Z'), ...times(80, '2026-11-24T13:00:00Z')],
      '2026-11-25T00:46:00Z',
      true,
    ],
    [
      '99 on each of two days',
      [...times(99, '2026-11-24T13:00:00Z'), ...times(99, '2026-11-25T01:00:00Z')],
      '2026-11-25T12:46:00Z',
      false,
    ],
    ['100 before the look at noon', times(100, '2026-11-24T00:50:00Z'), '2026-11-24T12:46:00Z', true],
    ['100, before any look', times(100, '2026-11-24T00:50:00Z'), '2026-11-24T11:59:00Z', false],
    [
      '40 a day for days',
      [...times(40, '2026-11-24T23:00:00Z'), ...times(40, '2026-11-25T23:00:01Z')],
      '2026-11-27T12:46:00Z',
      false,
    ],
  ] as const) {
    it(`${banned ? 'bans' : 'lets through'} ${what}`, () => {
      assert.equal(play(calls, until), banned);
    });
  }

  it('looks up to 45 minutes late, not always as late', () => {
    const lateness = Array.from({ length: 60 }, (_, n) => {
      const ban = new AddressBan(n);
      const noon = Date.parse('2026-11-24T12:00:00Z');
      ban.isBanned('a', noon - 60 * 60_000);
      for (let call = 0; call < 100; call += 1) ban.admits('a', noon - 60_000);
      return Array.from({ length: 47 }, (_, minute) => minute).find((minute) =>
        ban.isBanned('a', noon + minute * 60_000),
      );
    });
    assert.ok(lateness.every((minutes) => minutes !== undefined && minutes <= 45));
    assert.ok(new Set(lateness).size > 20);
  });
});
