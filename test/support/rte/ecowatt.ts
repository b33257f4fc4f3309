// Ecowatt answers as RTE writes them, built from one digit per hour. Written apart from lib/rte: a fixture that used the
// product's own calendar could not find its mistakes.

/** `1111…` 24 digits, `.` for an hour that is missing from `values`. */
export type Hours = string;

export const CALM: Hours = '1'.repeat(24);

/** 24 digits that are `base` but for some hours: hours({ 8: 2, 9: 3 }). */
export function hours(levels: Record<number, number | '.'>, base: number | '.' = 1): Hours {
  return Array.from({ length: 24 }, (_, hour) => String(levels[hour] ?? base)).join('');
}

/** Mostly calm, with runs of tension and decarbonised hours at any place of the day. `turns`: how often the level changes. */
export function randomDay(random: () => number, turns: number): Hours {
  let level = 1;
  return Array.from({ length: 24 }, () => {
    if (random() < turns) level = random() < 0.6 ? 1 : Math.floor(random() * 4);
    return level;
  }).join('');
}

export interface RawDay {
  GenerationFichier: string;
  jour: string;
  dvalue: number;
  message: string;
  values: { pas: number; hvalue: number }[];
}

export interface RawEcowatt {
  signals: RawDay[];
}

/** An answer with one day per entry, `generated` as RTE stamps it. */
export function ecowattAnswer(days: Record<string, Hours>, generated = '2026-11-23T17:00:00+01:00'): RawEcowatt {
  return { signals: Object.entries(days).map(([day, levels]) => rawDay(day, levels, generated)) };
}

const MESSAGES = ['', ' Pas d’alerte ', ' Système électrique tendu.  ', ' Système électrique très tendu. '];

function rawDay(day: string, levels: Hours, generated: string): RawDay {
  const values = Array.from(levels, (digit, pas) => ({ pas, hvalue: Number(digit) })).filter(
    ({ hvalue }) => !isNaN(hvalue),
  );
  const dvalue = Math.max(1, ...values.map(({ hvalue }) => hvalue));
  return {
    GenerationFichier: generated,
    jour: `${day}T00:00:00${parisOffset(Date.parse(`${day}T00:00:00Z`))}`,
    dvalue,
    message: MESSAGES[dvalue] ?? '',
    values,
  };
}

function parisOffset(ms: number): string {
  const name = new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/Paris', timeZoneName: 'longOffset' })
    .formatToParts(ms)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return name?.replace('GMT', '') ?? '+01:00';
}

const wall = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Paris',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
});

/** What a wall clock in Paris shows, by the runtime's own calendar. */
export function parisWall(ms: number): { day: string; hour: number } {
  const parts = Object.fromEntries(wall.formatToParts(ms).map(({ type, value }) => [type, value]));
  return { day: `${parts['year']}-${parts['month']}-${parts['day']}`, hour: Number(parts['hour']) };
}
