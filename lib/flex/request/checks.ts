// What a building holds a request against: each rule is one field of a potential, or another request (spec/signals.md §4.4).
import type { CivilZone } from '../../grid/paris-time';
import type { Asset, FlexProduct, Potential, SignConvention, TimePeriod } from '../site/site';
import { durationOf, overlaps, type Window, windowOf } from './profile';
import { CHECK_RULES, type CheckRule, type PowerPeriod } from './request';

/** A request that was confirmed, and what it takes of an asset. */
export interface Booking {
  readonly product: FlexProduct;
  readonly window: Window;
  /** It was called off: it stands in nobody's way, but it was an activation. */
  readonly isCancelled?: true;
}

export interface Judged {
  readonly product: FlexProduct;
  /** Normalised. */
  readonly profile: readonly PowerPeriod[];
}

export interface Circumstances {
  readonly asset: Asset;
  /** The other requests of that asset that were confirmed. */
  readonly bookings: readonly Booking[];
  readonly sign: SignConvention;
  readonly zone: CivilZone;
  readonly now: number;
}

type Breaks = (judged: Judged, circumstances: Circumstances, potential: Potential) => boolean;

/** Those that hold whatever the potential. */
type General = (judged: Judged, circumstances: Omit<Circumstances, 'asset'>) => boolean;

const GENERAL: Readonly<Partial<Record<CheckRule, General>>> = {
  'no-power': ({ profile }, { sign }) => profile.some(({ powerW }) => (sign === 'limit' ? powerW < 0 : powerW === 0)),
  overlap: ({ profile }, { bookings }) =>
    bookings.some(({ window, isCancelled }) => isCancelled !== true && overlaps(window, windowOf(profile))),
  'window-past': ({ profile }, { now }) => windowOf(profile).end <= now,
};

const OF_POTENTIAL: Readonly<Partial<Record<CheckRule, Breaks>>> = {
  'power-above-potential': ({ profile }, _, { powerW: most }) => profile.some(({ powerW }) => Math.abs(powerW) > most),
  'mobilisation-delay': ({ profile }, { now }, { mobilisationDelayMs }) =>
    windowOf(profile).start - now < mobilisationDelayMs,
  'duration-above-maximum': ({ profile }, _, { maxDurationMs }) => durationOf(profile) > maxDurationMs,
  'outside-periods': ({ profile }, { zone }, { periods }) => {
    const { start, end } = windowOf(profile);
    const there = periodsBetween(periods, start, end, zone);
    return profile.some((asked) => !there.some((period) => period.start <= asked.start && asked.end <= period.end));
  },
  'activations-per-day': ({ product, profile }, { bookings, zone }, { activationsPerDay }) => {
    const day = zone.dayKey(windowOf(profile).start);
    const sameDay = bookings.filter(
      (booking) => booking.product === product && zone.dayKey(booking.window.start) === day,
    );
    return sameDay.length >= activationsPerDay;
  },
};

/** Nothing is asked for more days than that; who asks it is outside of all periods. */
const MOST_DAYS = 400;

/**
 * What a request breaks, in the order of CHECK_RULES; none: it may be accepted. Where an asset offers a product in several ways
 * the one counts that it breaks least of.
 */
export function brokenRules(judged: Judged, circumstances: Circumstances): readonly CheckRule[] {
  const offers = circumstances.asset.potentials.filter(({ product }) => product === judged.product);
  const general = CHECK_RULES.filter((rule) => GENERAL[rule]?.(judged, circumstances));
  const ofEach = offers.map((potential) =>
    CHECK_RULES.filter((rule) => OF_POTENTIAL[rule]?.(judged, circumstances, potential)),
  );
  const least = ofEach.reduce<readonly CheckRule[] | undefined>(
    (best, broken) => (best === undefined || broken.length < best.length ? broken : best),
    undefined,
  );
  const broken = new Set<CheckRule>([...general, ...(least ?? ['product-not-offered'])]);
  return CHECK_RULES.filter((rule) => broken.has(rule));
}

/** When an asset is there, neighbours joined: a day that ends at midnight and the next one are one period. */
function periodsBetween(
  periods: Potential['periods'],
  start: number,
  end: number,
  zone: CivilZone,
): readonly TimePeriod[] {
  const found: TimePeriod[] = [];
  let day = zone.dayKey(start);
  for (let days = 0; days < MOST_DAYS; days++, day = zone.addDays(day, 1)) {
    const at = Math.max(start, zone.startOfDay(day));
    if (days > 0 && at >= end) break;
    found.push(...periods(at));
  }
  const joined: { start: number; end: number }[] = [];
  for (const period of found.sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last !== undefined && period.start <= last.end) last.end = Math.max(last.end, period.end);
    else joined.push({ ...period });
  }
  return joined;
}
