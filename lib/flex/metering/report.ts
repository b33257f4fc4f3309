// What was delivered of a request, against the one named baseline.
import type { Interval } from '../../grid/point';
import { type FlexRequest, profileOf } from '../request/request';
import { directionOf } from '../site/direction';
import type { SignConvention } from '../site/site';
import { BASELINE, type FlexReport } from './metering';
import { type Known, meanW } from './spans';

const HOUR = 3_600_000;
export const HOUR_BEFORE_MS = HOUR;
/** Of that hour at least so much has to be known: the mean of a few minutes is none of an hour. */
export const LEAST_OF_BASELINE_MS = HOUR / 2;

/** What the meters know. */
export interface Measured {
  /** Mean powers, W; null: not measured, or in part only. */
  readonly powers: (windows: readonly Interval[]) => Promise<readonly (number | null)[]>;
  /** Of the hour before an instant what is known. */
  readonly before: (start: number) => Promise<Known>;
}

/** @param sign what the powers of the request mean */
export async function flexReport(request: FlexRequest, sign: SignConvention, measured: Measured): Promise<FlexReport> {
  const profile = profileOf(request);
  const before = await measured.before(profile[0]?.start ?? 0);
  const powerW = before.ms < LEAST_OF_BASELINE_MS ? null : meanW(before.wh, before.ms);
  const powers = await measured.powers(profile);
  const periods = profile.map((period, i) => {
    const measuredW = powers[i] ?? null;
    const less = powerW === null || measuredW === null ? null : powerW - measuredW;
    const deliveredW =
      less === null || less === 0 ? less : directionOf(period.powerW, sign) === 'increase' ? -less : less;
    return { ...period, measuredW, deliveredW };
  });
  return { baseline: { name: BASELINE, powerW }, periods, deliveredWh: deliveredWh(periods) };
}

function deliveredWh(periods: FlexReport['periods']): number | null {
  let wh = 0;
  for (const { start, end, deliveredW } of periods) {
    if (deliveredW === null) return null;
    wh += (deliveredW * (end - start)) / HOUR;
  }
  return Math.round(wh);
}
