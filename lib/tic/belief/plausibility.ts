// What a right sum cannot tell: whether this meter can have sent this value now. Nothing is thrown away for good: what is
// implausible is held, an index (it was reset) until frames have agreed on it for a minute.
import type { IndexKind } from '../families/label';
import { Agreement } from './agreement';

/** Frames in a row that must agree before something implausible is believed. */
export const AGREEING_FRAMES = 3;

/** Fuses of the largest connection without current transformers, per phase; the voltage of the grid. */
const FUSE_A = 90;
const GRID_V = 230;
/** How far above the breaker's threshold a load can be before it trips (54E §7: it holds for a while). */
const MARGIN = 2.5;

/** When a value was true: by the meter's clock and at the host, each where known. Epoch milliseconds. */
export interface Instants {
  readonly meter: number | null;
  readonly arrival: number | null;
  /** The meter says that its clock is not to be trusted. */
  readonly degraded: boolean;
}

/** The same where it is of nobody else, and filled again and again. */
export type Changing<T> = { -readonly [Field in keyof T]: T[Field] };

interface Seen extends Instants {
  readonly value: number;
}

/** So long frames must agree on a fall or a leap: a bridge that starts, or a line that fails, is wrong several times in a row. */
const AGREEING_SECONDS = 60;
/** Where no clock tells: a meter without one sends at 1200 Bd, and no frame with indexes takes less than a second. */
const FRAMES_WITHOUT_CLOCK = AGREEING_SECONDS;
const MOST_CANDIDATES = 2;

export interface KnownBound {
  /** What the meter says bounds it, in kVA or kW; null where it did not say. */
  readonly kilowatts: number | null;
  readonly phases: 1 | 3 | null;
  /** The line has the fuses of a connection up to 36 kVA. */
  readonly fused: boolean;
}

/** What an index can have risen. */
export interface RiseBound {
  /** Wh (varh) that one step of the index stands for. */
  readonly stepWh: number;
  /** Wh that it may rise beyond what can have flowed: one step, or more where others have rounded it. */
  readonly slackWh: number;
  /** How much can flow; null: nobody knows, only a fall is implausible. */
  readonly powerW: number | null;
}

/** Which index it is: the number of its label among those of its dictionary; a name where a label shows one of several counters. */
export type Counter = number | string;

/** Of each counter three numbers, NaN where there is none: what was accepted last, and when by either clock. */
const FIELDS = 3;
const BY_METER = 1;
const BY_ARRIVAL = 2;

/** Indexes of energy: they do not fall, and rise no faster than the line can carry. */
export class IndexWatch {
  private readonly seen: number[];
  /** Places of the counters that have names. */
  private named: Map<string, number> | null = null;
  /** Places of those that the meter dated with a clock that it did not trust itself. */
  private degraded: Set<number> | null = null;
  /**
   * What a counter might have reached instead, the latest ones: a damaged value between two frames that agree does not make
   * them begin anew.
   */
  private candidates: Map<number, readonly Agreement<Seen>[]> | null = null;

  /** @param labels how many show an index */
  constructor(labels: number) {
    this.seen = new Array<number>(labels * FIELDS).fill(NaN);
  }

  /** True: it says what was accepted last, which can always be. */
  isSame(counter: Counter, value: number, at: Instants): boolean {
    const place = this.placeOf(counter);
    if (place === undefined || this.seen[place] !== value) return false;
    this.accept(place, value, at);
    return true;
  }

  /**
   * False: to be held.
   */
  accepts(counter: Counter, value: number, bound: RiseBound, at: Instants): boolean {
    const place = this.placeOf(counter) ?? this.newPlace(String(counter));
    const before = this.at(place);
    if (before !== null) {
      const { meter, arrival, degraded } = at;
      const seen: Seen = { value, meter, arrival, degraded };
      if (!follows(before, seen, bound) && !this.agree(place, seen, bound)) return false;
    }
    this.accept(place, value, at);
    return true;
  }

  /** Enough frames have said so, for long enough. */
  private agree(place: number, seen: Seen, bound: RiseBound): boolean {
    const candidates = this.candidates?.get(place) ?? [];
    const known = candidates.find(({ last }) => last !== null && follows(last, seen, bound));
    const candidate = known ?? new Agreement<Seen>(AGREEING_FRAMES);
    if (known === undefined) {
      this.candidates ??= new Map();
      this.candidates.set(place, [candidate, ...candidates].slice(0, MOST_CANDIDATES));
    }
    return candidate.says(seen, true) && lasted(candidate);
  }

