// The planner of decarbonised hours: which hours to use until a deadline, best k of them or the best window in one piece. A
// plan is kept while it runs: hours that have passed count as used, and a later publication moves only what is to come.
import { bestHours, bestWindow, type CostedSlot, type Window } from '../../grid/windows';
import { PARIS } from '../../grid/paris-time';
import type { LevelSlot } from '../../grid/event/runs';

export interface PlanWish {
  /** hours: the best ones, wherever they lie. window: in one piece. */
  readonly mode: 'hours' | 'window';
  readonly hours: number;
  /** The deadline on the wall clock, every day. */
  readonly before: { readonly hour: number; readonly minute: number };
}

/** Plain data: it is kept over restarts. Epoch ms. */
export interface HourPlan {
  readonly deadline: number;
  readonly windows: readonly Window[];
  /** Of the publication that it was made from; and of the wish. */
  readonly basis: string;
}

/** What an hour of each level costs: any orange hour is worse than a night of green ones, decarbonised ones cost nothing. */
const COSTS = [0, 1, 100, 10_000] as const;
const HOUR = 3_600_000;

/**
 * @param previous the plan of the last call
 * @param edition names the publication: a plan is made anew only with another one
 */
export function planHours(
  previous: HourPlan | undefined,
  slots: readonly LevelSlot[],
  now: number,
  wish: PlanWish,
  edition: string,
): HourPlan {
  const basis = JSON.stringify([wish, edition]);
  const deadline = nextDeadline(now, wish.before);
  const running = previous?.deadline === deadline && sameWish(previous, wish) ? previous : undefined;
  if (running?.basis === basis) return running;

  const begun = (running?.windows ?? []).filter(({ start }) => start <= now);
  // A window in one piece that has begun is not torn.
  if (running && wish.mode === 'window' && begun.length > 0) return { ...running, basis };
  // Of what has begun, the part that is over is used; the hour in progress is planned anew with the rest.
  const used = begun
    .map(({ start, end }) => ({ start, end: Math.min(end, now) }))
    .filter(({ start, end }) => end > start);
  const left = wish.hours - used.reduce((sum, { start, end }) => sum + (end - start) / HOUR, 0);
  const costs = slots.map(({ start, end, level }): CostedSlot => ({
    start,
    end,
    cost: level === null ? null : COSTS[level],
  }));
  return { deadline, windows: joined([...used, ...choose(costs, left, now, deadline, wish)]), basis };
}

/** In a window of the plan at this instant. */
export function isPlanned(plan: HourPlan, at: number): boolean {
  return plan.windows.some(({ start, end }) => start <= at && at < end);
}

/** The next beginning or end of a window, or the deadline. */
export function nextPlanEdge(plan: HourPlan, now: number): number {
  const edges = [plan.deadline, ...plan.windows.flatMap(({ start, end }) => [start, end])];
  return Math.min(...edges.filter((edge) => edge > now));
}

function choose(slots: readonly CostedSlot[], hours: number, now: number, deadline: number, wish: PlanWish): Window[] {
  if (hours <= 0) return [];
  if (wish.mode === 'hours') return bestHours(slots, hours, now, deadline);
  const window = bestWindow(slots, hours, now, deadline);
  return window === undefined ? [] : [window];
}

function nextDeadline(now: number, { hour, minute }: PlanWish['before']): number {
  const today = PARIS.dayKey(now);
  const deadline = PARIS.at(today, hour, minute);
  return deadline > now ? deadline : PARIS.at(PARIS.addDays(today, 1), hour, minute);
}

function sameWish(plan: HourPlan, wish: PlanWish): boolean {
  return plan.basis.startsWith(JSON.stringify([wish]).slice(0, -1));
}

function joined(windows: readonly Window[]): Window[] {
  const result: { start: number; end: number }[] = [];
  for (const window of [...windows].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && last.end >= window.start) last.end = Math.max(last.end, window.end);
    else result.push({ ...window });
  }
  return result;
}
