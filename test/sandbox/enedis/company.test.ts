// The account of a company at Enedis' stand-in: stamps by the segment, dates and units as told, its own meters only.
import assert from 'node:assert/strict';
import { COMPANY } from '../../../sandbox/enedis/applications';
import { PRM } from '../../../sandbox/household/households';
import { pick } from '../../support/enedis/answers';
import { DAILY, EnedisClient, measures } from '../../support/enedis/stand-in-client';

describe('the company account at Enedis’ stand-in', () => {
  let client: EnedisClient;
  afterEach(() => client.enedis.stop());

  const reading = (type: string, prm: string, from: string, to: string, more = ''): string =>
    `/mesures/v2/metering_data/${type}?usage_point_id=${prm}&start=${from}&end=${to}${more}`;

  it('stamps the curve of a C4 at the start of its intervals, of a C5 at their end', async () => {
    client = await EnedisClient.open();
    const bearer = await client.token(COMPANY);
    const first = async (prm: string): Promise<unknown> =>
      pick(
        await client.get(reading('consumption_load_curve', prm, '2026-11-18', '2026-11-19'), bearer),
        'meter_reading.interval_reading.0.date',
      );
    assert.deepEqual(
      [await first(PRM.workshop), await first(PRM.office)],
      ['2026-11-18 00:00:00', '2026-11-18 00:30:00'],
    );
    const summary = await client.get(`/contract_summary/v1/${PRM.workshop}`, bearer);
    assert.deepEqual(pick(summary, 'segments'), [{ segment: 'C4' }]);
    assert.match(String(pick(summary, 'consumption_last_activation_date')), /T00:00:00\+0200$/);
  });

  for (const [dates, stamp] of [
    ['local', '2026-11-18 00:00:00'],
    ['local-z', '2026-11-18T00:00:00.000Z'],
    ['utc', '2026-11-17T23:00:00.000Z'],
  ] as const) {
    it(`writes dates as ${dates} and values in kW when it is told to; Σ is the daily energy`, async () => {
      client = await EnedisClient.open({ dates, prefix: 'k' });
      const bearer = await client.token(COMPANY);
      const curve = await client.get(
        reading('consumption_load_curve', PRM.workshop, '2026-11-18', '2026-11-19'),
        bearer,
      );
      const daily = await client.get(reading('daily_consumption', PRM.workshop, '2026-11-18', '2026-11-19'), bearer);
      const lines = pick(curve, 'meter_reading.interval_reading') as { value: string; date: string }[];
      assert.deepEqual(
        [lines[0]?.date, pick(curve, 'meter_reading.reading_type.unit'), lines.length],
        [stamp, 'kW', 144],
      );
      const kwh = lines.reduce((sum, { value }) => sum + Number(value) / 6, 0);
      assert.ok(Math.abs(kwh - Number(pick(daily, 'meter_reading.interval_reading.0.value'))) < 1e-6);
    });
  }

  it('opens the meters of the company only, in words of its own', async () => {
    client = await EnedisClient.open();
    const bearer = await client.token(COMPANY);
    const refusal = async (where: string): Promise<unknown[]> => {
      const answer = await client.get(where, bearer);
      return [answer.status, pick(answer, 'error') ?? pick(answer, 'message')];
    };
    assert.deepEqual(await refusal(reading('daily_consumption', PRM.family, '2026-11-18', '2026-11-19')), [
      403,
      'ADAM-ERR0191',
    ]);
    assert.deepEqual(await refusal(reading('daily_consumption', '99990000000099', '2026-11-18', '2026-11-19')), [
      400,
      'ADAM-ERR0155',
    ]);
    assert.deepEqual(await refusal(reading('daily_consumption', PRM.office, '2026-11-19', '2026-11-19')), [
      400,
      'ADAM-ERR0025',
    ]);
    assert.deepEqual(await refusal(reading('daily_consumption', PRM.office, '2023-01-01', '2023-01-02')), [
      400,
      "La date de début est antérieure à la date limite d'historique",
    ]);
    assert.deepEqual(await refusal(measures(DAILY, PRM.office, '2026-11-18', '2026-11-19')), [
      403,
      'Resource forbidden ',
    ]);
  });
});
