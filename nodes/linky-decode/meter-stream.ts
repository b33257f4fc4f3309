// One meter of a linky-decode node: its decoder, and which of its frames become readings.
import type { GridSignal } from '../../lib/grid/signal';
import type { DecodedFrame } from '../../lib/tic/decoded-frame';
import { type Arrival, Decoder } from '../../lib/tic/decoder';
import type { LinkyDecodeConfig } from './linky-decode.config';

/** When a reading is due, so long a whole frame is waited for before a damaged one is taken. */
const PATIENCE_MS = 4000;

export interface StreamSink {
  reading(frame: DecodedFrame): void;
  signal(signal: GridSignal): void;
}

export class MeterStream {
  readonly decoder: Decoder;
  /** When bytes came last. */
  usedAt = 0;
  /** The last frame that could be read. */
  last: DecodedFrame | null = null;
  private sentAt = -Infinity;

  constructor(
    readonly name: string,
    private readonly config: LinkyDecodeConfig,
    private readonly sink: StreamSink,
    private readonly now: () => number,
  ) {
    const { lenient, listGroups, zone, silenceSeconds } = config;
    this.decoder = new Decoder(
      { stream: name, lenient, listGroups, zone, ...(silenceSeconds === undefined ? {} : { silenceSeconds }) },
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

  push(bytes: Uint8Array, arrival: Arrival, over: boolean): void {
    this.usedAt = this.now();
    this.decoder.push(bytes, arrival);
    if (over) this.decoder.flush();
  }

  private frame(frame: DecodedFrame): void {
    if (!frame.speaks) return;
    this.last = frame;
    const { everyMs } = this.config;
    if (everyMs > 0) {
      const late = this.now() - this.sentAt - everyMs;
      const { complete, rejected } = frame.quality;
      if (late < 0 || (late < PATIENCE_MS && (!complete || rejected > 0))) return;
    }
    this.sentAt = this.now();
    this.sink.reading(frame);
  }
}
