// The account of a company: its own meters, in the bodies of v5, stamped at the start or at the end by the segment of the meter.
import type { Direction, Household } from '../household/household';
import type { Households } from '../household/households';
import { dayInstant, isSummer, parisWall } from '../paris-clock';
import type { Reply, Request } from '../web-server';
import { meterReading, V5, type V5Form } from './bodies-v5';
import type { EnedisFault } from './faults';
import { judge, type Measure } from './measures';
import { failing, type Api, type Application } from './portal';

const MEASURES = {
  consumption_load_curve: ['load-curve', 'consumption'],
  production_load_curve: ['load-curve', 'production'],
  daily_consumption: ['energy', 'consumption'],
  daily_production: ['energy', 'production'],
  daily_consumption_max_power: ['max-power', 'consumption'],
  index_consumption: ['index', 'consumption'],
  index_production: ['index', 'production'],
} as const satisfies Record<string, readonly [Measure, Direction]>;

type MeasureName = keyof typeof MEASURES;
export const COMPANY_MEASURES = Object.keys(MEASURES) as readonly MeasureName[];
export type CompanyName = MeasureName | 'contract_summary' | 'connection';

/** What may be one way or the other; default: naive local dates, W. */
export type CompanyForm = Pick<V5Form, 'dates' | 'prefix'>;

interface Asked {
  readonly application: Application;
  readonly households: Households;
  readonly request: Request;
  readonly form: Partial<V5Form>;
  /** Whether the holder of a meter has let this application in. */
  readonly isAgreed: (prm: string) => boolean;
}

interface CompanyRoute {
  readonly name: CompanyName;
  readonly path: RegExp;
  readonly api: Api;
  readonly answer: (asked: Asked) => Reply;
}

export const COMPANY_ROUTES: readonly CompanyRoute[] = [
  {
    name: 'contract_summary',
    path: /^\/contract_summary\/v1\/(\d{14})$/,
    api: 'contract_summary',
    answer: (asked) =>
      ofOpen(isOwn, asked, asked.request.groups[0], (household) => ({ body: contractSummary(household) })),
  },
  {
    name: 'connection',
    path: /^\/connection\/v1\/(\d{14})$/,
    api: 'connection',
    answer: (asked) =>
      ofOpen(isOwn, asked, asked.request.groups[0], () => ({
        body: { connection_state: 'Alimenté', voltage_level: 'BT' },
      })),
  },
  ...COMPANY_MEASURES.flatMap((name): CompanyRoute[] => [
    {
      name,
      path: new RegExp(`^/mesures/v2/metering_data/${name}$`),
      api: 'mesures',
      answer: (asked) => reading(name, isOwn, asked),
    },
    {
      name,
      path: new RegExp(`^/mesure_synchrone_auto/v1/metering_data/${name}$`),
      api: 'mesure_synchrone_auto_v1',
      answer: (asked) => reading(name, isAgreed, asked),
    },
  ]),
];

export function contractSummary(household: Household): object {
  const date = offsetDate(dayInstant(household.meter.activeFrom));
  return {
    segments: [{ segment: household.meter.segment }, ...(household.produces() ? [{ segment: 'P4' }] : [])],
    ...(household.produces() && { generation_last_activation_date: date }),
    consumption_last_activation_date: date,
    services_level: 'Communicant (ouvert aux services)',
  };
}

/** Meters of the company's own, or of holders who have agreed. */
type Perimeter = (asked: Asked, prm: string) => boolean;

const isOwn: Perimeter = ({ application }, prm) => application.prms?.includes(prm) === true;
const isAgreed: Perimeter = (asked, prm) => asked.isAgreed(prm);

function ofOpen(
  isOpen: Perimeter,
  asked: Asked,
  prm: string | undefined,
  answer: (household: Household) => Reply,
): Reply {
  const household = asked.households.get(prm ?? '');
  if (household === undefined) return failing('not-receivable');
  return isOpen(asked, household.prm) ? answer(household) : failing('no-service');
}

/** This door has words of its own for some refusals. */
const WORDS: Partial<Record<EnedisFault, EnedisFault>> = {
  'end-before-start': 'bad-period',
  'too-old': 'history-limit',
  'no-data-14': 'curve-not-collected',
  'no-data': 'not-receivable',
  'no-data-2026': 'not-receivable',
  'wrong-direction': 'not-receivable',
  'unknown-prm': 'not-receivable',
};

function reading(name: MeasureName, isOpen: Perimeter, asked: Asked): Reply {
  const { households, request, form } = asked;
  const query = request.url.searchParams;
  const required = ['usage_point_id', 'start', 'end'];
  if (name === 'daily_consumption_max_power') required.push('measuring_period', 'grandeurPhysique');
  if ([...query.keys()].some((key) => !required.includes(key))) return failing('core-down');
  if (required.some((key) => !query.has(key))) return failing('missing-parameter');
  const [measure, direction] = MEASURES[name];
  const prm = query.get('usage_point_id');
  return ofOpen(isOpen, asked, prm ?? undefined, ({ meter }) => {
    const question = { prm, direction, measure, from: query.get('start'), to: query.get('end') };
    const verdict = judge(households, question, request.now);
    if ('fault' in verdict) return failing(WORDS[verdict.fault] ?? verdict.fault);
    const stamps = meter.segment === 'C5' ? 'end' : 'start';
    return { body: { meter_reading: meterReading(verdict.found, { ...V5, ...form, stamps }) } };
  });
}

/** 2014-01-22T00:00:00+0100, without a colon in the offset. */
function offsetDate(at: number): string {
  return `${new Date(parisWall(at)).toISOString().slice(0, 19)}${isSummer(at) ? '+0200' : '+0100'}`;
}
