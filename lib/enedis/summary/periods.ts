// Energy of months and years, made of days. What is not known of a period is counted, never guessed.
import { PARIS, type DayKey } from '../../grid/paris-time';
import { daysBetween } from '../kept/day';
import type { DirectionSummary, PeriodEnergy } from './energy-summary';

export interface PeriodSums {
  /** Of the month and the year of yesterday: on the 1st what has just ended. Null: no day of it is known. */
  readonly monthToDate: PeriodEnergy | null;
  readonly yearToDate: PeriodEnergy | null;
  readonly lastYear: NonNullable<DirectionSummary['lastYear']>;
  /** Those before, as far as something is known, newest first. */
  readonly months: readonly PeriodEnergy[];
  readonly years: readonly PeriodEnergy[];
}

/** @param whOf of the days that are known */
export function periodSums(whOf: ReadonlyMap<DayKey, number>, today: DayKey): PeriodSums {
  const yesterday = PARIS.addDays(today, -1);
  const months = periods(whOf, today, 'YYYY-MM'.length);
  const years = periods(whOf, today, 'YYYY'.length);
  const running = (period: PeriodEnergy): boolean => yesterday.startsWith(period.period);
  const monthToDate = months.find(running) ?? null;
  const yearToDate = years.find(running) ?? null;
  return {
    monthToDate,
    yearToDate,
    lastYear: { monthToDate: yearBefore(whOf, monthToDate), yearToDate: yearBefore(whOf, yearToDate) },
    months: months.filter((period) => !running(period)),
    years: years.filter((period) => !running(period)),
  };
}

/** What the same days of the year before have used; null: nothing is known of them. */
function yearBefore(whOf: ReadonlyMap<DayKey, number>, period: PeriodEnergy | null): PeriodEnergy | null {
  if (period === null) return null;
  const [from, to] = [dayOfYearBefore(period.from), dayOfYearBefore(period.to)];
  const known = [...whOf].filter(([day]) => day >= from && day < to);
  if (known.length === 0) return null;
  const wh = known.reduce((sum, [, one]) => sum + one, 0);
  return {
    period: from.slice(0, period.period.length),
    from,
    to,
    kWh: Math.round(wh) / 1000,
    missingDays: daysBetween(from, to) - known.length,
  };
}

/** Of 29 February it is 1 March. */
function dayOfYearBefore(day: DayKey): DayKey {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return new Date(Date.UTC(year - 1, month - 1, date)).toISOString().slice(0, 10);
}

/** Newest first. @param length of a period's name, with which the names of its days begin */
function periods(whOf: ReadonlyMap<DayKey, number>, today: DayKey, length: number): PeriodEnergy[] {
  const sums = new Map<string, { wh: number; days: number }>();
  for (const [day, wh] of whOf) {
    const period = day.slice(0, length);
    const { wh: before, days } = sums.get(period) ?? { wh: 0, days: 0 };
    sums.set(period, { wh: before + wh, days: days + 1 });
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([period, { wh, days }]) => {
      const { from, end } = boundsOf(period);
      const to = end < today ? end : today;
      return { period, from, to, kWh: Math.round(wh) / 1000, missingDays: daysBetween(from, to) - days };
    });
}

function boundsOf(period: string): { from: DayKey; end: DayKey } {
  const [year = 0, month] = period.split('-').map(Number);
  const first = (y: number, m: number): DayKey => new Date(Date.UTC(y, m - 1, 1)).toISOString().slice(0, 10);
  return month === undefined
    ? { from: first(year, 1), end: first(year + 1, 1) }
    : { from: first(year, month), end: first(year, month + 1) };
}
