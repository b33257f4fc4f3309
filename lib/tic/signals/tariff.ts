// `tariff-period` and, on Tempo, `day-colour`: what PTEC, LTARF, NTARF, DEMAIN, STGE and DPMn say of today and tomorrow.
import { type CivilZone, TARIFF_DAY_HOUR } from '../../grid/paris-time';
import type { Condition, Slot } from '../../grid/signal-book';
import type { TempoColour } from '../status-register';
import type { Knowledge, Situation } from './knowledge';

export const TARIFF_PERIOD: Slot = {
  name: 'tariff-period',
  signal: 'tariff-period',
  unfulfilled: 'ended',
  successive: true,
};
export const DAY_COLOUR: Slot = { name: 'day-colour', signal: 'day-colour', unfulfilled: 'ended', successive: true };
export const NEXT_COLOUR: Slot = {
  name: 'day-colour-next',
  signal: 'day-colour',
  unfulfilled: 'withdrawn',
  successive: true,
};

/** What a tariff-period from the meter tells. */
export interface TariffPeriodDetail extends Record<string, unknown> {
  /** The meter's own text: `HC..`, `HEURE  CREUSE`; the number of the index where it names none. */
  period: string;
  /** Null where the text does not say. */
  offPeak: boolean | null;
}

/** What a day-colour from the meter tells. */
export interface DayColourDetail extends Record<string, unknown> {
  /** Paris day on which the tariff day begins at 06:00; null without any clock. */
  day: string | null;
  colour: TempoColour;
  /** False: concluded from an announced mobile peak alone. */
  confirmed: boolean;
}

export function tariffPeriod({ knowledge }: Situation): Condition | undefined {
  const { period } = knowledge;
  if (period === undefined) return undefined;
  return {
    state: 'active',
    level: null,
    key: period,
    detail: { period, offPeak: isOffPeak(period) } satisfies TariffPeriodDetail,
  };
}

export function colourInForce({ knowledge, moment, zone }: Situation): Condition | undefined {
  if (knowledge.tempo !== true) return undefined;
  const { period } = knowledge;
  const colour = colourOfPeriod(period) ?? knowledge.status?.colourToday ?? undefined;
  if (colour === undefined) return undefined;
  const offPeak = offPeakOf(knowledge);
  const day = dayInForce(moment.at, offPeak, zone);
  const level = colour !== 'red' ? 1 : offPeak === true ? 2 : 3;
  return {
    state: 'active',
    level,
    key: `${day ?? ''} ${colour}`,
    ...boundsOf(day, zone),
    detail: { day, colour, confirmed: true } satisfies DayColourDetail,
  };
}

export function colourToCome({ knowledge, moment, zone }: Situation): Condition | undefined {
  if (knowledge.tempo !== true) return undefined;
  const today = dayInForce(moment.at, offPeakOf(knowledge), zone);
  const day = today === null ? null : zone.addDays(today, 1);
  const told = toldColour(knowledge) ?? concludedColour(knowledge, day, zone);
  if (told === undefined) return undefined;
  const { colour, confirmed } = told;
  return {
    state: 'announced',
    level: null,
    expected: colour === 'red' ? 3 : 1,
    key: `${day ?? ''} ${colour}`,
    ...boundsOf(day, zone),
    detail: { day, colour, confirmed } satisfies DayColourDetail,
  };
}

function offPeakOf({ period }: Knowledge): boolean | null {
  return period === undefined ? null : isOffPeak(period);
}

/** `HC..`, `HCJB`, `HEURE  CREUSE`, `H SUPER CREUSES` are off-peak; a text that names neither says nothing. */
export function isOffPeak(period: string): boolean | null {
  if (/creuse/i.test(period) || /^HC([.J]|[HED]?\b)/.test(period)) return true;
  if (/pleine|pointe/i.test(period) || /^HP([.J]|[HED]?\b)|^(TH|PM|HN)\.\.|^PM?$/.test(period)) return false;
  return null;
}

/** Words that names of tariff periods are made of (spec/tic.md §2.2, and what suppliers call theirs). */
const WORDS: ReadonlySet<string> = new Set(
  (
    'H HEURE HEURES HP HC HN HPH HCH HPE HCE HPB HCB CREUSE CREUSES PLEINE PLEINES SUPER NORMALE NORMALES POINTE MOBILE ' +
    'SOLAIRE SOLAIRES BLEU BLEUE BLANC BLANCHE ROUGE JOUR JOURS JB JW JR PM EJP TEMPO BASE INDEX NON CONSO PRODUCTEUR ' +
    'WEEK END WE WEEKEND SEM SEMAINE LUNDI MARDI MERCREDI JEUDI VENDREDI SAMEDI DIMANCHE ET HIVER ETE HAUTE BASSE SAISON'
  ).split(' '),
);

/** Nothing in the name looks damaged: two turned bits make another free text of one, and the sum may not see them. */
export function isPlainName(period: string): boolean {
  return period.split(/[ /.-]+/).every((word) => word === '' || WORDS.has(word));
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

const TOMORROW: Readonly<Record<string, TempoColour>> = { BLEU: 'blue', BLAN: 'white', ROUG: 'red' };

function toldColour(knowledge: Knowledge): { colour: TempoColour; confirmed: boolean } | undefined {
  const colour = TOMORROW[knowledge.text('DEMAIN') ?? ''] ?? knowledge.status?.colourTomorrow ?? undefined;
  return colour === undefined ? undefined : { colour, confirmed: true };
}

/** On Tempo the first mobile peak is a white day and the second a red one (concluded from two captures: spec/tic.md §2.2). */
const PEAK_COLOUR: Readonly<Record<number, TempoColour>> = { 1: 'white', 2: 'red' };

function concludedColour(
  knowledge: Knowledge,
  day: string | null,
  zone: CivilZone,
): { colour: TempoColour; confirmed: boolean } | undefined {
  if (day === null) return undefined;
  const begin = zone.nextAt(zone.startOfDay(day), TARIFF_DAY_HOUR);
  const colour = PEAK_COLOUR[knowledge.mobilePeaks.find((peak) => peak.start === begin)?.number ?? 0];
  return colour === undefined ? undefined : { colour, confirmed: knowledge.peakProfileSays(colour) };
}

/**
 * The Tempo day at an instant. Peak hours begin at 06:00 and off-peak hours end there: near 06:00 the period that the meter
 * names decides, since the host's clock and the meter's differ.
 */
function dayInForce(at: number | null, offPeak: boolean | null, zone: CivilZone): string | null {
  if (at === null) return null;
  const { hour } = zone.fields(at);
  if (offPeak === false && hour < TARIFF_DAY_HOUR) return zone.dayKey(at);
  if (offPeak === true && hour >= TARIFF_DAY_HOUR && hour < TARIFF_DAY_HOUR + 1)
    return zone.addDays(zone.dayKey(at), -1);
  return zone.tariffDay(at);
}

function boundsOf(day: string | null, zone: CivilZone): Pick<Condition, 'start' | 'end' | 'idPart'> {
  if (day === null) return {};
  const begin = (key: string): number => zone.nextAt(zone.startOfDay(key), TARIFF_DAY_HOUR);
  return { start: begin(day), end: begin(zone.addDays(day, 1)), idPart: day };
}
