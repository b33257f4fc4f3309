// Signals of a supplier as tests want them: own values, in the form of the reference.
import { isoParis } from '../../../lib/grid/paris-time';

export const QUARTER = 15 * 60_000;

export interface Step {
  readonly cost: number | null;
  readonly co2?: number | null;
}

/** @param start ISO 8601 @param steps of a quarter of an hour, unless told */
export function signalFrom(start: string, steps: readonly (number | null | Step)[], stepMs = QUARTER) {
  const rows = steps.map((step) => (typeof step === 'object' && step !== null ? step : { cost: step }));
  const from = Date.parse(start);
  const quantity = (unit: string, multiplier: string) => (value: number | null) => ({ unit, multiplier, value });
  return {
    step: rows.map((_, n) => n + 1),
    horodate: rows.map((_, n) => isoParis(from + n * stepMs)),
    power: rows.map((_, n) => quantity('W', 'k')(10 + n)),
    cost: rows.map(({ cost }) => quantity('€/kWh', '')(cost)),
    co2: rows.map(({ co2 = 40 }) => quantity('gCO2eq/kWh', '')(co2)),
  };
}
