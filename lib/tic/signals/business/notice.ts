// Notices of a tariff to come, on the business meters: PREAVIS1/2 (`TD-P`), PREAVISD/F (`TD-2`), PREAVIS EJP, HM, DSM, SCM.
// Only one that announces P, PM or EJP is a peak; any other is a tariff period to come.
import type { Condition, Channel } from '../../../grid/event/condition';
import type { NoticeBounds } from './notice-dates';
import { NOTICE_MS, type PeakDetail } from '../peak';
import type { TariffPeriodDetail } from '../tariff';
import { isOffPeak } from '../tariff';

export const NEXT_PERIOD: Channel = {
  name: 'tariff-period-next',
  signal: 'tariff-period',
  unfulfilled: 'withdrawn',
  successive: true,
};

const PEAK_PERIODS: ReadonlySet<string> = new Set(['P', 'PM', 'EJP']);

/** Periods that are a peak: `P` and `PM` of the business meters, `EJP`. */
export function isPeakPeriod(period: string): boolean {
  return PEAK_PERIODS.has(period.trim());
}

/** A notice as it was read, with the bounds that the meter gives for it. */
export interface Notice extends NoticeBounds {
  /** Name of the period announced: `P`, `HCH`, `EJP`, `TD-2`; `?` where the meter does not say. */
  readonly period: string;
}

/** What a notice says: `TD-HCH`, `TD- ? ` of PME-PMI, `TD-2` of SAPHIR (number of a profile), `EJP` or `HM` of ICE. */
export function noticedPeriod(text: string): string {
  const found = /^TD-\s*(.*?)\s*$/.exec(text)?.[1];
  if (found === undefined) return text.trim();
  if (found === '' || found === '?') return '?';
  return /^\d$/.test(found) ? `TD-${found}` : found;
}

/** @param now epoch milliseconds; null: not known */
export function noticeCondition({ period, start, end }: Notice, now: number | null): Condition {
  const shared = { state: 'announced', key: period, start, end } as const;
  if (isPeakPeriod(period)) {
    const far = start !== null && now !== null && start - now > NOTICE_MS;
    return { ...shared, key: '', level: far ? null : 2, expected: 3, detail: { pm: null } satisfies PeakDetail };
  }
  return { ...shared, level: null, detail: { period, offPeak: isOffPeak(period) } satisfies TariffPeriodDetail };
}
