// The stand-in of Enedis on loopback: consent page, token, Data Connect 2026, subscribed services, company account. It counts
// what is asked of it, refuses what the real one refuses, and can be told to fail.
import type { Direction, Household } from '../household/household';
import { householdOf, households, type Households } from '../household/households';
import {
  startWebServer,
  type Reply,
  type Request,
  type Route,
  type RunningService,
  type WebServerOptions,
} from '../web-server';
import { askHolder, decide } from './authorize';
import { APPLICATION, COMPANY } from './applications';
import { body2026, type CurveOrder } from './bodies-2026';
import { COMPANY_MEASURES, COMPANY_ROUTES, contractSummary, type CompanyForm, type CompanyName } from './company';
import { ConsentRegister } from './consents';
import { ENEDIS_FAULTS, type EnedisFault } from './faults';
import { judge, type Measure } from './measures';
import { failing, Portal, type Api, type Application } from './portal';

export type EnedisName =
  | 'authorize'
  | 'decision'
  | 'token'
  | 'subscribed_services'
  | 'synth_contrat_auto'
  | keyof typeof MEASURES_2026
  | CompanyName;

/** The resources of 2026. */
export const MEASURES_2026 = {
  consommation_quotidienne: ['energy', 'consumption'],
  courbe_de_charge_consommation: ['load-curve', 'consumption'],
  puissance_conso_max_quotidienne: ['max-power', 'consumption'],
  production_quotidienne: ['energy', 'production'],
  courbe_de_charge_production: ['load-curve', 'production'],
  index_consommation: ['index', 'consumption'],
  index_production: ['index', 'production'],
} as const satisfies Record<string, readonly [Measure, Direction]>;

export type Name2026 = keyof typeof MEASURES_2026;

/** The names of all calls for measures. */
export const MEASURE_NAMES: readonly EnedisName[] = [
  ...(Object.keys(MEASURES_2026) as Name2026[]),
  ...COMPANY_MEASURES,
];

export interface EnedisOptions extends WebServerOptions, Partial<CurveOrder>, Partial<CompanyForm> {
  readonly applications?: readonly Application[];
  readonly tokenSeconds?: number;
  /** Where the consent page sends the browser to. */
  readonly redirect?: string;
  /** How many questions for a new consent are answered with null; default 1. */
  readonly nullServices?: number;
  /** The box of the consent page is ticked already. */
  readonly isTicked?: boolean;
  /** Default: those of households.ts, from the moment of the start. */
  readonly households?: Households;
}

export interface RunningEnedis extends RunningService<EnedisName, EnedisFault> {
  /** Every token that was handed out: what must stand nowhere. */
  readonly tokens: readonly string[];
  forgetTokens(): void;
  redirectTo(address: string): void;
  /** A consent without a browser, to the first application unless told. @returns the number of the authorisation */
  consentTo(prm: string, application?: Application): number;
  /** The holder takes the consent back. */
  revoke(prm: string): void;
  /** The truth behind the answers. */
  household(prm: string): Household;
}

