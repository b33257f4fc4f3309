// One meter of a fleet: a whole household meter on a line of its own, one frame after the other at the pace of the wire.
import { FRAME_GAP_MS, lineMs } from '../tic/line';
import { DEFAULT_METER, Meter } from '../tic/meter';
import type { Kind } from './kinds';

/** A frame that a meter has sent. */
export interface SentFrame {
  readonly bytes: Buffer;
  /** Host time of the first and of the last byte, whole epoch milliseconds. */
  readonly receivedAt: number;
  readonly completedAt: number;
  /** False where the meter broke it off with EOT. */
  readonly complete: boolean;
}

export interface FleetMeterOptions {
  readonly rank: number;
  readonly kind: Kind;
  readonly seed: string;
  /** Host time from which its line carries something, epoch milliseconds. */
  readonly startsAt: number;
  /** The meter's clock minus the host's, milliseconds. */
  readonly clockOffset: number;
}

/** Ten minutes: thousands of meters have to have a yesterday within seconds. */
const PAST_STEP = 600_000;
const CATCH_UP_MS = 10_000;

export class FleetMeter {
  readonly rank: number;
  /** `s00042` */
  readonly stream: string;
  readonly address: string;
  readonly baudRate: number;
  private readonly meter: Meter;
  private readonly clockOffset: number;
  private nextStart: number;

  constructor({ rank, kind, seed, startsAt, clockOffset }: FleetMeterOptions) {
    this.rank = rank;
    this.stream = streamOf(rank);
    const { mode, contract, phases, producer } = kind;
    this.meter = new Meter({
      ...DEFAULT_METER,
      mode,
      contract,
      phases,
      producer,
      seed: `${seed} ${String(rank)}`,
      serial: rank,
      start: startsAt + clockOffset,
      pastStep: PAST_STEP,
    });
    this.address = this.meter.plate.address;
    this.baudRate = this.meter.baudRate;
    this.clockOffset = clockOffset;
    this.nextStart = startsAt;
  }

  /** The next frame of its line, with the time at which it ends. */
  next(): SentFrame {
    const receivedAt = Math.round(this.nextStart);
    const { bytes, brokenOff } = this.meter.frame(receivedAt + this.clockOffset);
    const lasts = lineMs(bytes.length, this.baudRate);
    const completedAt = Math.round(this.nextStart + lasts);
    this.nextStart += lasts + FRAME_GAP_MS;
    return { bytes, receivedAt, completedAt, complete: !brokenOff };
  }

  /** Frames before `now` are gone, as on a line that nobody reads. */
  skipTo(now: number): void {
    this.nextStart = Math.max(this.nextStart, now);
  }

  /** After a longer pause (a suspended machine) the missed frames are gone; true where some are. */
  catchUp(now: number): boolean {
    if (now - this.nextStart < CATCH_UP_MS) return false;
    this.skipTo(now);
    return true;
  }
}

/** Names sort as the meters do, up to a hundred thousand. */
function streamOf(rank: number): string {
  return `s${String(rank).padStart(5, '0')}`;
}
