// What a consent is worth at a moment, and when that changes.
const DAY_MS = 24 * 3_600_000;
/** So long before its end people are told: they need an evening, and the account at Enedis. */
export const EXPIRING_DAYS = 30;

export type Standing = 'linked' | 'expiring' | 'expired' | 'revoked';

export interface Standings {
  readonly prms: readonly string[];
  readonly revoked?: readonly string[];
  /** Epoch ms; absent: not known. */
  readonly until?: number;
}

/** Revoked: for all of its meters. */
export function standingOf({ prms, revoked = [], until = Infinity }: Standings, now: number): Standing {
  if (now >= until) return 'expired';
  if (prms.every((prm) => revoked.includes(prm))) return 'revoked';
  return now >= until - EXPIRING_DAYS * DAY_MS ? 'expiring' : 'linked';
}

/** Whole days that are left; 0 once it is over, null where the end is not known. */
export function daysLeft({ until }: Standings, now: number): number | null {
  return until === undefined ? null : Math.max(0, Math.ceil((until - now) / DAY_MS));
}

/** When the standing changes by itself, epoch ms; undefined: never. */
export function nextChange({ until = Infinity }: Standings, now: number): number | undefined {
  return [until - EXPIRING_DAYS * DAY_MS, until].find((at) => at > now && at < Infinity);
}
