// What four sources say about the colours of Tempo days, read into one shape. A day without a colour is unknown, not blue.
import * as v from 'valibot';
import { LinkyRedError } from '../../errors';
import { messageNamed } from '../../grid/message';
import type { DayKey } from '../../grid/paris-time';
import type { GridSignal } from '../../grid/signal';
import { parisDayOf } from '../paris-day';

export const TEMPO_COLOURS = ['blue', 'white', 'red'] as const;
export type TempoColour = (typeof TEMPO_COLOURS)[number];

export const TEMPO_SOURCES = ['rte', 'services-rte', 'api-couleur-tempo', 'meter'] as const;
export type TempoSource = (typeof TEMPO_SOURCES)[number];

/** One day of one answer; colour null: the source says that it does not know. */
export interface ColourOfDay {
  readonly day: DayKey;
  readonly colour: TempoColour | null;
  /** When the source says it set the colour, epoch ms. */
  readonly updatedAt?: number;
}

const WORDS: ReadonlyMap<unknown, TempoColour> = new Map([
  ['BLUE', 'blue'],
  ['WHITE', 'white'],
  ['RED', 'red'],
  // The XML form of RTE's API and EDF's own words.
  ['BLEU', 'blue'],
  ['BLANC', 'white'],
  ['ROUGE', 'red'],
]);

const RteAnswer = v.object({ tempo_like_calendars: v.object({ values: v.nullish(v.array(v.unknown()), []) }) });
const RteDay = v.object({
  start_date: v.string(),
  value: v.optional(v.unknown()),
  updated_date: v.optional(v.unknown()),
  fallback: v.optional(v.unknown()),
});

/** RTE "Tempo Like Supply Contract" v1: newest first; a day may lack its value, or be a fallback, which is a guess. */
export function parseRteTempo(json: unknown): ColourOfDay[] {
  const answer = v.safeParse(RteAnswer, json);
  if (!answer.success) throw unreadable('digital.iservices.rte-france.com', 'no "tempo_like_calendars"');
  return answer.output.tempo_like_calendars.values.flatMap((raw) => {
    const day = v.safeParse(RteDay, raw);
    const key = day.success ? parisDayOf(day.output.start_date) : undefined;
    if (!day.success || key === undefined) return [];
    const { value, updated_date, fallback } = day.output;
    const updatedAt = typeof updated_date === 'string' ? Date.parse(updated_date) : NaN;
    return [
      {
        day: key,
        colour: isTrue(fallback) ? null : colourOf(value),
        ...(Number.isNaN(updatedAt) ? {} : { updatedAt }),
      },
    ];
  });
}

const LightAnswer = v.object({ values: v.record(v.string(), v.unknown()) });

/** services-rte.com, `tempoLight` and `tempo?season=`: a map of days, beside each a key `<day>-fallback` with a text for a truth. */
export function parseServicesRte(json: unknown): ColourOfDay[] {
  const answer = v.safeParse(LightAnswer, json);
  if (!answer.success) throw unreadable('www.services-rte.com', 'no "values"');
  const { values } = answer.output;
  return Object.entries(values).flatMap(([key, value]) => {
    const day = key.length === 10 ? parisDayOf(key) : undefined;
    if (day === undefined) return [];
    return [{ day, colour: isTrue(values[`${day}-fallback`]) ? null : colourOf(value) }];
  });
}

const CODES: readonly (TempoColour | null)[] = [null, 'blue', 'white', 'red'];
const CouleurDay = v.object({ dateJour: v.string(), codeJour: v.nullable(v.number()) });

/** api-couleur-tempo.fr, `/joursTempo`: codeJour 0 unknown, 1 blue, 2 white, 3 red. */
export function parseCouleurTempo(json: unknown): ColourOfDay[] {
  const answer: readonly unknown[] = Array.isArray(json) ? json : [json];
  const days = answer.flatMap((raw) => {
    const day = v.safeParse(CouleurDay, raw);
    return day.success ? [day.output] : [];
  });
  if (answer.length > 0 && days.length === 0)
    throw unreadable('www.api-couleur-tempo.fr', 'no "dateJour" with a "codeJour"');
  return days.flatMap(({ dateJour, codeJour }) => {
    const day = parisDayOf(dateJour);
    return day === undefined ? [] : [{ day, colour: codeJour === null ? null : (CODES[codeJour] ?? null) }];
  });
}

const MeterSignal = v.object({
  source: v.literal('tic'),
  signal: v.literal('day-colour'),
  // What a meter only plays is no knowledge.
  detail: v.object({ day: v.string(), colour: v.unknown(), simulated: v.nullish(v.literal(false)) }),
} satisfies Partial<Record<keyof GridSignal, v.GenericSchema>>);
const ReadingFields = v.object({ signals: v.array(v.unknown()) });

/** What a meter says of colours, in a message `signal@1` or `reading@1`; undefined: a message of another kind. */
export function parseMeterMessage(msg: {
  readonly schema?: unknown;
  readonly payload?: unknown;
  readonly tic?: unknown;
}): ColourOfDay[] | undefined {
  switch (messageNamed(msg.schema)) {
    case 'signal':
      return parseMeterSignals([msg.payload]);
    case 'reading': {
      const reading = v.safeParse(ReadingFields, msg.tic);
      return reading.success ? parseMeterSignals(reading.output.signals) : [];
    }
    default:
      return undefined;
  }
}

/** The day-colour signals of a meter, out of a reading (`msg.tic.signals`) or one by one; anything else says nothing. */
export function parseMeterSignals(signals: readonly unknown[]): ColourOfDay[] {
  return signals.flatMap((raw) => {
    const signal = v.safeParse(MeterSignal, raw);
    const day = signal.success ? parisDayOf(signal.output.detail.day) : undefined;
    if (!signal.success || day === undefined) return [];
    const { colour } = signal.output.detail;
    return [{ day, colour: typeof colour === 'string' ? colourOf(colour.toUpperCase()) : null }];
  });
}

function colourOf(value: unknown): TempoColour | null {
  return WORDS.get(value) ?? null;
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

function unreadable(host: string, detail: string): LinkyRedError {
  return new LinkyRedError('ERR_ANSWER', { host, detail });
}
