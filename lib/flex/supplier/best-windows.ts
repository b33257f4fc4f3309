// The cheapest and the cleanest time in one piece. A window that has begun is kept until it ends: a machine that was started in it
// runs through, whatever is published meanwhile.
import { bestWindow, type Window } from '../../grid/windows';
import type { PriceRow } from './price-row';

export interface BestWindows {
  readonly cheapest: Window | null;
  readonly cleanest: Window | null;
}

export const NO_WINDOWS: BestWindows = { cheapest: null, cleanest: null };

/** @param hours how long a window is */
export function bestWindows(before: BestWindows, rows: readonly PriceRow[], hours: number, now: number): BestWindows {
  const best = (kept: Window | null, column: 'costEurPerKWh' | 'co2GPerKWh'): Window | null => {
    if (kept !== null && kept.start <= now && now < kept.end) return kept;
    const slots = rows.map(({ start, end, [column]: cost }) => ({ start, end, cost }));
    return bestWindow(slots, hours, now, Infinity) ?? null;
  };
  return { cheapest: best(before.cheapest, 'costEurPerKWh'), cleanest: best(before.cleanest, 'co2GPerKWh') };
}
