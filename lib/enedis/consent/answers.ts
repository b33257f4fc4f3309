// What the gateways and Enedis answer to a question about the consent itself (spec/dataconnect.md §1.3, §3.2).
import * as v from 'valibot';
import type { Direction } from '../../grid/point';
import { PARIS, type DayKey } from '../../grid/paris-time';
import { MEASURES, type Measure } from '../series';
import { isPrm, type Grant } from './grant';

/** `valid_access` of MyElectricalData v1. */
export interface Access {
  /** `quota`: the calls of the day are used up, which says nothing of the consent. */
  readonly state: 'valid' | 'quota' | 'refused';
  /** Epoch ms. */
  readonly until?: number;
  /** Why, in the words of the gateway. */
  readonly information: string;
}

const ValidAccess = v.object({
  valid: v.boolean(),
  information: v.nullish(v.string()),
  consent_expiration_date: v.nullish(v.string()),
  quota_reached: v.nullish(v.boolean()),
  ban: v.nullish(v.boolean()),
});

/** @returns undefined when it is no such answer */
export function readAccess(json: unknown): Access | undefined {
  const read = v.safeParse(ValidAccess, json);
  if (!read.success) return undefined;
  const { valid, information, consent_expiration_date: ends, quota_reached: isFull, ban } = read.output;
  const until = ends == null ? undefined : localInstant(ends);
  const state = valid ? 'valid' : isFull === true && ban !== true ? 'quota' : 'refused';
  return { state, information: information ?? '', ...(until !== undefined && { until }) };
}

const LOCAL = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.\d+)?$/;

/** A time without a zone is taken as French [?]; one with a zone as it stands. */
function localInstant(text: string): number | undefined {
  const parts = LOCAL.exec(text)?.slice(1).map(Number);
  if (parts === undefined) {
    const instant = Date.parse(text);
    return Number.isNaN(instant) ? undefined : instant;
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  return PARIS.toInstant({ year, month, day, hour, minute, second });
}

/** Under these names the gateways and Enedis write the number of a meter. */
const PRM_NAMES = ['usage_point_id', 'pointId', 'pdl', 'prm', 'id', 'name'] as const;

const MeterList = v.array(v.union([v.string(), v.record(v.string(), v.unknown())]));
const Meters = v.union([
  v.pipe(
    v.object({ data: MeterList }),
    v.transform(({ data }) => data),
  ),
  MeterList,
]);

/** `pdl` of MyElectricalData v2, of which no answer was seen: a list, in its envelope or bare. @returns undefined when it is none */
export function readMeters(json: unknown): Grant | undefined {
  const read = v.safeParse(Meters, json);
  if (!read.success) return undefined;
  const named = (meter: Record<string, unknown>): unknown => PRM_NAMES.map((name) => meter[name]).find(isPrm);
  const prms = read.output.map((meter) => (typeof meter === 'string' ? meter : named(meter))).filter(isPrm);
  return { prms: [...new Set(prms)] };
}

/** Names of Enedis for what is measured. ITC, the contract, is no measure. */
const MEASURE_OF: Readonly<Record<string, Measure>> = {
  CDC: 'load-curve',
  ENERGIE: 'energy',
  PMAX: 'max-power',
  IDX: 'index',
};
const IN_FORCE = ['ACTIF', 'DEMANDE'];

const Day = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\d/),
  v.transform((text): DayKey => text.slice(0, 10)),
);
const Service = v.object({
  pointId: v.union([v.string(), v.pipe(v.number(), v.transform(String))]),
  soutirage: v.nullish(v.boolean()),
  injection: v.nullish(v.boolean()),
  dateDebut: v.nullish(Day),
  dateFin: v.nullish(Day),
  etatCode: v.nullish(v.string()),
  mesuresTypeCode: v.nullish(v.array(v.string())),
  autorisation: v.nullish(v.object({ autorisationId: v.nullish(v.number()) })),
});
const Services = v.object({ serviceSouscrit: v.nullish(v.array(v.unknown())) });

/**
 * `subscribed_services` of Enedis: one service for each direction of a meter; none where they are not there yet.
 * @returns undefined when it is no such answer
 */
export function readServices(json: unknown, autorisationId: number): Grant | undefined {
  const read = v.safeParse(Services, json);
  if (!read.success) return undefined;
  const services = (read.output.serviceSouscrit ?? [])
    .map((service) => v.safeParse(Service, service))
    .filter(({ success }) => success)
    .map(({ output }) => output as v.InferOutput<typeof Service>)
    .filter(({ etatCode }) => etatCode == null || IN_FORCE.includes(etatCode))
    .filter(({ autorisation }) => (autorisation?.autorisationId ?? autorisationId) === autorisationId)
    .filter(({ pointId }) => isPrm(pointId));
  if (services.length === 0) return { prms: [] };
  const days = (field: 'dateDebut' | 'dateFin'): DayKey[] => services.flatMap((service) => service[field] ?? []).sort();
  const since = days('dateDebut')[0];
  // Whether it is the last day or the one after it is not known [?]: the earlier of both.
  const ends = days('dateFin').at(-1);
  const directions: Direction[] = [
    ...(services.some(({ soutirage }) => soutirage === true) ? (['consumption'] as const) : []),
    ...(services.some(({ injection }) => injection === true) ? (['production'] as const) : []),
  ];
  const measures = new Set(services.flatMap(({ mesuresTypeCode }) => mesuresTypeCode ?? []).map((c) => MEASURE_OF[c]));
  return {
    prms: [...new Set(services.map(({ pointId }) => pointId))],
    ...(since !== undefined && { since }),
    ...(ends !== undefined && { until: PARIS.startOfDay(ends) }),
    ...(directions.length > 0 && { directions }),
    ...(measures.size > 0 && { measures: MEASURES.filter((measure) => measures.has(measure)) }),
  };
}
