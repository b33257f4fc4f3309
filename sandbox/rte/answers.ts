// The bodies, in the shapes that RTE, services-rte.com and api-couleur-tempo.fr really send (spec of the field: capital G and F,
// midnight with its offset, blanks round the message, tempo_like_calendars an object, newest first).
import { dayInstant, isSummer, parisDay, parisTime, parisWall } from '../paris-clock';
import type { Letter, PublishedDay, ScenarioPlayer } from './scenario';

const MESSAGES = [
  '',
  ' Pas d’alerte ',
  ' Le système électrique se trouve dans une situation tendue. Les éco-gestes citoyens sont les bienvenus.  ',
  ' Le système électrique se trouve dans une situation très tendue. Si nous ne baissons pas notre consommation d’électricité, des coupures ciblées sont inévitables. Adoptons tous les éco-gestes. ',
];

export function ecowattBody(player: ScenarioPlayer, now: number): object {
  const generated = isoOffset(player.publishedAt(now));
  return { signals: player.ecowatt(now).map((day) => dayBody(day, generated)) };
}

/** RTE's own sandbox: four days of June 2022, in disorder, the first of them from 07:00 on, whatever the date is. */
export function sandboxBody(): object {
  const first = Date.UTC(2022, 5, 3) / DAY;
  const hours = (levels: Record<number, number>, from = 0): (number | null)[] =>
    Array.from({ length: 24 }, (_, hour) => (hour < from ? null : (levels[hour] ?? 1)));
  const days: PublishedDay[] = [
    { day: first + 3, hours: hours({ 0: 0, 1: 0 }) },
    { day: first + 1, hours: hours({ 8: 2, 9: 2, 18: 2 }) },
    { day: first + 2, hours: hours({ 12: 2 }) },
    { day: first, hours: hours({ 7: 3, 8: 3, 9: 2, 19: 2 }, 7) },
  ];
  return { signals: days.map((day) => dayBody(day, '2022-06-03T07:36:25+02:00')) };
}

function dayBody({ day, hours }: PublishedDay, generated: string): object {
  const dvalue = Math.max(1, ...hours.map((level) => level ?? 0));
  return {
    GenerationFichier: generated,
    jour: isoOffset(dayInstant(day)),
    dvalue,
    message: MESSAGES[dvalue],
    values: hours.flatMap((hvalue, pas) => (hvalue === null ? [] : [{ pas, hvalue }])),
  };
}

const RTE_WORDS = { b: 'BLUE', w: 'WHITE', r: 'RED' } as const;
const CODES = { b: 1, w: 2, r: 3 } as const;
const FRENCH = { b: 'Bleu', w: 'Blanc', r: 'Rouge' } as const;

/** @param first, after numbers of civil days, `after` not included */
export function tempoBody(
  player: ScenarioPlayer,
  now: number,
  first: number,
  after: number,
  withFallback: boolean,
): object {
  const values = [];
  for (let day = after - 1; day >= first; day -= 1) {
    const letter = player.tempo(day, now);
    if (letter === undefined) continue;
    values.push({
      start_date: isoOffset(dayInstant(day)),
      end_date: isoOffset(dayInstant(day + 1)),
      value: RTE_WORDS[letter],
      updated_date: isoOffset(dayInstant(day - 1, 10, 20)),
      ...(withFallback && { fallback: false }),
    });
  }
  return {
    tempo_like_calendars: { start_date: isoOffset(dayInstant(first)), end_date: isoOffset(dayInstant(after)), values },
  };
}

/** `tempoLight` and `tempo?season=`: keys of days and, as texts, whether each is a stand-in. */
export function servicesRteBody(player: ScenarioPlayer, now: number, first: number, last: number): object {
  const values: Record<string, string> = {};
  for (let day = first; day <= last; day += 1) {
    const letter = player.tempo(day, now);
    if (letter === undefined) continue;
    values[isoDay(day)] = RTE_WORDS[letter];
    values[`${isoDay(day)}-fallback`] = 'false';
  }
  return { values };
}

export function couleurDay(player: ScenarioPlayer, now: number, day: number): object {
  const letter = player.tempo(day, now);
  return {
    dateJour: isoDay(day),
    codeJour: letter === undefined ? 0 : CODES[letter],
    periode: seasonOf(day),
    libCouleur: letter === undefined ? 'Inconnu' : FRENCH[letter],
  };
}

/** What is in force, with the rule of 06:00. */
export function couleurNow(player: ScenarioPlayer, now: number): object {
  const { hour } = parisTime(now);
  const letter: Letter = player.tempo(parisDay(now) - (hour < 6 ? 1 : 0), now) ?? 'b';
  const peak = hour >= 6 && hour < 22;
  return {
    applicableIn: 0,
    codeCouleur: CODES[letter],
    codeHoraire: peak ? 1 : 0,
    tarifKwh: 0.1612,
    libTarif: `${FRENCH[letter]}-${peak ? 'HP' : 'HC'}`,
  };
}

/** First and last day of a season named `2026-2027`. */
export function seasonDays(label: string): [number, number] | undefined {
  const year = /^(\d{4})-(\d{4})$/.exec(label)?.[1];
  return year === undefined ? undefined : [Date.UTC(Number(year), 8, 1) / DAY, Date.UTC(Number(year) + 1, 7, 31) / DAY];
}

export function isoDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

function seasonOf(day: number): string {
  const date = new Date(day * DAY);
  const year = date.getUTCFullYear() - (date.getUTCMonth() < 8 ? 1 : 0);
  return `${String(year)}-${String(year + 1)}`;
}

function isoOffset(at: number): string {
  return `${new Date(parisWall(at)).toISOString().slice(0, 19)}${isSummer(at) ? '+02:00' : '+01:00'}`;
}

const DAY = 86_400_000;
