// What supplier-price says (schema prices@1): ISO 8601 with the Paris offset.

export interface PriceRowView {
  start: string;
  end: string;
  powerW: number | null;
  costEurPerKWh: number | null;
  co2GPerKWh: number | null;
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
  cheapest: { start: string; end: string } | null;
  cleanest: { start: string; end: string } | null;
  simulated?: true;
}
