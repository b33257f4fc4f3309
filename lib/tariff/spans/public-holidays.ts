// The eleven public holidays of France (Code du travail, L3133-1), which some week-end offers count as week-end. Those of Alsace and
// Moselle alone, and those of the overseas departments, are not among them.
import type { DayKey } from '../../grid/paris-time';

/** Month and day of those that have a date. */
const DATED: ReadonlySet<string> = new Set(['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25']);
/** Days after Easter Sunday: Easter Monday, Ascension, Whit Monday. */
const AFTER_EASTER = [1, 39, 50];
const DAY = 86_400_000;

export function isPublicHoliday(day: DayKey): boolean {
  if (DATED.has(day.slice(5))) return true;
  const easter = easterOf(Number(day.slice(0, 4)));
  return AFTER_EASTER.includes((Date.parse(day) - easter) / DAY);
}

/** Midnight (UTC) of Easter Sunday, by the Gregorian computus (Meeus, Astronomical Algorithms, chapter 8). */
function easterOf(year: number): number {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  const leaps = Math.floor(century / 4);
  const moon = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - leaps - moon + 15) % 30;
  const sunday = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - epact - (year % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * sunday) / 451);
  const march = epact + sunday - 7 * late + 22;
  return Date.UTC(year, 2, march);
}
