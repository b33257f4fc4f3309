// From a message energy-summary@1 to the attributes that content-card-linky reads.
import type { DirectionSummary } from '../../enedis/summary/energy-summary';
import type { Direction } from '../../grid/point';
import { type DayKey, PARIS } from '../../grid/paris-time';
import type { CardAttribute } from '../discovery/card-attributes';
import type { Fact } from '../discovery/state';
import { CARD_ROWS } from '../entities/enedis-card';
import type { Tolerant } from './message/tolerant';

type Days = readonly Tolerant<NonNullable<DirectionSummary['days']>[number]>[];
type Period = Tolerant<NonNullable<DirectionSummary['monthToDate']>>;

interface CardSource {
  readonly days: Days;
  readonly monthToDate: Period;
  readonly yearToDate: Period;
  readonly lastYear: { readonly monthToDate?: Period; readonly yearToDate?: Period };
  readonly months: readonly Period[];
}

/** The card's word for what is not known, in figures and in lists of them. */
const MISSING = -1;
const WEEK = 7;
const TYPES = { consumption: 'consommation', production: 'production' } as const;

/**
 * @param yesterday what the card calls so
 * @param error why there is nothing newer; empty: nothing is wrong
 */
export function cardFact(direction: Direction, source: CardSource, yesterday: DayKey, error: string): Fact {
  const daysAgo = new Map(source.days.flatMap((day) => (day?.day == null ? [] : [[day.day, day] as const])));
  const dayAgo = (days: number): DayKey => PARIS.addDays(yesterday, -days);
  const kWhAgo = (days: number): number | null => daysAgo.get(dayAgo(days))?.kWh ?? null;
  const week = Array.from({ length: WEEK }, (_, days) => days);
  const ofWeek = <T>(value: (days: number) => T | null): (T | typeof MISSING)[] =>
    week.map((days) => value(days) ?? MISSING);
  const nothing = ofWeek(() => null);
  const [thisWeek, lastWeek] = [sum(week.map(kWhAgo)), sum(week.map((days) => kWhAgo(days + WEEK)))];
  const attributes: Record<CardAttribute, unknown> = {
    // Another word hides its rows of Ecowatt and Tempo.
    serviceEnedis: 'myElectricalData',
    typeCompteur: TYPES[direction],
    daily: ofWeek(kWhAgo),
    dailyweek: week.map(dayAgo),
    dailyweek_cost: nothing,
    dailyweek_costHC: nothing,
    dailyweek_costHP: nothing,
    dailyweek_HC: nothing,
    dailyweek_HP: nothing,
    dailyweek_MP: ofWeek((days) => daysAgo.get(dayAgo(days))?.maxKVA ?? null),
    // Enedis does not say the subscribed power.
    dailyweek_MP_over: nothing,
    dailyweek_MP_time: ofWeek((days) => daysAgo.get(dayAgo(days))?.maxAt ?? null),
    dailyweek_Tempo: week.map(() => String(MISSING)),
    daily_cost: MISSING,
    yesterday: kWhAgo(0) ?? MISSING,
    day_2: kWhAgo(1) ?? MISSING,
    yesterday_HC: MISSING,
    yesterday_HP: MISSING,
    yesterday_evolution: evolution(kWhAgo(0), kWhAgo(1)),
    current_week: thisWeek ?? MISSING,
    last_week: lastWeek ?? MISSING,
    current_week_evolution: evolution(thisWeek, lastWeek),
    ...periods(source, yesterday),
    peak_offpeak_percent: null,
    errorLastCall: error,
    versionGit: '',
    versionUpdateAvailable: false,
  };
  return { row: CARD_ROWS[direction], value: kWhAgo(0), attributes };
}

type OfPeriods = Extract<CardAttribute, `${string}month${string}` | `${string}year${string}`>;

function periods(source: CardSource, yesterday: DayKey): Record<OfPeriods, unknown> {
  const { monthToDate, yearToDate, lastYear, months } = source;
  const named = (period: string): Period => months.find((month) => month?.period === period) ?? null;
  const [year, month] = yesterday.split('-').map(Number) as [number, number];
  const before = new Date(Date.UTC(year, month - 2, 1)).toISOString().slice(0, 'YYYY-MM'.length);
  const beforeThen = `${String(Number(before.slice(0, 4)) - 1)}${before.slice(4)}`;
  const current = monthToDate?.period === yesterday.slice(0, 7) ? monthToDate : null;
  const currentYear = yearToDate?.period === yesterday.slice(0, 4) ? yearToDate : null;
  const [last, lastThen] = [named(before), named(beforeThen)];
  const [currentThen, yearThen] = [lastYear.monthToDate ?? null, lastYear.yearToDate ?? null];
  return {
    current_month: current?.kWh ?? MISSING,
    current_month_last_year: currentThen?.kWh ?? MISSING,
    current_month_evolution: evolution(whole(current), whole(currentThen)),
    last_month: last?.kWh ?? MISSING,
    last_month_last_year: lastThen?.kWh ?? MISSING,
    monthly_evolution: evolution(whole(last), whole(lastThen)),
    current_year: currentYear?.kWh ?? MISSING,
    current_year_last_year: yearThen?.kWh ?? MISSING,
    yearly_evolution: evolution(whole(currentYear), whole(yearThen)),
  };
}

/** Of a period that lacks days there is nothing to compare. */
function whole(period: Period): number | null {
  return period?.missingDays === 0 ? (period.kWh ?? null) : null;
}

/** Null where one of them is not known. */
function sum(values: readonly (number | null)[]): number | null {
  const wh = values.reduce<number | null>((all, one) => (all === null || one === null ? null : all + one * 1000), 0);
  return wh === null ? null : Math.round(wh) / 1000;
}

/** Percent, and nothing where it cannot be told: the card would show its word for missing as a fall of 1 %. */
function evolution(now: number | null, before: number | null): number | null {
  return now === null || before === null || before === 0 ? null : Math.round(((now - before) / before) * 1000) / 10;
}
