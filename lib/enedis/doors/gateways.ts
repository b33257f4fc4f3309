// The gateways, for households (spec/dataconnect.md §3). Whoever breaks their law is shut out, with all who share his address.
import type { Limit } from '../../provider/quota/limits';
import { MEASURES } from '../series';
import { DEPTH, WINDOW_DAYS } from './enedis';
import type { DoorDetails } from './row';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The operator of conso-api wants to know who asks. */
const HEADERS = { 'User-Agent': 'linky-red (+https://github.com/linky-red/linky-red)' };

/** Back-fill is nobody's hurry: a call in five minutes, and none while all the country asks for yesterday. */
const CALM_BACKFILL: readonly Limit[] = [
  { kind: 'spacing', ms: 5 * MINUTE_MS, only: 'backfill' },
  { kind: 'hours', from: 5, to: 11, only: 'backfill' },
];

export const CONSO_API: DoorDetails = {
  id: 'conso-api',
  name: 'conso-api (conso.boris.sh)',
  isGateway: true,
  measures: MEASURES,
  windowDays: WINDOW_DAYS,
  depth: DEPTH,
  // What the operator advises.
  tries: [
    [6, 10],
    [13, 15],
  ],
  baseUrl: 'https://conso.boris.sh',
  consentPage: 'https://conso.boris.sh',
  apis: {
    'consumption-load-curve': { name: 'courbe_de_charge_consommation', path: '/api/courbe_de_charge_consommation' },
    'production-load-curve': { name: 'courbe_de_charge_production', path: '/api/courbe_de_charge_production' },
    'consumption-energy': { name: 'consommation_quotidienne', path: '/api/consommation_quotidienne' },
    'production-energy': { name: 'production_quotidienne', path: '/api/production_quotidienne' },
    'consumption-max-power': { name: 'puissance_conso_max_quotidienne', path: '/api/puissance_conso_max_quotidienne' },
    'consumption-index': { name: 'index_consommation', path: '/api/index_consommation' },
    'production-index': { name: 'index_production', path: '/api/index_production' },
  },
  fields: { prm: 'pointId', from: 'dateDebut', to: 'dateFin' },
  maxPowerFields: { mesuresPas: 'P1D', grandeurPhysique: 'PMA' },
  // An address with 100 calls in one UTC day is banned, failed ones included, by a look that comes up to 45 minutes late: it may
  // see two of these windows, never three.
  limits: [{ kind: 'window', max: 40, windowMs: DAY_MS, reserve: 15 }, ...CALM_BACKFILL],
  counts: ({ host }) => `conso-api ${host}`,
  // The quota of Enedis, which all its users share.
  closedMs: HOUR_MS,
  quotaStatuses: [],
  headers: HEADERS,
};

/** 50 a day for each token; whose midnight, nobody says: five less in any 24 hours are fewer in any of them. */
const MED_LIMITS: readonly Limit[] = [{ kind: 'window', max: 45, windowMs: DAY_MS, reserve: 20 }, ...CALM_BACKFILL];

const MED = {
  isGateway: true,
  measures: ['load-curve', 'energy', 'max-power'],
  windowDays: WINDOW_DAYS,
  depth: DEPTH,
  tries: [
    [6, 8],
    [8, 10],
    [13, 15],
    [17, 19],
  ],
  fields: { prm: 'prm', from: 'start', to: 'end' },
  limits: MED_LIMITS,
  counts: ({ host, fingerprint, api }) => `myelectricaldata ${host} ${fingerprint}${api === 'token' ? ' token' : ''}`,
  closedMs: 6 * HOUR_MS,
  quotaStatuses: [409],
} as const satisfies Partial<DoorDetails>;

export const MYELECTRICALDATA_V1: DoorDetails = {
  ...MED,
  id: 'myelectricaldata-v1',
  name: 'MyElectricalData v1',
  baseUrl: 'https://myelectricaldata.fr',
  consentPage: 'https://myelectricaldata.fr',
  apis: {
    'consumption-load-curve': { name: 'consumption_load_curve', path: v1Path('consumption_load_curve') },
    'production-load-curve': { name: 'production_load_curve', path: v1Path('production_load_curve') },
    'consumption-energy': { name: 'daily_consumption', path: v1Path('daily_consumption') },
    'production-energy': { name: 'daily_production', path: v1Path('daily_production') },
    'consumption-max-power': { name: 'daily_consumption_max_power', path: v1Path('daily_consumption_max_power') },
    access: { name: 'valid_access', path: '/valid_access/{prm}' },
  },
  tokenAs: 'raw',
  headers: HEADERS,
};

const THREE_YEARS = { months: 36, days: 0 } as const;

export const MYELECTRICALDATA_V2: DoorDetails = {
  ...MED,
  id: 'myelectricaldata-v2',
  name: 'MyElectricalData v2',
  // It refuses what is older than so many months itself.
  depth: { ...DEPTH, 'load-curve': { months: 24, days: 0 }, energy: THREE_YEARS, 'max-power': THREE_YEARS },
  baseUrl: 'https://www.v2.myelectricaldata.fr/api',
  consentPage: 'https://www.v2.myelectricaldata.fr',
  apis: {
    'consumption-load-curve': { name: 'consumption/detail', path: '/enedis/consumption/detail/{prm}' },
    'production-load-curve': { name: 'production/detail', path: '/enedis/production/detail/{prm}' },
    'consumption-energy': { name: 'consumption/daily', path: '/enedis/consumption/daily/{prm}' },
    'production-energy': { name: 'production/daily', path: '/enedis/production/daily/{prm}' },
    'consumption-max-power': { name: 'power', path: '/enedis/power/{prm}' },
    meters: { name: 'pdl', path: '/pdl' },
  },
  token: {
    path: '/accounts/token',
    secretIn: 'body',
    lifeSeconds: 3600,
    limits: [{ kind: 'window', max: 20, windowMs: DAY_MS }],
  },
  headers: { ...HEADERS, 'X-MED-Format': '2026' },
  hidesFailures: true,
  // It shows starts, and makes them of the ends by subtraction: in March one that no clock shows.
  stamps: { stamps: 'end', dates: 'local', isPutBack: true },
};

function v1Path(name: string): string {
  return `/${name}/{prm}/start/{start}/end/{end}`;
}
