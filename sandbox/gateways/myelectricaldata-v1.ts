// MyElectricalData v1: a raw token in the header, meters and dates in the path, the bodies of v5, 50 calls a day.
import { meterReading, V5 } from '../enedis/bodies-v5';
import type { CurveOrder } from '../enedis/bodies-2026';
import { dayText, judge, type Measure } from '../enedis/measures';
import { failing } from '../enedis/portal';
import type { Direction } from '../household/household';
import type { Households } from '../household/households';
import { parisDay } from '../paris-clock';
import type { Reply, Request, Route } from '../web-server';
import { DayQuota } from './day-quota';
import { GATEWAY_FAULTS, wrapped, type Envelope } from './faults';

export interface MyElectricalDataV1 {
  readonly households: Households;
  readonly order: CurveOrder;
  readonly isAllowed: (prm: string) => boolean;
  readonly startedAt: number;
}

/** The token that everybody may use here; it opens every meter. */
export const MED_V1_TOKEN = 'sandbox-med-v1-token-000001';

const MEASURES = {
  daily_consumption: ['energy', 'consumption'],
  daily_consumption_max_power: ['max-power', 'consumption'],
  consumption_load_curve: ['load-curve', 'consumption'],
  daily_production: ['energy', 'production'],
  production_load_curve: ['load-curve', 'production'],
} as const satisfies Record<string, readonly [Measure, Direction]>;

type MeasureName = keyof typeof MEASURES;

const MOST = 50;
const MOST_WITH_CACHE = 500;
const CONSENT_MS = 2 * 365 * 86_400_000;
const DATES = String.raw`start/(\d{4}-\d{2}-\d{2})/end/(\d{4}-\d{2}-\d{2})`;

/** Up to three levels deep. */
export const medV1Envelope: Envelope = (status, said) => ({
  status,
  body: {
    tag: 'enedis_return_ko',
    error_code: status,
    description: "Les API d'Enedis sont indisponible.",
    alert_user: true,
    enedis_return: { error: `result_${String(status)}`, enedis_return: said },
  },
});

export function medV1Routes(med: MyElectricalDataV1): readonly Route<'myelectricaldata-v1'>[] {
  const quota = { plain: new DayQuota(MOST), cached: new DayQuota(MOST_WITH_CACHE) };
  const names = Object.keys(MEASURES).join('|');
  return [
    {
      name: 'myelectricaldata-v1',
      method: 'GET',
      path: /^\/valid_access\/(\d{14})(\/cache)?$/,
      answer: (request) => access(med, quota.plain, request),
    },
    {
      name: 'myelectricaldata-v1',
      method: 'GET',
      path: new RegExp(String.raw`^/(${names})/(\d{14})/${DATES}(/cache)?$`),
      answer: (request) => {
        const token = request.headers.authorization ?? '';
        const counted = request.groups[4] === undefined ? quota.plain : quota.cached;
        if (!counted.admits(token, request.now)) return GATEWAY_FAULTS['limit-reached'];
        return reading(med, request);
      },
    },
    { name: 'myelectricaldata-v1', method: 'GET', path: /^\/ping$/, answer: () => ({ body: { status: true } }) },
  ];
}

function reading({ households, order, isAllowed }: MyElectricalDataV1, { headers, groups, now }: Request): Reply {
  // Raw: with `Bearer` in front it is another token.
  if (headers.authorization !== MED_V1_TOKEN) return UNKNOWN_TOKEN;
  const [name, prm = '', from = '', to = ''] = groups;
  if (!isAllowed(prm)) return wrapped(failing('no-consent'), medV1Envelope);
  const [measure, direction] = MEASURES[name as MeasureName];
  const verdict = judge(households, { prm, direction, measure, from, to }, now);
  if ('found' in verdict) return { body: { meter_reading: meterReading(verdict.found, { ...V5, ...order }) } };
  return wrapped(failing(verdict.fault === 'end-before-start' ? 'start-after-end' : verdict.fault), medV1Envelope);
}

const UNKNOWN_TOKEN: Reply = {
  status: 401,
  body: { tag: 'token_invalid', error_code: 401, description: 'Le token est invalide.', enedis_return: false },
};

function access({ households, isAllowed, startedAt }: MyElectricalDataV1, quota: DayQuota, request: Request): Reply {
  const { headers, groups, now } = request;
  const token = headers.authorization ?? '';
  if (token !== MED_V1_TOKEN) return UNKNOWN_TOKEN;
  const isWithin = quota.admits(token, now);
  const [prm = ''] = groups;
  const isValid = households.has(prm) && isAllowed(prm);
  const information = !isWithin
    ? `Vous avez dépassé votre quota journalier (${String(MOST)})`
    : isValid
      ? undefined
      : 'Aucun consentement trouvé pour ce point de livraison';
  return {
    body: {
      valid: isWithin && isValid,
      ...(information !== undefined && { information }),
      consent_expiration_date: new Date(startedAt + CONSENT_MS).toISOString().slice(0, 19),
      call_number: quota.count(token, now),
      quota_reached: !isWithin,
      quota_limit: MOST,
      quota_reset_at: `${dayText(parisDay(now))}T23:59:59.999999`,
      last_call: new Date(quota.last(token) ?? now).toISOString().replace('Z', '000'),
      ban: false,
    },
  };
}
