// Bytes of one stream → frames of the groups that are believed, and the groups that signals are made of.
import type { CivilZone } from '../grid/paris-time';
import { type AcceptedGroup, type RefusalReason } from './belief/accepted-group';
import { GroupCheck, readUnknown } from './belief/group-check';
import type { ParsedBy } from './belief/parsed-by';
import { FrameParser, type GroupForecast } from './bytes/frame-parser';
import type { GroupBytes, GroupFault } from './bytes/group';
import type { Dictionary } from './families/dictionary';
import type { LabelEntry } from './families/label';
import type { Frame } from './frame/frame';
import { FrameAssembler, type FrameOwner } from './frame/frame-assembler';
import { FrameRun } from './frame/frame-run';
import { groupReport } from './frame/group-report';
import { PartialFrame } from './frame/partial-frame';
import { MeterLimits } from './frame/meter-limits';
import { RowFinder } from './frame/row-finder';
import type { StreamClock } from './frame/stream-clock';
import type { TestGuard } from './frame/test-guard';
import type { TicSignals } from './signals';
import { HEARD, JUDGED } from './signals/label-duties';
import { ALL, NEWS } from './signals/watched-labels';
import { Speaker } from './speaker';
import type { StreamKnowledge } from './stream-knowledge';

export interface ReaderOptions {
  readonly zone: CivilZone;
  /** A right sum is enough, nothing is held. */
  readonly lenient: boolean;
  /** List every group of each frame, refused ones too. */
  readonly listGroups: boolean;
  /** Null: the bytes are those of the meter. */
  readonly parsedBy: ParsedBy | null;
}

export class FrameReader implements FrameOwner, GroupForecast {
  /** Groups with a right sum so far, believed or not. */
  groupsHeard = 0;
  private readonly frames: FrameAssembler;
  private readonly parser: FrameParser;
  private readonly check: GroupCheck;
  private readonly rows: RowFinder;
  private readonly limits: MeterLimits;
  private readonly run = new FrameRun();
  private readonly speaker: Speaker;
  private readonly clock: StreamClock;
  private readonly guard: TestGuard;
  private readonly signals: TicSignals;

  constructor(
    private readonly options: ReaderOptions,
    known: StreamKnowledge,
    /** A frame that is not empty ended, whole or not; `frames`: how many did until now. */
    private readonly finished: (frame: Frame, frames: number) => void,
  ) {
    const { profile, clock, guard, signals } = known;
    this.clock = clock;
    this.guard = guard;
    this.signals = signals;
    this.check = new GroupCheck(options.lenient, options.parsedBy);
    this.rows = new RowFinder(profile, options.lenient);
    this.limits = new MeterLimits(this.check, profile, clock, options.zone);
    this.frames = new FrameAssembler(this);
    this.speaker = new Speaker(known, this.rows, this.check, this.frames, this.run, options.listGroups);
    this.parser = new FrameParser(this.frames, this);
  }

  push(bytes: Uint8Array): void {
    this.parser.push(bytes);
  }

  flush(): void {
    this.parser.flush();
  }

  tear(): void {
    this.frame.torn = true;
  }

  /** The meter does not send this label now, says whoever has parsed the frame in hand. */
  deny(label: string): void {
    if (this.frame instanceof PartialFrame) this.frame.deny(label);
  }

  get parsedBy(): ParsedBy | null {
    return this.options.parsedBy;
  }

  get dictionary(): Dictionary | null {
    return this.rows.dictionary;
  }

  get identityPending(): boolean {
    return this.check.identity.pending;
  }

  frameStarted(): void {
    this.check.said.frameBegins();
    this.clock.frameStarted(this.parser.offset);
  }

  frameFinished(frame: Frame): void {
    this.check.said.frameBegins();
    this.speaker.frameEnded(frame);
    frame.steady = this.run.isSteady(frame);
    this.finished(frame, this.frames.count);
  }

  group(group: GroupBytes, fault: GroupFault | null): void {
    const arrival = this.clock.arrivalOf(this.parser.offset);
    if (fault !== null) {
      this.refuse(group, fault);
      return;
    }
    const entry = this.speaker.rowOf(group);
    if (!this.rows.speaksLike(group)) {
      this.refuse(group, 'format');
      return;
    }
    this.frame.lastArrival = arrival;
    if (entry === undefined) this.unknownGroup(group, arrival);
    else this.knownGroup(entry, group, arrival);
  }

  endOfDue(chunk: Uint8Array, from: number): number {
    const { said } = this.check;
    const entry = this.speaker.forecasts ? said.dueGroup?.entry : undefined;
    return entry === undefined || this.frame.has(entry) ? -1 : said.endOfDue(chunk, from);
  }

