// Energy of today and of this month: by how much a total has grown since they began. The total goes on over a change of meter, mode
// or tariff, and so does what is counted from it.
import { PARIS } from '../../grid/paris-time';
import type { FloorState } from './energy-floor';

export const PERIODS = ['day', 'month'] as const;
type Period = (typeof PERIODS)[number];

interface PeriodStart {
  /** `2026-11-30`, `2026-11`: of Paris. */
  readonly key: string;
  /** The total at `since`. */
  readonly baseWh: number;
  /** Epoch ms; later than the beginning of the period where nobody was there to see it. */
  readonly since: number;
}

export type PeriodStarts = Readonly<Record<Period, PeriodStart>>;

type Told = Pick<FloorState, 'lastWh' | 'at'>;

/** What was drawn between two readings that lie closer than this is of the period of the second one. */
const CLOSE_MS = 120_000;

/**
 * The periods of a total that was just told: those that go on, and those that begin with it.
 * @param before the total that was told last
 */
export function startsAt(total: Told, before: Told | undefined, starts: PeriodStarts | undefined): PeriodStarts {
  const start = (period: Period): PeriodStart => {
    const key = keyOf(period, total.at);
    const known = starts?.[period];
    if (known?.key === key) return known;
    const begins = PARIS.startOfDay(period === 'day' ? key : `${key}-01`);
    const isSeen = before !== undefined && before.at < begins && total.at - before.at < CLOSE_MS;
    return isSeen ? { key, baseWh: before.lastWh, since: begins } : { key, baseWh: total.lastWh, since: total.at };
  };
  return { day: start('day'), month: start('month') };
}

/** The total is counted from elsewhere, and nothing was drawn. */
export function shifted({ day, month }: PeriodStarts, wh: number): PeriodStarts {
  const shift = (start: PeriodStart): PeriodStart => ({ ...start, baseWh: start.baseWh + wh });
  return { day: shift(day), month: shift(month) };
}

/** Whether that is the day or the month of this instant. */
export function isRunning(period: Period, starts: PeriodStarts, now: number): boolean {
  return starts[period].key === keyOf(period, now);
}

function keyOf(period: Period, at: number): string {
  const day = PARIS.dayKey(at);
  return period === 'day' ? day : day.slice(0, 'YYYY-MM'.length);
}
