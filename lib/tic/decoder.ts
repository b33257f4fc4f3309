// Bytes of one stream → frames of typed values, and grid signals as their groups come. Family and mode are found at run
// time. One decoder per stream; it reads no clock and starts no timer: whoever feeds it gives the time.
import type { ActTracker, Fate, SentSignal } from '../grid/event/act';
import type { KeptEvents } from '../grid/event/kept-events';
import { type CivilZone, PARIS } from '../grid/paris-time';
import type { GridSignal } from '../grid/signal';
import type { ParsedBy } from './belief/parsed-by';
import type { DecodedFrame } from './decoded-frame';
import { CarriedValues } from './frame/carried';
import type { Frame } from './frame/frame';
import { type Meter, MeterProfile } from './frame/meter';
import { type Arrival, StreamClock } from './frame/stream-clock';
import { TestGuard } from './frame/test-guard';
import { FrameCloser } from './frame-closer';
import { FrameReader } from './frame-reader';
import type { BudgetRule } from './power/power-budget';
import { TicSignals } from './signals';
import type { StreamKnowledge } from './stream-knowledge';

export interface DecoderOptions {
  /** Name of the stream: origin of the signals of a meter that has no identity. */
  readonly stream: string;
  /** A right sum is enough, nothing is held. */
  readonly lenient?: boolean;
  /** List every group of each frame, refused ones too. */
  readonly listGroups?: boolean;
  readonly zone?: CivilZone;
  /** Seconds without a valid group that are a silence; by default 10 s, or 2.5 times the longest frame. */
  readonly silenceSeconds?: number;
  /** Of the power budget of PME-PMI and SAPHIR; null: by the unit of the subscribed power. */
  readonly budgetRule?: BudgetRule | null;
  /** The groups are made of readings that somebody else has parsed: what a frame does not say it says nothing of. */
  readonly parsedBy?: ParsedBy | null;
}

export interface DecoderSink {
  /** A frame ended, whole or not. Frames of an identity that is held come with no values. */
  frame(frame: DecodedFrame): void;
  /** An edge of a signal, at the group that says it. */
  signal(signal: SentSignal): void;
}

export class Decoder {
  private readonly clock: StreamClock;
  private readonly profile = new MeterProfile();
  private readonly signals: TicSignals;
  private readonly reader: FrameReader;
  private readonly closer: FrameCloser;
  /** Since the frame before. */
  private edges: SentSignal[] = [];

  constructor(
    options: DecoderOptions,
    private readonly sink: DecoderSink,
  ) {
    const {
      stream,
      lenient = false,
      listGroups = false,
      zone = PARIS,
      silenceSeconds,
      budgetRule,
      parsedBy = null,
    } = options;
    this.clock = new StreamClock(silenceSeconds);
    const emit = (signal: GridSignal, fate?: Fate): void => {
      const sent = this.acts.sent(signal, fate);
      this.edges.push(sent);
      sink.signal(sent);
    };
    this.signals = new TicSignals(zone, stream, this.clock, emit, budgetRule);
    const { clock, profile, signals } = this;
    const guard = new TestGuard((accepted, trusted, arrival) => {
      signals.group(accepted, trusted, arrival, profile.phases);
    });
    const known: StreamKnowledge = { profile, carried: new CarriedValues(), clock, guard, signals };
    this.closer = new FrameCloser(known, zone, stream, parsedBy);
    this.reader = new FrameReader({ zone, lenient, listGroups, parsedBy }, known, (frame, frames) => {
      this.frameFinished(frame, frames);
    });
  }

  /** The next bytes, in any chunking. `arrival` absent: nobody knows when they came (a file). Never throws. */
  push(bytes: Uint8Array, arrival?: Arrival): void {
    this.clock.chunk(bytes.length, arrival);
    this.reader.push(bytes);
  }

  /** The input ended, or the frame in hand is known to be over: it ends as incomplete. */
  flush(): void {
    this.reader.flush();
  }

  /** A part of the frame in hand was lost before what comes next: even an ETX there ends it as incomplete. */
  tear(): void {
    this.reader.tear();
  }

  /**
   * Call it now and then while bytes may fail to come, with epoch milliseconds of the host. True once when the line has
   * fallen silent.
   */
  tick(now: number): boolean {
    return this.clock.turnsSilent(now) && this.fallSilent(now);
  }

  /** The line is known to be lost, with epoch milliseconds of the host. True where it spoke until then. */
  lose(now: number): boolean {
    return this.clock.turnsLost() && this.fallSilent(now);
  }

  /** The meter does not send this label now, says whoever has parsed the frame in hand (`parsedBy`). */
  deny(label: string): void {
    this.reader.deny(label);
  }

  get meter(): Meter {
    return this.profile.meter;
  }

  /** Groups with a right sum so far, believed or not. */
  get groupsHeard(): number {
    return this.reader.groupsHeard;
  }

  /** What a signal of this stream allows when it is sent; simulated ones are to be given to it, as well. */
  get acts(): ActTracker {
    return this.signals.events.acts;
  }

  /** The present state of all signals, as change `initial`. */
  presentSignals(): SentSignal[] {
    return this.signals.events.present();
  }

  /**
   * Open events by channel, to be given to `restoreSignals` after a restart: an event that goes on keeps its id, one of another
   * meter, mode or contract is told as over.
   */
  openSignals(): KeptEvents {
    return this.signals.events.open();
  }

  restoreSignals(open: KeptEvents): void {
    this.signals.restore(open);
  }

  private fallSilent(now: number): true {
    // What comes after a silence is no continuation of the frame in hand.
    this.flush();
    this.signals.silent(this.clock.moment(now));
    return true;
  }

  private frameFinished(frame: Frame, frames: number): void {
    // What the end of a frame tells comes with the frame, too.
    const decoded = this.closer.close(frame, this.reader.dictionary, this.edges, frames);
    this.edges = [];
    this.sink.frame(decoded);
  }
}
