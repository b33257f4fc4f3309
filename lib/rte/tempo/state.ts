// From what is known of the days and one instant to everything that a flow may want to know of Tempo. Pure.
import { isoParis, PARIS, TARIFF_DAY_HOUR, type DayKey } from '../../grid/paris-time';
import type { SignalLevel } from '../../grid/signal';
import type { TempoColour, TempoSource } from './answers';
import { knownDay, type KnownDay, type TempoClaims } from './claims';

/** Off-peak hours (heures creuses) of Tempo, everywhere: 22:00 to 06:00. */
const OFF_PEAK_FROM = 22;

export interface TempoTotals {
  readonly red: number;
  readonly white: number;
}

/** Days of a season, 1 September to 31 August; the rest is blue. */
export const DEFAULT_TOTALS: TempoTotals = { red: 22, white: 43 };

export interface TempoDay {
  readonly day: DayKey;
  readonly colour: TempoColour | 'unknown';
  /** False: a pre-signal, which may still change; also false while unknown. */
  readonly confirmed: boolean;
  readonly source: TempoSource | null;
}

/** A tariff day, 06:00 to 06:00. */
export interface TempoTariffDay extends TempoDay {
  readonly start: string;
  readonly end: string;
}

export interface ColourCount {
  readonly total: number;
  /** Days begun, that of now included; null while a past day of the season is not known. */
  readonly used: number | null;
  readonly left: number | null;
}

/** `msg.payload` of tempo@1. Times are ISO 8601 with the Paris offset. */
export interface TempoState {
  readonly at: string;
  /** What a load may react to: 3 red in peak hours, 2 red off-peak, 1 blue or white, null unknown. */
  readonly level: SignalLevel | null;
  /** In force: until 06:00 that of the day before. */
  readonly now: TempoTariffDay;
  /** In force from the next 06:00 on: at 05:00 that is this same morning. */
  readonly next: TempoTariffDay;
  /** The civil days, as calendars print them. */
  readonly today: TempoDay;
  readonly tomorrow: TempoDay;
  readonly offPeak: boolean;
  /** The next change of hours or colour, at 06:00 or 22:00. */
  readonly nextChange: { readonly at: string; readonly offPeak: boolean; readonly colour: TempoColour | 'unknown' };
  readonly season: {
    readonly label: string;
    readonly blue: ColourCount;
    readonly white: ColourCount;
    readonly red: ColourCount;
    /** Past days whose colour no source has told. */
    readonly missing: number;
  };
  /** Where other sources say something else, for the four days above. */
  readonly disagreement: readonly { day: DayKey; source: TempoSource; colour: TempoColour; instead: TempoColour }[];
  /** Of the colour in force. */
  readonly source: TempoSource | null;
  /** Present and true while a made-up event plays. */
  readonly simulated?: true;
}

export interface TempoKnowledge {
  readonly claims: TempoClaims;
  /** Past days as they are kept. */
  readonly history: ReadonlyMap<DayKey, { readonly colour: TempoColour; readonly source: TempoSource }>;
  readonly order: readonly TempoSource[];
  readonly totals: TempoTotals;
}

/** The payload of `tempo@1` at an instant, epoch ms. */
export function tempoState(knowledge: TempoKnowledge, at: number): TempoState {
  const view = tempoView(knowledge, at);
  const civil = PARIS.dayKey(at);
  const today = dayOf(knowledge, civil);
  const tomorrow = dayOf(knowledge, PARIS.addDays(civil, 1));
  const changeAt = Math.min(PARIS.nextAt(at, TARIFF_DAY_HOUR), PARIS.nextAt(at, OFF_PEAK_FROM));
  const days = new Map([view.now, view.next, today, tomorrow].map((day) => [day.day, day]));
  return {
    at: isoParis(at),
    level: levelOf(view.now.colour, view.offPeak),
    now: tariffDay(view.now),
    next: tariffDay(view.next),
    today: shown(today),
    tomorrow: shown(tomorrow),
    offPeak: view.offPeak,
    nextChange: {
      at: isoParis(changeAt),
      offPeak: isOffPeak(changeAt),
      colour: (isOffPeak(changeAt) ? view.now : view.next).colour ?? 'unknown',
    },
    season: seasonOf(knowledge, view.now.day),
    disagreement: [...days.values()].flatMap(({ day, colour, disagreement }) =>
      colour === null
        ? []
        : disagreement.map((other) => ({ day, source: other.source, colour: other.colour, instead: colour })),
    ),
    source: view.now.source,
  };
}