export async function startEnedis(options: EnedisOptions = {}): Promise<RunningEnedis> {
  const now = options.now ?? Date.now;
  const known = options.households ?? households(now());
  const applications = options.applications ?? [APPLICATION, COMPANY];
  const portal = new Portal(applications, options.tokenSeconds ?? 12_600);
  const register = new ConsentRegister(options.nullServices ?? 1);
  let redirect = options.redirect ?? 'http://127.0.0.1:1880/';
  const desk = { portal, register, households: known, redirect: () => redirect, isTicked: options.isTicked ?? false };
  const order: CurveOrder = { doubledHour: options.doubledHour ?? 'as-it-ran' };

  const admitted = (api: Api, request: Request, answer: (application: Application) => Reply): Reply => {
    const admission = portal.admit(api, request);
    return 'fault' in admission ? failing(admission.fault) : answer(admission.application);
  };
  const routes: Route<EnedisName>[] = [
    ...(['v1', 'v2'] as const).map((version): Route<EnedisName> => ({
      name: 'authorize',
      method: 'GET',
      path: new RegExp(`^/dataconnect/${version}/oauth2/authorize$`),
      answer: (request) => askHolder(desk, version, request),
    })),
    { name: 'decision', method: 'POST', path: /^\/dataconnect\/decision$/, answer: (request) => decide(desk, request) },
    { name: 'token', method: 'POST', path: /^\/oauth2\/v3\/token$/, answer: (request) => portal.token(request) },
    {
      name: 'subscribed_services',
      method: 'POST',
      // Without the slash at its end it is another address.
      path: /^\/subscribed_services\/v1\/$/,
      answer: (request) =>
        admitted('subscribed_services', request, (application) => {
          const id = autorisationId(request);
          return id === undefined ? failing('missing-parameter') : { body: register.services(application, id) };
        }),
    },
    {
      name: 'synth_contrat_auto',
      method: 'GET',
      path: /^\/synth_contrat_auto\/v1\/(\d{14})$/,
      answer: (request) =>
        admitted('synth_contrat_auto', request, (application) => {
          const household = known.get(request.groups[0] ?? '');
          if (household === undefined) return failing('unknown-prm');
          const isCovered = register.covers(application, household.prm, request.now);
          return isCovered ? { body: contractSummary(household) } : failing('not-holder');
        }),
    },
    ...(Object.keys(MEASURES_2026) as Name2026[]).map((name): Route<EnedisName> => ({
      name,
      method: 'GET',
      path: new RegExp(`^/mesure_synchrone_auto/v2/${name}$`),
      answer: (request) =>
        admitted('mesure_synchrone_auto', request, (application) => {
          const wrong = wrongQuery(name, request.url.searchParams);
          if (wrong !== undefined) return failing(wrong);
          const prm = request.url.searchParams.get('pointId');
          if (!register.covers(application, prm, request.now) && known.has(prm ?? '')) return failing('no-consent');
          return measured(known, name, request, order);
        }),
    })),
    ...COMPANY_ROUTES.map(({ name, path, api, answer }): Route<EnedisName> => ({
      name,
      method: 'GET',
      path,
      answer: (request) =>
        admitted(api, request, (application) => {
          const isAgreed = (prm: string): boolean => register.covers(application, prm, request.now);
          return answer({ application, households: known, request, form: options, isAgreed });
        }),
    })),
  ];
  const running = await startWebServer({ ...options, now }, { routes, failing, notFound: ENEDIS_FAULTS['not-found'] });
  return {
    ...running,
    tokens: portal.issued,
    forgetTokens: () => {
      portal.forgetTokens();
    },
    redirectTo: (address) => {
      redirect = address;
    },
    consentTo: (prm, application = applications[0] ?? APPLICATION) =>
      register.give(application, householdOf(known, prm), now()),
    revoke: (prm) => {
      register.revoke(prm);
    },
    household: (prm) => householdOf(known, prm),
  };
}

/** What Enedis answers to a query of 2026 that was let in, whoever passes it on. */
export function measured(known: Households, name: Name2026, { url, now }: Request, order: CurveOrder): Reply {
  const [measure, direction] = MEASURES_2026[name];
  const [prm, from, to] = ['pointId', 'dateDebut', 'dateFin'].map((key) => url.searchParams.get(key));
  const verdict = judge(known, { prm: prm ?? null, direction, measure, from: from ?? null, to: to ?? null }, now);
  return 'fault' in verdict ? failing(verdict.fault) : { body: body2026(verdict.found, order) };
}

/** Anything that the description of the API does not have ends in a 500; what is required and lacks in a 400. */
function wrongQuery(name: Name2026, query: URLSearchParams): EnedisFault | undefined {
  const required = ['pointId', 'dateDebut', 'dateFin'];
  if (name === 'puissance_conso_max_quotidienne') required.push('mesuresPas', 'grandeurPhysique');
  if ([...query.keys()].some((key) => !required.includes(key))) return 'core-down';
  if (required.some((key) => !query.has(key))) return 'missing-parameter';
  if (name !== 'puissance_conso_max_quotidienne') return undefined;
  const isKnown = query.get('mesuresPas') === 'P1D' && ['PMA', 'TOUT'].includes(query.get('grandeurPhysique') ?? '');
  return isKnown ? undefined : 'missing-parameter';
}

/** Two keys and no more: one project was refused for sending the defaults. */
function autorisationId({ body, headers }: Request): number | undefined {
  if (headers['content-type']?.startsWith('application/json') !== true) return undefined;
  let asked: unknown;
  try {
    asked = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof asked !== 'object' || asked === null || Object.keys(asked).sort().join() !== 'autorisationId,comptage')
    return undefined;
  const { autorisationId: id, comptage } = asked as { autorisationId: unknown; comptage: unknown };
  return typeof id === 'number' && Number.isInteger(id) && comptage === false ? id : undefined;
}
