// The events of Ecowatt: one per run of hours of level 2 or more; outside of those the grid is at rest, `cleared` with level 0
// or 1. What is sent of them, lib/grid/event says.
import type { OpenEvent, Outlook, OutlookEvent } from '../../grid/event/outlook';
import { isoParis } from '../../grid/paris-time';
import { isoSlot, type EcowattSlot, type Received } from './state';
import { alertRuns, hourSlots, levelAt, type AlertRun, type LevelSlot } from './slots';

/** `detail` of a grid-tension signal from Ecowatt. */
export interface EcowattDetail {
  /** The hours of the event, neighbours of one level in one piece; empty when none is in force or announced. */
  slots: readonly EcowattSlot[];
  /** While announced: minutes until it starts. */
  leadMinutes: number | null;
  /** When RTE made the publication behind it. */
  publishedAt: string | null;
  /** True when it was read from RTE's sandbox, whose days are made up. */
  sandbox?: true;
}

type TensionEvent = OutlookEvent<EcowattDetail>;

/** The grid at rest is one event without a beginning. */
export const CALM = 'calm';

/**
 * @param open what was sent and is not over
 * @param received undefined while nothing is known
 * @param now epoch milliseconds
 * @param again all is to be sent again
 */
export function tensionOutlook(
  open: readonly OpenEvent[],
  received: Received | undefined,
  now: number,
  again: boolean,
): Outlook<EcowattDetail> {
  const slots = received ? hourSlots(received.publication) : [];
  const level = levelAt(slots, now);
  const calmLevel = level !== null && level < 2 ? level : null;
  const issuedAt = received?.receivedAt ?? null;
  const detail = detailMaker(received, now);
  const alerts = open.filter(({ name }) => name !== CALM);
  const runs = alertRuns(slots).filter((run) => run.end > now);
  const matched = matchRuns(alerts, runs);
  const unmatched = alerts.filter((alert) => ![...matched.values()].includes(alert));
  const goesOn = (alert: OpenEvent): boolean => alert.end > now && !isContradicted(alert, slots, now);

  const unpublished = unmatched.filter(goesOn).map((alert): TensionEvent => {
    // RTE says nothing about these hours now. What is announced stays so; what is in progress is not known any more.
    const { name, start, end, expected } = alert;
    const isLost = alert.state !== 'announced' || start <= now;
    const state = isLost
      ? ({ state: 'unknown', level: null } as const)
      : ({ state: 'announced', level: null, expected, ...ranked(alert) } as const);
    return { name, ...state, start, end, issuedAt, detail: detail(isLost ? null : start, []) };
  });
  const published = runs.map((run): TensionEvent => {
    const alert = matched.get(run);
    const name = alert?.name ?? newName(run, alerts);
    const { end } = run;
    if (run.start > now) {
      const announced = { state: 'announced', level: null, expected: run.level, start: run.start, end } as const;
      return { name, ...announced, ...ranked(announced), issuedAt, detail: detail(run.start, run.slots) };
    }
    // After midnight the publication begins with the new day: what began before it keeps its beginning.
    const start = Math.min(alert?.start ?? run.start, run.start);
    // Longer counts as worse.
    const rank = [level ?? 0, end];
    return { name, state: 'active', level, rank, start, end, issuedAt, detail: detail(null, run.slots) };
  });

  const events = [...unpublished, ...published];
  const rest: TensionEvent = {
    name: CALM,
    state: calmLevel === null ? 'unknown' : 'cleared',
    level: calmLevel,
    issuedAt,
    detail: detail(null, []),
  };
  const ending = (): Pick<TensionEvent, 'level' | 'detail' | 'issuedAt'> => rest;
  if (events.some(({ start }) => (start ?? now) <= now)) {
    // What was sent as unknown stays so for whoever listens, until it is told anew.
    const stays = open.some(({ name }) => name === CALM);
    const unknown: TensionEvent = { ...rest, state: 'unknown', level: null, isImplied: true };
    return { now, events: [...(stays ? [unknown] : []), ...events], ending };
  }
  const over = unmatched.filter((alert) => !goesOn(alert));
  // Who withdraws an event that was not known says nothing of what holds now: the grid at rest does.
  const isDoubtful = over.some((alert) => alert.state === 'unknown' && alert.end > now);
  const isImplied = !again && over.length > 0 && !isDoubtful && calmLevel !== null;
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

/** True when the publication knows hours that the event still had before it: they are calm, or belong to another event now. */
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

function detailMaker(received: Received | undefined, now: number) {
  const generatedAt = received?.publication.generatedAt ?? null;
  return (announcedFor: number | null, slots: readonly LevelSlot[]): EcowattDetail => ({
    slots: slots.map(isoSlot),
    leadMinutes: announcedFor === null ? null : Math.round((announcedFor - now) / 60_000),
    publishedAt: generatedAt === null ? null : isoParis(generatedAt),
    ...(received?.source === 'rte-sandbox' && { sandbox: true }),
  });
}
