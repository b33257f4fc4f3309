// The events of Tempo: one per tariff day. The colour in force is always active (or unknown), tomorrow's is announced and keeps
// its id when it starts; red moves between 2 and 3 with the off-peak hours. What is sent of them, lib/grid/event says.
import type { Outlook, OutlookEvent } from '../../grid/event/outlook';
import { PARIS, type DayKey } from '../../grid/paris-time';
import { levelOf, tariffStart, type TempoView } from './state';
import type { TempoColour, TempoSource } from './answers';
import type { KnownDay } from './claims';

/** `detail` of a day-colour signal. */
export interface TempoDetail {
  /** The tariff day, 06:00 to 06:00. */
  day: DayKey;
  colour: TempoColour | 'unknown';
  confirmed: boolean;
  /** Who said it; null while unknown. */
  source: TempoSource | null;
  offPeak: boolean;
  disagreement: readonly { source: TempoSource; colour: TempoColour }[];
}

/** How dear a day is: decides whether a change of colour is for the worse. */
const RANK: Readonly<Record<TempoColour, number>> = { blue: 0, white: 1, red: 2 };

/** @param now epoch milliseconds, the instant of the view */
export function colourOutlook({ now: today, next, offPeak }: TempoView, now: number): Outlook<TempoDetail> {
  const level = levelOf(today.colour, offPeak);
  const state =
    today.colour === null
      ? ({ state: 'unknown', level } as const)
      : ({ state: 'active', level, rank: [RANK[today.colour], level ?? 0] } as const);
  const events: OutlookEvent<TempoDetail>[] = [{ ...state, ...ofDay(today, offPeak) }];
  if (next.colour !== null)
    events.push({
      state: 'announced',
      level: null,
      expected: levelOf(next.colour, false),
      rank: [RANK[next.colour]],
      // That it is certain now is worth an edge: it is what some wait for.
      edition: next.confirmed ? 'confirmed' : '',
      ...ofDay(next, offPeak),
    });
  return {
    now,
    events,
    ending: ({ detail }) => ({
      level: null,
      issuedAt: null,
      detail: { ...detail, source: null, offPeak, disagreement: [] },
    }),
  };
}

function ofDay({ day, at, colour, confirmed, source, disagreement }: KnownDay, offPeak: boolean) {
  return {
    name: day,
    start: tariffStart(day),
    end: tariffStart(PARIS.addDays(day, 1)),
    issuedAt: at,
    detail: { day, colour: colour ?? 'unknown', confirmed, source, offPeak, disagreement },
  } satisfies Partial<OutlookEvent<TempoDetail>>;
}
