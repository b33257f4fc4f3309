// Bytes of one stream → frames of typed values, and grid signals as their groups come. Family and mode are found at run
// time. One decoder per stream; it reads no clock and starts no timer: whoever feeds it gives the time.
import type { ActTracker, Fate, SentSignal } from '../grid/event/act';
import { type CivilZone, PARIS } from '../grid/paris-time';
import type { KeptEvents } from '../grid/event/kept-events';
import type { GridSignal } from '../grid/signal';
import { DecodedFrame } from './decoded-frame';
import { CarriedValues } from './frame/carried';
import type { Dictionary } from './families/dictionary';
import type { LabelEntry } from './families/label';
import { FrameAssembler, type FrameOwner } from './frame/frame-assembler';
import type { Frame } from './frame/frame';
import { type AcceptedGroup, type RefusalReason } from './belief/accepted-group';
import { FrameParser } from './bytes/frame-parser';
import type { GroupBytes, GroupFault } from './bytes/group';
import { groupReport } from './frame/group-report';
import { decodeIndexes } from './value/jaune';
import { Judge, readUnknown } from './belief/judge';
import { MeterProfile } from './frame/meter';
import type { BudgetRule } from './power/power-budget';
import { RowFinder } from './frame/row-finder';
import { TicSignals } from './signals';
import { isWatched } from './signals/watched-labels';
import { type Arrival, StreamClock } from './frame/stream-clock';
import { TestGuard } from './frame/test-guard';

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
}

export interface DecoderSink {
  /** A frame ended, whole or not. Frames of an identity that is held come with no values. */
  frame(frame: DecodedFrame): void;
  /** An edge of a signal, at the group that says it. */
  signal(signal: SentSignal): void;
}

export class Decoder implements FrameOwner {
  private readonly frames = new FrameAssembler(this);
  private readonly parser = new FrameParser(this.frames);
  private readonly judge: Judge;
  private readonly profile = new MeterProfile();
  private readonly carried = new CarriedValues();
  private readonly rows: RowFinder;
  private readonly clock: StreamClock;
  private readonly zone: CivilZone;
  private readonly signals: TicSignals;
  /** Groups with a right sum so far, believed or not. */
  groupsHeard = 0;
  private watched = new Uint8Array(0);
  private edges: SentSignal[] = [];
  private readonly guard = new TestGuard(({ accepted, trusted }) => {
    this.signals.group(accepted, trusted, this.clock.moment(accepted.arrival), this.profile.phases);
  });

