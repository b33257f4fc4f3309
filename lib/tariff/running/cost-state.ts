// What energy costs now, and what today and this month have cost by the meter's own indexes (schema cost@1).
import type { PriceRowView } from '../../grid/price';
import type { TariffClass } from '../contract/contract';

/** `msg.payload` of price@1: the present row of a contract. Without a price it is null: a colour, an hour that nobody has said. */
export interface PriceState extends PriceRowView {
  /** Name of the contract. */
  readonly contract: string;
  /** ISO 8601 with the Paris offset. */
  readonly at: string;
  readonly tariffClass: TariffClass | null;
}

/** `msg.payload` of cost@1. */
export interface CostState {
  readonly contract: string;
  /** ISO 8601 with the Paris offset. */
  readonly at: string;
  /** What holds now; `costEurPerKWh` null: not known. Null: no period of the contract holds today. */
  readonly now: PriceRowView | null;
  readonly tariffClass: TariffClass | null;
  /** Null: no reading has come. */
  readonly day: RunningCost | null;
  readonly month: RunningCost | null;
}

export interface RunningCost {
  /** `2026-11-30`, or `2026-11`. */
  readonly period: string;
  /** ISO 8601 with the Paris offset: from when it counts. Later than the beginning of the period where nobody listened then. */
  readonly since: string;
  readonly kWh: number;
  /** Without the subscription. */
  readonly costEur: number;
  readonly byClass: Readonly<Partial<Record<TariffClass, { readonly kWh: number; readonly costEur: number }>>>;
  /** Its share up to now; null: none is typed. */
  readonly subscriptionEur: number | null;
  /** Of `kWh`, what has no price: it is not in `costEur`. */
  readonly unpricedKWh: number;
}
