// How often entities are told. Home Assistant writes a row of its database for each change: 12 entities every 5 s are 30 MB
// a day (spec/ha.md §00: a state is about 150 bytes).
import type { Pace } from './row';

export const THROTTLES = ['default', 'economical', 'none'] as const;
/** `economical`: six times rarer than the default. `none`: every change. */
export type Throttle = (typeof THROTTLES)[number];

export interface PaceRule {
  readonly everyMs: number;
  /** A number that moved less than this is not told, unless its sign changed or it was not told for STALE_MS. */
  readonly deadBand: number;
}

/** So long a number may lie within the dead band of what was told. */
export const STALE_MS = 300_000;

const DEFAULT: Readonly<Record<Pace, PaceRule>> = {
  'at-once': { everyMs: 0, deadBand: 0 },
  // Figures that an episode carries along as attributes while its state stays: thirty rows an hour.
  episode: { everyMs: 120_000, deadBand: 0 },
  power: { everyMs: 10_000, deadBand: 20 },
  margin: { everyMs: 10_000, deadBand: 0 },
  electrical: { everyMs: 60_000, deadBand: 0 },
  index: { everyMs: 60_000, deadBand: 0 },
  link: { everyMs: 300_000, deadBand: 0 },
};

export function paceRule(pace: Pace, throttle: Throttle): PaceRule {
  if (throttle === 'none') return DEFAULT['at-once'];
  const rule = DEFAULT[pace];
  return throttle === 'economical' ? { ...rule, everyMs: rule.everyMs * 6 } : rule;
}
