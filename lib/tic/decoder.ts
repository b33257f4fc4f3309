// Bytes of one stream → frames of typed values, and grid signals as their groups come. Family and mode are found at run
// time. One decoder per stream; it reads no clock and starts no timer: whoever feeds it gives the time.
import { type CivilZone, PARIS } from '../grid/paris-time';
import type { GridSignal } from '../grid/signal';
import { DecodedFrame } from './decoded-frame';
import { CarriedValues } from './carried';
import type { Dictionary, LabelEntry } from './dictionary';
import { type AcceptedGroup, Frame, type RefusalReason } from './frame';
import { type FrameEnd, type FrameHandler, FrameParser } from './frame-parser';
import type { GroupBytes, GroupFault } from './group';
import { readHorodate } from './horodate';
import { Judge, readValue } from './judge';
import { MeterProfile } from './meter';
import { SIGNAL_LABELS, TicSignals } from './signals';
import { StreamClock } from './stream-clock';

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
}

export interface DecoderSink {
  /** A frame ended, whole or not. Frames of an identity that is held come with no values. */
  frame(frame: DecodedFrame): void;
  /** An edge of a signal, at the group that says it. */
  signal(signal: GridSignal): void;
}

/** When the bytes of a chunk arrived at the host, epoch milliseconds. */
export interface Arrival {
  readonly first: number;
  readonly last: number;
}

export class Decoder implements FrameHandler {
  private readonly parser = new FrameParser(this);
  private readonly judge: Judge;
  private readonly profile = new MeterProfile();
  private readonly carried = new CarriedValues();
  private readonly clock: StreamClock;
  private readonly zone: CivilZone;
  private readonly signals: TicSignals;
  private watched = new Uint8Array(0);
  private frame: Frame;
  private frameNumber = 0;
  private edges: GridSignal[] = [];
  private closingRank: number | null = null;
  /** The frame before was whole and nothing of it was refused. The very first one has none before it. */
  private cleanBefore = true;
  private cutoffKva: number | null = null;

  constructor(
    private readonly options: DecoderOptions,
    private readonly sink: DecoderSink,
  ) {
    this.zone = options.zone ?? PARIS;
    this.judge = new Judge(options.lenient === true);
    this.clock = new StreamClock(options.silenceSeconds);
    this.signals = new TicSignals(this.zone, options.stream, (signal) => {
      this.edges.push(signal);
      sink.signal(signal);
    });
    this.frame = new Frame(false, null, null);
  }

  /** The next bytes, in any chunking. `arrival` absent: nobody knows when they came (a file). Never throws. */
  push(bytes: Uint8Array, arrival?: Arrival): void {
    this.clock.chunk(bytes.length, arrival);
    this.parser.push(bytes);
  }

  /** The input ended, or the frame in hand is known to be over: it ends as incomplete. */
  flush(): void {
    this.parser.flush();
  }

  /** Call it now and then while bytes may fail to come. True once when the line has fallen silent. */
  tick(now: number): boolean {
    if (!this.clock.turnsSilent(now)) return false;
    this.signals.silent(this.clock.moment(now));
    return true;
  }

  get meter(): MeterProfile['meter'] {
    return this.profile.meter;
  }

  /** The present state of all signals, as change `initial`. */
  presentSignals(): GridSignal[] {
    return this.signals.book.present();
  }

  /** Open events, to be given to `restoreSignals` after a restart so that they keep their ids. */
  openSignals(): Record<string, GridSignal> {
    return this.signals.book.open();
  }

  restoreSignals(open: Readonly<Record<string, GridSignal>>): void {
    this.signals.book.restore(open);
  }

  frameStart(): void {
    this.frame = this.newFrame(true);
    this.clock.frameStarted(this.parser.offset);
  }

  group(group: GroupBytes, fault: GroupFault | null): void {
    const arrival = this.clock.arrivalOf(this.parser.offset);
    if (fault !== null) {
      this.refuse(group, fault);
      return;
    }
    if (!this.recogniseDialect(group)) {
      this.refuse(group, 'format');
      return;
    }
    const entry = this.judge.dictionary?.find(group);
    if (entry !== undefined && this.startsAnotherFrame(entry)) this.split();
    this.frame.firstArrival ??= arrival;
    this.frame.lastArrival = arrival;
    if (entry === undefined) this.unknownGroup(group, arrival);
    else this.knownGroup(entry, group, arrival);
  }

  frameEnd(how: FrameEnd): void {
    const { frame } = this;
    const complete = frame.started && how === 'etx';
    this.frame = this.newFrame(false);
    frame.end(complete);
    if (frame.isEmpty) return;
    this.finish(frame);
  }

  private finish(frame: Frame): void {
    this.frameNumber++;
    if (frame.complete) this.clock.frameCompleted(frame.lastArrival);
    if (!frame.identityHeld) this.settle(frame);
    const decoded = new DecodedFrame(frame, {
      meter: this.profile.meter,
      carried: this.carried.missingFrom(frame),
      edges: this.edges,
      present: () => this.presentSignals(),
      ...this.clock.takeReading(),
      zone: this.zone,
      frames: this.frameNumber,
      since: this.clock.since,
    });
    this.edges = [];
    this.cleanBefore = frame.valid || (this.frameNumber === 1 && !frame.started);
    if (frame.complete) this.closingRank = frame.lastGoodRank;
    this.sink.frame(decoded);
  }

  /** What only a whole frame can tell. */
  private settle(frame: Frame): void {
    this.profile.learn(frame);
    this.carried.keep(frame);
    // A meter whose identity does not come (masked, or a family without one) speaks for its stream.
    if (this.profile.id !== null || frame.complete) this.signals.release(this.profile.id ?? this.options.stream);
    this.signals.frameEnded(frame, this.clock.moment(frame.lastArrival), this.profile.phases);
  }

