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
import { groupReport } from './group-report';
import { clockInstant, readLocalDate } from './local-date';
import { Judge, readGroup } from './judge';
import { LineNoise } from './line-noise';
import { MeterProfile } from './meter';
import { TicSignals, isWatched } from './signals';
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
  /** The same of the frame that ended last; it counts once a STX has followed: behind a damaged C come more groups. */
  private closing: number | null = null;
  /** A frame that begins now begins where another ended. */
  private betweenFrames = true;
  private readonly noise = new LineNoise();
  /** Rank of MODE: a frame may say there that nothing in it is real. */
  private guardRank = -1;
  private readonly waiting: { readonly accepted: AcceptedGroup; readonly trusted: boolean }[] = [];

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
    // What comes after a silence is no continuation of the frame in hand.
    this.flush();
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
    this.closingRank = this.closing ?? this.closingRank;
    this.closing = null;
    this.frame = this.newFrame(true);
    this.clock.frameStarted(this.parser.offset);
  }

  group(group: GroupBytes, fault: GroupFault | null): void {
    const arrival = this.clock.arrivalOf(this.parser.offset);
    if (fault !== null) {
      this.refuse(group, fault);
      return;
    }
    const entry = this.rowOf(group);
    if (!this.judge.speaksLike(group)) {
      this.refuse(group, 'format');
      return;
    }
    this.frame.firstArrival ??= arrival;
    this.frame.lastArrival = arrival;
    if (entry === undefined) this.unknownGroup(group, arrival);
    else this.knownGroup(entry, group, arrival);
  }

  frameEnd(how: FrameEnd): void {
    const { frame } = this;
    const complete = frame.started && how === 'etx';
    this.betweenFrames = how !== 'stx' || (frame.opened && frame.isEmpty);
    this.frame = this.newFrame(false);
    frame.end(complete);
    if (frame.isEmpty) return;
    this.finish(frame);
  }

  private finish(frame: Frame): void {
    this.frameNumber++;
    if (frame.complete) this.clock.frameCompleted(frame.lastArrival);
    if (!frame.identityHeld && !frame.test) this.settle(frame);
    this.waiting.length = 0;
    const decoded = new DecodedFrame(frame, {
      meter: this.profile.meter,
      carried: this.carried.missingFrom(frame),
      edges: this.edges,
      present: () => this.presentSignals(),
      budget: this.signals.budget,
      flexReady: () => this.signals.flexReady(this.profile.meter.family),
      ...this.clock.takeReading(),
      zone: this.zone,
      frames: this.frameNumber,
      since: this.clock.since,
    });
    this.edges = [];
    this.noise.frameEnded(frame.rejected > 0);
    this.closing = frame.complete ? frame.lastGoodRank : null;
    this.sink.frame(decoded);
  }

  /** What only a whole frame can tell. */
  private settle(frame: Frame): void {
    this.judgeWaiting();
    this.profile.learn(frame);
    this.carried.keep(frame);
    // A meter whose identity does not come (masked, or a family without one) speaks for its stream.
    if (this.profile.id !== null || frame.complete) this.signals.release(this.profile.id ?? this.options.stream);
    this.signals.frameEnded(frame, this.clock.moment(frame.lastArrival), this.profile.meter, this.clock.inFrame);
  }

  private knownGroup(entry: LabelEntry, group: GroupBytes, arrival: number | null): void {
    const fault = this.judge.formFault(entry, group);
    if (fault !== null) {
      this.refuse(group, fault);
      return;
    }
    this.heard(arrival);
    const accepted = readGroup(entry, group, arrival);
    if (entry.label === 'TRAME') this.frame.test = true;
    if (this.frame.test) {
      this.accept(accepted, group);
      return;
    }
    if (entry.row.identity === true && !this.identify(String(accepted.value), arrival)) {
      this.frame.identityHeld = true;
      this.hold(entry, group);
      return;
    }
    if (!this.frame.identityHeld && !this.fitsMeter(accepted, entry)) {
      this.hold(entry, group);
      return;
    }
    this.accept(accepted, group);
    if (entry.row.section !== undefined) this.frame.section = entry.row.section;
  }

  /** Learns what bounds the meter (its clock, what can flow) from a group; false: an index that it cannot have reached. */
  private fitsMeter(accepted: AcceptedGroup, entry: LabelEntry): boolean {
    const { value, arrival } = accepted;
    const { index, indexOf, clock } = entry.row;
    if (clock === true) this.readClock(accepted);
    if (typeof value === 'number') this.profile.note(entry.label, value);
    if (index === undefined || typeof value !== 'number') return true;
    const counter = indexOf === undefined ? entry.label : this.counterBehind(entry.label, indexOf);
    if (counter === null) return true;
    const powerW = this.profile.strongestPower(index);
    return this.judge.acceptsIndex(entry, value, this.clock.instants(arrival), powerW, counter);
  }

  /** Which of several counters a label shows in this frame; null: the frame did not say. */
  private counterBehind(label: string, told: readonly string[]): string | null {
    const names = told.map((name) => this.frame.textOf(name));
    return names.includes(undefined) ? null : [label, ...names].join(' ');
  }

  /** What a group says is believed at once: nothing before it in its frame was refused, and the line is no loud one. */
  private get trusts(): boolean {
    return this.frame.clean && !this.noise.isLoud;
  }

  private accept(accepted: AcceptedGroup, group: GroupBytes): void {
    // What holds now is judged before the group itself counts as good.
    const trusted = this.trusts;
    this.frame.accept(accepted);
    this.report(group, true);
    const { entry } = accepted;
    if (entry === undefined || this.frame.identityHeld) return;
    if (entry.label === 'MODE') this.frame.test = true;
    // Where a frame can say that nothing in it is real, what comes before that place waits until it has passed.
    const passed = entry.rank > this.guardRank;
    if (passed && this.waiting.length > 0) this.judgeWaiting();
    if (this.watched[entry.rank] !== 1) return;
    if (passed) this.judgeGroup(accepted, trusted);
    else this.waiting.push({ accepted, trusted });
  }

  private judgeGroup(accepted: AcceptedGroup, trusted: boolean): void {
    if (this.frame.test) return;
    this.signals.group(accepted, trusted, this.clock.moment(accepted.arrival), this.profile.phases);
  }

  private judgeWaiting(): void {
    for (const { accepted, trusted } of this.waiting.splice(0)) this.judgeGroup(accepted, trusted);
  }

  private unknownGroup(group: GroupBytes, arrival: number | null): void {
    const { label } = group;
    const fault = this.judge.unknownFault(group);
    if (fault !== null) {
      this.refuse(group, fault);
      return;
    }
    this.heard(arrival);
    if (!this.judge.acceptsUnknown(label, this.frameNumber)) {
      this.frame.doubt(label);
      this.report(group, false, 'unknown');
      return;
    }
    this.frame.unknown.push(label);
    this.frame.accept(readGroup(undefined, group, arrival));
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
  private identify(id: string, arrival: number | null): boolean {
    const verdict = this.judge.judgeIdentity(id);
    if (verdict === 'held') return false;
    this.frame.identityHeld = false;
    if (verdict === 'changed') {
      this.signals.meterReplaced(this.clock.moment(arrival));
      this.startOver(this.judge.dictionary);
    }
    if (verdict !== 'same' || this.profile.id !== id) this.profile.identify(id);
    this.signals.release(id);
    return true;
  }

  /** The row of a group; on the way the dialect is recognised, and a frame whose end was lost is ended. */
  private rowOf(group: GroupBytes): LabelEntry | undefined {
    let entry = this.judge.find(group, this.frame.section);
    if (entry === undefined) {
      const other = this.judge.otherDialect(group);
      if (other !== null) this.changeDialect(other);
      entry = this.judge.find(group, this.frame.section);
    }
    if (entry === undefined || !this.isRepeated(entry)) return entry;
    // On a meter of four quadrants the line between its two parts was damaged; on any other, ETX and STX were lost.
    if (this.profile.isFourQuadrant && this.frame.section === null) this.frame.section = 'injection';
    else this.split();
    return this.judge.find(group, this.frame.section);
  }

  private changeDialect(dictionary: Dictionary): void {
    // Unknown labels before the first known one belong to the same frame.
    if (this.judge.dictionary !== null && this.frame.groups > 0) this.split();
    this.startOver(dictionary);
    this.judge.dictionary = dictionary;
    this.watched = Uint8Array.from(dictionary.entries, ({ label }) => (isWatched(dictionary.dialect, label) ? 1 : 0));
    this.guardRank = dictionary.byName('MODE')?.rank ?? -1;
    this.frame.speaks(dictionary);
  }

  private startOver(dictionary: Dictionary | null): void {
    this.judge.forget();
    this.profile.reset(dictionary?.dialect ?? null);
    this.carried.forget();
    this.closingRank = null;
    this.closing = null;
    this.clock.forgetMeter();
    this.signals.restart();
  }

  /** A label that this frame has already, and that is sent once. */
  private isRepeated(entry: LabelEntry): boolean {
    return entry.row.repeats !== true && this.frame.has(entry);
  }

  private split(): void {
    const { frame } = this;
    this.frame = this.newFrame(false);
    frame.end(false);
    this.finish(frame);
  }

  private newFrame(started: boolean): Frame {
    const frame = new Frame(started, this.judge.dictionary, this.closingRank, started && this.betweenFrames);
    // Until the identity in waiting is decided nobody knows whose a frame without one is.
    frame.identityHeld = this.judge.identity.pending;
    return frame;
  }

  private heard(arrival: number | null): void {
    if (this.clock.heard(arrival)) this.signals.heard(this.clock.moment(arrival));
  }

  private readClock({ horodate, value, arrival }: AcceptedGroup): void {
    const trusted = this.trusts || this.options.lenient === true;
    if (horodate !== null) {
      const read = readHorodate(horodate, this.zone);
      if (read !== null) this.clock.meterSays(read, arrival, trusted);
      return;
    }
    const date = readLocalDate(String(value));
    if (date === null) return;
    const at = clockInstant(date, this.zone, this.clock.meterAt(null), arrival);
    this.clock.meterSays({ at, degraded: false }, arrival, trusted);
  }

  private report(group: GroupBytes, ok: boolean, reason?: RefusalReason): void {
    if (this.options.listGroups === true) this.frame.reports.push(groupReport(group, ok, reason));
  }
}
