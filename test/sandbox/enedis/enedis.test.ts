// The stand-in of Enedis, seen as its clients see it: what it lets in, what it answers, what it refuses and in which words.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ENEDIS_FAULTS } from '../../../sandbox/enedis/faults';
import { APPLICATION, COMPANY } from '../../../sandbox/enedis/applications';
import { startEnedis, type EnedisOptions, type RunningEnedis } from '../../../sandbox/enedis/server';
import { PRM } from '../../../sandbox/household/households';
import { needsSamples } from '../../support/machine/requirements';

const SAMPLES = path.resolve(__dirname, '../../../../shared/samples');
const CURVE = 'courbe_de_charge_consommation';
const DAILY = 'consommation_quotidienne';

interface Answer {
  readonly status: number;
  readonly json: unknown;
  readonly text: string;
  readonly headers: Headers;
}

describe('the stand-in of Enedis', () => {
  let enedis: RunningEnedis;
  let now: number;
  const open = async (options: EnedisOptions = {}, at = '2026-11-24T12:00:00+01:00'): Promise<void> => {
    now = Date.parse(at);
    enedis = await startEnedis({ now: () => now, ...options });
  };
  afterEach(() => enedis.stop());

  const ask = async (where: string, init: RequestInit = {}): Promise<Answer> => {
    const answer = await fetch(enedis.url + where, { redirect: 'manual', ...init });
    const text = await answer.text();
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    return { status: answer.status, json, text, headers: answer.headers };
  };
  const form = (fields: Record<string, string>): RequestInit => ({ method: 'POST', body: new URLSearchParams(fields) });
  const token = async ({ id, secret } = APPLICATION): Promise<string> => {
    const fields = { grant_type: 'client_credentials', client_id: id, client_secret: secret };
    return text(await ask('/oauth2/v3/token', form(fields)), 'access_token');
  };
  const get = async (where: string, bearer: string): Promise<Answer> => {
    // So that the limit of a second is nobody's worry here.
    now += 1000;
    return await ask(where, { headers: { authorization: `Bearer ${bearer}` } });
  };
  const measures = (type: string, prm: string, from: string, to: string, more = ''): string =>
    `/mesure_synchrone_auto/v2/${type}?pointId=${prm}&dateDebut=${from}&dateFin=${to}${more}`;
  const wh = (points: { v: string; p: string }[]): number =>
    points.reduce((sum, { v, p }) => sum + (Number(v) * Number(/\d+/.exec(p)?.[0])) / 60, 0);

  describe('token', () => {
    it('is given for id and secret in a form or in a Basic header, with expires_in as a text', async () => {
      await open();
      const { id, secret } = APPLICATION;
      const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
      const answer = await ask('/oauth2/v3/token', {
        ...form({ grant_type: 'client_credentials' }),
        headers: { authorization },
      });
      assert.deepEqual(
        [answer.status, pick(answer, 'expires_in'), pick(answer, 'token_type')],
        [200, '12600', 'Bearer'],
      );
      assert.deepEqual(enedis.tokens, [pick(answer, 'access_token')]);
      assert.ok(await token());
    });

    it('is refused for a wrong secret, in JSON, without a grant type, and with the secret in the address', async () => {
      await open();
      const { id, secret } = APPLICATION;
      const right = { grant_type: 'client_credentials', client_id: id, client_secret: secret };
      const answers = await Promise.all([
        ask('/oauth2/v3/token', form({ ...right, client_secret: 'x' })),
        ask('/oauth2/v3/token', {
          method: 'POST',
          body: JSON.stringify(right),
          headers: { 'content-type': 'application/json' },
        }),
        ask('/oauth2/v3/token', form({ client_id: id, client_secret: secret })),
        ask(`/oauth2/v3/token?client_secret=${secret}`, form(right)),
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
      await open();
      enedis.consentTo(PRM.family);
      const bearer = await token();
      const where = measures(DAILY, PRM.family, '2026-11-22', '2026-11-23');
      assert.equal((await get(where, bearer)).status, 200);
      now += 12_600_000;
      assert.equal((await get(where, bearer)).status, 401);
    });
  });

  describe('consent', () => {
    const authorize = (version: string, more: Record<string, string> = {}): string =>
      `/dataconnect/${version}/oauth2/authorize?${new URLSearchParams({
        client_id: APPLICATION.id,
        response_type: 'code',
        state: 'abc',
        duration: 'P3Y',
        ...more,
      }).toString()}`;
    const decision = (fields: Record<string, string>, version = 'v2'): Promise<Answer> =>
      ask(
        '/dataconnect/decision',
        form({ version, client_id: APPLICATION.id, state: 'abc', duration: 'P3Y', prm: PRM.roof, ...fields }),
      );
    const services = async (id: number, body: object = { autorisationId: id, comptage: false }): Promise<Answer> =>
      await ask('/subscribed_services/v1/', {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await token()}` },
      });

    it('is asked on a page with a box and two buttons', async () => {
      await open();
      const { status, text } = await ask(authorize('v2'));
      assert.equal(status, 200);
      for (const id of ['agree', 'accept', 'refuse']) assert.match(text, new RegExp(`id="${id}"`));
      assert.ok(text.includes(APPLICATION.name.toUpperCase()) && text.includes(PRM.family));
    });

    it('is not asked for with a redirect_uri, a strange duration, a long state or an unknown application', async () => {
      await open();
      const statuses = await Promise.all(
        [
          { redirect_uri: 'http://x' },
          { duration: 'P4Y' },
          { duration: '3 years' },
          { state: 'x'.repeat(101) },
          { client_id: 'nobody' },
        ].map(async (more) => (await ask(authorize('v2', more))).status),
      );
      assert.deepEqual(statuses, [400, 400, 400, 400, 403]);
      assert.equal((await ask(authorize('v2', { state: '"><script>' }))).text.includes('<script>'), false);
    });

    it('comes back by v2 as the number of an authorisation, whose services are null at first, then name the meter', async () => {
      await open({ redirect: 'http://127.0.0.1:1880/linky-red/callback?node=1' });
      const { status, headers } = await decision({ decision: 'accept', agree: 'yes' });
      const back = new URL(headers.get('location') ?? '');
      assert.deepEqual([status, back.pathname, back.searchParams.get('node')], [302, '/linky-red/callback', '1']);
      assert.deepEqual([...back.searchParams.keys()], ['node', 'autorisation_id', 'state']);
      const id = Number(back.searchParams.get('autorisation_id'));
      assert.deepEqual((await services(id)).json, { nbTotalServices: 0, serviceSouscrit: null });
      const seen = await services(id);
      assert.deepEqual(
        [
          pick(seen, 'nbTotalServices'),
          pick(seen, 'serviceSouscrit.0.pointId'),
          pick(seen, 'serviceSouscrit.0.dateFin'),
        ],
        [2, PRM.roof, '2029-11-23'],
      );
      assert.deepEqual((await services(1)).json, { nbTotalServices: 0 });
    });

    it('comes back by v1 with one or more meters and a code', async () => {
      await open();
      const body = new URLSearchParams({ version: 'v1', client_id: APPLICATION.id, state: 'abc', duration: 'P3Y' });
      for (const prm of [PRM.family, PRM.roof]) body.append('prm', prm);
      body.set('agree', 'yes');
      body.set('decision', 'accept');
      const { headers } = await ask('/dataconnect/decision', { method: 'POST', body });
      const back = new URL(headers.get('location') ?? '').searchParams;
      assert.deepEqual([back.get('usage_point_id'), back.get('state')], [`${PRM.family};${PRM.roof}`, 'abc']);
      assert.ok(back.get('code'));
    });

    it('is refused in the address, and not taken without the box', async () => {
      await open();
      const back = new URL((await decision({ decision: 'refuse' })).headers.get('location') ?? '').searchParams;
      assert.deepEqual([back.get('error'), back.get('state')], ['demande_non_aboutie', 'abc']);
      assert.equal((await decision({ decision: 'accept' })).status, 400);
    });

    it('is asked after by two keys and a slash at the end, by nothing else', async () => {
      await open();
      const id = enedis.consentTo(PRM.family);
      assert.equal((await services(id, { autorisationId: id, comptage: false, serviceType: 'ACCES' })).status, 400);
      assert.equal((await services(id, { autorisationId: String(id), comptage: false })).status, 400);
      const slashless = await ask('/subscribed_services/v1', { method: 'POST' });
      assert.equal(slashless.status, 404);
    });

    it('has to be there for every meter, and is gone once the holder takes it back', async () => {
      await open();
      const bearer = await token();
      const where = measures(DAILY, PRM.family, '2026-11-22', '2026-11-23');
      assert.equal(pick(await get(where, bearer), 'error'), 'ADAM-DC-0008');
      enedis.consentTo(PRM.family);
      assert.equal((await get(where, bearer)).status, 200);
      enedis.revoke(PRM.family);
      assert.deepEqual(pick(await get(where, bearer), 'error'), 'ADAM-DC-0008');
    });
  });

  describe('measures', () => {
    it('are those of the household, in the shapes that were captured', async function () {
      needsSamples(this);
      await open();
      enedis.consentTo(PRM.roof);
      const bearer = await token();
      const sample = (name: string): unknown =>
        JSON.parse(readFileSync(path.join(SAMPLES, 'dataconnect', name), 'utf8'));
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
        const answer = await get(where, bearer);
        assert.deepEqual(shape(answer.json), shape(sample(name)), `${name}: ${answer.text}`);
      }
    });

    it('of the curve bear the end of the interval in the time of the wall, and sum up to the energy of the day', async () => {
      await open();
      enedis.consentTo(PRM.family);
      const bearer = await token();
      const [curve, daily] = await Promise.all([
        get(measures(CURVE, PRM.family, '2026-11-20', '2026-11-21'), bearer),
        get(measures(DAILY, PRM.family, '2026-11-19', '2026-11-20'), bearer),
      ]);
      const points = pointsOf(curve);
      // The 20th of November has a hole by day.
      assert.deepEqual(
        [points.length, points[0]?.d, points.at(-1)?.d],
        [42, '2026-11-20 00:30:00', '2026-11-21 00:00:00'],
      );
      const whole = pointsOf(await get(measures(CURVE, PRM.family, '2026-11-19', '2026-11-20'), bearer));
      assert.equal(wh(whole), Number(pointsOf(daily)[0]?.v));
    });

    for (const [from, to, count] of [
      ['2026-03-29', '2026-03-30', 46],
      ['2026-10-25', '2026-10-26', 50],
    ] as const) {
      it(`of ${from} have ${String(count)} lines with the labels of the wall`, async () => {
        await open();
        enedis.consentTo(PRM.family);
        const answer = await get(measures(CURVE, PRM.family, from, to), await token());
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
      await open({ doubledHour: 'by-label' });
      enedis.consentTo(PRM.family);
      const answer = await get(measures(CURVE, PRM.family, '2026-10-25', '2026-10-26'), await token());
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
      [
        'a curve that is not collected',
        measures(CURVE, PRM.private, '2026-11-20', '2026-11-21'),
        404,
        'STM-ERR-0000014',
      ],
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
        await open();
        for (const prm of [PRM.family, PRM.newcomer, PRM.private]) enedis.consentTo(prm);
        const answer = await get(where, await token());
        assert.deepEqual([answer.status, pick(answer, 'error') ?? pick(answer, 'code')], [status, code]);
      });
    }

    it('reach back 24 months and 15 days of curve, 36 and 15 of days', async () => {
      await open();
      enedis.consentTo(PRM.family);
      const bearer = await token();
      assert.equal((await get(measures(CURVE, PRM.family, '2024-11-09', '2024-11-10'), bearer)).status, 200);
      assert.equal((await get(measures(DAILY, PRM.family, '2023-11-09', '2023-11-10'), bearer)).status, 200);
      assert.equal((await get(measures(DAILY, PRM.family, '2023-11-08', '2023-11-10'), bearer)).status, 400);
    });

    it('of yesterday are not there before the morning', async () => {
      await open({}, '2026-11-24T04:00:00+01:00');
      enedis.consentTo(PRM.family);
      const where = measures(DAILY, PRM.family, '2026-11-23', '2026-11-24');
      const bearer = await token();
      assert.equal((await get(where, bearer)).status, 404);
      now = Date.parse('2026-11-24T09:30:00+01:00');
      assert.equal((await get(where, await token())).status, 200);
    });
  });

  describe('limits', () => {
    it('are five calls a second and a thousand an hour, failures included', async () => {
      await open();
      enedis.consentTo(PRM.family);
      const bearer = await token();
      const where = measures(DAILY, PRM.family, '2026-11-20', '2026-11-20');
      const once = async (): Promise<number> =>
        (await ask(where, { headers: { authorization: `Bearer ${bearer}` } })).status;
      for (let n = 0; n < 5; n += 1) assert.equal(await once(), 400);
      assert.equal(await once(), 429);
      now += 1000;
      for (let n = 6; n < 1000; n += 1) {
        now += 250;
        assert.equal(await once(), 400, `call ${String(n)}`);
      }
      now += 1000;
      const throttled = await ask(where, { headers: { authorization: `Bearer ${bearer}` } });
      assert.deepEqual([throttled.status, pick(throttled, 'fault.code')], [429, 900_807]);
      now += 3_600_000;
      assert.equal(await once(), 400);
    });

    it('are kept for the APIs that an application has not subscribed to', async () => {
      await open({ applications: [{ ...APPLICATION, apis: [] }] });
      const answer = await get(measures(DAILY, PRM.family, '2026-11-20', '2026-11-21'), await token());
      assert.deepEqual([answer.status, pick(answer, 'code')], [403, '900908']);
    });
  });

  describe('the company account', () => {
    const reading = (type: string, prm: string, from: string, to: string, more = ''): string =>
      `/mesures/v2/metering_data/${type}?usage_point_id=${prm}&start=${from}&end=${to}${more}`;

    it('stamps the curve of a C4 at the start of its intervals, of a C5 at their end', async () => {
      await open();
      const bearer = await token(COMPANY);
      const first = async (prm: string): Promise<unknown> =>
        pick(
          await get(reading('consumption_load_curve', prm, '2026-11-18', '2026-11-19'), bearer),
          'meter_reading.interval_reading.0.date',
        );
      assert.deepEqual(
        [await first(PRM.workshop), await first(PRM.office)],
        ['2026-11-18 00:00:00', '2026-11-18 00:30:00'],
      );
      const summary = await get(`/contract_summary/v1/${PRM.workshop}`, bearer);
      assert.deepEqual(pick(summary, 'segments'), [{ segment: 'C4' }]);
      assert.match(text(summary, 'consumption_last_activation_date'), /T00:00:00\+0200$/);
    });

    for (const [dates, stamp] of [
      ['local', '2026-11-18 00:00:00'],
      ['local-z', '2026-11-18T00:00:00.000Z'],
      ['utc', '2026-11-17T23:00:00.000Z'],
    ] as const) {
      it(`writes dates as ${dates} and values in kW when it is told to; Σ is the daily energy`, async () => {
        await open({ dates, prefix: 'k' });
        const bearer = await token(COMPANY);
        const curve = await get(reading('consumption_load_curve', PRM.workshop, '2026-11-18', '2026-11-19'), bearer);
        const daily = await get(reading('daily_consumption', PRM.workshop, '2026-11-18', '2026-11-19'), bearer);
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
      await open();
      const bearer = await token(COMPANY);
      const refusal = async (where: string): Promise<unknown[]> => {
        const answer = await get(where, bearer);
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

  it('fails as it is told, so often as it is told, and where it is told', async () => {
    await open();
    enedis.consentTo(PRM.family);
    const bearer = await token();
    const where = measures(DAILY, PRM.family, '2026-11-20', '2026-11-21');
    enedis.fail(DAILY, 'unavailable', 1, /pointId=99990000000022/);
    assert.equal((await get(where, bearer)).status, 200);
    for (const [name, { status, body }] of Object.entries(ENEDIS_FAULTS)) {
      if (name === 'stall') continue;
      enedis.fail(DAILY, name as keyof typeof ENEDIS_FAULTS);
      const answer = await get(where, bearer);
      assert.deepEqual([answer.status, answer.text], [status, body], name);
    }
    assert.equal((await get(where, bearer)).status, 200);
    assert.deepEqual(
      [enedis.calls.at(-1)?.name, enedis.calls.at(-1)?.status, enedis.calls.at(-1)?.at],
      [DAILY, 200, now],
    );
  });

  it('says every error in the forms that were kept by others', async function () {
    needsSamples(this);
    await open();
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
        shape(JSON.parse(readFileSync(path.join(SAMPLES, 'dataconnect', file), 'utf8'))),
        name,
      );
  });
});

/** What lies in the JSON of an answer, `a.0.b`. */
function pick({ json }: Answer, where: string): unknown {
  return where.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], json);
}

function text(answer: Answer, where: string): string {
  return pick(answer, where) as string;
}

function pointsOf(answer: Answer): { v: string; d: string; p: string }[] {
  return pick(answer, 'grandeur.0.points') as { v: string; d: string; p: string }[];
}

/** Keys and kinds of values; of a list the first element. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shape(value[0])];
  if (typeof value !== 'object' || value === null) return typeof value;
  const keys = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(keys.map(([key, inner]) => [key, shape(inner)]));
}
