// Who said what about which day. Sources come in the user's order; what is firm goes before what is only expected, and what was
// heard after noon before what could still change; where two disagree, both stand.
import { PARIS, type DayKey } from '../../grid/paris-time';
import type { ColourOfDay, TempoColour, TempoSource } from './answers';

export interface Claim {
  readonly colour: TempoColour;
  /** Final, as far as one can know: see firmFrom. */
  readonly confirmed: boolean;
  /** Arrival at the host, epoch ms. */
  readonly at: number;
}

/** By day and source. Plain data: it is kept over restarts. */
export type TempoClaims = Readonly<Record<DayKey, Partial<Record<TempoSource, Claim>>>>;

export interface KnownDay {
  readonly day: DayKey;
  readonly colour: TempoColour | null;
  readonly confirmed: boolean;
  readonly source: TempoSource | null;
  readonly at: number | null;
  /** What other sources say instead. */
  readonly disagreement: readonly { source: TempoSource; colour: TempoColour }[];
}

/** A time of the day before. */
interface TimeBefore {
  readonly hour: number;
  readonly minute: number;
}

/**
 * RTE's engaging publication is at 10:30 of the day before; what is heard earlier is a pre-signal (spec/signals.md §2.1: the
 * hour is RTE's, that nothing moves after it is not verified).
 */
const ENGAGING: TimeBefore = { hour: 10, minute: 30 };

/** From when on a source tells what is engaging. */
const FIRM_AT: Readonly<Record<TempoSource, TimeBefore>> = {
  rte: ENGAGING,
  'services-rte': ENGAGING,
  // It asks RTE at 10:10 and then at about 11:15 (its author: the colour may change until then).
  'api-couleur-tempo': { hour: 11, minute: 30 },
  meter: ENGAGING,
};

/** Beyond noon nobody has seen a colour change: what was heard later is worth more than what was heard before. */
const SETTLED_AT: TimeBefore = { hour: 12, minute: 0 };

/** From when on the colour of this day counts as confirmed. */
function firmFrom(day: DayKey, source: TempoSource): number {
  return beforeDay(day, FIRM_AT[source]);
}

/** Whether the colour was heard when it could not change any more. */
export function isSettled({ day, at }: Pick<KnownDay, 'day' | 'at'>): boolean {
  return at !== null && at >= beforeDay(day, SETTLED_AT);
}

function beforeDay(day: DayKey, { hour, minute }: TimeBefore): number {
  return PARIS.at(PARIS.addDays(day, -1), hour, minute);
}

/** The claims with one more answer among them. A day that the source does not know any more takes its claim back. */
export function withReport(
  claims: TempoClaims,
  source: TempoSource,
  days: readonly ColourOfDay[],
  at: number,
): TempoClaims {
  const next: Record<DayKey, Partial<Record<TempoSource, Claim>>> = { ...claims };
  for (const { day, colour, updatedAt } of days) {
    const others = Object.fromEntries(Object.entries(next[day] ?? {}).filter(([other]) => other !== source));
    const confirmed = Math.max(at, updatedAt ?? 0) >= firmFrom(day, source);
    next[day] = colour === null ? others : { ...others, [source]: { colour, confirmed, at } };
  }
  return next;
}

/** The claims without days before `first`: those stand in the history. */
export function since(claims: TempoClaims, first: DayKey): TempoClaims {
  return Object.fromEntries(Object.entries(claims).filter(([day]) => day >= first));
}

/** @param order the user's sources; claims of others count for nothing */
export function knownDay(claims: TempoClaims, day: DayKey, order: readonly TempoSource[]): KnownDay {
  const ofDay = order.flatMap((source) => {
    const claim = claims[day]?.[source];
    return claim ? [{ source, ...claim }] : [];
  });
  const firm = ofDay.filter(({ confirmed }) => confirmed);
  // A source that is down since the morning does not outvote one that was heard after the last change.
  const best = firm.find(({ at }) => isSettled({ day, at })) ?? firm[0] ?? ofDay[0];
  if (best === undefined) return { day, colour: null, confirmed: false, source: null, at: null, disagreement: [] };
  const { colour, confirmed, source, at } = best;
  const disagreement = ofDay
    .filter((claim) => claim.colour !== colour)
    .map((claim) => ({ source: claim.source, colour: claim.colour }));
  return { day, colour, confirmed, source, at, disagreement };
}
