// A building with one asset, and how operators speak to its desk.
import type { PowerPeriod, RequestKey } from '../../../lib/flex/request/request';
import type { Asset, Bacs, Potential, SiteRules, TimePeriod } from '../../../lib/flex/site/site';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** At any hour of any day. */
const always = (at: number): TimePeriod[] => [{ start: at - 400 * 24 * HOUR, end: at + 400 * 24 * HOUR }];

export const POTENTIAL: Potential = {
  product: 'WID',
  powerW: 100_000,
  mobilisationDelayMs: MINUTE,
  maxDurationMs: 2 * HOUR,
  activationsPerDay: 3,
  periods: always,
};

export const HALL: Asset = { id: 'hall', name: 'Hall', potentials: [POTENTIAL] };
export const TOWER: Asset = {
  id: 'tower',
  name: 'Tour',
  potentials: [
    { ...POTENTIAL, activationsPerDay: 1 },
    { ...POTENTIAL, product: 'WDA', powerW: 20_000 },
  ],
};

export const BUILDING: Bacs = {
  id: '3f1a2c6e-1111-4a5b-9c0d-0123456789ab',
  name: 'Halle des Docks',
  description: 'Un bâtiment et sa tour',
  assets: [HALL, TOWER],
};

export const STRICT: SiteRules = {
  sign: 'reduction',
  strictness: 'strict',
  acceptance: 'by-itself',
  timeZone: 'Europe/Paris',
};
export const BY_HAND: SiteRules = { ...STRICT, acceptance: 'by-hand' };
export const LENIENT: SiteRules = { ...STRICT, strictness: 'lenient' };

export function key(requestId: string, asset = 'hall'): RequestKey {
  return { bacs: BUILDING.id, asset, requestId };
}

export function nameOf(requestId: string, asset = 'hall'): string {
  return `${BUILDING.id}/${asset}/${requestId}`;
}

/** One period of 80 kW. @param start ISO 8601 or epoch ms */
export function period(start: string | number, minutes = 60, powerW = 80_000): PowerPeriod {
  const from = typeof start === 'string' ? Date.parse(start) : start;
  return { start: from, end: from + minutes * MINUTE, powerW };
}
