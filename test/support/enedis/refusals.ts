// What Enedis and the gateways refuse with, what it has to mean, and every form in which it comes.
import type { DoorId, RefusalEffect } from '../../../lib/enedis/door';
import type { Measure } from '../../../lib/enedis/series';
import type { ErrorCode } from '../../../lib/errors';

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
export const TABLE: readonly Refusal[] = [
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
  {
    ...refusal(200, 'NO_DATA', 'No consumption data available for this period', 'ERR_ENEDIS_NO_CURVE', 'no-data'),
    door: 'myelectricaldata-v2',
  },
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
export const FORMS: Record<string, (code: string, words: string, status: number) => unknown> = {
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
