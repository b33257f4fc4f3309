// What each door is asked, word for word.
import assert from 'node:assert/strict';
import type { DoorId } from '../../../../lib/enedis/door';
import { DOORS } from '../../../../lib/enedis/doors/rows';
import { CURVE, DoorBench, ENERGY, PRM, WEEK } from '../../../support/enedis/door-bench';

describe('lib/enedis/doors: what is asked', () => {
  let bench: DoorBench;
  beforeEach(async () => {
    bench = await DoorBench.open();
  });
  afterEach(() => bench.close());

  const inQuery = '?pointId=12345678901234&dateDebut=2026-11-20&dateFin=2026-11-27';
  const legacyQuery = '?usage_point_id=12345678901234&start=2026-11-20&end=2026-11-27';
  const inPath = '12345678901234/start/2026-11-20/end/2026-11-27';
  const outOfPath = '12345678901234?start=2026-11-20&end=2026-11-27';
  const questions: [DoorId, curve: string, maximum: string, authorization: string][] = [
    [
      'conso-api',
      `/api/courbe_de_charge_consommation${inQuery}`,
      `/api/puissance_conso_max_quotidienne${inQuery}&mesuresPas=P1D&grandeurPhysique=PMA`,
      'Bearer pasted-token',
    ],
    [
      'myelectricaldata-v1',
      `/consumption_load_curve/${inPath}`,
      `/daily_consumption_max_power/${inPath}`,
      'pasted-token',
    ],
    ['myelectricaldata-v2', `/enedis/consumption/detail/${outOfPath}`, `/enedis/power/${outOfPath}`, 'Bearer t1'],
    [
      'enedis-direct',
      `/mesure_synchrone_auto/v2/courbe_de_charge_consommation${inQuery}`,
      `/mesure_synchrone_auto/v2/puissance_conso_max_quotidienne${inQuery}&mesuresPas=P1D&grandeurPhysique=PMA`,
      'Bearer t1',
    ],
    [
      'enedis-company',
      `/mesures/v2/metering_data/consumption_load_curve${legacyQuery}`,
      `/mesures/v2/metering_data/daily_consumption_max_power${legacyQuery}&measuring_period=P1D&grandeurPhysique=PMA`,
      'Bearer t1',
    ],
  ];
  for (const [id, curve, maximum, authorization] of questions)
    it(`${id}: paths, fields, token, and who asks`, async () => {
      const door = bench.door(id);
      const answer = await door.ask(CURVE, WEEK, 'daily');
      assert.deepEqual(answer, { json: { n: 1 }, receivedAt: bench.clock.now() });
      await door.ask({ ...CURVE, measure: 'max-power' }, WEEK, 'daily');
      assert.deepEqual(
        bench.asked.map(({ method, url }) => `${method} ${url}`),
        [`GET ${curve}`, `GET ${maximum}`],
      );
      const headers = bench.asked[0]?.headers;
      assert.equal(headers?.authorization, authorization);
      assert.match(headers['user-agent'] ?? '', /linky-red.*https:\/\//);
      assert.equal(headers['x-med-format'], id === 'myelectricaldata-v2' ? '2026' : undefined);
    });

  it('id and secret go where the door wants them, and one token serves all', async () => {
    for (const id of ['enedis-direct', 'enedis-company', 'myelectricaldata-v2'] as const) {
      const door = bench.door(id);
      await door.ask(CURVE, WEEK, 'daily');
      await door.ask(ENERGY, WEEK, 'daily');
    }
    assert.deepEqual(
      bench.tokensAsked.map(({ headers, body }) => [headers.authorization, body]),
      [
        [`Basic ${Buffer.from('client:word').toString('base64')}`, 'grant_type=client_credentials'],
        [undefined, 'grant_type=client_credentials&client_id=client&client_secret=word'],
        [undefined, 'grant_type=client_credentials&client_id=client&client_secret=word'],
      ],
    );
  });

  it('id and secret in a body follow no redirect', async () => {
    bench.tokenAnswer = { status: 307, body: '', headers: { Location: '/elsewhere' } };
    for (const id of ['enedis-company', 'enedis-direct'] as const)
      await assert.rejects(bench.door(id).ask(CURVE, WEEK, 'daily'), { code: 'ERR_STATUS' });
    assert.deepEqual([bench.tokensAsked.length, bench.asked.length], [2, 0]);
  });

  it('an application that is not known is said as such, and no measure is asked for', async () => {
    bench.tokenAnswer = { status: 400, body: { error: 'invalid_client' } };
    for (const id of ['enedis-company', 'enedis-direct', 'myelectricaldata-v2'] as const)
      await assert.rejects(bench.door(id).ask(CURVE, WEEK, 'daily'), { code: 'ERR_ENEDIS_SECRET' });
    assert.deepEqual(bench.asked, []);
  });

  it('Enedis direct: the services of a consent, by POST, with the two fields that are taken', async () => {
    await bench.door('enedis-direct').askConsent?.({ about: 'services', autorisationId: 10234 });
    const [asked] = bench.asked;
    assert.deepEqual([asked?.method, asked?.url], ['POST', '/subscribed_services/v1/']);
    assert.deepEqual(JSON.parse(asked?.body ?? ''), { autorisationId: 10234, comptage: false });
    assert.equal(asked?.headers['content-type'], 'application/json');
  });

  it('MyElectricalData: whether a token holds (v1), the meters of an account (v2); conso-api knows neither', async () => {
    await bench.door('myelectricaldata-v1').askConsent?.({ about: 'access', prm: PRM });
    await bench.door('myelectricaldata-v2').askConsent?.({ about: 'meters' });
    assert.deepEqual(
      bench.asked.map(({ url }) => url),
      [`/valid_access/${PRM}`, '/pdl'],
    );
    assert.ok(!('askConsent' in bench.door('conso-api')));
    await assert.rejects(
      bench.door('myelectricaldata-v2').askConsent?.({ about: 'access', prm: PRM }) ?? Promise.resolve(),
      {
        code: 'ERR_INTERNAL',
      },
    );
  });

  it('what can only be refused costs no call: a maximum of production, a window without a day', async () => {
    for (const id of Object.keys(DOORS) as DoorId[]) {
      const door = bench.door(id);
      const production = { prm: PRM, direction: 'production', measure: 'max-power' } as const;
      await assert.rejects(door.ask(production, WEEK, 'daily'), { code: 'ERR_ENEDIS_DIRECTION' });
      await assert.rejects(door.ask(CURVE, { from: WEEK.from, to: WEEK.from }, 'daily'), {
        code: 'ERR_ENEDIS_REQUEST',
      });
    }
    assert.deepEqual([bench.asked, bench.tokensAsked], [[], []]);
  });

  it('every series that a row names as its measures can be asked for', () => {
    for (const { id, measures, apis } of Object.values(DOORS))
      for (const measure of measures) assert.ok(apis[`consumption-${measure}`] !== undefined, `${id} ${measure}`);
  });
});
