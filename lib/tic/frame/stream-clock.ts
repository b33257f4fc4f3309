// Everything about time on one stream: when bytes came, what the meter's clock says, how long frames last, silence.
import type { CivilZone } from '../../grid/paris-time';
import type { Moment } from '../../grid/event/condition';
import type { AcceptedGroup } from '../belief/accepted-group';
import { type Horodate, readHorodate } from '../value/horodate';
import { clockInstant, readLocalDate } from '../value/local-date';
import { Agreement } from '../belief/agreement';
import type { Changing, Instants } from '../belief/plausibility';

/** When the bytes of a chunk arrived at the host, epoch milliseconds. */
export interface Arrival {
  readonly first: number;
  readonly last: number;
}

/** Official receivers tell a fault after 10 s without a correct frame (spec/tic.md §1.5). */
const SILENCE_MS = 10_000;
/** The meter's clock and the host's may be read so far apart: buffers, a slow line. */
const TOLERANCE_MS = 10_000;
/** From a file, where nobody knows when a frame came: two frames that follow each other are no further apart. */
const NEXT_FRAME_MS = 60_000;
/** So far apart two readings agree on a jump, also where somebody plays a capture faster than it was taken. */
const AGREEING_MS = 3_600_000;
const AGREEING_READINGS = 2;

/** At 1200 Bd some frames last longer than that; then so many frame lengths are a silence. */
const SILENCE_FRAMES = 2.5;

export interface MeterTime extends Horodate {
  readonly arrival: number | null;
}

export class StreamClock {
  /** Arrival of the first valid group; null from a file. */
  since: number | null = null;
  private arrival: Arrival | undefined;
  private chunkLength = 1;
  private startedAt: number | null = null;
  private longestFrameMs = 0;
  private heardAt: number | null = null;
  private silent = false;
  private meter: MeterTime | null = null;
  /** A reading that fits neither the one before nor the time that has passed: it waits for the next to agree. */
  private doubted: Agreement<MeterTime> | null = null;
  private saidInFrame = false;
  /** What was known when the frame in hand began to speak. */
  private before: { readonly meter: MeterTime | null; readonly doubted: MeterTime | null } | null = null;

  constructor(private readonly silenceSeconds: number | undefined) {}

  chunk(length: number, arrival: Arrival | undefined): void {
    this.arrival = arrival;
    this.chunkLength = length;
  }

  /** Arrival of the byte at an offset of the chunk: bytes of a serial line come evenly. */
  arrivalOf(offset: number): number | null {
    if (this.arrival === undefined) return null;
    const { first, last } = this.arrival;
    return this.chunkLength < 2 ? last : Math.round(first + ((last - first) * offset) / (this.chunkLength - 1));
  }

  frameStarted(offset: number): void {
    this.startedAt = this.arrivalOf(offset);
  }

  frameCompleted(lastArrival: number | null): void {
    if (this.startedAt !== null && lastArrival !== null)
      this.longestFrameMs = Math.max(this.longestFrameMs, lastArrival - this.startedAt);
  }

  /** A valid group came. True: it ends a silence. */
  heard(arrival: number | null): boolean {
    if (arrival === null) return false;
    this.since ??= arrival;
    this.heardAt = arrival;
    const was = this.silent;
    this.silent = false;
    return was;
  }

  /**
   * True once when nothing valid has come for too long. `now`: epoch milliseconds at the host. A stream that never spoke
   * is not silent.
   */
  turnsSilent(now: number): boolean {
    if (this.silent || this.heardAt === null || now - this.heardAt < this.limitMs) return false;
    this.silent = true;
    return true;
  }

  /** The line is known to be lost. True where it spoke until then. */
  turnsLost(): boolean {
    if (this.silent || this.heardAt === null) return false;
    this.silent = true;
    return true;
  }

  /** The group that carries the meter's clock: a horodate, or a civil date in its data. */
  read({ horodate, value }: AcceptedGroup, arrival: number | null, zone: CivilZone, trusted: boolean): void {
    if (horodate !== null) {
      const read = readHorodate(horodate, zone);
      if (read !== null) this.meterSays(read, arrival, trusted);
      return;
    }
    const date = value === null ? null : readLocalDate(String(value));
    if (date === null) return;
    const at = clockInstant(date, zone, this.meterAt(null), this.meterAt(arrival), arrival);
    this.meterSays({ at, degraded: false }, arrival, trusted);
  }

