// What Enedis and the gateways refuse with, in every form in which it comes: the code, what is done about it, what is told.
import assert from 'node:assert/strict';
import { LinkyRedError, type ErrorCode } from '../../../../lib/errors';
import type { DoorId, RefusalEffect } from '../../../../lib/enedis/door';
import { effectOf, isQuota, refusalAt } from '../../../../lib/enedis/doors/refusals';
import { DOORS } from '../../../../lib/enedis/doors/rows';
import type { Measure, Series } from '../../../../lib/enedis/series';
import { CURVE, DoorBench, PRM, WEEK } from '../../../support/enedis/door-bench';

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly words: string;
  readonly means: ErrorCode;
  readonly effect: RefusalEffect;
  /** `load-curve` unless told. */
  readonly measure?: Measure;
  /** All unless told. */
  readonly door?: DoorId;
}

/** spec/dataconnect.md §2.4, row by row; then spec/sge.md §2. */
const TABLE: readonly Refusal[] = [
  refusal(400, 'Invalid_request', 'Start date should be before end date.', 'ERR_ENEDIS_REQUEST', 'series-is-closed'),
  refusal(
    400,
    'ADAM-ERR0002',
    'La date de fin doit être supérieure à la date de début.',
    'ERR_ENEDIS_REQUEST',
    'series-is-closed',
  ),
  refusal(
    400,
    'ADAM-ERR0123',
    "cannot be anterior to the meter's last activation date",
    'ERR_ENEDIS_ACTIVATION',
    'before-activation',
  ),
  refusal(400, 'ADAM-ERR0125', 'beyond the history deadline', 'ERR_ENEDIS_TOO_OLD', 'too-old'),
  refusal(400, 'ADAM-DC-0016', 'beyond the history deadline', 'ERR_ENEDIS_TOO_OLD', 'too-old'),
  refusal(400, 'ADAM-ERR0126', 'more than 7 days', 'ERR_ENEDIS_TOO_LONG', 'too-long'),
  refusal(400, 'ADAM-DC-0015', 'more than 7 days', 'ERR_ENEDIS_TOO_LONG', 'too-long'),
  {
    ...refusal(
      400,
      'ADAM-ERR0069',
      'Le sens de la mesure ne correspond pas',
      'ERR_ENEDIS_DIRECTION',
      'series-is-closed',
    ),
    measure: 'energy',
  },
  refusal(400, 'ADAM-ERR0061', 'not the recognised holder', 'ERR_CONSENT_HOLDER', 'series-is-closed'),
  refusal(400, 'ADAM-ERR0075', 'the customer objected', 'ERR_ENEDIS_COLLECTION', 'series-is-closed'),
  refusal(403, 'ADAM-DC-0007', 'moved', 'ERR_CONSENT_REVOKED', 'consent-is-gone'),
  refusal(
    403,
    'ADAM-DC-0008',
    'No consent can be found for this customer and this usage point.',
    'ERR_CONSENT_REVOKED',
    'consent-is-gone',
  ),
  refusal(403, 'ADAM_DC_0008', 'No consent can be found', 'ERR_CONSENT_REVOKED', 'consent-is-gone'),
  refusal(403, '403', "Le client n'est pas titulaire du point demandé", 'ERR_CONSENT_REVOKED', 'consent-is-gone'),
  refusal(403, '403', 'Le client n’est pas titulaire du point demandé', 'ERR_CONSENT_REVOKED', 'consent-is-gone'),
  refusal(403, 'ADAM-DC-0009', 'start before the consent', 'ERR_ENEDIS_TOO_OLD', 'too-old'),
  refusal(403, 'unauthorized_user', 'not allowed', 'ERR_CONSENT_HOLDER', 'series-is-closed'),
  refusal(403, '900908', 'Resource forbidden ', 'ERR_ENEDIS_SUBSCRIPTION', 'settings-are-wrong'),
  refusal(404, 'no_data_found', 'no measure found for this usage point', 'ERR_ENEDIS_NO_CURVE', 'no-data'),
  refusal(404, 'STM-ERR-0000020', '', 'ERR_ENEDIS_NO_CURVE', 'no-data'),
  refusal(404, 'STM-ERR-0000014', '', 'ERR_ENEDIS_NO_CURVE', 'no-data'),
  refusal(404, '404', 'Pas de mesure trouvée pour ce point', 'ERR_ENEDIS_NO_CURVE', 'no-data'),
  {
    ...refusal(404, 'no_data_found', 'no measure found for this usage point', 'ERR_ENEDIS_NO_DATA', 'no-data'),
    measure: 'energy',
  },
  {
    ...refusal(404, '404', 'Pas de mesure trouvée pour ce point', 'ERR_ENEDIS_NO_DATA', 'no-data'),
    measure: 'max-power',
  },
  refusal(404, 'STM-ERR-0000019', 'unknown', 'ERR_ENEDIS_PRM', 'settings-are-wrong'),
  refusal(500, 'ADAM-DC-0500', 'Internal', 'ERR_STATUS', 'passes'),
  refusal(500, 'STM-ERR-0000001', '', 'ERR_STATUS', 'passes'),
  refusal(500, '500', "Problème technique dans l'interrogation du SI coeur", 'ERR_STATUS', 'passes'),
  refusal(503, '', '', 'ERR_MAINTENANCE', 'passes'),
  refusal(429, '900807', 'Message throttled out', 'ERR_QUOTA', 'passes'),
  refusal(429, '429', 'SLA dépassé', 'ERR_QUOTA', 'passes'),
  // A gateway may give its own status to a quota.
  refusal(500, 'limit_reached', 'Limite de 50 demandes par jour atteinte.', 'ERR_QUOTA', 'passes'),
  refusal(403, '', 'Quota Q4 reached', 'ERR_QUOTA', 'passes'),
  // In words alone.
  refusal(400, '400', 'Le point dépasse 36 kVA', 'ERR_ENEDIS_POWER', 'series-is-closed'),
  refusal(400, '400', 'Compteur incompatible', 'ERR_ENEDIS_METER', 'series-is-closed'),
  refusal(400, '400', 'Le compteur est non communicant', 'ERR_ENEDIS_METER', 'series-is-closed'),
  refusal(404, '404', 'Aucun contrat pour ce point', 'ERR_ENEDIS_CONTRACT', 'series-is-closed'),
  refusal(404, '404', 'Point inconnu', 'ERR_ENEDIS_PRM', 'settings-are-wrong'),
  refusal(400, '400', 'something new', 'ERR_ENEDIS_REQUEST', 'series-is-closed'),
  refusal(403, '403', 'something new', 'ERR_STATUS', 'passes'),
  refusal(404, '404', 'something new', 'ERR_STATUS', 'passes'),
  // The company account.
  {
    ...refusal(400, 'ADAM-ERR0069', 'not active', 'ERR_ENEDIS_COLLECTION', 'series-is-closed'),
    door: 'enedis-company',
  },
  {
    ...refusal(400, 'ADAM-ERR0069', 'wrong', 'ERR_ENEDIS_DIRECTION', 'series-is-closed'),
    door: 'enedis-company',
    measure: 'energy',
  },
  { ...refusal(400, 'ADAM-ERR0155', 'point inexistant', 'ERR_ENEDIS_NO_DATA', 'no-data'), door: 'enedis-company' },
  { ...refusal(403, 'ADAM-ERR0191', 'no service', 'ERR_ENEDIS_SERVICE', 'series-is-closed'), door: 'enedis-company' },
  { ...refusal(400, 'ADAM-ERR0025', 'bad period', 'ERR_ENEDIS_REQUEST', 'series-is-closed'), door: 'enedis-company' },
  {
    ...refusal(400, '', "antérieure à la date limite d'historique", 'ERR_ENEDIS_TOO_OLD', 'too-old'),
    door: 'enedis-company',
  },
];

