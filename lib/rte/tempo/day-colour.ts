// The edges of Tempo: one event per tariff day. The colour in force is always active (or unknown), tomorrow's is a second
// event, announced, which keeps its id when it starts; red moves between 2 and 3 with the off-peak hours.
import type { Standing } from '../../grid/event/act';
import { isoParis, PARIS, type DayKey } from '../../grid/paris-time';
import type { GridSignal, SignalChange, SignalLevel, SignalState } from '../../grid/signal';
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

/** One event as it was sent last. */
export interface ColourEvent {
  readonly origin: string;
  readonly day: DayKey;
  readonly colour: TempoColour | null;
  readonly confirmed: boolean;
  readonly level: SignalLevel | null;
}

/** What was sent last; kept over restarts. */
export interface ColourMemory {
  readonly now?: ColourEvent;
  readonly next?: ColourEvent;
}

export interface ColourStep {
  readonly signals: GridSignal<TempoDetail>[];
  readonly memory: ColourMemory;
}

/**
 * @param initial the present state of both days is sent, as after a start; edges missed before are not replayed
 * @returns what to send, endings first, and what to remember
 */
export function colourStep(memory: ColourMemory, view: TempoView, origin: string, initial: boolean): ColourStep {
  const signals: GridSignal<TempoDetail>[] = [];
  const { now, next, offPeak } = view;
  const old = memory.now;
  // What was announced for the day that is in force now has become it; what was in force before is over.
  const before = old?.day === now.day ? old : memory.next?.day === now.day ? memory.next : undefined;
  const started = before === undefined || before !== old;
  const over = [old, memory.next].filter((event) => event !== undefined && event.day < now.day);
  for (const event of over) {
    if (event !== undefined)
      signals.push(make({ ...known(event), event }, 'cleared', initial ? 'initial' : 'ended', null, null, offPeak));
  }

  const inForce = eventOf(now, before?.origin ?? origin, levelOf(now.colour, offPeak));
  const change = initial ? 'initial' : changeInForce(old, before, inForce, started);
  if (change !== undefined) {
    signals.push(
      make(
        { ...now, event: inForce },
        now.colour === null ? 'unknown' : 'active',
        change,
        inForce.level,
        inForce.level,
        offPeak,
      ),
    );
  }

  const expected = memory.next?.day === next.day ? memory.next : undefined;
  if (next.colour !== null) {
    const event = eventOf(next, expected?.origin ?? origin, null);
    const announced = initial ? 'initial' : changeAnnounced(expected, event);
    if (announced !== undefined) {
      signals.push(make({ ...next, event }, 'announced', announced, null, levelOf(next.colour, false), offPeak));
    }
    return { signals, memory: { now: inForce, next: event } };
  }
  if (expected !== undefined && expected.colour !== null) {
    signals.push(
      make({ ...known(expected), event: expected }, 'cleared', initial ? 'initial' : 'withdrawn', null, null, offPeak),
    );
  }
  return { signals, memory: { now: inForce } };
}

/** The day in force and the one announced, as they were sent. */
export function standingColours({ now, next }: ColourMemory): Standing[] {
  const standing = (event: ColourEvent | undefined, state: 'active' | 'announced'): Standing[] =>
    event === undefined
      ? []
      : [
          {
            id: idOf(event),
            origin: event.origin,
            signal: 'day-colour',
            state: event.colour === null ? 'unknown' : state,
            level: event.level,
          },
        ];
  return [...standing(now, 'active'), ...standing(next, 'announced')];
}

function idOf({ origin, day }: ColourEvent): string {
  return `${origin}/tempo/day-colour/${day}`;
}

/** How dear a day is: decides whether a change of colour is for the worse. */
const RANK: Readonly<Record<TempoColour, number>> = { blue: 0, white: 1, red: 2 };

function changeInForce(
  old: ColourEvent | undefined,
  before: ColourEvent | undefined,
  after: ColourEvent,
  started: boolean,
): SignalChange | undefined {
  if (started) {
    // Nothing was in force before: that is a beginning of knowledge, not of the day.
    if (old === undefined) return after.colour === null ? undefined : 'initial';
    return after.colour === null ? 'lost' : 'started';
  }
  if (before === undefined || before.colour === after.colour) return byOrder(before?.level ?? 0, after.level ?? 0);
  if (after.colour === null) return 'lost';
  return before.colour === null ? 'initial' : byOrder(RANK[before.colour], RANK[after.colour]);
}

function changeAnnounced(before: ColourEvent | undefined, after: ColourEvent): SignalChange | undefined {
  if (before?.colour == null || after.colour === null) return 'announced';
  if (before.colour !== after.colour) return byOrder(RANK[before.colour], RANK[after.colour]);
  // That it is certain now is worth an edge: it is what some wait for.
  return before.confirmed === after.confirmed ? undefined : 'announced';
}

function byOrder(before: number, after: number): SignalChange | undefined {
  return after === before ? undefined : after > before ? 'worsened' : 'eased';
}

function eventOf(day: KnownDay, origin: string, level: SignalLevel | null): ColourEvent {
  return { origin, day: day.day, colour: day.colour, confirmed: day.confirmed, level };
}

/** What is left to say of an event that is over. */
function known({ day, colour, confirmed }: ColourEvent): KnownDay {
  return { day, colour, confirmed, source: null, at: null, disagreement: [] };
}

function make(
  about: KnownDay & { event: ColourEvent },
  state: SignalState,
  change: SignalChange,
  level: SignalLevel | null,
  expected: SignalLevel | null,
  offPeak: boolean,
): GridSignal<TempoDetail> {
  const { day, colour, confirmed, source, disagreement, event } = about;
  return {
    id: idOf(event),
    origin: event.origin,
    source: 'tempo',
    signal: 'day-colour',
    state,
    change,
    level,
    expected,
    start: isoParis(tariffStart(day)),
    end: isoParis(tariffStart(PARIS.addDays(day, 1))),
    issuedAt: about.at === null ? null : isoParis(about.at),
    detail: { day, colour: colour ?? 'unknown', confirmed, source, offPeak, disagreement },
  };
}
