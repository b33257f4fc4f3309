// What a building has consumed, from energy differences: W of an interval, missing where the meter was silent, never from VA.
import type { PowerPeriod } from '../request/request';

/** A mean power; null: nobody measured it. */
export interface MeasuredPeriod {
  readonly start: number;
  readonly end: number;
  readonly powerW: number | null;
}

/** The one baseline: the mean power of the hour before the start, named in every report. */
export const BASELINE = 'mean-of-the-hour-before';

/** What was delivered against the baseline, over the confirmed profile. */
export interface FlexReport {
  readonly baseline: { readonly name: typeof BASELINE; readonly powerW: number | null };
  readonly periods: readonly (PowerPeriod & {
    readonly measuredW: number | null;
    readonly deliveredW: number | null;
  })[];
  /** Wh less (an increase: more) than the baseline; null where a part of it is not known. */
  readonly deliveredWh: number | null;
}

/** What the operator's side asks of the meters. */
export interface Consumptions {
  /** In steps of `stepMs`, on whole steps of the hour. */
  of(
    asset: { readonly bacs: string; readonly asset: string },
    from: number,
    to: number,
    stepMs: number,
  ): Promise<MeasuredPeriod[]>;
  /** A meter's clock that differs by more than a minute, in ms; null: it agrees, or nobody knows. */
  readonly clockOffsetMs: number | null;
}
