// Planners: the best hours to use electricity, single ones or in one piece. Pure; what "best" means, the caller's cost says
// (0 for a decarbonised hour, a price, grams of CO2).

/** A stretch of time with one cost; null: not known, never chosen. Slots are in order and do not overlap. */
export interface CostedSlot {
  /** Epoch ms. */
  readonly start: number;
  readonly end: number;
  readonly cost: number | null;
}

export interface Window {
  readonly start: number;
  readonly end: number;
}

/**
 * The k cheapest hours between two instants; of equal ones the earliest (heat now rather than later).
 * Of a slot that holds more than is still needed, its first part is taken: an hour that has begun, or hour 2 of the day of
 * 25 hours, is no whole hour.
 * @param hours how many hours are needed
 * @returns in order of time, neighbours merged; less than `hours` when no more is known
 */
export function bestHours(slots: readonly CostedSlot[], hours: number, from: number, before: number): Window[] {
  let left = hours * HOUR;
  const chosen: CostedSlot[] = [];
  const byCost = known(slots, from, before).sort((a, b) => a.cost - b.cost || a.start - b.start);
  for (const slot of byCost) {
    if (left < WORTH_SWITCHING_MS) break;
    const end = Math.min(slot.end, slot.start + left);
    chosen.push({ ...slot, end });
    left -= end - slot.start;
  }
  return merged(chosen);
}

/**
 * The cheapest window of `hours` in one piece, all of it known, that begins at `from` or later and is over by `before`.
 * Of equal ones the earliest. It begins or ends at the edge of a slot: nowhere else can a better one begin.
 */
export function bestWindow(
  slots: readonly CostedSlot[],
  hours: number,
  from: number,
  before: number,
): Window | undefined {
  const length = hours * HOUR;
  const usable = known(slots, from, before);
  const edges = usable.flatMap((slot) => [slot.start, slot.end]);
  const starts = [...new Set(edges.flatMap((edge) => [edge, edge - length]))].sort((a, b) => a - b);
  let best: (Window & { cost: number }) | undefined;
  for (const start of starts) {
    const cost = costOf(usable, start, start + length);
    if (cost === undefined || (best !== undefined && cost >= best.cost)) continue;
    best = { start, end: start + length, cost };
  }
  return best && { start: best.start, end: best.end };
}

const HOUR = 3_600_000;
/** A plan that was made a second after the hour lacks a second: no load is switched on for that. */
const WORTH_SWITCHING_MS = 60_000;

type KnownSlot = CostedSlot & { readonly cost: number };

/** The known slots, cut to the stretch that counts. */
function known(slots: readonly CostedSlot[], from: number, before: number): KnownSlot[] {
  return slots.flatMap(({ start, end, cost }) => {
    const cut = { start: Math.max(start, from), end: Math.min(end, before) };
    return cost !== null && cut.start < cut.end ? [{ ...cut, cost }] : [];
  });
}

/** Cost times hours of a stretch; undefined when a part of it is not known. */
function costOf(slots: readonly KnownSlot[], start: number, end: number): number | undefined {
  let covered = 0;
  let cost = 0;
  for (const slot of slots) {
    const overlap = Math.min(slot.end, end) - Math.max(slot.start, start);
    if (overlap <= 0) continue;
    covered += overlap;
    cost += slot.cost * overlap;
  }
  return covered === end - start && covered > 0 ? cost : undefined;
}

function merged(slots: readonly CostedSlot[]): Window[] {
  const windows: { start: number; end: number }[] = [];
  for (const slot of [...slots].sort((a, b) => a.start - b.start)) {
    const last = windows.at(-1);
    if (last?.end === slot.start) last.end = slot.end;
    else windows.push({ start: slot.start, end: slot.end });
  }
  return windows;
}