/** How one refusal is wrapped (spec/dataconnect.md §2.4). */
const FORMS: Record<string, (code: string, words: string, status: number) => unknown> = {
  'error, error_description': (error, words) => ({ error, error_description: words, error_uri: 'https://e' }),
  'code, message': (code, words) => ({ code, message: words }),
  'a number as code': (code, words) => ({
    code: /^\d+$/.test(code) ? Number(code) : code,
    message: words,
    description: '',
  }),
  fault: (code, words) => ({ fault: { code, message: words, description: 'd' } }),
  'conso-api': (error, words, status) => ({
    status,
    message: 'The Enedis API returned an error',
    error: { error, error_description: words },
  }),
  'conso-api, as text': (error, words, status) => ({
    status,
    message: 'The Enedis API returned an error',
    error: JSON.stringify({ error, error_description: words }),
  }),
  'enedisgateway, three levels deep': (error, words) => ({
    tag: 'enedis_return_ko',
    error_code: 500,
    description: "Les API d'Enedis sont indisponible.",
    enedis_return: {
      error: 'result_400',
      enedis_return: { error: 'x', enedis_return: { error, error_description: words } },
    },
  }),
  'MyElectricalData v2': (code, message) => ({ success: false, data: null, error: { code, message } }),
  FastAPI: (code, message) => ({ detail: { error: code, description: message } }),
  text: (code, words) => `${code} ${words}`,
};

function refusal(status: number, code: string, words: string, means: ErrorCode, effect: RefusalEffect): Refusal {
  return { status, code, words, means, effect };
}

