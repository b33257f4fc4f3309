// What the measuring system of Enedis answers to a question, whoever passes it on: the checks of a query, and the days it finds.
import { dayInstant, parisDay } from '../paris-clock';
import type { Direction, Household } from '../household/household';
import type { Households } from '../household/households';
import { publishedAt, publishedDay, type PublishedDay } from '../household/publication';
import type { EnedisFault } from './faults';

export type Measure = 'load-curve' | 'energy' | 'max-power' | 'index';

export interface Question {
  readonly prm: string | null;
  readonly direction: Direction;
  readonly measure: Measure;
  /** As they were typed into the query; `to` is exclusive. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface Found {
  readonly household: Household;
  readonly direction: Direction;
  readonly measure: Measure;
  readonly from: string;
  readonly to: string;
  /** Those of which something is there. */
  readonly days: readonly PublishedDay[];
}

export type Verdict = { readonly found: Found } | { readonly fault: EnedisFault };

const DAY = 86_400_000;
/** Longest windows in days. Of the index nobody knows it; a year is what clients are known to ask at once of the daily ones. */
const LONGEST: Readonly<Record<Measure, number>> = { 'load-curve': 7, energy: 366, 'max-power': 366, index: 7 };
const DEPTH_MONTHS: Readonly<Record<Measure, number>> = { 'load-curve': 24, energy: 36, 'max-power': 36, index: 24 };
const DEPTH_MORE_DAYS = 15;

/** @param now epoch ms */
export function judge(households: Households, { prm, direction, measure, from, to }: Question, now: number): Verdict {
  const [first, after] = [civilDay(from), civilDay(to)];
  if (prm === null || !/^\d{14}$/.test(prm) || from === null || to === null) return { fault: 'missing-parameter' };
  if (first === undefined || after === undefined) return { fault: 'missing-parameter' };
  if (after <= first) return { fault: 'end-before-start' };
  const today = parisDay(now);
  if (after > today) return { fault: 'end-in-future' };
  if (after - first > LONGEST[measure]) return { fault: measure === 'load-curve' ? 'too-long' : 'too-long-dc' };
  const household = households.get(prm);
  if (household === undefined) return { fault: 'unknown-prm' };
  if (direction === 'production' && !household.produces()) return { fault: 'wrong-direction' };
  if (first < oldest(today, measure)) return { fault: 'too-old' };
  if (first < household.meter.activeFrom) return { fault: 'before-activation' };
  if (measure === 'load-curve' && !household.meter.collectsCurve) return { fault: 'no-data-14' };
  const days = Array.from({ length: after - first }, (_, n) =>
    publishedDay(household, direction, first + n, now),
  ).filter((day) => isThere(household, day, measure, now));
  if (days.length === 0) return { fault: measure === 'load-curve' ? 'no-data' : 'no-data-2026' };
  return { found: { household, direction, measure, from, to, days } };
}

/** The first civil day that may be asked for. */
export function oldest(today: number, measure: Measure): number {
  const date = new Date(today * DAY);
  return (
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - DEPTH_MONTHS[measure], date.getUTCDate()) / DAY -
    DEPTH_MORE_DAYS
  );
}

/** Number of a civil day; undefined for what is none, 30 February included. */
export function civilDay(text: string | null): number | undefined {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || dayText(at / DAY) !== text ? undefined : at / DAY;
}

export function dayText(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

function isThere(household: Household, { day, wh, curve, peak }: PublishedDay, measure: Measure, now: number): boolean {
  switch (measure) {
    case 'load-curve':
      return curve !== undefined;
    case 'energy':
      return wh !== undefined;
    case 'max-power':
      return peak !== undefined;
    case 'index':
      // The register at 00:00 is read with the day that ends then.
      return day > household.meter.activeFrom && now >= publishedAt(household, day - 1).energy && now > dayInstant(day);
  }
}
