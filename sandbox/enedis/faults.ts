// What goes wrong at Enedis, one row each, in every form that its APIs have been seen with: `error`, `code`, `fault`, HTML.

export interface Fault {
  readonly status: number;
  readonly describe: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** No answer at all. */
  readonly stalls?: true;
}

export const ENEDIS_FAULTS = {
  'missing-parameter': error(400, 'Invalid_request', 'A required parameter is missing or has a wrong format.'),
  'start-after-end': error(400, 'Invalid_request', 'Start date should be before end date.'),
  'end-in-future': error(400, 'Invalid_request', 'The end date parameter must be earlier than the current date.'),
  'end-before-start': error(400, 'ADAM-ERR0002', 'La date de fin doit être supérieure à la date de début.'),
  'before-activation': error(
    400,
    'ADAM-ERR0123',
    "The requested period cannot be anterior to the meter's last activation date",
  ),
  'too-old': error(400, 'ADAM-ERR0125', 'The start date exceeds the history deadline.'),
  'too-old-dc': error(400, 'ADAM-DC-0016', 'The start date exceeds the history deadline.'),
  'too-long': error(400, 'ADAM-ERR0126', 'The requested period cannot be longer than 7 days.'),
  'too-long-dc': error(400, 'ADAM-DC-0015', 'The requested period is too long.'),
  'wrong-direction': error(400, 'ADAM-ERR0069', 'Le sens de la mesure ne correspond pas pour le PRM demandé'),
  'not-recognised': error(400, 'ADAM-ERR0061', 'The holder of the usage point is not the recognised one.'),
  objected: error(400, 'ADAM-ERR0075', 'The customer objects to the recording of the load curve.'),
  'bad-token': coded(401, '900901', 'Invalid Credentials', 'Access failure: the token is wrong or has expired.'),
  moved: error(403, 'ADAM-DC-0007', 'The consent has ended: the holder has moved.'),
  'no-consent': error(403, 'ADAM-DC-0008', 'No consent can be found for this customer and this usage point.'),
  'no-consent-underscore': error(
    403,
    'ADAM_DC_0008',
    'No consent can be found for this customer and this usage point.',
  ),
  'before-consent': error(403, 'ADAM-DC-0009', 'The start date is before that of the consent.'),
  'unauthorized-user': error(403, 'unauthorized_user', 'This user is not allowed to ask for this usage point.'),
  'not-holder': coded(403, '403', "Le client n'est pas titulaire du point demandé"),
  'not-subscribed': coded(
    403,
    '900908',
    'Resource forbidden ',
    'User is NOT authorized to access the Resource. API Subscription validation failed.',
  ),
  'no-data': error(404, 'no_data_found', 'no measure found for this usage point'),
  'no-data-14': error(404, 'STM-ERR-0000014', 'No measure is collected for this usage point.'),
  'no-data-20': error(404, 'STM-ERR-0000020', 'No measure found for this usage point and period.'),
  'no-data-2026': coded(404, '404', 'Pas de mesure trouvée pour ce point'),
  'unknown-prm': error(404, 'STM-ERR-0000019', 'The usage point does not exist.'),
  'quota-second': error(429, 'too_many_requests', 'Quota Q3 reached'),
  'quota-hour': error(429, 'too_many_requests', 'Quota Q4 reached'),
  threshold: error(429, 'too_many_requests', 'Call threshold allowed on 00:00:01'),
  'throttled-out': {
    status: 429,
    describe: '900807 Message throttled out',
    body: JSON.stringify({
      fault: { code: 900_807, message: 'Message throttled out', description: 'You have exceeded your quota' },
    }),
  },
  sla: coded(429, '429', 'SLA dépassé'),
  'core-down': coded(500, '500', "Problème technique dans l'interrogation du SI coeur"),
  'dc-500': error(500, 'ADAM-DC-0500', 'Internal error.'),
  'stm-500': error(500, 'STM-ERR-0000001', 'Internal error.'),
  internal: error(500, 'Internal Server error', 'Un problème a été rencontré lors du traitement.'),
  unavailable: page(503, 'Service indisponible', 'maintenance, in HTML'),
  waf: page(403, 'Request Rejected', 'a firewall in between, in HTML'),
  'not-found': coded(404, '404', 'No matching resource found for given API Request'),
  'not-json': page(200, 'Maintenance', 'a page where JSON should be'),
  stall: { status: 200, describe: 'an answer that never comes', body: '', stalls: true },
  // Of the company account, spec of SGE.
  'not-receivable': error(400, 'ADAM-ERR0155', 'Point inexistant'),
  'no-service': error(403, 'ADAM-ERR0191', 'No ACCES service is subscribed for this datum.'),
  'bad-period': error(400, 'ADAM-ERR0025', 'The requested period is wrong.'),
  'curve-not-collected': error(400, 'ADAM-ERR0069', 'The collection of the load curve is not active.'),
  'history-limit': coded(400, '400', "La date de début est antérieure à la date limite d'historique"),
  identical: coded(400, '400', 'Une demande strictement identique est en cours'),
  // Of the token.
  invalid_client: error(400, 'invalid_client', 'Client authentication failed.'),
  invalid_request: error(400, 'invalid_request', 'The request is malformed.'),
  unsupported_grant_type: error(400, 'unsupported_grant_type', 'Unsupported grant_type value.'),
  'no-token': { status: 200, describe: 'a token answer without access_token', body: '{"token_type":"Bearer"}' },
} as const satisfies Record<string, Fault>;

export type EnedisFault = keyof typeof ENEDIS_FAULTS;

/** The oldest form, with a third key that some versions have. */
function error(status: number, code: string, description: string): Fault {
  const body = { error: code, error_description: description, error_uri: 'https://sandbox.invalid/api-doc' };
  return { status, describe: `${code}: ${description}`, body: JSON.stringify(body) };
}

/** The form of the API manager and of 2026. */
function coded(status: number, code: string, message: string, description?: string): Fault {
  const body = { code, message, ...(description !== undefined && { description }) };
  return { status, describe: `${code} ${message}`, body: JSON.stringify(body) };
}

function page(status: number, title: string, describe: string): Fault {
  const headers = { 'Content-Type': 'text/html; charset=utf-8' };
  return { status, describe, headers, body: `<!doctype html><title>${title}</title><h1>${title}</h1>` };
}
