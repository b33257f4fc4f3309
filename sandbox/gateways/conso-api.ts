// conso.boris.sh: a page with a button, a token that is shown and stored nowhere, and the measures of Enedis handed on as they are.
import { meterReading, V5 } from '../enedis/bodies-v5';
import type { CurveOrder } from '../enedis/bodies-2026';
import { consentPage, escaped, page } from '../enedis/consent-page';
import { judge, type Measure } from '../enedis/measures';
import { failing } from '../enedis/portal';
import { measured, MEASURES_2026, type Name2026 } from '../enedis/server';
import type { Direction } from '../household/household';
import { linkyMeters, type Households } from '../household/households';
import { bearerOf, type Reply, type Request, type Route } from '../web-server';
import { GATEWAY_FAULTS, wrapped, type Envelope } from './faults';
import { claimsOf, signed } from './jwt';

export interface ConsoApi {
  readonly households: Households;
  readonly order: CurveOrder;
  /** Whether the holder still lets Enedis give the data of a meter. */
  readonly isAllowed: (prm: string) => boolean;
  readonly issue: (token: string) => void;
}

/** The types of v5, whose bodies come without their envelope. */
const LEGACY = {
  daily_consumption: ['energy', 'consumption'],
  consumption_load_curve: ['load-curve', 'consumption'],
  consumption_max_power: ['max-power', 'consumption'],
  daily_production: ['energy', 'production'],
  production_load_curve: ['load-curve', 'production'],
} as const satisfies Record<string, readonly [Measure, Direction]>;

const TOKEN_SECONDS = 1094 * 86_400;
const HTML = { 'Content-Type': 'text/html; charset=utf-8' };

export const consoEnvelope: Envelope = (status, error) => ({
  status,
  body: { status, message: 'The Enedis API returned an error', error },
});

export function consoApiRoutes(api: ConsoApi): readonly Route<'conso-api' | 'conso-page'>[] {
  return [
    { name: 'conso-page', method: 'GET', path: /^\/$/, answer: () => ({ headers: HTML, body: FIRST_PAGE }) },
    { name: 'conso-page', method: 'GET', path: /^\/api\/auth$/, answer: () => askHolder(api.households) },
    { name: 'conso-page', method: 'POST', path: /^\/api\/callback$/, answer: (request) => callback(api, request) },
    { name: 'conso-page', method: 'GET', path: /^\/token$/, answer: showToken },
    { name: 'conso-api', method: 'GET', path: /^\/api\/([a-z_]+)$/, answer: (request) => measures(api, request) },
    { name: 'conso-api', method: 'POST', path: /^\/api\/([a-z_]+)$/, answer: () => ({ status: 405 }) },
  ];
}

/** @param sub one meter or several @param now epoch ms */
export function consoToken(sub: string | readonly string[], now: number): string {
  return signed({ sub, exp: Math.floor(now / 1000) + TOKEN_SECONDS });
}

const FIRST_PAGE = page(
  'Conso API',
  '<p><a id="link" href="/api/auth"><button type="button">J’accède à mon espace client Enedis</button></a></p>',
);

function askHolder(households: Households): Reply {
  const meters = linkyMeters(households);
  const form = {
    action: '/api/callback',
    application: 'Conso API',
    hidden: {},
    meters,
    several: true,
    isTicked: false,
  };
  return { headers: HTML, body: consentPage(form) };
}

function callback({ households, issue }: ConsoApi, { body, now }: Request): Reply {
  const form = new URLSearchParams(body);
  const prms = form.getAll('prm').filter((prm) => households.has(prm));
  if (form.get('decision') !== 'accept' || form.get('agree') !== 'yes' || prms.length === 0)
    return { status: 302, headers: { Location: '/' } };
  const token = consoToken(prms, now);
  issue(token);
  return {
    status: 302,
    headers: { Location: '/token', 'Set-Cookie': `conso-token=${token}; Path=/; HttpOnly; SameSite=Lax` },
  };
}

/** The token is in the page, and seen once its button is pressed. */
function showToken({ headers }: Request): Reply {
  const token = /(?:^|;\s*)conso-token=([\w.-]+)/.exec(headers.cookie ?? '')?.[1];
  if (token === undefined) return { status: 302, headers: { Location: '/' } };
  return {
    headers: HTML,
    body: page(
      'Votre token',
      `<p><button type="button" id="show" onclick="document.getElementById('token').hidden = false">Afficher mon token</button></p>
<p><code id="token" hidden>${escaped(token)}</code></p>`,
    ),
  };
}

function measures({ households, order, isAllowed }: ConsoApi, request: Request): Reply {
  const [type = ''] = request.groups;
  const { headers, now, url } = request;
  const token = bearerOf(headers);
  if (token === undefined) return badParameters('headers.authorization');
  const wrong = wrongParameter(type, url.searchParams);
  if (wrong !== undefined) return badParameters(wrong);
  const [prm, from, to] = NAMES.map((names) => valueOf(url.searchParams, names)) as [string, string, string];
  const allowed = [claimsOf(token, now)?.sub ?? []].flat();
  if (!allowed.includes(prm)) return GATEWAY_FAULTS.token;
  if (!isAllowed(prm)) return wrapped(failing('no-consent'), consoEnvelope);
  if (!isLegacy(type)) {
    const asked = new URL(`/?${new URLSearchParams({ pointId: prm, dateDebut: from, dateFin: to }).toString()}`, url);
    return wrapped(measured(households, type as Name2026, { ...request, url: asked }, order), consoEnvelope);
  }
  const [measure, direction] = LEGACY[type];
  const verdict = judge(households, { prm, direction, measure, from, to }, now);
  if ('found' in verdict) return { body: meterReading(verdict.found, { ...V5, ...order }) };
  const fault = verdict.fault === 'end-before-start' ? 'start-after-end' : verdict.fault;
  return wrapped(failing(fault), consoEnvelope);
}

/** Each parameter has an older name. */
const NAMES = [
  ['pointId', 'prm'],
  ['dateDebut', 'start'],
  ['dateFin', 'end'],
] as const;
const MORE = ['mesuresPas', 'grandeurPhysique'];

function wrongParameter(type: string, query: URLSearchParams): string | undefined {
  if (!isLegacy(type) && !(type in MEASURES_2026)) return 'type';
  const strange = [...query.keys()].find((key) => ![...NAMES.flat(), ...MORE].includes(key));
  if (strange !== undefined) return strange;
  return NAMES.find(
    (names, n) => !(n === 0 ? /^\d{14}$/ : /^\d{4}-\d{2}-\d{2}$/).test(valueOf(query, names) ?? ''),
  )?.[0];
}

function valueOf(query: URLSearchParams, [name, older]: readonly [string, string]): string | null {
  return query.get(name) ?? query.get(older);
}

function isLegacy(type: string): type is keyof typeof LEGACY {
  return type in LEGACY;
}

/** As its validator (zod) says it. */
function badParameters(name: string): Reply {
  const error = [{ code: 'invalid_type', path: name.split('.'), message: 'Required' }];
  return { status: 400, body: { status: 400, message: 'Paramètres invalides', error } };
}
