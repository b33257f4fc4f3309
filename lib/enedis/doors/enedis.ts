// Enedis itself: Data Connect 2026 with a client id and secret of one's own (spec/dataconnect.md §2.1), and the REST API of its
// company account (spec/sge.md §2).
import type { Limit } from '../../provider/quota/limits';
import { MEASURES } from '../series';
import type { DoorDetails } from './row';

/** Longer windows of a curve are refused; of days no limit is known, clients ask for a year; of the index nothing is known. */
export const WINDOW_DAYS = { 'load-curve': 7, energy: 365, 'max-power': 365, index: 7 } as const;

export const DEPTH = {
  'load-curve': { months: 24, days: 15 },
  energy: { months: 36, days: 15 },
  'max-power': { months: 36, days: 15 },
  index: { months: 36, days: 15 },
} as const;

/** From 5 to 20 h, one each hour. */
const HOURLY = Array.from({ length: 15 }, (_, index) => [5 + index, 6 + index] as const);

const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;

/** 5 in a second, 1000 in an hour; a client in production keeps 50 of them back (spec/sge.md §2). */
const LIMITS: readonly Limit[] = [
  { kind: 'window', max: 5, windowMs: SECOND_MS },
  { kind: 'window', max: 950, windowMs: HOUR_MS, reserve: 300 },
];

/** 3 h 30 (spec/dataconnect.md §1.4), 1 h of the company account; both say it. */
const TOKEN = {
  path: '/oauth2/v3/token',
  lifeSeconds: 3600,
  limits: [{ kind: 'window', max: 20, windowMs: HOUR_MS }],
} as const;

const ENEDIS = {
  isGateway: false,
  measures: MEASURES,
  windowDays: WINDOW_DAYS,
  depth: DEPTH,
  tries: HOURLY,
  baseUrl: 'https://gw.ext.prod.api.enedis.fr',
  limits: LIMITS,
  closedMs: 10 * 60 * SECOND_MS,
  quotaStatuses: [],
} as const satisfies Partial<DoorDetails>;

export const ENEDIS_DIRECT: DoorDetails = {
  ...ENEDIS,
  id: 'enedis-direct',
  name: 'Enedis Data Connect',
  consentPage: 'https://mon-compte-particulier.enedis.fr/dataconnect/v2/oauth2/authorize',
  apis: {
    'consumption-load-curve': direct('courbe_de_charge_consommation'),
    'production-load-curve': direct('courbe_de_charge_production'),
    'consumption-energy': direct('consommation_quotidienne'),
    'production-energy': direct('production_quotidienne'),
    'consumption-max-power': direct('puissance_conso_max_quotidienne'),
    'consumption-index': direct('index_consommation'),
    'production-index': direct('index_production'),
    services: { name: 'subscribed_services', path: '/subscribed_services/v1/', method: 'POST' },
  },
  fields: { prm: 'pointId', from: 'dateDebut', to: 'dateFin' },
  maxPowerFields: { mesuresPas: 'P1D', grandeurPhysique: 'PMA' },
  counts: ({ host, fingerprint, api }) => `enedis-direct ${host} ${fingerprint} ${api}`,
  token: TOKEN,
};

/** `own`: the company's own meters. `authorised`: those of holders who have agreed. */
export type CompanyMeters = 'own' | 'authorised';

const COMPANY_PATHS = {
  own: { measures: '/mesures/v2/metering_data', contract: '/contract_summary/v1/{usage_point_id}' },
  authorised: {
    measures: '/mesure_synchrone_auto/v1/metering_data',
    contract: '/synth_contrat_auto/v1/{usage_point_id}',
  },
} as const satisfies Record<CompanyMeters, unknown>;

export const ENEDIS_COMPANY: DoorDetails = {
  ...ENEDIS,
  id: 'enedis-company',
  name: 'Enedis (company account)',
  apis: companyApis('own'),
  fields: { prm: 'usage_point_id', from: 'start', to: 'end' },
  maxPowerFields: { measuring_period: 'P1D', grandeurPhysique: 'PMA' },
  // 5 in a second for the application; 1000 in an hour for each API, counted here for all of them together.
  counts: ({ host, fingerprint, api }) => `enedis-company ${host} ${fingerprint}${api === 'token' ? ' token' : ''}`,
  token: { ...TOKEN, secretIn: 'body' },
};

export function companyApis(meters: CompanyMeters): DoorDetails['apis'] {
  const { measures, contract } = COMPANY_PATHS[meters];
  const measure = (name: string): { name: string; path: string } => ({ name, path: `${measures}/${name}` });
  return {
    'consumption-load-curve': measure('consumption_load_curve'),
    'production-load-curve': measure('production_load_curve'),
    'consumption-energy': measure('daily_consumption'),
    'production-energy': measure('daily_production'),
    'consumption-max-power': measure('daily_consumption_max_power'),
    'consumption-index': measure('index_consumption'),
    'production-index': measure('index_production'),
    contract: { name: meters === 'own' ? 'contract_summary' : 'synth_contrat_auto', path: contract },
  };
}

function direct(name: string): { name: string; path: string } {
  return { name, path: `/mesure_synchrone_auto/v2/${name}` };
}