describe('lib/enedis/doors: what a refusal means', () => {
  let bench: DoorBench;
  before(async () => {
    bench = await DoorBench.open();
  });
  after(() => bench.close());

  /** A meter of each question's own token: no quota stands between the rows. */
  let token = 0;
  async function refusedWith(door: DoorId, series: Series, status: number, body: unknown): Promise<LinkyRedError> {
    bench.answer = () => ({ status, body });
    bench.clock.advance(25 * 3_600_000);
    token += 1;
    const opened = bench.door(door, { credentials: { secret: 'YTpi', fingerprint: `t${String(token)}` } });
    return await opened.ask(series, WEEK, 'daily').then(
      () => assert.fail('it was no refusal'),
      (error: unknown) => {
        assert.ok(error instanceof LinkyRedError, String(error));
        return error;
      },
    );
  }

  for (const [form, wrap] of Object.entries(FORMS))
    it(`as ${form}: every row of the table`, () => {
      for (const row of TABLE) {
        const { status, code, words, means, effect, measure = 'load-curve', door = 'enedis-direct' } = row;
        const text = wrap(code, words, status);
        const answer = {
          status,
          text: typeof text === 'string' ? text : JSON.stringify(text),
          retryAfterMs: undefined,
        };
        const about = `${form}: ${String(status)} ${code} ${words}`;
        const isTooMuch = status === 429 || isQuota(DOORS[door], answer);
        assert.equal(isTooMuch, means === 'ERR_QUOTA', about);
        if (isTooMuch) continue;
        const question = { api: `consumption-${measure}`, fields: { [DOORS[door].fields.prm]: PRM } };
        const error = refusalAt(DOORS[door], answer, { host: 'h', api: 'a', now: 0, question });
        assert.equal(error.code, means, about);
        assert.equal(effectOf(error), effect, about);
        if (error.code.startsWith('ERR_ENEDIS') || error.code.startsWith('ERR_CONSENT')) {
          assert.ok(String(error.facts['detail']).includes(code.trim()), `${about}: ${String(error.facts['detail'])}`);
          assert.ok(!error.message.includes('{'), error.message);
        }
      }
    });

  it('over the wire: conso-api hands the same on, and v2 of MyElectricalData in a 200 that says no', async () => {
    for (const { status, code, words, means, measure = 'load-curve', door } of TABLE) {
      if (door !== undefined || status >= 429) continue;
      const series = { ...CURVE, measure };
      const conso = FORMS['conso-api']?.(code, words, status);
      assert.equal((await refusedWith('conso-api', series, status, conso)).code, means, `${code} ${words}`);
      if (means === 'ERR_STATUS' || words === 'something new') continue;
      const envelope = { success: false, data: null, error: { code, message: words } };
      assert.equal((await refusedWith('myelectricaldata-v2', series, 200, envelope)).code, means, `${code} ${words}`);
    }
  });

  it('feature 27: tells the code and the words of Enedis, and masks what must not be told', async () => {
    const secret = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwMTIzNCJ9.abcdefghijklmnop';
    const words = `No consent for ${PRM}\nof\u0007 Bearer ${secret} ${'and so on '.repeat(40)}`;
    const error = await refusedWith('enedis-direct', CURVE, 403, { error: 'ADAM-DC-0008', error_description: words });
    const told = JSON.stringify([error.message, error.facts]);
    assert.match(error.message, /meter 12…1234.*Enedis says: ADAM-DC-0008 No consent for 12…1234 of Bearer …/);
    assert.ok(!told.includes(PRM) && !told.includes(secret.slice(0, 20)) && !/\p{C}/u.test(error.message));
    assert.ok(String(error.facts['detail']).length <= 160);
  });

  it('what a proxy says in HTML is about no consent, whatever words are in it', async () => {
    const html = "<!DOCTYPE html><html><body>ADAM-DC-0008 n'est pas titulaire 900908</body></html>";
    for (const status of [400, 403, 404, 500, 502])
      assert.match((await refusedWith('enedis-direct', CURVE, status, html)).code, /ERR_STATUS|ERR_ENEDIS_REQUEST/);
    for (const door of ['conso-api', 'myelectricaldata-v1', 'myelectricaldata-v2'] as const)
      assert.equal((await refusedWith(door, CURVE, 500, html)).code, 'ERR_STATUS');
  });

  it('401: a pasted token is wrong, an application is unknown where its new token is refused, too', async () => {
    const body = { status: 401, message: "Votre token est invalide ou ne permet pas d'accéder à ce PRM" };
    const wrong: [DoorId, ErrorCode, calls: number][] = [
      ['conso-api', 'ERR_CONSENT_TOKEN', 1],
      ['myelectricaldata-v1', 'ERR_CONSENT_TOKEN', 1],
      // Its token may have run out early: the next try asks for another, and none is made at once.
      ['myelectricaldata-v2', 'ERR_STATUS', 1],
      ['enedis-direct', 'ERR_ENEDIS_SECRET', 2],
      ['enedis-company', 'ERR_ENEDIS_SECRET', 2],
    ];
    for (const [door, code, calls] of wrong) {
      const before = bench.asked.length;
      assert.equal((await refusedWith(door, CURVE, 401, body)).code, code, door);
      assert.equal(bench.asked.length - before, calls, door);
    }
  });

  it('bodies that are none are refused by their status', async () => {
    for (const body of [
      '',
      'null',
      '[]',
      '{',
      '{"error":null}',
      '{"error":{"error":{"error":{"error":{"error":"ADAM-DC-0008"}}}}}',
    ])
      assert.equal((await refusedWith('enedis-direct', CURVE, 403, body)).code, 'ERR_STATUS', body);
  });
});
