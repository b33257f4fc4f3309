// From one publication and one instant to everything that a flow may want to know of Ecowatt. Pure: it is made anew at each
// hour from the last answer, without a call.
import { alertRuns, levelAt, mergedSlots, type AlertRun, type LevelSlot } from '../../grid/event/runs';
import { isoParis, PARIS } from '../../grid/paris-time';
import type { SignalLevel } from '../../grid/signal';
import type { EcowattDay, EcowattPublication } from './answer';
import { hourSlots } from './slots';

export type EcowattColour = 'decarbonised' | 'green' | 'orange' | 'red' | 'unknown';

/** Where a publication comes from, and when it came. */
export interface Received {
  readonly publication: EcowattPublication;
  /** Epoch ms. */
  readonly receivedAt: number;
  readonly source: 'rte' | 'rte-sandbox';
}

export interface EcowattSlot {
  readonly start: string;
  readonly end: string;
  readonly level: SignalLevel | null;
}

export interface EcowattAlert {
  readonly level: SignalLevel;
  readonly start: string;
  readonly end: string;
  readonly slots: readonly EcowattSlot[];
}

export interface EcowattDayState {
  readonly day: string;
  /** The highest of its hours, 1..3; null when RTE has not published the day (J+3 after midnight, for one). */
  readonly level: SignalLevel | null;
  readonly colour: EcowattColour;
  readonly message: string | null;
  /** By wall-clock hour 0..23, null where nothing was published. */
  readonly hours: readonly (SignalLevel | null)[];
}

/** `msg.payload` of ecowatt@1. Times are ISO 8601 with the Paris offset; null is unknown, never 0 or 1. */
export interface EcowattState {
  /** The instant that it speaks of. */
  readonly at: string;
  /** In force at that instant: 0 decarbonised, 1 normal, 2 tense, 3 very tense. */
  readonly level: SignalLevel | null;
  readonly colour: EcowattColour;
  /** This hour and all coming ones that were published; hours[n] is not "in n hours" on the day of 25 hours. */
  readonly hours: readonly EcowattSlot[];
  /** J, J+1, J+2, J+3: always four. */
  readonly days: readonly EcowattDayState[];
  /** The alert in progress. */
  readonly alert: EcowattAlert | null;
  /** The first one to come, not the one in progress. */
  readonly nextAlert: (EcowattAlert & { readonly leadMinutes: number }) | null;
  /** Coming hours, neighbours of one level in one piece. */
  readonly slots: readonly EcowattSlot[];
  /** RTE's French sentence for today. */
  readonly message: string | null;
  /** When RTE made it, and how many minutes ago. */
  readonly publishedAt: string | null;
  readonly ageMinutes: number | null;
  readonly receivedAt: string | null;
  readonly source: 'rte' | 'rte-sandbox' | null;
  /** Present and true while a made-up event plays. */
  readonly simulated?: true;
}

const DAYS_AHEAD = [0, 1, 2, 3];
const MINUTE = 60_000;

/** @param received undefined while nothing is known: then everything is null or empty, and the four days are there */
export function ecowattState(received: Received | undefined, at: number): EcowattState {
  const slots = received ? hourSlots(received.publication) : [];
  const level = levelAt(slots, at);
  const coming = slots.filter((slot) => slot.end > at);
  const runs = alertRuns(slots).filter((run) => run.end > at);
  const present = runs.find((run) => run.start <= at);
  const next = runs.find((run) => run.start > at);
  const today = PARIS.dayKey(at);
  const days = DAYS_AHEAD.map((ahead) => dayState(received?.publication, PARIS.addDays(today, ahead)));
  const generatedAt = received?.publication.generatedAt ?? null;
  return {
    at: isoParis(at),
    level,
    colour: colourOf(level),
    hours: coming.map(isoSlot),
    days,
    alert: present ? alertOf(present) : null,
    nextAlert: next ? { ...alertOf(next), leadMinutes: Math.round((next.start - at) / MINUTE) } : null,
    slots: mergedSlots(coming).map(isoSlot),
    message: days[0]?.message ?? null,
    publishedAt: generatedAt === null ? null : isoParis(generatedAt),
    ageMinutes: generatedAt === null ? null : Math.floor((at - generatedAt) / MINUTE),
    receivedAt: received ? isoParis(received.receivedAt) : null,
    source: received?.source ?? null,
  };
}

/** The colour that RTE gives a level (spec/signals.md §1.2); null is unknown. */
export function colourOf(level: SignalLevel | null): EcowattColour {
  return level === null ? 'unknown' : COLOURS[level];
}

const COLOURS = ['decarbonised', 'green', 'orange', 'red'] as const;

/**
 * The day's colour is the highest of its hours and never below 1 [RTE]. With hours missing only what was published for the
 * day, or a red hour, settles it.
 */
export function dayLevel(day: EcowattDay): SignalLevel | null {
  const known = day.hours.filter((level) => level !== null);
  const highest = known.reduce<SignalLevel>((a, b) => (b > a ? b : a), 1);
  if (day.published !== null) return day.published > highest ? day.published : highest;
  return known.length === day.hours.length || highest === 3 ? highest : null;
}

/** A stretch of hours as messages show it: ISO 8601 with the Paris offset. */
export function isoSlot(slot: LevelSlot): EcowattSlot {
  return { start: isoParis(slot.start), end: isoParis(slot.end), level: slot.level };
}

function alertOf(run: AlertRun): EcowattAlert {
  return { level: run.level, start: isoParis(run.start), end: isoParis(run.end), slots: run.slots.map(isoSlot) };
}

function dayState(publication: EcowattPublication | undefined, key: string): EcowattDayState {
  const day = publication?.days.find((candidate) => candidate.day === key);
  const level = day ? dayLevel(day) : null;
  return {
    day: key,
    level,
    colour: colourOf(level),
    message: day && day.message !== '' ? day.message : null,
    hours: day?.hours ?? new Array<null>(24).fill(null),
  };
}