  private knownGroup(entry: LabelEntry, group: GroupBytes, arrival: number | null): void {
    const fault = this.judge.formFault(entry, group);
    if (fault !== null) {
      this.refuse(group, fault);
      return;
    }
    this.heard(arrival);
    const value = readValue(entry, group);
    const horodate = group.horodate;
    if (entry.row.identity === true && !this.identify(String(value))) {
      this.frame.identityHeld = true;
      this.hold(entry, group);
      return;
    }
    if (entry.label === 'DATE' && horodate !== null) this.readClock(horodate, arrival);
    if (entry.label === 'PCOUP' && typeof value === 'number') this.cutoffKva = value;
    const bound = { cutoffKva: this.cutoffKva, phases: this.profile.phases };
    if (!this.frame.identityHeld && !this.judge.acceptsIndex(entry, value, this.clock.instants(arrival), bound)) {
      this.hold(entry, group);
      return;
    }
    this.accept({ label: entry.label, entry, value, horodate, arrival }, group);
  }

  private accept(accepted: AcceptedGroup, group: GroupBytes): void {
    // What holds now is judged before the group itself counts as good.
    const trusted = this.frame.clean && this.cleanBefore;
    this.frame.accept(accepted);
    this.report(group, true);
    const { entry, arrival } = accepted;
    if (entry === undefined || this.watched[entry.rank] !== 1) return;
    if (this.frame.identityHeld) return;
    this.signals.group(accepted, trusted, this.clock.moment(arrival), this.profile.phases);
  }

  private unknownGroup(group: GroupBytes, arrival: number | null): void {
    const { label } = group;
    this.heard(arrival);
    if (!this.judge.acceptsUnknown(label, this.frameNumber)) {
      this.frame.doubt(label);
      this.report(group, false, 'unknown');
      return;
    }
    this.frame.unknown.push(label);
    this.frame.accept({
      label,
      entry: undefined,
      value: readValue(undefined, group),
      horodate: group.horodate,
      arrival,
    });
    this.report(group, true);
  }

  private hold(entry: LabelEntry, group: GroupBytes): void {
    this.frame.hold(entry);
    this.report(group, false, 'held');
  }

  private refuse(group: GroupBytes, reason: RefusalReason): void {
    this.frame.refuse();
    this.report(group, false, reason);
  }

  /** False: the identity is held. A new one begins everything anew. */
  private identify(id: string): boolean {
    const verdict = this.judge.judgeIdentity(id);
    if (verdict === 'held') return false;
    this.frame.identityHeld = false;
    if (verdict === 'changed') this.startOver(this.judge.dictionary);
    if (verdict !== 'same' || this.profile.id !== id) this.profile.identify(id);
    this.signals.release(id);
    return true;
  }

  /** False: the group is not of the dialect that is spoken. A stream of unknown labels alone speaks none. */
  private recogniseDialect(group: GroupBytes): boolean {
    const dictionary = this.judge.dialectOf(group);
    if (dictionary === this.judge.dictionary) return true;
    if (dictionary === null) return false;
    if (this.frame.groups > 0) this.split();
    this.startOver(dictionary);
    this.judge.dictionary = dictionary;
    this.watched = Uint8Array.from(dictionary.entries, ({ label }) => (SIGNAL_LABELS.has(label) ? 1 : 0));
    this.frame.speaks(dictionary);
    return true;
  }

  private startOver(dictionary: Dictionary | null): void {
    this.judge.forget();
    this.profile.reset(dictionary?.dialect ?? null);
    this.carried.forget();
    this.cutoffKva = null;
    this.closingRank = null;
    this.clock.forgetMeter();
    this.signals.restart();
  }

  /** A label that this frame has already, and that is sent once: the ETX and the STX between two frames were lost. */
  private startsAnotherFrame(entry: LabelEntry): boolean {
    return entry.row.repeats !== true && this.frame.seen(entry.label);
  }

  private split(): void {
    const { frame } = this;
    this.frame = this.newFrame(false);
    frame.end(false);
    this.finish(frame);
  }

  private newFrame(started: boolean): Frame {
    const frame = new Frame(started, this.judge.dictionary, this.closingRank);
    // Until the identity in waiting is decided nobody knows whose a frame without one is.
    frame.identityHeld = this.judge.identity.pending;
    return frame;
  }

  private heard(arrival: number | null): void {
    if (this.clock.heard(arrival)) this.signals.heard(this.clock.moment(arrival));
  }

  private readClock(horodate: string, arrival: number | null): void {
    const read = readHorodate(horodate, this.zone);
    if (read !== null) this.clock.meterSays(read, arrival);
  }

  private report(group: GroupBytes, ok: boolean, reason?: RefusalReason): void {
    if (this.options.listGroups !== true) return;
    const { label, horodate, data } =
      ok || reason === 'held' || reason === 'unknown' || reason === 'value' ? group : describeDamaged(group);
    this.frame.reports.push({ label, horodate, data, ok, ...(reason === undefined ? {} : { reason }) });
  }
}

/** The fields of a group that may have none: what stands before the first separator, and the rest. */
function describeDamaged(group: GroupBytes): { label: string; horodate: null; data: string } {
  const end = group.labelEnd < 0 ? group.length : group.labelEnd;
  return {
    label: group.slice(0, end),
    horodate: null,
    data: group.slice(Math.min(end + 1, group.length), Math.max(end + 1, group.length - 2)),
  };
}
