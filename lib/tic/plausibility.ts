// What a right sum cannot tell: whether this meter can have sent this value now. Nothing is thrown away for good: what is
// implausible is held, and accepted when three frames in a row agree on it (the meter was replaced, the index was reset).
import type { IndexKind } from './dictionary';

/** Frames in a row that must agree before something implausible is believed. */
export const AGREEING_FRAMES = 3;

/** Fuses of the largest connection without current transformers, per phase; the voltage of the grid. */
const FUSE_A = 90;
const GRID_V = 230;
/** How far above the breaker's threshold a load can be before it trips (54E §7: it holds for a while). */
const MARGIN = 2.5;

/** The address of the meter on a stream: the first is believed, another one only from its third frame in a row on. */
export class IdentityWatch {
  current: string | null = null;
  private candidate: string | null = null;
  private frames = 0;

  judge(id: string): 'same' | 'first' | 'held' | 'changed' {
    if (id === this.current) {
      this.candidate = null;
      return 'same';
    }
    if (this.current === null) {
      this.current = id;
      return 'first';
    }
    this.frames = id === this.candidate ? this.frames + 1 : 1;
    this.candidate = id;
    if (this.frames < AGREEING_FRAMES) return 'held';
    this.current = id;
    this.candidate = null;
    return 'changed';
  }

  /** Another identity is waiting for its third frame. */
  get pending(): boolean {
    return this.candidate !== null;
  }
}

/** When a value was true: by the meter's clock and at the host, each where known. Epoch milliseconds. */
export interface Instants {
  readonly meter: number | null;
  readonly arrival: number | null;
}

interface Seen extends Instants {
  readonly value: number;
}

interface IndexState {
  accepted: Seen;
  candidate: Seen | null;
  frames: number;
}

export interface PowerBound {
  /** PCOUP; null where the meter did not say. */
  readonly cutoffKva: number | null;
  readonly phases: 1 | 3 | null;
}

/** Indexes of energy: they do not fall, and rise no faster than the line can carry. */
export class IndexWatch {
  private readonly states = new Map<string, IndexState>();

  /**
   * False: to be held.
   * @param unitWh Wh (varh) that one step of the index stands for
   * @param powerW how much can flow; null: nobody knows, only a fall is implausible
   */
  accepts(counter: string, value: number, unitWh: number, at: Instants, powerW: number | null): boolean {
    const seen: Seen = { value, meter: at.meter, arrival: at.arrival };
    const state = this.states.get(counter);
    if (state === undefined) {
      this.states.set(counter, { accepted: seen, candidate: null, frames: 0 });
      return true;
    }
    if (follows(state.accepted, seen, unitWh, powerW)) {
      state.accepted = seen;
      state.candidate = null;
      return true;
    }
    state.frames = state.candidate !== null && follows(state.candidate, seen, unitWh, powerW) ? state.frames + 1 : 1;
    state.candidate = seen;
    if (state.frames < AGREEING_FRAMES) return false;
    state.accepted = seen;
    state.candidate = null;
    return true;
  }
}

/** The most that can flow through a Linky or a blue meter: its breaker's threshold for withdrawal, the fuses for the rest. */
export function strongestPower(kind: IndexKind, { cutoffKva, phases }: PowerBound): number {
  return kind === 'withdrawn' && cutoffKva !== null ? cutoffKva * 1000 : FUSE_A * GRID_V * (phases ?? 3);
}

/** Allowed rise in Wh (varh): 2.5 · P · (Δt + 1 s) / 3600 + 1 step; without any clock only a fall is implausible. */
function follows(before: Seen, after: Seen, unitWh: number, powerW: number | null): boolean {
  const rise = after.value - before.value;
  if (rise <= 0) return rise === 0;
  const seconds = secondsBetween(before, after);
  if (seconds === null || powerW === null) return true;
  return rise * unitWh <= (MARGIN * powerW * (seconds + 1)) / 3600 + unitWh;
}

function secondsBetween(before: Instants, after: Instants): number | null {
  const ms =
    before.meter !== null && after.meter !== null
      ? after.meter - before.meter
      : before.arrival !== null && after.arrival !== null
        ? after.arrival - before.arrival
        : null;
  return ms === null ? null : Math.max(0, ms) / 1000;
}

/** More labels than any meter adds at once; beyond them the line is broken, and what it says is forgotten oldest first. */
const MAX_UNKNOWN = 64;

/** Labels that no dictionary has: believed once a second frame brings them. */
export class UnknownLabels {
  /** Frame in which each label was seen first. */
  private readonly firstSeen = new Map<string, number>();

  accepts(label: string, frame: number): boolean {
    const first = this.firstSeen.get(label);
    if (first !== undefined) return first !== frame;
    if (this.firstSeen.size >= MAX_UNKNOWN) {
      const oldest = this.firstSeen.keys().next();
      if (oldest.done !== true) this.firstSeen.delete(oldest.value);
    }
    this.firstSeen.set(label, frame);
    return false;
  }
}
