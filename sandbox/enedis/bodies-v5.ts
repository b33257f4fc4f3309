// The bodies of v5, which gateways and the company account still speak: `meter_reading` with `interval_reading`.
import { dayInstant } from '../paris-clock';
import { curveSlots, stepName, type CurveOrder } from './bodies-2026';
import { dayText, type Found } from './measures';
import { stamp, type StampForm } from './stamps';

export interface V5Form extends CurveOrder {
  /** Which end of its interval a line of the curve bears. */
  readonly stamps: 'start' | 'end';
  readonly dates: StampForm;
  /** Steps of 1000: none, k, M. */
  readonly prefix: '' | 'k' | 'M';
}

/** As Data Connect wrote it. */
export const V5: V5Form = { stamps: 'end', dates: 'local', prefix: '', doubledHour: 'as-it-ran' };

const FACTOR = { '': 1, k: 1000, M: 1_000_000 } as const;

/** What stands in `meter_reading`. */
export function meterReading(found: Found, form: V5Form): object {
  const { household, measure, from, to, days } = found;
  const quality = days.some(({ isCorrected }) => isCorrected) ? 'BEST' : 'BRUT';
  const head = { usage_point_id: household.prm, start: from, end: to, quality };
  const value = (base: number | null | undefined): string =>
    base == null ? '' : String(Number((base / FACTOR[form.prefix]).toPrecision(12)));
  switch (measure) {
    case 'load-curve':
      return {
        ...head,
        reading_type: { unit: `${form.prefix}W`, measurement_kind: 'power', aggregate: 'average' },
        interval_reading: curveSlots(days, form).map((slot) => ({
          value: value(slot.watts),
          date: stamp(slot[form.stamps], form.dates),
          interval_length: stepName(slot),
          measure_type: slot.isEstimated ? 'E' : 'B',
        })),
      };
    case 'energy':
      return {
        ...head,
        reading_type: {
          unit: `${form.prefix}Wh`,
          measurement_kind: 'energy',
          aggregate: 'sum',
          measuring_period: 'P1D',
        },
        interval_reading: days.map(({ day, wh }) => ({ value: value(wh), date: dayText(day) })),
      };
    case 'max-power':
      return {
        ...head,
        reading_type: {
          unit: `${form.prefix}VA`,
          measurement_kind: 'power',
          aggregate: 'maximum',
          measuring_period: 'P1D',
        },
        interval_reading: days.map(({ peak }) => ({ value: value(peak?.va), date: stamp(peak?.at ?? 0, form.dates) })),
      };
    case 'index':
      return indexReading(found);
  }
}

/** Only the company account has it. */
function indexReading({ household, direction, from, to, days }: Found): object {
  const values = (of: (index: { hp: number; hc: number }) => number): object[] =>
    days.map(({ day }) => ({ date: stamp(dayInstant(day)), value: of(household.index(day, direction)) }));
  return {
    usage_point_id: household.prm,
    start: from,
    end: to,
    reading: [{ quality: 'BRUT', context: 'COL' }],
    reading_type: [{ measurement_kind: 'EA', unit: 'Wh' }],
    calendar: [
      {
        id_calendar: 'FC000001',
        label_calendar: 'Heures Pleines / Heures Creuses',
        temporal_class: (['hc', 'hp'] as const).map((key, n) => ({
          id_temporal_class: key.toUpperCase(),
          label_temporal_class: key === 'hc' ? 'Heures Creuses' : 'Heures Pleines',
          id_quadrant: `EASF0${String(n + 1)}`,
          values: values((index) => index[key]),
        })),
      },
    ],
    temporal_class_totalizer: [{ id_quadrant: 'IDX_EAS_T', values: values(({ hp, hc }) => hp + hc) }],
  };
}
