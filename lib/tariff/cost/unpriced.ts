// What of the energy has no price, and why.
import { PARIS, type DayKey } from '../../grid/paris-time';
import type { Interval } from '../../grid/point';
import type { TariffClass } from '../contract/contract';

/**
 * `price`: the class has none typed. `period`: no period of the contract holds. `colour`: nobody has said it yet. `daily`: a
 * value of a day or more, where the price changes within.
 */
export type UnpricedReason = 'price' | 'period' | 'colour' | 'daily';

export interface Unpriced {
  readonly interval: Interval;
  readonly reason: UnpricedReason;
  /** What has no price. */
  readonly tariffClass?: TariffClass;
  /** Of a colour the tariff day that has none, else the civil day in which the interval begins. */
  readonly day: DayKey;
}

/** Neighbours of one day that lack the same are one row. */
export class UnpricedList {
  readonly rows: Unpriced[] = [];

  /** @param facts `day` where it is not the civil day of the start */
  add({ start, end }: Interval, reason: UnpricedReason, facts: { tariffClass?: TariffClass; day?: DayKey } = {}): void {
    const { tariffClass, day = PARIS.dayKey(start) } = facts;
    const row = { reason, ...(tariffClass !== undefined && { tariffClass }), day };
    const last = this.rows.at(-1);
    const goesOn = last?.interval.end === start && last.reason === reason && last.day === day;
    if (goesOn && last.tariffClass === tariffClass)
      this.rows[this.rows.length - 1] = { ...row, interval: { start: last.interval.start, end } };
    else this.rows.push({ ...row, interval: { start, end } });
  }
}
