// The stand-ins of MyElectricalData v1 and v2, seen as their clients see them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { standIn } from '../../../sandbox';
import { MED_V1_TOKEN } from '../../../sandbox/gateways/myelectricaldata-v1';
import { MED_V2_ACCOUNT } from '../../../sandbox/gateways/myelectricaldata-v2';
import { startGateways, type RunningGateways } from '../../../sandbox/gateways/server';
import { PRM } from '../../../sandbox/household/households';
import { needsSamples } from '../../support/machine/requirements';
import { ask, form, pick, shape, type Answer } from '../../support/enedis/answers';

const SAMPLES = path.resolve(__dirname, '../../../../shared/samples/dataconnect');

describe('the stand-in of MyElectricalData', () => {
  let gateways: RunningGateways;
  let now: number;
  beforeEach(async () => {
    now = Date.parse('2026-11-24T12:00:00+01:00');
    gateways = await startGateways({ now: () => now });
  });
  afterEach(() => gateways.stop());

  describe('v1', () => {
    const get = (where: string, authorization: string = MED_V1_TOKEN): Promise<Answer> =>
      ask(gateways.url + where, { headers: { authorization } });
    const daily = `/daily_consumption/${PRM.roof}/start/2026-11-20/end/2026-11-21`;

    it('takes the token raw, and answers in the bodies of v5 with their envelope', async function () {
      needsSamples(this);
      const sample = (name: string): unknown => JSON.parse(readFileSync(path.join(SAMPLES, name), 'utf8'));
      assert.deepEqual(shape((await get(daily)).json), shape(sample('enedis-v5/cyrius_daily.json')));
      const curve = await get(`/consumption_load_curve/${PRM.roof}/start/2026-11-17/end/2026-11-19`);
      assert.deepEqual(shape(curve.json), shape(sample('enedis-v5/cyrius_detail.json')));
      assert.equal((await get(daily, `Bearer ${MED_V1_TOKEN}`)).status, 401);
    });

    it('lets 50 calls a day through, 500 with its cache, and tells of it', async function () {
      needsSamples(this);
      const sample = (name: string): unknown => JSON.parse(readFileSync(path.join(SAMPLES, 'gateways', name), 'utf8'));
      const access = await get(`/valid_access/${PRM.roof}`);
      assert.deepEqual(shape(access.json), shape(sample('med_v1_access.json')));
      assert.deepEqual(
        [pick(access, 'valid'), pick(access, 'call_number'), pick(access, 'quota_limit')],
        [true, 1, 50],
      );
      for (let n = 1; n < 50; n += 1) assert.equal((await get(daily)).status, 200);
      const over = await get(daily);
      assert.deepEqual([over.status, pick(over, 'tag')], [409, 'limit_reached']);
      assert.equal((await get(`${daily}/cache`)).status, 200);
      const reached = await get(`/valid_access/${PRM.roof}`);
      assert.deepEqual(shape(reached.json), shape(sample('med_v1_invalid_access.json')));
      now += 24 * 3_600_000;
      assert.equal((await get(daily)).status, 200);
    });

    it('wraps what Enedis refuses three levels deep', async () => {
      const refused = await get(`/daily_production/${PRM.family}/start/2026-11-20/end/2026-11-21`);
      assert.deepEqual(
        [refused.status, pick(refused, 'tag'), pick(refused, 'enedis_return.enedis_return.error')],
        [400, 'enedis_return_ko', 'ADAM-ERR0069'],
      );
      gateways.revoke(PRM.roof);
      assert.equal(pick(await get(daily), 'enedis_return.enedis_return.error'), 'ADAM-DC-0008');
      assert.equal(pick(await get(`/valid_access/${PRM.roof}`), 'valid'), false);
    });
  });

  describe('v2', () => {
    const account = {
      grant_type: 'client_credentials',
      client_id: MED_V2_ACCOUNT.id,
      client_secret: MED_V2_ACCOUNT.secret,
    };
    const token = async (): Promise<string> =>
      pick(await ask(`${gateways.url}/api/accounts/token`, form(account)), 'access_token') as string;
    const get = (where: string, bearer: string, format = '2026'): Promise<Answer> =>
      ask(`${gateways.url}/api${where}`, { headers: { authorization: `Bearer ${bearer}`, 'x-med-format': format } });
    const detail = `/enedis/consumption/detail/${PRM.roof}?start=2026-11-17&end=2026-11-19`;

    it('gives a token without an end for id and secret, and names the meters of the account', async () => {
      const answer = await ask(`${gateways.url}/api/accounts/token`, form(account));
      assert.deepEqual(Object.keys(answer.json as object), ['access_token', 'token_type']);
      const wrong = await ask(`${gateways.url}/api/accounts/token`, form({ ...account, client_secret: 'x' }));
      assert.deepEqual([wrong.status, pick(wrong, 'detail')], [401, 'Invalid client credentials']);
      const points = await get('/pdl', await token());
      assert.deepEqual([pick(points, 'success'), pick(points, 'data.1.usage_point_id')], [true, PRM.roof]);
      assert.equal((await get('/pdl', 'x')).status, 401);
    });

    it('has the bodies of 2026 for whoever asks for them, those of v5 for others, both in its envelope', async () => {
      const bearer = await token();
      const [newer, older] = [await get(detail, bearer), await get(detail, bearer, '')];
      assert.equal(pick(newer, 'data.idPrm'), PRM.roof);
      assert.equal(pick(older, 'data.meter_reading.usage_point_id'), PRM.roof);
      assert.ok(older.headers.get('deprecation'));
      // The starts of intervals, where Enedis writes their ends.
      assert.equal(pick(newer, 'data.grandeur.0.points.0.d'), '2026-11-17 00:00:00');
      assert.equal(pick(older, 'data.meter_reading.interval_reading.0.date'), '2026-11-17 00:00:00');
    });

    it('refuses with HTTP 200 and success false', async () => {
      const bearer = await token();
      const code = async (where: string): Promise<unknown[]> => {
        const answer = await get(where, bearer);
        return [answer.status, pick(answer, 'success'), pick(answer, 'error.code')];
      };
      assert.deepEqual(await code(`/enedis/power/${PRM.newcomer}?start=2026-11-17&end=2026-11-19`), [
        200,
        false,
        'ACCESS_DENIED',
      ]);
      assert.deepEqual(await code(`/enedis/consumption/daily/${PRM.roof}?start=2023-11-23&end=2023-11-30`), [
        200,
        false,
        'DATE_TOO_OLD',
      ]);
      assert.deepEqual(await code(`/enedis/consumption/detail/${PRM.roof}?start=2026-11-01&end=2026-11-19`), [
        200,
        false,
        'ENEDIS_ERROR',
      ]);
      gateways.fail('myelectricaldata-v2', 'no-consent');
      assert.match(String(pick(await get(detail, bearer), 'error.message')), /ADAM-DC-0008/);
      for (let n = 0; n < 50; n += 1) await get(detail, bearer);
      assert.deepEqual(await code(detail), [200, false, 'RATE_LIMIT_EXCEEDED']);
      assert.deepEqual(await code(`${detail}&use_cache=true`), [200, true, undefined]);
    });
  });

  it('bans nobody: that is conso-api', async () => {
    for (let n = 0; n < 120; n += 1) await ask(`${gateways.url}/ping`);
    now += 24 * 3_600_000;
    assert.equal((await ask(`${gateways.url}/ping`)).status, 200);
    assert.equal(gateways.isBanned(), false);
  });
});

describe('Enedis and the gateways on the command line', () => {
  for (const [name, wrong] of [
    ['enedis', { dates: 'swatch' }],
    ['enedis', { 'enedis-fault': 'bad-mood' }],
    ['enedis', { redirect: 'home' }],
    ['gateways', { 'gateway-fault': 'bad-mood' }],
    ['gateways', { factor: '0' }],
  ] as const) {
    it(`${name} refuses ${JSON.stringify(wrong)}`, async () => {
      await assert.rejects(standIn(name)?.start({ settings: wrong }) ?? assert.fail(), RangeError);
    });
  }

  it('live on the clock that they are told, and fail as they are told', async () => {
    const at = '2026-10-26T12:00:00+01:00';
    const enedis = await standIn('enedis')?.start({ settings: { at, dates: 'utc', prefix: 'k', agreed: 'yes' } });
    const gateways = await standIn('gateways')?.start({ settings: { at, factor: '60', 'gateway-fault': 'banned' } });
    assert.ok(enedis && gateways);
    const blocked = await ask(`http://${gateways.host}:${String(gateways.port)}/api/consommation_quotidienne`);
    assert.equal(blocked.status, 403);
    await Promise.all([enedis.stop(), gateways.stop()]);
  });
});
