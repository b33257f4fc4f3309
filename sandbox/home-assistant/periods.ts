// Statistics by the hour, day, week or month of Paris, as Home Assistant adds them up: a period has the sum of its last row, and
// its change is that less the last one before.
import { dayInstant, parisDay, parisInstant, parisTime } from '../paris-clock';
import type { Recorder } from './recorder';

export const PERIODS = ['5minute', 'hour', 'day', 'week', 'month', 'year'] as const;
export type Period = (typeof PERIODS)[number];
export const TYPES = ['change', 'last_reset', 'max', 'mean', 'min', 'state', 'sum'] as const;
type Type = (typeof TYPES)[number];

export interface Question {
  readonly statistic: string;
  /** Epoch ms. */
  readonly from: number;
  /** Exclusive, epoch ms; undefined: all there is. */
  readonly to: number | undefined;
  readonly period: Period;
  readonly types: readonly Type[];
  /** What values are multiplied with. */
  readonly factor: number;
}

export type PeriodRow = Readonly<Record<string, number | null>>;

const HOUR = 3_600_000;
const MONDAY = 4;

/** Rows as they are answered; undefined: there is none. */
export function periodRows(recorder: Recorder, question: Question): PeriodRow[] | undefined {
  const { statistic, period, types, factor } = question;
  // Statistics from outside have no rows of five minutes.
  if (period === '5minute') return undefined;
  const from = startOf(question.from, period);
  const to = question.to === undefined ? Infinity : period === 'hour' ? question.to : endOf(question.to, period);
  const rows = recorder.rows(statistic);
  const inside = rows.filter(({ start }) => start >= from && start < to);
  if (inside.length === 0) return undefined;
  let before = rows.filter(({ start }) => start < from).at(-1)?.sum ?? 0;
  const lasts = inside.filter(
    ({ start }, i) => startOf(inside[i + 1]?.start ?? Infinity, period) > startOf(start, period),
  );
  return lasts.map(({ start, state, sum }) => {
    const change = sum === null ? null : sum - before;
    before = sum ?? before;
    const values: Partial<Record<Type, number | null>> = { state, sum, change, mean: null, min: null, max: null };
    const asked = types.map((type) => [type, times(values[type] ?? null, factor)] as const);
    return { start: startOf(start, period), end: endOf(start, period), ...Object.fromEntries(asked) };
  });
}

function startOf(at: number, period: Period): number {
  if (at === Infinity) return at;
  const { year, month } = parisTime(at);
  const day = parisDay(at);
  switch (period) {
    case 'day':
      return dayInstant(day);
    case 'week':
      return dayInstant(weekOf(day));
    case 'month':
      return parisInstant(year, month, 1);
    case 'year':
      return parisInstant(year, 1, 1);
    default:
      return Math.floor(at / HOUR) * HOUR;
  }
}

function endOf(at: number, period: Period): number {
  const { year, month } = parisTime(at);
  const day = parisDay(at);
  switch (period) {
    case 'day':
      return dayInstant(day + 1);
    case 'week':
      return dayInstant(weekOf(day) + 7);
    case 'month':
      return parisInstant(year, month + 1, 1);
    case 'year':
      return parisInstant(year + 1, 1, 1);
    default:
      return startOf(at, period) + HOUR;
  }
}

/** The Monday of a day: 1970-01-01 was a Thursday. */
function weekOf(day: number): number {
  return day - ((((day - MONDAY) % 7) + 7) % 7);
}

function times(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor;
}
