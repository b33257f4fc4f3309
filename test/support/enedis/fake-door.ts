// A door behind which days lie as a test lays them: answers with bodies of 2026, notes each call.
import { LinkyRedError, type ErrorCode } from '../../../lib/errors';
import type { Clock } from '../../../lib/grid/clock';
import { PARIS, type DayKey } from '../../../lib/grid/paris-time';
import type { Direction } from '../../../lib/grid/point';
import type { Door, DoorAnswer, DoorRow, RefusalEffect } from '../../../lib/enedis/door';
import type { DayWindow, Measure, Series } from '../../../lib/enedis/series';
import type { Priority } from '../../../lib/provider/quota/limits';

export interface NotedCall {
  readonly at: number;
  readonly direction: Direction;
  readonly measure: Measure;
  readonly window: DayWindow;
  readonly priority: Priority;
}

/** Watts of the half hours of a day (undefined: a hole), or the one value of a day. */
export type DayValues = readonly (number | undefined)[];

export const PRM = '99990000000088';

/** As conso-api's, but for what a test changes. */
export const ROW: DoorRow = {
  id: 'conso-api',
  name: 'a door',
  isGateway: true,
  measures: ['load-curve', 'energy', 'max-power', 'index'],
  windowDays: { 'load-curve': 7, energy: 365, 'max-power': 365, index: 7 },
  depth: {
    'load-curve': { months: 24, days: 15 },
    energy: { months: 36, days: 15 },
    'max-power': { months: 36, days: 15 },
    index: { months: 36, days: 15 },
  },
  tries: [
    [6, 10],
    [13, 15],
  ],
};

const CODES: Readonly<Record<RefusalEffect, ErrorCode>> = {
  'consent-is-gone': 'ERR_CONSENT_REVOKED',
  'settings-are-wrong': 'ERR_ENEDIS_SECRET',
  'series-is-closed': 'ERR_ENEDIS_COLLECTION',
  'no-data': 'ERR_ENEDIS_NO_DATA',
  'before-activation': 'ERR_ENEDIS_ACTIVATION',
  'too-old': 'ERR_ENEDIS_TOO_OLD',
  'too-long': 'ERR_ENEDIS_TOO_LONG',
  passes: 'ERR_NETWORK',
};

export class FakeDoor implements Door {
  readonly calls: NotedCall[] = [];
  /** What a call is refused with; undefined: it is answered. */
  refuses: (series: Series, window: DayWindow) => RefusalEffect | undefined = () => undefined;
  /** Whether a call is answered without a day. */
  swallows: (series: Series, window: DayWindow) => boolean = () => false;
  /** When the ledger lets the next call out. */
  opensAt: (priority: Priority) => number = () => -Infinity;

  /** @param truth what is known of a day now; undefined: nothing */
  constructor(
    private readonly clock: Clock,
    private readonly truth: (series: Series, day: DayKey) => DayValues | undefined,
    readonly row: DoorRow = ROW,
  ) {}

  ask(series: Series, window: DayWindow, priority: Priority): Promise<DoorAnswer> {
    const { direction, measure } = series;
    this.calls.push({ at: this.clock.now(), direction, measure, window, priority });
    const effect = this.refuses(series, window);
    if (effect !== undefined) return Promise.reject(new LinkyRedError(CODES[effect], { prm: '99…88', detail: effect }));
    if (this.swallows(series, window)) return Promise.resolve({ json: body(series, []), receivedAt: this.clock.now() });
    const days = daysIn(window).flatMap((day) => {
      const values = this.truth(series, day);
      return values === undefined ? [] : [{ day, values }];
    });
    if (days.length === 0)
      return Promise.reject(new LinkyRedError(CODES['no-data'], { prm: '99…88', detail: 'no data' }));
    return Promise.resolve({ json: body(series, days), receivedAt: this.clock.now() });
  }

  earliest(_series: Series, priority: Priority): Promise<number> {
    return Promise.resolve(this.opensAt(priority));
  }

  effectOf(error: unknown): RefusalEffect {
    const found = Object.entries(CODES).find(([, code]) => error instanceof LinkyRedError && error.code === code);
    return (found?.[0] as RefusalEffect | undefined) ?? 'passes';
  }
}

export function daysIn({ from, to }: DayWindow): DayKey[] {
  const days: DayKey[] = [];
  for (let day = from; day < to; day = PARIS.addDays(day, 1)) days.push(day);
  return days;
}

/** A curve of one power for all of a day. */
export function halfHours(day: DayKey, watts: number): DayValues {
  return Array.from({ length: PARIS.hoursInDay(day) * 2 }, () => watts);
}

function body({ prm, direction, measure }: Series, days: readonly { day: DayKey; values: DayValues }[]): unknown {
  const points = days.flatMap(({ day, values }) =>
    values.flatMap((value, i) => (value === undefined ? [] : [pointOf(measure, day, value, i)])),
  );
  const [grandeurPhysique, unite] = {
    'load-curve': ['PA', 'W'],
    energy: ['EA', 'Wh'],
    'max-power': ['PMA', 'VA'],
    index: ['EA', 'Wh'],
  }[measure];
  const grandeurMetier = direction === 'consumption' ? 'CONS' : 'PROD';
  return {
    idPrm: prm,
    etapeMetier: 'BRUT',
    periode: { dateDebut: days[0]?.day, dateFin: days.at(-1)?.day },
    modeCalcul: 'MESURE',
    grandeur: [{ grandeurMetier, grandeurPhysique, unite, points, calendrier: [] }],
  };
}

function pointOf(measure: Measure, day: DayKey, value: number, i: number): unknown {
  const v = String(value);
  switch (measure) {
    case 'load-curve':
      return { v, d: wall(PARIS.startOfDay(day) + (i + 1) * 1_800_000), p: 'PT30M', n: 'B', iv: '0', ec: '0' };
    case 'max-power':
      return { v, d: wall(PARIS.at(day, 19, 3)) };
    default:
      return { v, d: day };
  }
}

function wall(at: number): string {
  return PARIS.iso(at).slice(0, 19).replace('T', ' ');
}