  /** `trusted`: nothing near it was damaged. What signals are dated by must not jump with a turned bit. */
  private meterSays(horodate: Horodate, arrival: number | null, trusted: boolean): void {
    const said: MeterTime = { at: horodate.at, degraded: horodate.degraded, arrival };
    this.before ??= { meter: this.meter, doubted: this.doubted?.last ?? null };
    const fits = trusted || this.meter === null || follows(this.meter, said);
    if (!fits) {
      this.doubted ??= new Agreement(AGREEING_READINGS);
      if (!this.doubted.says(said, isSoonAfter(this.doubted.last, said))) return;
    }
    this.meter = said;
    this.doubted = null;
    this.saidInFrame = true;
  }

  /** What the meter's clock said in the frame in hand; null while it did not. */
  get inFrame(): MeterTime | null {
    return this.saidInFrame ? this.meter : null;
  }

  /** What the meter's clock says in the frame that ends now, and by how many seconds it is ahead of the host. */
  takeReading(): { readonly at: number | null; readonly offsetSeconds: number | null } {
    const meter = this.saidInFrame ? this.meter : null;
    this.saidInFrame = false;
    this.before = null;
    if (meter === null) return { at: null, offsetSeconds: null };
    return {
      at: meter.at,
      offsetSeconds: meter.arrival === null ? null : Math.round((meter.at - meter.arrival) / 100) / 10,
    };
  }

  /** The frame in hand is none of a meter at work: what its clock said in it is forgotten. */
  takeBack(): void {
    if (this.before === null) return;
    this.meter = this.before.meter;
    this.doubted = null;
    if (this.before.doubted !== null) {
      this.doubted = new Agreement(AGREEING_READINGS);
      this.doubted.says(this.before.doubted);
    }
    this.saidInFrame = false;
  }

  /** The meter's clock at an arrival, both epoch milliseconds; null where it is not known. */
  meterAt(arrival: number | null): number | null {
    const { meter } = this;
    if (meter === null) return null;
    return meter.arrival === null || arrival === null ? meter.at : meter.at + (arrival - meter.arrival);
  }

  /** The moment of something that arrived: events are dated by the meter's clock unless it says itself that it is wrong. */
  moment(arrival: number | null): Moment {
    const meter = this.meterAt(arrival);
    const degraded = this.meter?.degraded === true;
    const at = degraded ? (arrival ?? meter) : (meter ?? arrival);
    return { issuedAt: arrival ?? meter, at, bySource: meter !== null && !degraded };
  }

  /**
   * For figures of this frame: the meter's clock only where this frame brought it.
   * @param degraded what its status register says of its clock
   * @param at filled and given back
   */
  instants(arrival: number | null, degraded: boolean, at: Changing<Instants>): Instants {
    const meter = this.inFrame;
    at.meter = meter?.at ?? null;
    at.arrival = arrival;
    at.degraded = degraded || meter?.degraded === true;
    return at;
  }

  forgetMeter(): void {
    this.meter = null;
    this.doubted = null;
    this.saidInFrame = false;
    this.before = null;
  }

  private get limitMs(): number {
    return this.silenceSeconds !== undefined
      ? this.silenceSeconds * 1000
      : Math.max(SILENCE_MS, SILENCE_FRAMES * this.longestFrameMs);
  }
}

/** Whether the meter's clock went on as time did. */
function follows(before: MeterTime, after: MeterTime): boolean {
  const went = after.at - before.at;
  if (before.arrival === null || after.arrival === null) return isBetween(went, 0, NEXT_FRAME_MS);
  return isBetween(went - (after.arrival - before.arrival), -TOLERANCE_MS, TOLERANCE_MS);
}

function isSoonAfter(before: MeterTime | null, after: MeterTime): boolean {
  return before !== null && isBetween(after.at - before.at, 0, AGREEING_MS);
}

function isBetween(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}
