// A day of an offer by the face of the clock: the stretches between two minutes in which its class cannot change.
import type { ContractPeriod } from '../contract/contract';
import { OFFERS } from '../contract/offers';
import { parseOffPeak } from '../contract/off-peak';

const DAY = 24 * 60;

/** Minutes of the day, `to` exclusive. */
export interface DayPart {
  readonly from: number;
  readonly to: number;
  readonly offPeak: boolean;
  /** Of the tariff day that began the day before. */
  readonly ofDayBefore: boolean;
}

/** Periods do not change: what was made of one holds as long as it lives. */
const KNOWN = new WeakMap<ContractPeriod, readonly DayPart[]>();

/**
 * In order, from 0 to 1440, without holes.
 * @throws LinkyRedError ERR_TARIFF when the off-peak hours of the period cannot be read
 */
export function dayPartsOf(period: ContractPeriod): readonly DayPart[] {
  const known = KNOWN.get(period);
  if (known !== undefined) return known;
  const parts = makeParts(period);
  KNOWN.set(period, parts);
  return parts;
}

function makeParts(period: ContractPeriod): DayPart[] {
  const { offPeak, days } = OFFERS[period.offer];
  const ranges = offPeak === 'typed' ? parseOffPeak(period.offPeak) : offPeak;
  const turnsAt = days.by === 'colour' ? days.turnsAt : 0;
  const edges = [...new Set([0, turnsAt, DAY, ...ranges.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b);
  return edges.slice(1).map((to, i) => {
    const from = edges[i] ?? 0;
    const isOffPeak = ranges.some((range) =>
      range.from < range.to ? from >= range.from && from < range.to : from >= range.from || from < range.to,
    );
    return { from, to, offPeak: isOffPeak, ofDayBefore: from < turnsAt };
  });
}