/** The two tariff days that signals speak of. */
export interface TempoView {
  readonly now: KnownDay;
  readonly next: KnownDay;
  readonly offPeak: boolean;
}

/** The tariff days in force and next at an instant, epoch ms: what events are made of. */
export function tempoView(knowledge: TempoKnowledge, at: number): TempoView {
  const day = PARIS.tariffDay(at);
  return {
    now: dayOf(knowledge, day),
    next: dayOf(knowledge, PARIS.addDays(day, 1)),
    offPeak: isOffPeak(at),
  };
}

/** From the claims, and for past days from what is kept of them. */
function dayOf({ claims, history, order }: TempoKnowledge, day: DayKey): KnownDay {
  const known = knownDay(claims, day, order);
  const kept = history.get(day);
  return known.colour === null && kept !== undefined ? { ...known, ...kept, confirmed: true } : known;
}

/** Off-peak hours of Tempo, 22:00 to 06:00 (spec/signals.md §2.1); `at` in epoch ms. */
export function isOffPeak(at: number): boolean {
  const { hour } = PARIS.fields(at);
  return hour >= OFF_PEAK_FROM || hour < TARIFF_DAY_HOUR;
}

/** CONTRACTS: red 3 in peak hours and 2 off-peak; a white day is no critical peak. */
export function levelOf(colour: TempoColour | null, offPeak: boolean): SignalLevel | null {
  if (colour === null) return null;
  return colour === 'red' ? (offPeak ? 2 : 3) : 1;
}

/** When the tariff day begins; it ends when the next one begins. */
export function tariffStart(day: DayKey): number {
  return PARIS.at(day, TARIFF_DAY_HOUR);
}

/** First day of the season that a day belongs to. */
export function seasonStart(day: DayKey): DayKey {
  const year = Number(day.slice(0, 4)) - (day.slice(5) < '09-01' ? 1 : 0);
  return `${year}-09-01`;
}

/** `2026-2027`, as RTE and api-couleur-tempo.fr name it. */
export function seasonLabel(day: DayKey): string {
  const year = Number(seasonStart(day).slice(0, 4));
  return `${year}-${year + 1}`;
}

function seasonOf(knowledge: TempoKnowledge, now: DayKey): TempoState['season'] {
  const first = seasonStart(now);
  const last = PARIS.addDays(`${Number(first.slice(0, 4)) + 1}-09-01`, -1);
  const used: Record<TempoColour, number> = { blue: 0, white: 0, red: 0 };
  let [missing, length] = [0, 0];
  for (let day = first; day <= last; day = PARIS.addDays(day, 1)) {
    length += 1;
    if (day > now) continue;
    const { colour } = dayOf(knowledge, day);
    if (colour === null) missing += 1;
    else used[colour] += 1;
  }
  const { red, white } = knowledge.totals;
  const count = (total: number, begun: number): ColourCount =>
    missing > 0 ? { total, used: null, left: null } : { total, used: begun, left: Math.max(0, total - begun) };
  return {
    label: seasonLabel(now),
    blue: count(length - red - white, used.blue),
    white: count(white, used.white),
    red: count(red, used.red),
    missing,
  };
}

function shown({ day, colour, confirmed, source }: KnownDay): TempoDay {
  return { day, colour: colour ?? 'unknown', confirmed, source };
}

function tariffDay(day: KnownDay): TempoTariffDay {
  const start = tariffStart(day.day);
  return { ...shown(day), start: isoParis(start), end: isoParis(tariffStart(PARIS.addDays(day.day, 1))) };
}
