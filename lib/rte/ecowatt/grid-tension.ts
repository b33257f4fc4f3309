// The edges of Ecowatt: from what was sent before, the last publication and the clock to the grid signals to send now.
// One event per run of hours of level 2 or more; outside of those the grid is `cleared` with level 0 or 1.
import type { Standing } from '../../grid/event/act';
import { isoParis } from '../../grid/paris-time';
import type { GridSignal, SignalChange, SignalLevel, SignalState } from '../../grid/signal';
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

/** An event that was sent and is not over. */
export interface TensionEvent {
  readonly id: string;
  readonly origin: string;
  readonly start: number;
  readonly end: number;
  readonly state: 'announced' | 'active' | 'unknown';
  readonly level: SignalLevel | null;
  readonly expected: SignalLevel | null;
}

/** What was sent last; kept over restarts. */
export interface TensionMemory {
  readonly events: readonly TensionEvent[];
  /** Level of the grid at rest as sent last; null: unknown was sent; absent: an event began in between, or nothing was sent. */
  readonly calm?: SignalLevel | null;
}

export interface TensionStep {
  readonly signals: GridSignal<EcowattDetail>[];
  readonly memory: TensionMemory;
}

/**
 * @param initial the present state of everything is sent, as after a start; edges missed before are not replayed
 * @returns what to send, endings first, and what to remember
 */
export function tensionStep(
  memory: TensionMemory,
  received: Received | undefined,
  now: number,
  origin: string,
  initial: boolean,
): TensionStep {
  const slots = received ? hourSlots(received.publication) : [];
  const level = levelAt(slots, now);
  const runs = alertRuns(slots).filter((run) => run.end > now);
  const matched = matchRuns(memory.events, runs);
  const make = signalMaker(received, now);
  const calmLevel = level !== null && level < 2 ? level : null;

  const over: GridSignal<EcowattDetail>[] = [];
  let withdrawnUnknown = false;
  const going: GridSignal<EcowattDetail>[] = [];
  const events: TensionEvent[] = [];
  for (const event of memory.events) {
    if ([...matched.values()].includes(event)) continue;
    if (event.end > now && !contradicted(event, slots, now)) {
      // RTE says nothing about these hours now. What is announced stays so; what is in progress is not known any more.
      const lost = event.state === 'active' || event.start <= now;
      const kept: TensionEvent = lost ? { ...event, state: 'unknown', level: null, expected: null } : event;
      events.push(kept);
      if (initial || (lost && event.state !== 'unknown')) going.push(make(kept, initial ? 'initial' : 'lost', []));
      continue;
    }
    const change = initial ? 'initial' : event.end <= now ? 'ended' : 'withdrawn';
    // Who withdraws an event that was not known says nothing of what holds now: the grid at rest does.
    withdrawnUnknown ||= event.state === 'unknown' && change === 'withdrawn';
    over.push(make({ ...event, state: 'cleared', level: calmLevel, expected: calmLevel }, change, []));
  }
  for (const run of runs) {
    const event = matched.get(run);
    const present = event
      ? presentOf(run, event, now, level)
      : presentOf(run, { id: newId(origin, run, memory.events), origin, start: run.start }, now, level);
    const change = initial ? 'initial' : changeOf(event, present);
    events.push(present);
    if (change !== undefined) going.push(make(present, change, run.slots));
  }

  const busy = events.some((event) => event.start <= now);
  // What was sent as unknown stays so for whoever listens, until it is told anew.
  if (busy) return { signals: [...over, ...going], memory: { events, ...(memory.calm === null && { calm: null }) } };
  const saidByEnd = over.length > 0 && memory.calm === undefined && !withdrawnUnknown;
  const calm = calmSignal(memory, calmLevel, initial, saidByEnd);
  const rest = { id: calmId(origin), origin, start: null, end: null, level: calmLevel, expected: calmLevel };
  const state = calmLevel === null ? 'unknown' : 'cleared';
  return {
    signals: [...over, ...(calm === undefined ? [] : [make({ ...rest, state }, calm, [])]), ...going],
    memory: { events, calm: calmLevel },
  };
}

/** An empty memory: nothing was ever sent. */
export const NOTHING_SENT: TensionMemory = { events: [] };

/** What was sent and is not over: the events, and the grid at rest while it is not known. */
export function standingTension({ events, calm }: TensionMemory, origin: string): Standing[] {
  const signal = 'grid-tension';
  const unknown: Standing = { id: calmId(origin), origin, signal, state: 'unknown', level: null };
  return [...events.map((event) => ({ ...event, signal }) as const), ...(calm === null ? [unknown] : [])];
}

