// MyElectricalData v2: id and secret for a token, every answer in an envelope, and refusals in it too, with HTTP 200.
import { randomBytes } from 'node:crypto';
import { meterReading, V5 } from '../enedis/bodies-v5';
import { body2026, type CurveOrder } from '../enedis/bodies-2026';
import type { EnedisFault } from '../enedis/faults';
import { civilDay, dayText, judge, type Measure } from '../enedis/measures';
import { failing } from '../enedis/portal';
import type { Direction } from '../household/household';
import type { Households } from '../household/households';
import { parisDay } from '../paris-clock';
import { basicOf, bearerOf, type Reply, type Request, type Route } from '../web-server';
import { DayQuota } from './day-quota';
import { wrapped, type Envelope } from './faults';

export interface MyElectricalDataV2 {
  readonly households: Households;
  readonly order: CurveOrder;
  readonly isAllowed: (prm: string) => boolean;
  readonly issue: (token: string) => void;
}

/** The account that everybody may use here; it has the first two meters. */
export const MED_V2_ACCOUNT = { id: 'sandbox-med-v2-000001', secret: 'sandbox-secret-c0de-000003' } as const;
const METERS = 2;

const MEASURES = {
  'consumption/daily': ['energy', 'consumption', 36],
  'consumption/detail': ['load-curve', 'consumption', 24],
  'production/daily': ['energy', 'production', 36],
  'production/detail': ['load-curve', 'production', 24],
  power: ['max-power', 'consumption', 36],
} as const satisfies Record<string, readonly [Measure, Direction, months: number]>;

type MeasureName = keyof typeof MEASURES;

const MOST = 50;
const MOST_WITH_CACHE = 1000;
const TOKEN_MS = 3_600_000;
const NAME = 'myelectricaldata-v2';

export const medV2Envelope: Envelope = (_status, said) =>
  refusal('ENEDIS_ERROR', `Failed to fetch: ${JSON.stringify(said)}`);

export function medV2Routes(med: MyElectricalDataV2): readonly Route<typeof NAME>[] {
  const tokens = new Map<string, number>();
  const quota = { plain: new DayQuota(MOST), cached: new DayQuota(MOST_WITH_CACHE) };
  const names = Object.keys(MEASURES).join('|');
  const known = ({ headers, now }: Request): boolean => (tokens.get(bearerOf(headers) ?? '') ?? 0) > now;
  return [
    {
      name: NAME,
      method: 'POST',
      path: /^(?:\/api)?\/accounts\/token$/,
      answer: (request) =>
        token(request, (issued) => {
          tokens.set(issued, request.now + TOKEN_MS);
          med.issue(issued);
        }),
    },
    {
      name: NAME,
      method: 'GET',
      path: /^(?:\/api)?\/pdl\/?$/,
      answer: (request) => (known(request) ? { body: { success: true, data: pointsOf(med), error: null } } : NOBODY),
    },
    {
      name: NAME,
      method: 'GET',
      path: new RegExp(String.raw`^(?:/api)?/enedis/(${names})/(\d{14})$`),
      answer: (request) => {
        if (!known(request)) return NOBODY;
        const counted = request.url.searchParams.get('use_cache') === 'true' ? quota.cached : quota.plain;
        if (counted.admits(MED_V2_ACCOUNT.id, request.now)) return reading(med, request);
        return refusal(
          'RATE_LIMIT_EXCEEDED',
          `Daily rate limit exceeded (${String(counted.most)}/${String(counted.most)}).`,
        );
      },
    },
  ];
}

const NOBODY: Reply = { status: 401, body: { detail: 'Could not validate credentials' } };

function token({ body, headers }: Request, issue: (token: string) => void): Reply {
  const form = new URLSearchParams(body);
  const [id, secret] = basicOf(headers) ?? [form.get('client_id'), form.get('client_secret')];
  if (!id || !secret) return { status: 422, body: { detail: 'client_id and client_secret are required' } };
  if (id !== MED_V2_ACCOUNT.id || secret !== MED_V2_ACCOUNT.secret)
    return { status: 401, body: { detail: 'Invalid client credentials' } };
  const access_token = `eyJhbGciOiJIUzI1NiJ9.${randomBytes(24).toString('base64url')}.${randomBytes(32).toString('base64url')}`;
  issue(access_token);
  return { body: { access_token, token_type: 'bearer' } };
}

function pointsOf({ households }: MyElectricalDataV2): object[] {
  return [...households.values()].slice(0, METERS).map((household, n) => ({
    id: `00000000-0000-4000-8000-00000000000${String(n)}`,
    usage_point_id: household.prm,
    name: household.meter.describe,
    subscribed_power: household.meter.subscribedKva,
    has_consumption: true,
    has_production: household.produces(),
    is_active: true,
    activation_date: dayText(household.meter.activeFrom),
  }));
}

const PARAMETERS = ['start', 'end', 'use_cache'];

function reading(med: MyElectricalDataV2, { groups, url, headers, now }: Request): Reply {
  const [name, prm = ''] = groups;
  const [from, to] = [url.searchParams.get('start'), url.searchParams.get('end')];
  const strange = [...url.searchParams.keys()].some((key) => !PARAMETERS.includes(key));
  if (strange || from === null || to === null) return { status: 422, body: { detail: 'start and end are required' } };
  const isOwn = pointsOf(med).some((point) => 'usage_point_id' in point && point.usage_point_id === prm);
  if (!isOwn) return refusal('ACCESS_DENIED', 'Accès refusé : PDL introuvable ou non associé à votre compte.');
  const [measure, direction, months] = MEASURES[name as MeasureName];
  const first = civilDay(from);
  if (first === undefined || civilDay(to) === undefined) return refusal('INVALID_DATE_FORMAT', 'Invalid date format.');
  if (first < monthsBefore(parisDay(now), months)) return refusal('DATE_TOO_OLD', 'Start date is too old.');
  if (!med.isAllowed(prm)) return enedisError('no-consent');
  const verdict = judge(med.households, { prm, direction, measure, from, to }, now);
  if ('fault' in verdict) return enedisError(verdict.fault);
  const isNew = headers['x-med-format'] === '2026';
  const putBack = measure === 'load-curve' ? labelsPutBack : (body: object): object => body;
  return {
    headers: isNew ? {} : { Deprecation: 'true' },
    body: {
      success: true,
      data: putBack(
        isNew
          ? body2026(verdict.found, med.order)
          : { meter_reading: meterReading(verdict.found, { ...V5, ...med.order }) },
      ),
      error: null,
    },
  };
}

/** The start of each interval as this gateway finds it: the label of its end less the step, whatever clocks do in between. */
function labelsPutBack(body: object): object {
  const text = JSON.stringify(body).replace(
    /("(?:d|date)":)"([\d-]+) ([\d:]+)","(p|interval_length)":"PT(\d+)M"/g,
    (_, key: string, day: string, clock: string, name: string, minutes: string) => {
      const start = new Date(Date.parse(`${day}T${clock}Z`) - Number(minutes) * 60_000).toISOString();
      return `${key}"${start.slice(0, 10)} ${start.slice(11, 19)}","${name}":"PT${minutes}M"`;
    },
  );
  return JSON.parse(text) as object;
}

function enedisError(fault: EnedisFault): Reply {
  return wrapped(failing(fault), medV2Envelope);
}

function refusal(code: string, message: string): Reply {
  return { body: { success: false, data: null, error: { code, message } } };
}

function monthsBefore(day: number, months: number): number {
  const date = new Date(day * 86_400_000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, date.getUTCDate()) / 86_400_000;
}
