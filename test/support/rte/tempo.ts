// Tempo answers as RTE, services-rte.com and api-couleur-tempo.fr write them, from one letter per day. Written apart from lib.

/** b blue, w white, r red, `?` not known. */
export type Letter = 'b' | 'w' | 'r' | '?';

const ENGLISH = { b: 'BLUE', w: 'WHITE', r: 'RED' } as const;
const CODE = { '?': 0, b: 1, w: 2, r: 3 } as const;
const FRENCH = { '?': 'Inconnu', b: 'Bleu', w: 'Blanc', r: 'Rouge' } as const;

export type Days = Record<string, Letter>;

/** RTE's answer: an object, newest first, a day that is not known has no value. */
export function rteTempoAnswer(days: Days): unknown {
  const values = Object.entries(days).map(([day, letter]) => ({
    start_date: `${day}T00:00:00+01:00`,
    end_date: `${nextDay(day)}T00:00:00+01:00`,
    ...(letter !== '?' && {
      value: ENGLISH[letter],
      updated_date: `${nextDay(day, -1)}T10:20:00+01:00`,
      fallback: false,
    }),
  }));
  return { tempo_like_calendars: { start_date: '', end_date: '', values: values.reverse() } };
}

export function servicesRteAnswer(days: Days): unknown {
  const values: Record<string, string> = {};
  for (const [day, letter] of Object.entries(days)) {
    values[day] = letter === '?' ? 'BLUE' : ENGLISH[letter];
    values[`${day}-fallback`] = letter === '?' ? 'true' : 'false';
  }
  return { values };
}

export function couleurTempoAnswer(days: Days): unknown {
  return Object.entries(days).map(([dateJour, letter]) => ({
    dateJour,
    codeJour: CODE[letter],
    periode: '2026-2027',
    libCouleur: FRENCH[letter],
  }));
}

/** Days in a row from `first`: "bbwr?". */
export function run(first: string, letters: string): Days {
  return Object.fromEntries(Array.from(letters, (letter, i) => [nextDay(first, i), letter as Letter]));
}

export function nextDay(day: string, by = 1): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
}
