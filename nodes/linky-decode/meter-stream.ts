// One meter of a linky-decode node: its decoder, and which of its frames become readings.
import type { SentSignal } from '../../lib/grid/act';
import type { DecodedFrame } from '../../lib/tic/decoded-frame';
import { type Arrival, Decoder } from '../../lib/tic/decoder';
import type { LinkyDecodeConfig } from './linky-decode.config';

/** When a reading is due, so long a whole frame is waited for before a damaged one is taken. */
const PATIENCE_MS = 4000;
/** After so long without a byte the first frame is most likely the rest of one: a whole one is waited for anew. */
const LONG_BREAK_MS = 60_000;

export interface StreamSink {
  /** A frame came that could be read. */
  heard(): void;
  /** One that is to be told. */
  reading(frame: DecodedFrame): void;
  signal(signal: SentSignal): void;
}

export class MeterStream {
  readonly decoder: Decoder;
  /** When bytes came last. */
  usedAt = 0;
  /** The last frame that could be read. */
  last: DecodedFrame | null = null;
  silent = false;
  private dueAt = -Infinity;

  constructor(
    readonly name: string,
    private readonly config: LinkyDecodeConfig,
    private readonly sink: StreamSink,
    private readonly now: () => number,
  ) {
    const { lenient, listGroups, zone, silenceSeconds, budgetRule } = config;
    this.decoder = new Decoder(
      {
        stream: name,
        lenient,
        listGroups,
        zone,
        budgetRule,
        ...(silenceSeconds === undefined ? {} : { silenceSeconds }),
      },
      {
        frame: (frame) => {
          this.frame(frame);
        },
        signal: (signal) => {
          sink.signal(signal);
        },
      },
    );
  }

  /** @param over these bytes end the frame in hand, and not as a whole one */
  push(bytes: Uint8Array, arrival: Arrival, over: boolean): void {
    const now = this.now();
    if (now - this.usedAt > LONG_BREAK_MS) this.dueAt = Math.max(this.dueAt, now);
    this.usedAt = now;
    if (over) this.decoder.tear();
    this.decoder.push(bytes, arrival);
    if (over) this.decoder.flush();
  }

  /** True once when the line has fallen silent. */
  tick(now: number): boolean {
    const fallen = this.decoder.tick(now);
    this.silent ||= fallen;
    return fallen;
  }

  private frame(frame: DecodedFrame): void {
    if (!frame.speaks) return;
    this.last = frame;
    this.silent = false;
    if (this.isDue(frame)) {
      this.dueAt = this.now() + this.config.everyMs;
      this.sink.reading(frame);
    }
    this.sink.heard();
  }

  private isDue({ quality }: DecodedFrame): boolean {
    if (this.config.everyMs === 0) return true;
    const late = this.now() - this.dueAt;
    // Due later than an interval from now: the clock was turned back.
    if (-late > this.config.everyMs) return true;
    return late >= PATIENCE_MS || (late >= 0 && quality.complete && quality.rejected === 0);
  }
}
