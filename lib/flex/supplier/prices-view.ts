// What supplier-price says (schema prices@1): ISO 8601 with the Paris offset.
import type { PriceRowView } from '../../grid/price';
import type { SignalWarning } from './signal';

export interface WindowView {
  start: string;
  end: string;
  /** It is now. */
  active: boolean;
}

export interface PricesPayload {
  deliveryPoint: string;
  /** When this was looked at. */
  at: string;
  receivedAt: string | null;
  /** What holds now; null: the signal does not say. */
  now: PriceRowView | null;
  rows: PriceRowView[];
  /** Best windows of the length that is set; null: none is known that long. */
  cheapest: WindowView | null;
  cleanest: WindowView | null;
  /** What in the signal is strange, and does no harm. */
  warnings: SignalWarning[];
  simulated?: true;
}