  constructor(
    private readonly options: DecoderOptions,
    private readonly sink: DecoderSink,
  ) {
    this.zone = options.zone ?? PARIS;
    this.judge = new Judge(options.lenient === true);
    this.rows = new RowFinder(this.judge, this.frames, this.profile, (dictionary) => {
      this.changeDialect(dictionary);
    });
    this.clock = new StreamClock(options.silenceSeconds);
    const emit = (signal: GridSignal, fate?: Fate): void => {
      const sent = this.acts.sent(signal, fate);
      this.edges.push(sent);
      sink.signal(sent);
    };
    this.signals = new TicSignals(this.zone, options.stream, emit, options.budgetRule);
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

  /** A part of the frame in hand was lost before what comes next: even an ETX there ends it as incomplete. */
  tear(): void {
    this.frame.torn = true;
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

  get dictionary(): Dictionary | null {
    return this.judge.dictionary;
  }

  get identityPending(): boolean {
    return this.judge.identity.pending;
  }

  frameStarted(): void {
    this.clock.frameStarted(this.parser.offset);
  }

  group(group: GroupBytes, fault: GroupFault | null): void {
    const arrival = this.clock.arrivalOf(this.parser.offset);
    if (fault !== null) {
      this.refuse(group, fault);
      return;
    }
    const entry = this.rows.rowOf(group);
    if (!this.judge.speaksLike(group)) {
      this.refuse(group, 'format');
      return;
    }
    this.frame.firstArrival ??= arrival;
    this.frame.lastArrival = arrival;
    if (entry === undefined) this.unknownGroup(group, arrival);
    else this.knownGroup(entry, group, arrival);
  }

  frameFinished(frame: Frame): void {
    if (frame.complete) this.clock.frameCompleted(frame.lastArrival);
    if (frame.test) this.clock.takeBack();
    else if (!frame.identityHeld) this.settle(frame);
    this.guard.forget();
    const decoded = new DecodedFrame(frame, {
      meter: this.profile.meter,
      carried: this.carried.missingFrom(frame),
      edges: this.edges,
      present: () => this.presentSignals(),
      budget: this.signals.budget,
      derived: this.signals.derived,
      headroom: this.signals.headroom,
      flexReady: () => this.signals.flexReady(this.profile.meter.family),
      ...this.clock.takeReading(),
      zone: this.zone,
      full: !frame.cut || this.carried.knowsWhole,
      frames: this.frames.count,
      since: this.clock.since,
    });
    this.edges = [];
    this.sink.frame(decoded);
  }

  private get frame(): Frame {
    return this.frames.frame;
  }

  /** What only a whole frame can tell. */
  private settle(frame: Frame): void {
    this.guard.frameEnded(frame, this.judge.dictionary);
    this.profile.learn(frame);
    this.carried.keep(frame, this.clock.inFrame?.at ?? null);
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
    const accepted = this.judge.read(entry, group, arrival);
    if (this.guard.isTest(entry, group, this.judge.dictionary)) this.frame.test = true;
    if (this.frame.test) {
      this.accept(accepted, group);
      return;
    }
    const { value } = accepted;
    if (entry.row.identity === true && value !== null && !this.identify(String(value), arrival)) {
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
    if (clock === true) this.clock.read(accepted, this.zone, this.frames.trusts || this.options.lenient === true);
    if (typeof value === 'number') this.profile.note(entry.label, value);
    if (index === undefined || value === null) return true;
    const counter = indexOf === undefined ? entry.label : this.counterBehind(entry.label, indexOf);
    if (counter === null) return true;
    const powerW = this.profile.strongestPower(index);
    const at = this.clock.instants(arrival, this.profile.clockDegraded);
    if (typeof value === 'number') return this.judge.acceptsIndex(entry, value, at, powerW, counter);
    // Several in one group, as a CJE sends them: each is judged, none is believed without the others.
    const counts = decodeIndexes(value) ?? [];
    return counts
      .map((count, i) => this.judge.acceptsIndex(entry, count, at, powerW, `${counter} ${String(i)}`))
      .every((isBelieved) => isBelieved);
  }

  /** Which of several counters a label shows in this frame; null: the frame did not say. */
  private counterBehind(label: string, told: readonly string[]): string | null {
    const names = told.map((name) => this.frame.textOf(name));
    return names.includes(undefined) ? null : [label, ...names].join(' ');
  }

  private accept(accepted: AcceptedGroup, group: GroupBytes): void {
    // What holds now is judged before the group itself counts as good.
    const trusted = this.frames.trusts;
    this.frame.accept(accepted);
    this.report(group, true);
    const { entry } = accepted;
    if (entry === undefined || this.frame.identityHeld) return;
    this.guard.take(
      entry,
      this.watched[entry.rank] === 1 ? { accepted, trusted } : null,
      this.frame,
      this.judge.dictionary,
    );
  }

  private unknownGroup(group: GroupBytes, arrival: number | null): void {
    const { label } = group;
    const fault = this.judge.unknownFault(group);
    if (fault !== null) {
      this.refuse(group, fault);
      return;
    }
    this.heard(arrival);
    if (!this.judge.acceptsUnknown(label, this.frames.count)) {
      this.frame.doubt(label);
      this.report(group, false, 'unknown');
      return;
    }
    this.frame.unknown.push(label);
    this.frame.accept(readUnknown(group, arrival));
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

  private changeDialect(dictionary: Dictionary): void {
    this.startOver(dictionary);
    this.watched = Uint8Array.from(dictionary.entries, ({ label }) => (isWatched(dictionary.dialect, label) ? 1 : 0));
  }

  private startOver(dictionary: Dictionary | null): void {
    this.judge.forget();
    this.profile.reset(dictionary?.dialect ?? null);
    this.carried.forget();
    this.frames.forgetOrder();
    this.clock.forgetMeter();
    this.signals.restart(dictionary?.dialect ?? null);
  }

  private heard(arrival: number | null): void {
    this.groupsHeard++;
    if (!this.clock.heard(arrival)) return;
    this.carried.forgetRecent();
    this.signals.heard(this.clock.moment(arrival));
  }

  private report(group: GroupBytes, ok: boolean, reason?: RefusalReason): void {
    if (this.options.listGroups === true) this.frame.reports.push(groupReport(group, ok, reason));
  }
}
