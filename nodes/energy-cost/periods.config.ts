// The rows of the form to the periods of a contract.
import { LinkyRedError } from '../../lib/errors';
import { PARIS, type DayKey } from '../../lib/grid/paris-time';
import {
  PUBLIC_HOLIDAYS,
  type Contract,
  type ContractPeriod,
  type TariffClass,
} from '../../lib/tariff/contract/contract';
import { parseOffPeak } from '../../lib/tariff/contract/off-peak';
import { OFFERS } from '../../lib/tariff/contract/offers';
import { Settings } from '../runtime/settings';
import {
  AMOUNT_FIELDS,
  DAY_TEXT,
  HIGHEST_PRICE,
  HIGHEST_SUBSCRIPTION,
  HIGHEST_VAT,
  NEW_PERIOD,
  OFFER_CHOICES,
  plainAmount,
  PRICE_FIELDS,
  type PeriodRow,
} from './energy-cost.choices';

type Row = Required<PeriodRow>;
type RowSettings = Settings<Row>;

const NO_PRICES = Object.fromEntries(PRICE_FIELDS.map((field) => [field, ''])) as Record<TariffClass, string>;
const ROW_DEFAULTS: Row = { ...NO_PRICES, ...NEW_PERIOD };
const AMOUNTS: ReadonlySet<string> = new Set([...PRICE_FIELDS, ...AMOUNT_FIELDS]);

/** Beginnings of the names of days, French and English; Monday is 1. */
const WEEKDAYS: readonly (readonly string[])[] = [
  ['lu', 'mo'],
  ['ma', 'tu'],
  ['me', 'we'],
  ['je', 'th'],
  ['ve', 'fr'],
  ['sa'],
  ['di', 'su'],
];

/** @throws LinkyRedError ERR_CONFIG, ERR_CONFIG_VARIABLE with the field of a row that makes no sense */
export function readPeriods(rows: readonly Partial<PeriodRow>[], type: string): Contract {
  return rows.map((row) => readPeriod(new Settings({ ...ROW_DEFAULTS, ...plainRow(row), type }, ROW_DEFAULTS)));
}

/** Numbers as they are read everywhere else. */
function plainRow(row: Readonly<Record<string, unknown>>): Partial<PeriodRow> {
  return Object.fromEntries(
    Object.entries(row).map(([field, value]) => [field, AMOUNTS.has(field) ? plainAmount(String(value)) : value]),
  );
}

function readPeriod(settings: RowSettings): ContractPeriod {
  const from = dayOf(settings, 'from');
  const to = dayOf(settings, 'to');
  if (from !== null && to !== null && to < from) settings.refuseForm('to', 'order');
  const offer = settings.choice('offer', OFFER_CHOICES);
  const { classes, offPeak, days } = OFFERS[offer];
  const prices = pricesOf(settings, classes);
  const feedIn = amount(settings, 'feedIn', -HIGHEST_PRICE, HIGHEST_PRICE);
  // Without any it costs nothing and pays nothing: nobody means that.
  const [first] = classes;
  if (Object.keys(prices).length === 0 && feedIn === null && first !== undefined) settings.refuseMissing(first);
  return {
    from,
    to,
    offer,
    offPeak: offPeak === 'typed' ? offPeakOf(settings) : '',
    weekEnd: days.by === 'week-end' ? weekEndOf(settings) : [],
    prices,
    subscription: amount(settings, 'subscription', 0, HIGHEST_SUBSCRIPTION),
    surcharge: amount(settings, 'surcharge', -HIGHEST_PRICE, HIGHEST_PRICE) ?? 0,
    vat: amount(settings, 'vat', 0, HIGHEST_VAT) ?? 0,
    feedIn,
  };
}

function pricesOf(settings: RowSettings, classes: readonly TariffClass[]): ContractPeriod['prices'] {
  return Object.fromEntries(
    classes.flatMap((one) => {
      const price = amount(settings, one, -HIGHEST_PRICE, HIGHEST_PRICE);
      return price === null ? [] : [[one, price] as const];
    }),
  );
}

/** Null: nothing is typed. */
function amount(settings: RowSettings, field: keyof Row, least: number, most: number): number | null {
  return settings.text(field) === '' ? null : settings.number(field, { least, most });
}

function dayOf(settings: RowSettings, field: 'from' | 'to'): DayKey | null {
  if (settings.text(field) === '') return null;
  const [, year, month, day, lastDay, lastMonth, lastYear] = settings.match(field, DAY_TEXT, 'day');
  const key = [year ?? lastYear, month ?? lastMonth, day ?? lastDay]
    .map((part = '') => part.padStart(2, '0'))
    .join('-');
  return PARIS.addDays(key, 0) === key ? key : settings.refuseForm(field, 'day');
}

function offPeakOf(settings: RowSettings): string {
  const text = settings.filled('offPeak');
  try {
    parseOffPeak(text);
  } catch (error) {
    if (error instanceof LinkyRedError && error.code === 'ERR_TARIFF') settings.refuseForm('offPeak', 'off-peak');
    throw error;
  }
  return text;
}

/** How a public holiday may be written: « férié », “holidays”. */
const HOLIDAY_WORDS = ['fér', 'fer', 'hol'];

function weekEndOf(settings: RowSettings): number[] {
  const words = settings
    .filled('weekEndDays')
    .toLowerCase()
    .split(/[\s,;/+&]+|\b(?:et|and)\b/)
    .filter((word) => word !== '');
  return words.map((word) => {
    if (HOLIDAY_WORDS.some((start) => word.startsWith(start))) return PUBLIC_HOLIDAYS;
    const number = /^[1-7]$/.test(word)
      ? Number(word)
      : 1 + WEEKDAYS.findIndex((names) => names.some((name) => word.startsWith(name)));
    return number > 0 ? number : settings.refuseForm('weekEndDays', 'week-end-days');
  });
}
