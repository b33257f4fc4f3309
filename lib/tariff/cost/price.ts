// What a kWh costs, and what a day of subscription costs.
import { PARIS, type DayKey } from '../../grid/paris-time';
import type { ColourOf, Contract, ContractPeriod, TariffClass } from '../contract/contract';
import { spansOf } from '../spans/spans';
import { periodOf, type TariffSpan } from '../spans/tariff-days';

/** EUR are told to this fraction: sums and products of decimals have no tail. */
const FRACTION = 1e12;

/** EUR per kWh with surcharge and VAT; undefined: none is typed (0 is a price). */
export function priceOf(period: ContractPeriod, tariffClass: TariffClass): number | undefined {
  const price = period.prices[tariffClass];
  return price === undefined ? undefined : withVat(price + period.surcharge, period);
}

/** @returns EUR with VAT of one civil day, its share of its month; undefined: no period holds it, or none is typed */
export function subscriptionOf(contract: Contract, day: DayKey): { eur: number; period: ContractPeriod } | undefined {
  const period = periodOf(contract, day);
  if (typeof period?.subscription !== 'number') return undefined;
  return { eur: withVat(period.subscription / daysOfMonth(day), period), period };
}

export interface PriceNow {
  /** Null: the colour is not known. */
  readonly tariffClass: TariffClass | null;
  /** EUR per kWh; null: not known, or not typed. */
  readonly eurPerKWh: number | null;
  /** Epoch ms: since when class and price have been these, yesterday's midnight at the earliest. */
  readonly start: number;
  /** When one of both changes, the end of tomorrow at the latest. */
  readonly end: number;
}

/**
 * @param at epoch ms
 * @returns null: no period of the contract holds
 */
export function priceAt(contract: Contract, at: number, colourOf: ColourOf): PriceNow | null {
  const today = PARIS.dayKey(at);
  const within = { start: PARIS.startOfDay(PARIS.addDays(today, -1)), end: PARIS.startOfDay(PARIS.addDays(today, 2)) };
  const rows: (PriceNow | null)[] = [];
  for (const span of spansOf(contract, within, colourOf)) {
    const row = rowOf(span);
    const last = rows.at(-1);
    if (row !== null && last?.tariffClass === row.tariffClass && last.eurPerKWh === row.eurPerKWh)
      rows[rows.length - 1] = { ...last, end: row.end };
    else rows.push(row);
  }
  return rows.find((row) => row !== null && at >= row.start && at < row.end) ?? null;
}

function rowOf({ period, tariffClass, start, end }: TariffSpan): PriceNow | null {
  if (period === null) return null;
  const eurPerKWh = tariffClass === null ? null : (priceOf(period, tariffClass) ?? null);
  return { tariffClass, eurPerKWh, start, end };
}

function withVat(eur: number, { vat }: ContractPeriod): number {
  return Math.round(eur * (1 + vat / 100) * FRACTION) / FRACTION;
}

function daysOfMonth(day: DayKey): number {
  return new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();
}