  private accept(place: number, value: number, { meter, arrival, degraded }: Instants): void {
    const { seen } = this;
    seen[place] = value;
    seen[place + BY_METER] = meter ?? NaN;
    seen[place + BY_ARRIVAL] = arrival ?? NaN;
    if (degraded) (this.degraded ??= new Set()).add(place);
    else if (this.degraded?.delete(place) === true && this.degraded.size === 0) this.degraded = null;
    if (this.candidates?.delete(place) === true && this.candidates.size === 0) this.candidates = null;
  }

  /** Null: nothing was accepted yet. */
  private at(place: number): Seen | null {
    const value = numberOrNull(this.seen[place]);
    if (value === null) return null;
    const meter = numberOrNull(this.seen[place + BY_METER]);
    const arrival = numberOrNull(this.seen[place + BY_ARRIVAL]);
    return { value, meter, arrival, degraded: this.degraded?.has(place) === true };
  }

  private placeOf(counter: Counter): number | undefined {
    return typeof counter === 'number' ? counter * FIELDS : this.named?.get(counter);
  }

  private newPlace(counter: string): number {
    const place = this.seen.length;
    this.seen.push(NaN, NaN, NaN);
    this.named ??= new Map();
    this.named.set(counter, place);
    return place;
  }
}

function numberOrNull(number = NaN): number | null {
  return Number.isNaN(number) ? null : number;
}

/** By the arrival, in a file by the meter's clock, and where neither is known by the number of frames. */
function lasted({ first, last, times }: Agreement<Seen>): boolean {
  const ms = first === null || last === null ? null : (passedBetween(first, last) ?? wentBetween(first, last));
  return ms === null ? times >= FRAMES_WITHOUT_CLOCK : ms >= AGREEING_SECONDS * 1000;
}

/**
 * The most that can flow, in W (var): what the meter says for withdrawal (the threshold of a breaker, the subscribed power),
 * the fuses for the rest. Null where nothing tells: a business meter may be of any size, and gas is no power.
 */
export function strongestPower(kind: IndexKind, { kilowatts, phases, fused }: KnownBound): number | null {
  if (kind === 'volume') return null;
  if (kind === 'withdrawn' && kilowatts !== null) return kilowatts * 1000;
  return fused ? FUSE_A * GRID_V * (phases ?? 3) : null;
}

/** Allowed rise in Wh (varh): 2.5 · P · (Δt + 1 s) / 3600 + 1 step; without any clock only a fall is implausible. */
function follows(before: Seen, after: Seen, { stepWh, slackWh, powerW }: RiseBound): boolean {
  const rise = after.value - before.value;
  if (rise <= 0) return rise === 0;
  const seconds = secondsBetween(before, after);
  if (seconds === null || powerW === null) return true;
  return rise * stepWh <= (MARGIN * powerW * (seconds + 1)) / 3600 + slackWh;
}

/** By the meter's clock where these two frames show it running, else by the host's; a file has the meter's alone. */
function secondsBetween(before: Instants, after: Instants): number | null {
  const [went, passed] = [wentBetween(before, after), passedBetween(before, after)];
  const runs = went !== null && went > 0 && !before.degraded && !after.degraded;
  const ms = runs ? went : (passed ?? went);
  return ms === null ? null : Math.max(0, ms) / 1000;
}

function wentBetween(before: Instants, after: Instants): number | null {
  return before.meter === null || after.meter === null ? null : after.meter - before.meter;
}

function passedBetween(before: Instants, after: Instants): number | null {
  return before.arrival === null || after.arrival === null ? null : after.arrival - before.arrival;
}

/** More labels than any meter adds at once; beyond them the line is broken, and what it says is forgotten oldest first. */
const MAX_UNKNOWN = 64;

const AGREEING_ON_A_LABEL = 2;

/** Labels that no dictionary has: believed once a second frame brings them. */
export class UnknownLabels {
  /** Numbers of the frames that brought each label. */
  private readonly frames = new Map<string, Agreement<number>>();

  accepts(label: string, frame: number): boolean {
    const known = this.frames.get(label);
    if (known !== undefined) return known.last === frame ? known.isReached : known.says(frame, true);
    if (this.frames.size >= MAX_UNKNOWN) {
      const oldest = this.frames.keys().next();
      if (oldest.done !== true) this.frames.delete(oldest.value);
    }
    const agreement = new Agreement<number>(AGREEING_ON_A_LABEL);
    this.frames.set(label, agreement);
    return agreement.says(frame);
  }
}
