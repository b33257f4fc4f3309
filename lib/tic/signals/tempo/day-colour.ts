// `day-colour`, on Tempo alone: what PTEC, LTARF, NTARF, DEMAIN, STGE, DPMn and PPOINTE say of the day in force and the next.
import type { DayKey } from '../../../grid/paris-time';
import type { Condition, Channel } from '../../../grid/event/condition';
import type { TempoColour } from '../../value/status-register';
import type { Situation } from '../knowledge';
import { colourOfPeakProfile, mobilePeaks } from '../mobile-peaks';
import { isOffPeak } from '../tariff';
import { type TempoDay, boundsOfDay } from './tempo-days';

export const DAY_COLOUR: Channel = { name: 'day-colour', signal: 'day-colour', unfulfilled: 'ended', successive: true };
export const NEXT_COLOUR: Channel = {
  name: 'day-colour-next',
  signal: 'day-colour',
  unfulfilled: 'withdrawn',
  successive: true,
};

/** What a day-colour from the meter tells. */
export interface DayColourDetail extends Record<string, unknown> {
  /** Paris day on which the tariff day begins at 06:00; null without any clock. */
  day: string | null;
  colour: TempoColour;
  /**
   * True: the meter said the colour, and nothing else that it says of that day is against it (name and number of the
   * tariff, colours and mobile peaks in STGE, DPMn, PPOINTE, DEMAIN of the day before). False: something is, or the colour
   * was concluded from an announced mobile peak alone. When it becomes true the event is told once more, `announced` or
   * `started` as before; when it becomes false that is no edge.
   */
  confirmed: boolean;
}

/** A colour to come, and what it was concluded from. */
export interface ColourToCome extends TempoDay {
  readonly condition: Condition;
  /** Number of the mobile peak; null: the meter said the colour itself. */
  readonly concludedFrom: number | null;
}

/** The Tempo day in force; null without any clock. */
export function dayInForce({ knowledge, moment, zone, days }: Situation): DayKey | null {
  const { period } = knowledge;
  return days.dayAt(moment, period === undefined ? null : isOffPeak(period), zone);
}

/** @param day the one in force */
export function colourInForce(day: DayKey | null, situation: Situation): Condition | undefined {
  const { knowledge, moment, zone, days } = situation;
  const { period, statusOfToday: status } = knowledge;
  // Some meters turn these bits over at midnight (spec/tic.md §2.2): then they say what the next day is.
  const isPastMidnight = day !== null && moment.at !== null && zone.dayKey(moment.at) !== day;
  const inStatus = status?.colourToday ?? undefined;
  const known = isPastMidnight ? days.colourSent(day) : undefined;
  const colour = colourOfPeriod(period) ?? known ?? inStatus;
  if (colour === undefined) return undefined;
  const witnesses = [
    isPastMidnight ? undefined : inStatus,
    colourOfIndex(knowledge.textOfToday('NTARF')),
    colourOfPeak(status?.peakInProgress),
    colourOfPeak(peakOfDay(day, situation)),
    day === null ? undefined : days.colourForetold(day),
  ];
  const offPeak = period === undefined ? null : isOffPeak(period);
  const level = colour !== 'red' ? 1 : offPeak === true ? 2 : 3;
  return { state: 'active', level, ...ofDay(day, colour, agree(witnesses, colour), situation) };
}

/** @param today the day in force */
export function colourToCome(today: DayKey | null, situation: Situation): ColourToCome | undefined {
  const { knowledge, zone } = situation;
  const day = today === null ? null : zone.addDays(today, 1);
  const told = TOMORROW.get(knowledge.text('DEMAIN') ?? '') ?? knowledge.status?.colourTomorrow ?? undefined;
  const peak = peakOfDay(day, situation);
  const colour = told ?? colourOfPeak(peak);
  if (colour === undefined) return undefined;
  const profile = peak !== null && peak === nextPeak(situation) ? colourOfPeakProfile(knowledge) : undefined;
  // Notice is given of a peak that has a date, or of one that nobody knows the date of.
  const noticed = peak !== null || mobilePeaks(situation).length === 0 ? knowledge.statusOfToday?.peakNotice : null;
  const isSaid = told !== undefined || profile === colour;
  const confirmed = isSaid && agree([colourOfPeak(peak), profile, colourOfPeak(noticed)], colour);
  const expected = colour === 'red' ? 3 : 1;
  const condition: Condition = {
    state: 'announced',
    level: null,
    expected,
    ...ofDay(day, colour, confirmed, situation),
  };
  return { day: day ?? '', colour, condition, concludedFrom: told === undefined ? peak : null };
}

/** An event is one day with one colour. */
function ofDay(
  day: DayKey | null,
  colour: TempoColour,
  confirmed: boolean,
  { zone }: Situation,
): Pick<Condition, 'key' | 'start' | 'end' | 'idPart' | 'certain' | 'detail'> {
  const detail: DayColourDetail = { day, colour, confirmed };
  const shared = { key: `${day ?? ''} ${colour}`, certain: confirmed, detail };
  return day === null ? shared : { ...shared, ...boundsOfDay(day, zone), idPart: `${day}/${colour}` };
}

function agree(witnesses: readonly (TempoColour | undefined)[], colour: TempoColour): boolean {
  return witnesses.every((witness) => witness === undefined || witness === colour);
}

const LETTERS: Readonly<Record<string, TempoColour>> = { B: 'blue', W: 'white', R: 'red' };

function colourOfPeriod(period: string | undefined): TempoColour | undefined {
  if (period === undefined) return undefined;
  const letter = /^H[CP]J([BWR])$/.exec(period)?.[1];
  if (letter !== undefined) return LETTERS[letter];
  if (/\bbleue?\b/i.test(period)) return 'blue';
  if (/\bblan(c|che)?\b/i.test(period)) return 'white';
  return /\brouge\b/i.test(period) ? 'red' : undefined;
}

const TOMORROW: ReadonlyMap<string, TempoColour> = new Map([
  ['BLEU', 'blue'],
  ['BLAN', 'white'],
  ['ROUG', 'red'],
]);

/** Supplier indexes 1 to 6 of Tempo, off-peak before peak (54E §6.1). */
const INDEX_COLOURS: readonly TempoColour[] = ['blue', 'blue', 'white', 'white', 'red', 'red'];

function colourOfIndex(index: string | undefined): TempoColour | undefined {
  return index === undefined ? undefined : INDEX_COLOURS[Number(index) - 1];
}

/** On Tempo the first mobile peak is a white day and the second a red one (concluded from two captures: spec/tic.md §2.2). */
const PEAK_COLOURS: readonly TempoColour[] = ['white', 'red'];

function colourOfPeak(peak: number | null | undefined): TempoColour | undefined {
  return peak == null ? undefined : PEAK_COLOURS[peak - 1];
}

/** Number of the mobile peak that begins with this day. */
function peakOfDay(day: DayKey | null, situation: Situation): number | null {
  if (day === null) return null;
  const peaks = mobilePeaks(situation);
  if (peaks.length === 0) return null;
  const { start } = boundsOfDay(day, situation.zone);
  return peaks.find((peak) => peak.start === start)?.number ?? null;
}

/** Number of the mobile peak of which PPOINTE tells. */
function nextPeak(situation: Situation): number | null {
  const { at } = situation.moment;
  return mobilePeaks(situation).find((peak) => at === null || peak.start > at)?.number ?? null;
}
