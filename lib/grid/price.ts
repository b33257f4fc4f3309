// What a kWh costs during a stretch of time: the row of prices@1 (a supplier's signal) and of price@1 (a contract).

/** As it is in `msg.payload`: ISO 8601 with the Paris offset. What nobody has said is null. */
export interface PriceRowView {
  start: string;
  end: string;
  powerW: number | null;
  costEurPerKWh: number | null;
  co2GPerKWh: number | null;
}