  /** The group that is due came as it came last: it is right again, and what it says is at hand. */
  dueGroup(): void {
    const { said } = this.check;
    const accepted = said.dueGroup;
    const entry = accepted?.entry;
    if (accepted === undefined || entry === undefined) return;
    const { frame } = this.frames;
    const arrival = this.clock.arrivalOf(this.parser.offset);
    frame.lastArrival = arrival;
    this.check.saysAgain(entry);
    this.heard(arrival);
    const asks = this.speaker.duties.asks[entry.rank];
    if (asks === JUDGED || frame.test) {
      this.judge(accepted, entry, arrival, null);
      return;
    }
    said.cameAsDue();
    frame.accept(accepted, arrival);
    if (asks === HEARD && !frame.identityHeld) this.hear(accepted, entry, arrival);
  }

  private get frame(): Frame {
    return this.frames.frame;
  }

  private knownGroup(entry: LabelEntry, group: GroupBytes, arrival: number | null): void {
    const fault = this.check.formFault(entry, group);
    if (fault !== null) {
      this.refuse(group, fault);
      return;
    }
    this.heard(arrival);
    const accepted = this.check.read(entry, group);
    if (this.guard.isTest(entry, group, this.dictionary)) {
      this.frame.test = true;
      this.check.said.forget(entry);
    }
    this.judge(accepted, entry, arrival, group);
  }

  /** @param group null: it came as it came last */
  private judge(accepted: AcceptedGroup, entry: LabelEntry, arrival: number | null, group: GroupBytes | null): void {
    const { frame } = this;
    this.check.said.came(entry.rank);
    if (frame.test || !this.isHeld(accepted, entry, arrival)) {
      this.accept(accepted, entry, arrival, group);
      return;
    }
    frame.hold(entry);
    if (group !== null) this.report(group, false, 'held');
  }

  /** Implausible for now: the identity of another meter, or an index that this one cannot have reached. */
  private isHeld(accepted: AcceptedGroup, entry: LabelEntry, arrival: number | null): boolean {
    const { frame } = this;
    const { value } = accepted;
    if (entry.isIdentity) {
      if (value === null) frame.withhold('masked');
      else {
        const isOther = !this.speaker.identify(String(value), arrival);
        frame.identityHeld = isOther;
        if (isOther) frame.withhold('held');
        if (isOther) return true;
      }
    }
    const trusted = entry.isClock && (this.frames.trusts || this.options.lenient);
    return !frame.identityHeld && !this.limits.fits(accepted, entry, arrival, frame, trusted);
  }

  private accept(accepted: AcceptedGroup, entry: LabelEntry, arrival: number | null, group: GroupBytes | null): void {
    this.frame.accept(accepted, arrival);
    if (group !== null) this.report(group, true);
    if (!this.frame.identityHeld) this.hear(accepted, entry, arrival);
  }

  /** Signals hear of an accepted group what they need. */
  private hear(accepted: AcceptedGroup, entry: LabelEntry, arrival: number | null): void {
    const { frame, trusts } = this.frames;
    this.guard.came(entry, frame, this.dictionary);
    const hearing = this.speaker.duties.hearing[entry.rank];
    if (hearing === ALL || (hearing === NEWS && !this.signals.knows(accepted)))
      this.guard.take(accepted, trusts, arrival, frame);
  }

  private unknownGroup(group: GroupBytes, arrival: number | null): void {
    const { label } = group;
    const fault = this.check.unknownFault(group);
    if (fault !== null) {
      this.refuse(group, fault);
      return;
    }
    this.heard(arrival);
    if (!this.check.acceptsUnknown(label, this.frames.count, this.dictionary)) {
      this.frame.doubt(label);
      this.report(group, false, 'unknown');
      return;
    }
    this.frame.acceptUnknown(readUnknown(group), arrival);
    this.report(group, true);
  }

  private refuse(group: GroupBytes, reason: RefusalReason): void {
    this.check.said.passed();
    this.frame.refuse();
    const address = this.speaker.duties.identityPlace?.label;
    if (address !== undefined && group.spells(address, 0, group.labelEnd)) this.frame.withhold('refused', group.text);
    this.report(group, false, reason);
  }

  private heard(arrival: number | null): void {
    this.groupsHeard++;
    if (this.clock.heard(arrival)) this.speaker.speaksAgain(arrival);
  }

  private report(group: GroupBytes, ok: boolean, reason?: RefusalReason): void {
    if (this.options.listGroups) this.frame.reports.push(groupReport(group, ok, reason));
  }
}
