// What a day or a month has cost so far, by class.
import * as v from 'valibot';
import type { TariffClass } from '../contract/contract';
import { isoParis } from '../../grid/paris-time';
import type { RunningCost } from './cost-state';
import type { CountedPiece } from './share-out';

const Share = v.object({ wh: v.number(), eur: v.number() });
export const KeptSum = v.object({
  /** `2026-11-30`, `2026-11`. */
  period: v.string(),
  /** Epoch ms. */
  since: v.number(),
  unpricedWh: v.number(),
  /** Of no class. */
  otherWh: v.number(),
  byClass: v.record(v.string(), Share),
});
export type KeptSum = v.InferOutput<typeof KeptSum>;

export class PeriodSum {
  private readonly byClass = new Map<TariffClass, { wh: number; eur: number }>();
  private unpricedWh = 0;
  private otherWh = 0;

  /** @param since epoch ms: what was counted before is of no concern */
  constructor(
    readonly period: string,
    private since: number,
  ) {}

  static restored({ period, since, unpricedWh, otherWh, byClass }: KeptSum): PeriodSum {
    const sum = new PeriodSum(period, since);
    for (const [name, share] of Object.entries(byClass)) sum.byClass.set(name as TariffClass, { ...share });
    sum.unpricedWh = unpricedWh;
    sum.otherWh = otherWh;
    return sum;
  }

  kept(): KeptSum {
    const { period, since, unpricedWh, otherWh, byClass } = this;
    return { period, since, unpricedWh, otherWh, byClass: Object.fromEntries(byClass) };
  }

  /** The clock of the host was put back: what comes from here on counts. */
  beginsBy(now: number): void {
    this.since = Math.min(this.since, now);
  }

  /** The part of it that lies in this period. */
  add({ start, end, wh, tariffClass, eurPerKWh }: CountedPiece): void {
    const part = (wh * Math.max(0, end - Math.max(start, this.since))) / (end - start);
    if (part === 0) return;
    if (eurPerKWh === undefined) this.unpricedWh += part;
    if (tariffClass === null) {
      this.otherWh += part;
      return;
    }
    const share = this.byClass.get(tariffClass) ?? { wh: 0, eur: 0 };
    this.byClass.set(tariffClass, { wh: share.wh + part, eur: share.eur + (part / 1000) * (eurPerKWh ?? 0) });
  }

  /** @param subscriptionEur as of RunningCost */
  view(subscriptionEur: number | null): RunningCost {
    const shares = [...this.byClass];
    return {
      period: this.period,
      since: isoParis(this.since),
      kWh: rounded(shares.reduce((sum, [, { wh }]) => sum + wh, this.otherWh) / 1000),
      costEur: rounded(shares.reduce((sum, [, { eur }]) => sum + eur, 0)),
      byClass: Object.fromEntries(
        shares.map(([name, { wh, eur }]) => [name, { kWh: rounded(wh / 1000), costEur: rounded(eur) }]),
      ),
      subscriptionEur: subscriptionEur === null ? null : rounded(subscriptionEur),
      unpricedKWh: rounded(this.unpricedWh / 1000),
    };
  }
}

/** Sums of many parts end in digits that mean nothing. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
