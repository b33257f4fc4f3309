// When to ask for Tempo again. Pure: from the last call and what is known to the next call; the ledger has the last word.
import { PARIS, type DayKey } from '../../grid/paris-time';

const MINUTE = 60_000;

/** What is known of the two tariff days that count. */
export interface TempoNeed {
  readonly nowKnown: boolean;
  readonly nextKnown: boolean;
  readonly nextConfirmed: boolean;
  /** Heard when it could not change any more. */
  readonly nextSettled: boolean;
}

/** From when on the next day's colour may be had: a pre-signal from 06:00, the engaging one at 10:30, moves until noon. */
const PRE_SIGNAL = { hour: 6, minute: 5 } as const;
const ENGAGING = { hour: 10, minute: 40 } as const;
const SETTLED = { hour: 12, minute: 10 } as const;
const TEMPO_EVERY_MS = 30 * MINUTE;

/**
 * A few calls a day: at 06:05, then each half hour until the next day is known, at 10:40 for good, once more after noon, and each
 * half hour of the evening where that one brought nothing.
 * @param lastCall undefined when there was none
 * @param minute 0..59, drawn at the start of Node-RED for all its nodes: thousands must not come in the same minute
 */
export function nextTempoCall(lastCall: number | undefined, now: number, minute: number, need: TempoNeed): number {
  if (lastCall === undefined || lastCall > now) return now;
  const spread = (minute % 20) * MINUTE;
  if (!need.nowKnown) return Math.max(now, lastCall + TEMPO_EVERY_MS);
  const today = PARIS.dayKey(lastCall);
  const times = [today, PARIS.addDays(today, 1)]
    .flatMap((day: DayKey) =>
      [PRE_SIGNAL, ENGAGING, SETTLED].map(({ hour, minute: past }) => PARIS.at(day, hour, past) + spread),
    )
    .filter((time) => time > lastCall);
  // Between 06:05 and midnight there is something to wait for as long as the next day is not certain.
  const waiting = PARIS.fields(lastCall).hour >= PRE_SIGNAL.hour && (!need.nextKnown || isOverdue(lastCall, need));
  if (waiting) times.push(lastCall + TEMPO_EVERY_MS);
  return Math.max(now, Math.min(...times));
}

function isOverdue(last: number, need: TempoNeed): boolean {
  const isPast = ({ hour, minute }: { hour: number; minute: number }): boolean =>
    last >= PARIS.at(PARIS.dayKey(last), hour, minute);
  return (!need.nextConfirmed && isPast(ENGAGING)) || (!need.nextSettled && isPast(SETTLED));
}
