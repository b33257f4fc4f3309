// The same truth in the words of each door and year. Labels are written by luxon, from instants: nothing of lib/enedis is in here.
import { DateTime } from 'luxon';
import type { AboutBody } from '../../../lib/enedis/bodies';
import type { Direction } from '../../../lib/grid/point';

export const PRM = '25000000000017';

/** Mean power over the minutes that end at an instant. */
export interface Mean {
  readonly end: number;
  readonly minutes: number;
  readonly watts: number;
}

export interface Truth {
  readonly direction: Direction;
  readonly means: readonly Mean[];
}

type How = Pick<AboutBody, 'stamps' | 'dates'>;
export interface Form {
  readonly how: How;
  readonly body: (truth: Truth) => unknown;
  /** It has one step, and nothing may be missing before the first row. */
  readonly isRanked?: true;
}

const LOCAL: How = { stamps: 'end', dates: 'local' };

/** What a French clock shows. */
export function paris(ms: number, format = 'yyyy-MM-dd HH:mm:ss'): string {
  return DateTime.fromMillis(ms, { zone: 'Europe/Paris' }).toFormat(format);
}

/** Means of one length from a French midnight on, up to the next one unless told. */
export function dayOfMeans(day: string, minutes: number, watts: (i: number) => number, days = 1): Mean[] {
  const start = DateTime.fromISO(day, { zone: 'Europe/Paris' });
  const count = start.plus({ days }).diff(start).as('minutes') / minutes;
  return Array.from({ length: count }, (_, i) => ({
    end: start.toMillis() + (i + 1) * minutes * 60_000,
    minutes,
    watts: watts(i),
  }));
}

export function curve2026({ direction, means }: Truth, stage = 'BRUT'): Record<string, unknown> {
  return {
    ...group2026(
      direction,
      'PA',
      'W',
      means.map((mean) => point2026(mean)),
    ),
    etapeMetier: stage,
  };
}

export function point2026({ end, minutes, watts }: Mean): Record<string, string> {
  return { v: String(watts), d: paris(end), p: `PT${minutes}M`, n: 'B', iv: '0', ec: '0' };
}

/** `points` of a curve, of days or of maxima. */
export function group2026(
  direction: Direction,
  quantity: string,
  unit: string,
  points: readonly unknown[],
): Record<string, unknown> {
  return {
    idPrm: PRM,
    etapeMetier: 'BRUT',
    periode: { dateDebut: '2026-01-01', dateFin: '2026-01-08' },
    modeCalcul: 'MESURE',
    grandeur: [
      {
        grandeurMetier: direction === 'consumption' ? 'CONS' : 'PROD',
        grandeurPhysique: quantity,
        unite: unit,
        points,
        calendrier: [],
      },
    ],
    contexte: [],
  };
}

/** v5: what lies inside `meter_reading`. */
export function reading(unit: string, rows: readonly unknown[], type: object = {}): Record<string, unknown> {
  return {
    usage_point_id: PRM,
    start: '2026-01-01',
    end: '2026-01-08',
    quality: 'BRUT',
    reading_type: { unit, measurement_kind: 'power', aggregate: 'average', ...type },
    interval_reading: rows,
  };
}

const v5 = ({ means }: Truth): Record<string, unknown> =>
  reading(
    'W',
    means.map((mean) => row(mean, paris(mean.end))),
  );

function row({ minutes, watts }: Mean, date: string, factor = 1): Record<string, string> {
  return { value: String(watts / factor), date, interval_length: `PT${minutes}M`, measure_type: 'B' };
}

const started = ({ end, minutes }: Mean): number => end - minutes * 60_000;
const zulu = (ms: number): string => new Date(ms).toISOString();
/** As in Enedis' own examples: a French clock, and a Z behind it. */
const falseZulu = (ms: number): string => paris(ms, "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");

function company(unit: string, factor: number, how: How, label: (mean: Mean) => string): Form {
  return {
    how,
    body: ({ means }) => ({
      meter_reading: reading(
        unit,
        means.map((mean) => row(mean, label(mean), factor)),
        { flow_direction: 'forward' },
      ),
    }),
  };
}

/** Every body of a load curve. */
export const CURVE_FORMS: Readonly<Record<string, Form>> = {
  'Data Connect 2026': { how: LOCAL, body: curve2026 },
  'v5, wrapped': { how: LOCAL, body: (truth) => ({ meter_reading: v5(truth) }) },
  'v5, unwrapped (conso-api until 2026)': { how: LOCAL, body: v5 },
  'v3, ranks': {
    how: LOCAL,
    isRanked: true,
    body: ({ means }) => {
      const [first] = means;
      const start = first === undefined ? NaN : started(first);
      return {
        meter_reading: {
          ...reading(
            'W',
            means.map(({ end, minutes, watts }) => ({
              value: String(watts),
              rank: String((end - start) / (minutes * 60_000)),
            })),
            { interval_length: String((first?.minutes ?? 0) * 60) },
          ),
          start: paris(start, 'yyyy-MM-dd'),
        },
      };
    },
  },
  'MyElectricalData v2, v5 inside': {
    how: LOCAL,
    body: (truth) => ({ success: true, data: { meter_reading: v5(truth) }, error: null }),
  },
  'MyElectricalData v2, 2026 inside': {
    how: LOCAL,
    body: (truth) => ({ success: true, data: curve2026(truth) }),
  },
  'company, W, ends, naive': company('W', 1, LOCAL, ({ end }) => paris(end)),
  'company, kW, ends, a Z that is none': company('kW', 1000, LOCAL, ({ end }) => falseZulu(end)),
  'company, MW, ends, UTC': company('MW', 1e6, { stamps: 'end', dates: 'utc' }, ({ end }) => zulu(end)),
  'company, kW, starts, naive': company('kW', 1000, { stamps: 'start', dates: 'local' }, (mean) =>
    paris(started(mean)),
  ),
  'company, W, starts, UTC': company('W', 1, { stamps: 'start', dates: 'utc' }, (mean) => zulu(started(mean))),
  'ends with their offset': company('W', 1, LOCAL, ({ end }) => paris(end, "yyyy-MM-dd'T'HH:mm:ssZZZ")),
};
