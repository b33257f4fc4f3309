// What ha-statistics says of one statistic (schema statistics@1): what it wrote, or would have.
import type { DayKey } from '../../grid/paris-time';

/** `msg.payload`. */
export interface StatisticsReport {
  /** `linkyred:conso_<prm>` … */
  readonly statistic: string;
  readonly unit: string;
  /** Nothing was sent: a dry run. */
  readonly dry: boolean;
  readonly cleared?: true;
  /** Rows (hours of UTC) that were sent, or would be. 0: Home Assistant has all of them already. */
  readonly rows: number;
  /** First and last hour of these, ISO 8601 in Z; null without rows. */
  readonly from: string | null;
  readonly to: string | null;
  /** The sum at the end, in `unit`. */
  readonly sum: number | null;
  /** Days that have their daily energy alone, no curve: all of it stands at midnight. Of the days that were looked at: from the first change on. */
  readonly dailyOnly: readonly DayKey[];
  /** Days whose curve is not whole, and the Wh (EUR) that the daily value says it lacks; null: no daily value. */
  readonly partial: readonly { readonly day: DayKey; readonly missing: number | null }[];
}
