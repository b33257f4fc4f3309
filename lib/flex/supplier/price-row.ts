// The supplier's signal as rows: what holds in one step.
import { isoParis } from '../../grid/paris-time';
import type { PriceRowView } from '../../grid/price';

export interface PriceRow {
  /** Epoch ms. */
  readonly start: number;
  readonly end: number;
  /** Shown, never acted on: the reference does not say what it means. */
  readonly powerW: number | null;
  readonly costEurPerKWh: number | null;
  readonly co2GPerKWh: number | null;
}

/** What holds at an instant; undefined: the signal does not say. */
export function rowAt(rows: readonly PriceRow[], at: number): PriceRow | undefined {
  return rows.find(({ start, end }) => start <= at && at < end);
}

export function rowView({ start, end, ...values }: PriceRow): PriceRowView {
  return { start: isoParis(start), end: isoParis(end), ...values };
}
