// What the emulator's buildings consume: a load that goes with the hour, less what has been confirmed. Invented; the same moment always
// has the same value.
import { noiseAt } from '../../random';
import { parisTime } from '../../paris-clock';
import type { Period } from '../wire';
import type { SeededAsset } from './dataset';

const MINUTE = 60_000;

/** Part of the load that runs, by the hour on the wall. */
const BY_HOUR = [
  0.35, 0.35, 0.35, 0.35, 0.35, 0.4, 0.55, 0.75, 0.95, 1, 1, 1, 0.95, 0.95, 1, 1, 1, 0.95, 0.85, 0.7, 0.55, 0.45, 0.4,
  0.35,
];

/** What this asset takes where nothing is asked of it: watts over the minute that begins at `minute`. */
export function baseLoad({ id, baseWatts }: SeededAsset, minute: number): number {
  const part = BY_HOUR[parisTime(minute).hour] ?? 1;
  return Math.round(baseWatts * part * (1 + 0.02 * noiseAt(id.length, minute / MINUTE)));
}

/** Minute by minute; null: that minute is not over yet. A confirmed power is taken off whole, the load goes below 0 never. */
export function measured(
  asset: SeededAsset,
  { from, to, now }: { readonly from: number; readonly to: number; readonly now: number },
  confirmed: readonly Period[],
): { readonly start: number; readonly end: number; readonly watts: number | null }[] {
  const first = Math.floor(from / MINUTE) * MINUTE;
  const count = Math.max(0, Math.ceil((to - first) / MINUTE));
  return Array.from({ length: count }, (_, n) => {
    const [start, end] = [first + n * MINUTE, first + (n + 1) * MINUTE];
    const off = confirmed
      .map((period) => (period.watts * Math.max(0, Math.min(end, period.end) - Math.max(start, period.start))) / MINUTE)
      .reduce((sum, watts) => sum + watts, 0);
    return { start, end, watts: end > now ? null : Math.max(0, Math.round(baseLoad(asset, start) - off)) };
  });
}
