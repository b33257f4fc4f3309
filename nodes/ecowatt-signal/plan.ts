// The plan of hours as the node keeps it and shows it.
import { isoParis } from '../../lib/grid/paris-time';
import type { Received } from '../../lib/rte/ecowatt/state';
import { hourSlots } from '../../lib/rte/ecowatt/slots';
import { isPlanned, planHours, type HourPlan, type PlanWish } from '../../lib/rte/ecowatt/hour-plan';

export interface ShownPlan {
  /** True in a planned hour: use now. */
  readonly active: boolean;
  readonly windows: readonly { readonly start: string; readonly end: string }[];
  readonly before: string;
  /** Less than was asked for where not enough is known. */
  readonly hours: number;
}

export function planStep(
  previous: HourPlan | undefined,
  wish: PlanWish | undefined,
  received: Received | undefined,
  now: number,
): HourPlan | undefined {
  if (wish === undefined) return undefined;
  const slots = received === undefined ? [] : hourSlots(received.publication);
  return planHours(previous, slots, now, wish, received === undefined ? '' : String(received.receivedAt));
}

export function shownPlan(plan: HourPlan, now: number): ShownPlan {
  return {
    active: isPlanned(plan, now),
    windows: plan.windows.map(({ start, end }) => ({ start: isoParis(start), end: isoParis(end) })),
    before: isoParis(plan.deadline),
    hours: plan.windows.reduce((sum, { start, end }) => sum + (end - start), 0) / 3_600_000,
  };
}
