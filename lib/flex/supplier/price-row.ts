// The supplier's signal as rows: what holds in one step.

export interface PriceRow {
  /** Epoch ms. */
  readonly start: number;
  readonly end: number;
  /** Shown, never acted on: the reference does not say what it means. */
  readonly powerW: number | null;
  readonly costEurPerKWh: number | null;
  readonly co2GPerKWh: number | null;
}
