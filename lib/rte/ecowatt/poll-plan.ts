// When to ask for Ecowatt again. Pure: from the last call and the clock to the next call; the ledger has the last word.
import { PARIS } from '../../grid/paris-time';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FRIDAY = 5;

/** RTE publishes J+3 at about 17:00, on Friday at about 12:15 for the week-end (from a guide; not verified). */
const PUBLICATION = { usual: { hour: 17, minute: 0 }, friday: { hour: 12, minute: 15 } } as const;
/** Time between two looks while an orange or red hour lies within a day. */
const TENSE_EVERY_MS = 20 * MINUTE;

/**
 * @param lastCall undefined when there was none
 * @param minute 0..59, the same for an application after each start: thousands of them must not come on the hour together
 * @param tense an orange or red hour lies within 24 h
 */
export function nextEcowattCall(lastCall: number | undefined, now: number, minute: number, tense: boolean): number {
  if (lastCall === undefined || lastCall > now) return now;
  const times = [hourly(lastCall, minute), afterPublication(lastCall, minute)];
  if (tense) times.push(lastCall + TENSE_EVERY_MS);
  return Math.max(now, Math.min(...times));
}

function hourly(last: number, minute: number): number {
  const next = Math.floor(last / HOUR) * HOUR + minute * MINUTE;
  return next > last ? next : next + HOUR;
}

function afterPublication(last: number, minute: number): number {
  for (let day = PARIS.dayKey(last); ; day = PARIS.addDays(day, 1)) {
    const friday = PARIS.fields(PARIS.startOfDay(day)).weekday === FRIDAY;
    const { hour, minute: past } = friday ? PUBLICATION.friday : PUBLICATION.usual;
    const time = PARIS.at(day, hour, past) + (2 + (minute % 12)) * MINUTE;
    if (time > last) return time;
  }
}
