// One calendar of Tempo for all stand-ins: what the meter says of a day and what RTE publishes of it is the same colour. Made up,
// by the rules of the contract: from September to August 22 red days, on Mondays to Fridays from November to March, never on a
// public holiday; 43 white ones, never on a Sunday; the others blue.
import { hash, noiseAt } from './random';

export type Colour = 'blue' | 'white' | 'red';

const DAY = 86_400_000;
const LOT = hash('tempo');
const RED_DAYS = 22;
const WHITE_DAYS = 43;
/** The second Tuesday of these months is white, the day after it red, and white again: a good day for a first look, each winter. */
const TALES = [11, 12, 13];

const seasons = new Map<number, ReadonlyMap<number, Colour>>();

/** @param day number of the civil day on which the tariff day begins, see paris-clock */
export function seasonColour(day: number): Colour {
  const year = seasonOf(day);
  let season = seasons.get(year);
  if (season === undefined) seasons.set(year, (season = drawn(year)));
  return season.get(day) ?? 'blue';
}

/** The next day, this one included, that is white before a red one. */
export function nextTale(day: number): number {
  const year = seasonOf(day);
  const tales = [...talesOf(year), ...talesOf(year + 1)];
  return tales.find((tale) => tale >= day) ?? day;
}

/** Whether Tempo can have such a day; from when to when in the year is the draw's business. */
export function isAllowed(colour: Colour, day: number): boolean {
  const weekday = new Date(day * DAY).getUTCDay();
  if (colour === 'red') return weekday >= 1 && weekday <= 5 && !isHoliday(day);
  return colour === 'blue' || weekday !== 0;
}

/** The year in which the season of a day begins. */
function seasonOf(day: number): number {
  const date = new Date(day * DAY);
  return date.getUTCFullYear() - (date.getUTCMonth() < 8 ? 1 : 0);
}

function talesOf(year: number): number[] {
  return TALES.map((month) => {
    const eighth = Date.UTC(year, month, 8) / DAY;
    // 1970-01-01 was a Thursday.
    return eighth + ((5 - (eighth % 7) + 7) % 7);
  });
}

/** The season that begins on 1 September of `year`. */
function drawn(year: number): ReadonlyMap<number, Colour> {
  const from = (month: number): number => Date.UTC(year, month, 1) / DAY;
  const colours = new Map<number, Colour>();
  for (const tale of talesOf(year))
    colours
      .set(tale, 'white')
      .set(tale + 1, 'red')
      .set(tale + 2, 'white');
  const draw = (colour: Colour, count: number, first: number, after: number): void => {
    const lots = Array.from({ length: after - first }, (_, n) => first + n)
      .filter((day) => !colours.has(day) && isAllowed(colour, day))
      .sort((a, b) => lot(a) - lot(b));
    const drawnAlready = [...colours.values()].filter((known) => known === colour).length;
    for (const day of lots.slice(0, count - drawnAlready)) colours.set(day, colour);
  };
  draw('red', RED_DAYS, from(10), from(15));
  draw('white', WHITE_DAYS, from(9), from(16));
  return colours;
}

function lot(day: number): number {
  return noiseAt(LOT, day);
}

const FIXED = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'];

/** Public holidays of France (Code du travail, L3133-1). */
export function isHoliday(day: number): boolean {
  const date = new Date(day * DAY);
  const afterEaster = day - easter(date.getUTCFullYear());
  return FIXED.includes(date.toISOString().slice(5, 10)) || [1, 39, 50].includes(afterEaster);
}

/** Number of the civil day of Easter Sunday in the Gregorian calendar: the computus, by the golden number and the full moon of March. */
function easter(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const moon = (19 * golden + century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25) + 15) % 30;
  const full = moon - (moon > 28 || (moon === 28 && golden > 10) ? 1 : 0);
  const march21 = Date.UTC(year, 2, 21) / DAY + full;
  // The Sunday after it; 1970-01-01 was a Thursday.
  return march21 + 7 - ((march21 + 4) % 7);
}
