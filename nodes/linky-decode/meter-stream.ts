// One meter of a linky-decode node: its decoder, and which of its frames become readings.
import type { SentSignal } from '../../lib/grid/event/act';
import type { KeptEvents } from '../../lib/grid/event/kept-events';
import type { DecodedFrame } from '../../lib/tic/decoded-frame';
import { type Arrival } from '../../lib/tic/frame/stream-clock';
import { Decoder } from '../../lib/tic/decoder';
import type { LinkyDecodeConfig } from './linky-decode.config';

/** When a reading is due, so long a whole frame is waited for before a damaged one is taken. */
const PATIENCE_MS = 4000;
/** So long a frame that was cut waits for a whole one before it: readings are full, and one comes at least every minute. */
const STUB_PATIENCE_MS = 30_000;
/** After so long without a byte the first frame is most likely the rest of one: a whole one is waited for anew. */
const LONG_BREAK_MS = 60_000;

/** What of a stream outlives its decoder: a restart, or a silence so long that it leaves the memory. */
export interface KeptStream {
  /** Open events, by the channel of the signal. */
  readonly open: KeptEvents;
}

export interface StreamSink {
  /** A frame came, whatever became of it. */
  seen(frame: DecodedFrame): void;
  /**
   * A frame came that could be read, or whose groups are good and wait whose they are.
   * @param returned the first of all, or the first after a silence
   */
  heard(frame: DecodedFrame, returned: 'new' | 'back' | null): void;
  /** One that is due. */
  reading(frame: DecodedFrame): void;
  signal(signal: SentSignal): void;
}

export class MeterStream {
  readonly decoder: Decoder;
  /** When bytes came last. */
  usedAt = 0;
  /** `unheard` until the first frame that could be read. */
  state: 'unheard' | 'heard' | 'silent' = 'unheard';
  /** What is kept of this stream has changed, and has not been written since. */
  unkept = false;
  private dueAt = -Infinity;
  /** The last reading, or the first bytes. */
  private waitingSince = 0;

  constructor(
    readonly name: string,
    private readonly config: LinkyDecodeConfig,
    private readonly sink: StreamSink,
    private readonly now: () => number,
    kept: KeptStream | undefined,
  ) {
    const { lenient, listGroups, zone, silenceSeconds, budgetRule } = config;
    this.decoder = new Decoder(
      {
        stream: name,
        lenient,
        listGroups,
        zone,
        budgetRule,
        parsedBy: config.parsed?.source.parsedBy ?? null,
        ...(silenceSeconds === undefined ? {} : { silenceSeconds }),
      },
      {
        frame: (frame) => {
          this.frame(frame);
        },
        signal: (signal) => {
          this.unkept = true;
          sink.signal(signal);
        },
      },
    );
    if (kept !== undefined) this.decoder.restoreSignals(kept.open);
  }

  /** Of its events: the meter's id, or the stream's name while it has none. */
  get origin(): string {
    return this.decoder.meter.id ?? this.name;
  }

  /** For the next decoder of this stream; undefined: it needs nothing. */
  kept(): KeptStream | undefined {
    const open = this.decoder.openSignals();
    return Object.keys(open).length === 0 ? undefined : { open };
  }

  /** @param over these bytes end the frame in hand, and not as a whole one */
  push(bytes: Uint8Array, arrival: Arrival, over: boolean): void {
    const now = this.now();
    if (now - this.usedAt > LONG_BREAK_MS) {
      this.dueAt = Math.max(this.dueAt, now);
      this.waitingSince = now;
    }
    this.usedAt = now;
    if (over) this.decoder.tear();
    this.decoder.push(bytes, arrival);
    if (over) this.decoder.flush();
  }

  /** True once when the line has fallen silent. */
  tick(now: number): boolean {
    return this.fell(this.decoder.tick(now));
  }

  /** The line is known to be lost. True where it spoke until then. */
  lose(now: number): boolean {
    return this.fell(this.decoder.lose(now));
  }

  private fell(fallen: boolean): boolean {
    if (fallen && this.state === 'heard') this.state = 'silent';
    return fallen;
  }

  private frame(frame: DecodedFrame): void {
    this.sink.seen(frame);
    if (!frame.speaks && !frame.isHeld) return;
    const returned = this.state === 'heard' ? null : this.state === 'silent' ? 'back' : 'new';
    this.state = 'heard';
    if (frame.speaks && this.isDue(frame)) {
      this.waitingSince = this.now();
      this.dueAt = this.waitingSince + this.config.everyMs;
      this.sink.reading(frame);
    }
    this.sink.heard(frame, returned);
  }

  private isDue({ full, counts }: DecodedFrame): boolean {
    const waited = this.now() - this.waitingSince;
    if (!full && waited >= 0 && waited < STUB_PATIENCE_MS) return false;
    if (this.config.everyMs === 0) return true;
    const late = this.now() - this.dueAt;
    // Due later than an interval from now: the clock was turned back.
    if (-late > this.config.everyMs) return true;
    return late >= PATIENCE_MS || (late >= 0 && counts.complete && counts.rejected === 0);
  }
}