/** Each run with the remembered event that it continues: a later publication that overlaps an event keeps its id. */
function matchRuns(events: readonly TensionEvent[], runs: readonly AlertRun[]): Map<AlertRun, TensionEvent> {
  const matched = new Map<AlertRun, TensionEvent>();
  const free = new Set([...events].sort((a, b) => a.start - b.start));
  for (const run of runs) {
    for (const event of free) {
      if (event.start >= run.end || run.start >= event.end) continue;
      matched.set(run, event);
      free.delete(event);
      break;
    }
  }
  return matched;
}

/** True when the publication knows hours that the event still had before it: they are calm, or belong to another event now. */
function contradicted(event: TensionEvent, slots: readonly LevelSlot[], now: number): boolean {
  return slots.some((slot) => slot.level !== null && slot.end > Math.max(now, event.start) && slot.start < event.end);
}

function presentOf(
  run: AlertRun,
  event: Pick<TensionEvent, 'id' | 'origin' | 'start'>,
  now: number,
  level: SignalLevel | null,
): TensionEvent {
  const active = run.start <= now;
  return {
    id: event.id,
    origin: event.origin,
    // After midnight the publication begins with the new day: what began before it keeps its beginning.
    start: active ? Math.min(event.start, run.start) : run.start,
    end: run.end,
    state: active ? 'active' : 'announced',
    level: active ? level : null,
    expected: active ? level : run.level,
  };
}

/** Of the start. An event that began there at first and has moved since keeps its id: the new one takes a number besides. */
function newId(origin: string, run: AlertRun, open: readonly TensionEvent[]): string {
  const id = `${origin}/ecowatt/grid-tension/${isoParis(run.start)}`;
  let [free, number] = [id, 1];
  while (open.some((event) => event.id === free)) free = `${id}/${String((number += 1))}`;
  return free;
}

/** What changed between what was sent and what holds; longer counts as worse. undefined: nothing. */
function changeOf(before: TensionEvent | undefined, after: TensionEvent): SignalChange | undefined {
  if (before === undefined) return after.state === 'active' ? 'started' : 'announced';
  if (before.state === 'unknown') return 'initial';
  if (before.state !== after.state) return after.state === 'active' ? 'started' : 'announced';
  const [old, new_] = [before.expected ?? 0, after.expected ?? 0];
  if (new_ !== old) return new_ > old ? 'worsened' : 'eased';
  if (after.state === 'announced')
    return before.start !== after.start || before.end !== after.end ? 'announced' : undefined;
  return before.end === after.end ? undefined : after.end > before.end ? 'worsened' : 'eased';
}

function calmSignal(
  memory: TensionMemory,
  level: SignalLevel | null,
  initial: boolean,
  saidByEnd: boolean,
): SignalChange | undefined {
  if (initial) return 'initial';
  // The signal that ended the event has said what holds now.
  if (saidByEnd && level !== null) return undefined;
  if (memory.calm === level) return undefined;
  if (level === null) return 'lost';
  if (memory.calm === undefined || memory.calm === null) return 'initial';
  return level > memory.calm ? 'worsened' : 'eased';
}

/** The grid at rest is one event without a beginning. */
function calmId(origin: string): string {
  return `${origin}/ecowatt/grid-tension/calm`;
}

interface Sendable {
  readonly id: string;
  readonly origin: string;
  readonly start: number | null;
  readonly end: number | null;
  readonly state: SignalState;
  readonly level: SignalLevel | null;
  readonly expected: SignalLevel | null;
}

function signalMaker(received: Received | undefined, now: number) {
  const generatedAt = received?.publication.generatedAt ?? null;
  return (event: Sendable, change: SignalChange, slots: readonly LevelSlot[]): GridSignal<EcowattDetail> => ({
    id: event.id,
    origin: event.origin,
    source: 'ecowatt',
    signal: 'grid-tension',
    state: event.state,
    change,
    level: event.level,
    expected: event.expected,
    start: event.start === null ? null : isoParis(event.start),
    end: event.end === null ? null : isoParis(event.end),
    issuedAt: received ? isoParis(received.receivedAt) : null,
    detail: {
      slots: slots.map(isoSlot),
      leadMinutes:
        event.state === 'announced' && event.start !== null ? Math.round((event.start - now) / 60_000) : null,
      publishedAt: generatedAt === null ? null : isoParis(generatedAt),
      ...(received?.source === 'rte-sandbox' && { sandbox: true }),
    },
  });
}
