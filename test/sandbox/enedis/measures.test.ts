// What Enedis' stand-in says of a household, and what it does not: shapes, stamps, refusals, depth.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PRM } from '../../../sandbox/household/households';
import { pick, pointsOf, shape } from '../../support/enedis/answers';
import { CURVE, DAILY, EnedisClient, measures } from '../../support/enedis/stand-in-client';
import { needsSamples } from '../../support/machine/requirements';

const SAMPLES = path.resolve(__dirname, '../../../../shared/samples/dataconnect');

/** Energy of a curve in Wh. */
function wh(points: readonly { v: string; p: string }[]): number {
  return points.reduce((sum, { v, p }) => sum + (Number(v) * Number(/\d+/.exec(p)?.[0])) / 60, 0);
}

describe('the measures of Enedis’ stand-in', () => {
  let client: EnedisClient;
  // The first test opens none where there are no samples.
  afterEach(() => (client as EnedisClient | undefined)?.enedis.stop());

  it('are those of the household, in the shapes that were captured', async function () {
    needsSamples(this);
    client = await EnedisClient.open();
    client.enedis.consentTo(PRM.roof);
    const bearer = await client.token();
    const sample = (name: string): unknown => JSON.parse(readFileSync(path.join(SAMPLES, name), 'utf8'));
    const pairs = [
      [measures(DAILY, PRM.roof, '2026-09-29', '2026-10-01'), 'enedis-2026/consommation_quotidienne.json'],
      [
        measures('production_quotidienne', PRM.roof, '2026-09-29', '2026-10-01'),
        'enedis-2026/production_quotidienne.json',
      ],
      [measures(CURVE, PRM.roof, '2026-09-29', '2026-10-01'), 'enedis-2026/courbe_de_charge_consommation.json'],
      [
        measures(
          'puissance_conso_max_quotidienne',
          PRM.roof,
          '2026-09-29',
          '2026-10-01',
          '&mesuresPas=P1D&grandeurPhysique=PMA',
        ),
        'enedis-2026/puissance_conso_max_quotidienne.json',
      ],
      [
        measures('index_consommation', PRM.roof, '2026-10-01', '2026-10-03'),
        'constructed/index_consommation_hphc.json',
      ],
      [`/synth_contrat_auto/v1/${PRM.roof}`, 'enedis-2026/synth_contrat_auto_autoconsommation.json'],
    ] as const;
    for (const [where, name] of pairs) {
      const answer = await client.get(where, bearer);
      assert.deepEqual(shape(answer.json), shape(sample(name)), `${name}: ${answer.text}`);
    }
  });

  it('of the curve bear the end of the interval in the time of the wall, and sum up to the energy of the day', async () => {
    client = await EnedisClient.open();
    client.enedis.consentTo(PRM.family);
    const bearer = await client.token();
    const [curve, daily] = await Promise.all([
      client.get(measures(CURVE, PRM.family, '2026-11-20', '2026-11-21'), bearer),
      client.get(measures(DAILY, PRM.family, '2026-11-19', '2026-11-20'), bearer),
    ]);
    const points = pointsOf(curve);
    // The 20th of November has a hole by day.
    assert.deepEqual(
      [points.length, points[0]?.d, points.at(-1)?.d],
      [42, '2026-11-20 00:30:00', '2026-11-21 00:00:00'],
    );
    const whole = pointsOf(await client.get(measures(CURVE, PRM.family, '2026-11-19', '2026-11-20'), bearer));
    assert.equal(wh(whole), Number(pointsOf(daily)[0]?.v));
  });

  for (const [from, to, count] of [
    ['2026-03-29', '2026-03-30', 46],
    ['2026-10-25', '2026-10-26', 50],
  ] as const) {
    it(`of ${from} have ${String(count)} lines with the labels of the wall`, async () => {
      client = await EnedisClient.open();
      client.enedis.consentTo(PRM.family);
      const answer = await client.get(measures(CURVE, PRM.family, from, to), await client.token());
      const labels = pointsOf(answer).map(({ d }) => d.slice(11, 16));
      assert.equal(labels.length, count);
      assert.deepEqual(
        labels.slice(2, 8),
        count === 46
          ? ['01:30', '03:00', '03:30', '04:00', '04:30', '05:00']
          : ['01:30', '02:00', '02:30', '02:00', '02:30', '03:00'],
      );
    });
  }

  it('of the doubled hour can come in the order of their labels', async () => {
    client = await EnedisClient.open({ doubledHour: 'by-label' });
    client.enedis.consentTo(PRM.family);
    const answer = await client.get(measures(CURVE, PRM.family, '2026-10-25', '2026-10-26'), await client.token());
    const labels = pointsOf(answer).map(({ d }) => d.slice(11, 16));
    assert.deepEqual(labels.slice(3, 7), ['02:00', '02:00', '02:30', '02:30']);
  });

  const refusals: [string, string, number, string][] = [
    ['equal dates', measures(DAILY, PRM.family, '2026-11-20', '2026-11-20'), 400, 'ADAM-ERR0002'],
    ['the future', measures(DAILY, PRM.family, '2026-11-20', '2026-11-25'), 400, 'Invalid_request'],
    ['30 February', measures(DAILY, PRM.family, '2026-02-30', '2026-03-02'), 400, 'Invalid_request'],
    ['eight days of curve', measures(CURVE, PRM.family, '2026-11-10', '2026-11-18'), 400, 'ADAM-ERR0126'],
    ['a year and more of days', measures(DAILY, PRM.family, '2025-11-01', '2026-11-18'), 400, 'ADAM-DC-0015'],
    [
      'curve of before 24 months and 15 days',
      measures(CURVE, PRM.family, '2024-11-08', '2024-11-10'),
      400,
      'ADAM-ERR0125',
    ],
    ['before the activation', measures(DAILY, PRM.newcomer, '2025-07-11', '2025-08-01'), 400, 'ADAM-ERR0123'],
    [
      'what a consumer does not produce',
      measures('production_quotidienne', PRM.family, '2026-11-20', '2026-11-21'),
      400,
      'ADAM-ERR0069',
    ],
    ['an unknown meter', measures(DAILY, '99990000000099', '2026-11-20', '2026-11-21'), 404, 'STM-ERR-0000019'],
    ['a curve that is not collected', measures(CURVE, PRM.private, '2026-11-20', '2026-11-21'), 404, 'STM-ERR-0000014'],
    ['a day of which nothing came', measures(DAILY, PRM.family, '2026-07-08', '2026-07-09'), 404, '404'],
    ['a parameter of v5', `/mesure_synchrone_auto/v2/${DAILY}?usage_point_id=${PRM.family}`, 500, '500'],
    [
      'a maximum without its step',
      measures('puissance_conso_max_quotidienne', PRM.family, '2026-11-20', '2026-11-21'),
      400,
      'Invalid_request',
    ],
  ];
  for (const [what, where, status, code] of refusals) {
    it(`are refused: ${what} (${code})`, async () => {
      client = await EnedisClient.open();
      for (const prm of [PRM.family, PRM.newcomer, PRM.private]) client.enedis.consentTo(prm);
      const answer = await client.get(where, await client.token());
      assert.deepEqual([answer.status, pick(answer, 'error') ?? pick(answer, 'code')], [status, code]);
    });
  }

  it('reach back 24 months and 15 days of curve, 36 and 15 of days', async () => {
    client = await EnedisClient.open();
    client.enedis.consentTo(PRM.family);
    const bearer = await client.token();
    assert.equal((await client.get(measures(CURVE, PRM.family, '2024-11-09', '2024-11-10'), bearer)).status, 200);
    assert.equal((await client.get(measures(DAILY, PRM.family, '2023-11-09', '2023-11-10'), bearer)).status, 200);
    assert.equal((await client.get(measures(DAILY, PRM.family, '2023-11-08', '2023-11-10'), bearer)).status, 400);
  });

  it('of yesterday are not there before the morning', async () => {
    client = await EnedisClient.open({}, '2026-11-24T04:00:00+01:00');
    client.enedis.consentTo(PRM.family);
    const where = measures(DAILY, PRM.family, '2026-11-23', '2026-11-24');
    const bearer = await client.token();
    assert.equal((await client.get(where, bearer)).status, 404);
    client.now = Date.parse('2026-11-24T09:30:00+01:00');
    assert.equal((await client.get(where, await client.token())).status, 200);
  });
});
