// The outlook of a source that publishes a level in time: one event per run of level 2 or more; outside of those everything is at
// rest, which is an event without a beginning, `cleared` with the level that the source has for it.
import { isoParis } from '../paris-time';
import type { SignalLevel } from '../signal';
import type { OpenEvent, Outlook, OutlookEvent } from './outlook';
import { alertRuns, levelAt, type AlertRun, type LevelSlot } from './runs';

/** Name of the event that everything is at rest. */
export const CALM = 'calm';

export interface RunsPublished<D extends object> {
  /** Empty while nothing is known. */
  readonly slots: readonly LevelSlot[];
  /** When it came, epoch ms; null: nothing has. */
  readonly issuedAt: number | null;
  /** @param announcedFor the start of what is only announced, else null @param slots of the event */
  readonly detail: (announcedFor: number | null, slots: readonly LevelSlot[]) => D;
  /** The level of the rest: what was published, or null where the end of an alert has none. */
  readonly restLevel: (published: SignalLevel) => SignalLevel | null;
}

/**
 * @param open what was sent and is not over
 * @param now epoch milliseconds
 * @param again all is to be sent again
 */
export function runOutlook<D extends object>(
  open: readonly OpenEvent[],
  { slots, issuedAt, detail, restLevel }: RunsPublished<D>,
  now: number,
  again: boolean,
): Outlook<D> {
  const level = levelAt(slots, now);
  const isCalm = level !== null && level < 2;
  const alerts = open.filter(({ name }) => name !== CALM);
  const runs = alertRuns(slots).filter((run) => run.end > now);
  const matched = matchRuns(alerts, runs);
  const unmatched = alerts.filter((alert) => ![...matched.values()].includes(alert));
  const goesOn = (alert: OpenEvent): boolean => alert.end > now && !isContradicted(alert, slots, now);

  const unpublished = unmatched.filter(goesOn).map((alert): OutlookEvent<D> => {
    // Nothing is said of this time now. What is announced stays so; what is in progress is not known any more.
    const { name, start, end, expected } = alert;
    const isLost = alert.state !== 'announced' || start <= now;
    const state = isLost
      ? ({ state: 'unknown', level: null } as const)
      : ({ state: 'announced', level: null, expected, ...ranked(alert) } as const);
    return { name, ...state, start, end, issuedAt, detail: detail(isLost ? null : start, []) };
  });
  const published = runs.map((run): OutlookEvent<D> => {
    const alert = matched.get(run);
    const name = alert?.name ?? newName(run, alerts);
    const { end } = run;
    if (run.start > now) {
      const announced = { state: 'announced', level: null, expected: run.level, start: run.start, end } as const;
      return { name, ...announced, ...ranked(announced), issuedAt, detail: detail(run.start, run.slots) };
    }
    // A later publication may begin with the present: what began before it keeps its beginning.
    const start = Math.min(alert?.start ?? run.start, run.start);
    // Longer counts as worse.
    const rank = [level ?? 0, end];
    return { name, state: 'active', level, rank, start, end, issuedAt, detail: detail(null, run.slots) };
  });

  const events = [...unpublished, ...published];
  const rest: OutlookEvent<D> = {
    name: CALM,
    state: isCalm ? 'cleared' : 'unknown',
    level: isCalm ? restLevel(level) : null,
    issuedAt,
    detail: detail(null, []),
  };
  const ending = (): Pick<OutlookEvent<D>, 'level' | 'detail' | 'issuedAt'> => rest;
  if (events.some(({ start }) => (start ?? now) <= now)) {
    // What was sent as unknown stays so for whoever listens, until it is told anew.
    const stays = open.some(({ name }) => name === CALM);
    const unknown: OutlookEvent<D> = { ...rest, state: 'unknown', level: null, isImplied: true };
    return { now, events: [...(stays ? [unknown] : []), ...events], ending };
  }
  const over = unmatched.filter((alert) => !goesOn(alert));
  // Who withdraws an event that was not known says nothing of what holds now: the rest does.
  const isDoubtful = over.some((alert) => alert.state === 'unknown' && alert.end > now);
  const isImplied = !again && over.length > 0 && !isDoubtful && isCalm;
  return { now, events: [{ ...rest, isImplied }, ...events], ending };
}

/** Each run with the open event that it continues: a later publication that overlaps an event keeps its id. */
function matchRuns(alerts: readonly OpenEvent[], runs: readonly AlertRun[]): Map<AlertRun, OpenEvent> {
  const matched = new Map<AlertRun, OpenEvent>();
  const free = new Set(alerts);
  for (const run of runs) {
    for (const alert of free) {
      if (alert.start >= run.end || run.start >= alert.end) continue;
      matched.set(run, alert);
      free.delete(alert);
      break;
    }
  }
  return matched;
}

/** True when the publication knows time that the event still had before it: it is calm, or belongs to another event now. */
function isContradicted(alert: OpenEvent, slots: readonly LevelSlot[], now: number): boolean {
  return slots.some((slot) => slot.level !== null && slot.end > Math.max(now, alert.start) && slot.start < alert.end);
}

/** The start. An event that began there at first and has moved since keeps its name: the new one takes a number besides. */
function newName(run: AlertRun, alerts: readonly OpenEvent[]): string {
  const start = isoParis(run.start);
  let [free, number] = [start, 1];
  while (alerts.some(({ name }) => name === free)) free = `${start}/${String((number += 1))}`;
  return free;
}

/** Of what is announced: the highest level to come, and a word when it moves. */
function ranked({ expected, start, end }: Pick<OpenEvent, 'expected' | 'start' | 'end'>) {
  return { rank: [expected ?? 0], edition: `${String(start)} ${String(end)}` };
}
