// What today and this month have cost, by the meter's own indexes. Kept over a restart with the indexes it was reckoned from: what
// the meter counts meanwhile is not lost.
import * as v from 'valibot';
import { PARIS } from '../../grid/paris-time';
import { checkedBy, type Format } from '../../store/store';
import type { ColourOf, Contract } from '../contract/contract';
import { subscriptionOf } from '../cost/price';
import type { CostState } from './cost-state';
import { KeptIndexes, MeterIndexes } from './meter-indexes';
import { KeptSum, PeriodSum } from './period-sum';
import type { Candidates, MeterTariff } from './registers';
import { shareOut } from './share-out';

const HOUR = 3_600_000;
/** What was counted in a longer silence over the beginning of a day or a month is in neither: nobody knows when it was drawn. */
const LONGEST_SHARED_MS = 6 * HOUR;
/** A contract is of one meter; one that was replaced is not waited for. */
const MOST_METERS = 4;

const Kept = v.object({
  meters: v.array(v.object({ meter: v.string(), indexes: KeptIndexes })),
  day: v.nullable(KeptSum),
  month: v.nullable(KeptSum),
});
export type KeptCosts = v.InferOutput<typeof Kept>;
export const RUNNING_COSTS: Format<KeptCosts> = { version: 1, check: checkedBy(Kept) };

/** The first is a day, the second a month. */
type Periods = readonly ['day', 'month'];
type PeriodName = Periods[number];

export class RunningCosts {
  private readonly meters = new Map<string, MeterIndexes>();
  private readonly sums: Partial<Record<PeriodName, PeriodSum>> = {};

  constructor(
    private readonly contract: Contract,
    private readonly colourOf: ColourOf,
  ) {}

  restore({ meters, day, month }: KeptCosts): void {
    for (const { meter, indexes } of meters) this.meters.set(meter, new MeterIndexes(indexes));
    if (day !== null) this.sums.day = PeriodSum.restored(day);
    if (month !== null) this.sums.month = PeriodSum.restored(month);
  }

  kept(): KeptCosts {
    return {
      meters: [...this.meters].map(([meter, indexes]) => ({ meter, indexes: indexes.kept() })),
      day: this.sums.day?.kept() ?? null,
      month: this.sums.month?.kept() ?? null,
    };
  }

  /** @param now epoch ms @returns the classes that the meter says are in force */
  take(meter: string, tariff: MeterTariff, now: number): Candidates {
    if (Object.keys(tariff.registers).length > 0) this.count(this.indexesOf(meter), tariff, now);
    return this.meters.get(meter)?.present(tariff) ?? new MeterIndexes().present(tariff);
  }

  /**
   * A stream whose meter has said who it is: what was counted under the name of the stream, at a start when the number was not
   * read yet, is counted by the meter. Else the next start would count all of it again.
   */
  named(stream: string): void {
    this.meters.delete(stream);
  }

  /** A reading with indexes has come, now or before a restart. */
  get hasBegun(): boolean {
    return this.sums.day !== undefined;
  }

  /** @param isAlive the meter speaks: what has begun a moment ago is 0, and not unknown */
  view(now: number, isAlive: boolean): Pick<CostState, 'day' | 'month'> {
    const view = (name: PeriodName) => {
      const period = keyOf(name, now);
      const known = this.sums[name];
      const fresh = isAlive && known !== undefined ? new PeriodSum(period, startOf(period)) : undefined;
      const sum = known?.period === period ? known : fresh;
      return sum?.view(this.subscription(startOf(period), now)) ?? null;
    };
    return { day: view('day'), month: view('month') };
  }

  private count(indexes: MeterIndexes, tariff: MeterTariff, now: number): void {
    const { lastAt } = indexes;
    const sums = [this.sumOf('day', now, lastAt), this.sumOf('month', now, lastAt)];
    for (const { wh, candidates, within } of indexes.take(tariff, now))
      for (const piece of shareOut(wh, candidates, within, this.contract, this.colourOf))
        for (const sum of sums) sum.add(piece);
  }

  private sumOf(name: PeriodName, now: number, lastAt: number | undefined): PeriodSum {
    const period = keyOf(name, now);
    const known = this.sums[name];
    if (known?.period === period) {
      known.beginsBy(now);
      return known;
    }
    const sum = new PeriodSum(period, sinceOf(startOf(period), now, lastAt));
    this.sums[name] = sum;
    return sum;
  }

  private indexesOf(meter: string): MeterIndexes {
    const indexes = this.meters.get(meter) ?? new MeterIndexes();
    this.meters.delete(meter);
    this.meters.set(meter, indexes);
    const [oldest] = this.meters.keys();
    if (this.meters.size > MOST_METERS && oldest !== undefined) this.meters.delete(oldest);
    return indexes;
  }

  /** EUR from the beginning of a period until now; null: none is typed. */
  private subscription(start: number, now: number): number | null {
    let eur: number | null = null;
    for (let day = PARIS.dayKey(start); PARIS.startOfDay(day) <= now; day = PARIS.addDays(day, 1)) {
      const share = subscriptionOf(this.contract, day);
      if (share === undefined) continue;
      const [begin, end] = [PARIS.startOfDay(day), PARIS.startOfDay(PARIS.addDays(day, 1))];
      eur = (eur ?? 0) + share.eur * Math.min(1, (now - begin) / (end - begin));
    }
    return eur;
  }
}

function keyOf(name: PeriodName, now: number): string {
  const day = PARIS.dayKey(now);
  return name === 'day' ? day : day.slice(0, 7);
}

/** @param period `2026-11-30`, `2026-11` */
function startOf(period: string): number {
  return PARIS.startOfDay(`${period}-01`.slice(0, 10));
}

/** From when a period counts that begins with a reading. */
function sinceOf(start: number, now: number, lastAt: number | undefined): number {
  if (lastAt === undefined || lastAt > now) return now;
  if (lastAt >= start) return lastAt;
  return now - lastAt <= LONGEST_SHARED_MS ? start : now;
}
