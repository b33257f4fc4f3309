// Bytes at wire pace: what a meter has put on the line up to now, while its clock may run faster than ours.
import { charactersIn, FRAME_GAP_MS, lineMs } from './line';
import type { LineFrame, LineMeter } from './line-meter';

/** After a longer pause (a suspended machine) the missed frames are gone, as they would be on a line. */
const CATCH_UP_MS = 2_000;

export interface TransmissionOptions {
  /** Host time of the first byte, epoch milliseconds. */
  readonly now: number;
  /** The meter's clock at that moment. */
  readonly meterTime: number;
  /** How many times faster than ours the meter's clock runs. */
  readonly factor: number;
}

export class Transmission {
  private frame: LineFrame | undefined;
  private frameStart: number;
  private sent = 0;
  private silentUntil = 0;
  private anchor: { readonly host: number; readonly meter: number };
  private factor: number;

  constructor(
    private readonly meter: LineMeter,
    options: TransmissionOptions,
  ) {
    this.frameStart = options.now;
    this.anchor = { host: options.now, meter: options.meterTime };
    this.factor = options.factor;
  }

  /** The meter's clock at a host time. */
  meterTime(now: number): number {
    return Math.round(this.anchor.meter + (now - this.anchor.host) * this.factor);
  }

  /** From now on the meter's clock runs at this pace; it does not jump. */
  setFactor(now: number, factor: number): void {
    this.anchor = { host: now, meter: this.meterTime(now) };
    this.factor = factor;
  }

  /** The line carries nothing for a while; the meter goes on and does not know. */
  silence(now: number, seconds: number): void {
    this.silentUntil = Math.max(this.silentUntil, now + seconds * 1000);
  }

  /** Forgets the frame in hand: the next byte is the first one of a new frame. */
  restart(now: number): void {
    this.frame = undefined;
    this.frameStart = now;
    this.sent = 0;
  }

  /** All bytes that the wire has carried since the last call. */
  due(now: number): Buffer {
    if (now - this.frameStart > CATCH_UP_MS + this.frameMs()) this.restart(now);
    const parts: Buffer[] = [];
    while (now >= this.frameStart) {
      this.frame ??= this.meter.frame(this.meterTime(this.frameStart));
      const { bytes, silenceMs } = this.frame;
      const until = Math.min(bytes.length, charactersIn(now - this.frameStart, this.meter.baudRate));
      if (until > this.sent) parts.push(bytes.subarray(this.sent, until));
      this.sent = until;
      if (until < bytes.length) break;
      const next = this.frameStart + this.frameMs() + FRAME_GAP_MS + silenceMs;
      this.restart(next);
    }
    return now < this.silentUntil ? Buffer.alloc(0) : Buffer.concat(parts);
  }

  private frameMs(): number {
    return lineMs(this.frame?.bytes.length ?? 0, this.meter.baudRate);
  }
}
