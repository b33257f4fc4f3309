// Who speaks on a stream, and how: the identity of the meter and the way of speaking are found from its groups, and when
// either is another one all that was known begins anew.
import type { GroupCheck } from './belief/group-check';
import type { GroupBytes } from './bytes/group';
import type { Dictionary } from './families/dictionary';
import type { LabelEntry } from './families/label';
import type { Frame } from './frame/frame';
import type { FrameAssembler } from './frame/frame-assembler';
import type { FrameRun } from './frame/frame-run';
import type { RowFinder } from './frame/row-finder';
import { NO_DUTIES, dutiesOf } from './signals/label-duties';
import type { StreamKnowledge } from './stream-knowledge';

export class Speaker {
  /** False: each group is read from its bytes, whatever was said before. */
  forecasts = false;
  /** Of the labels of the dialect that is spoken. */
  duties = NO_DUTIES;

  constructor(
    private readonly known: StreamKnowledge,
    private readonly rows: RowFinder,
    private readonly check: GroupCheck,
    private readonly frames: FrameAssembler,
    private readonly run: FrameRun,
    /** Every group is shown, as it came. */
    private readonly listGroups: boolean,
  ) {}

  /** Undefined: no dictionary has the label. On the way the dialect is recognised, and a frame whose end was lost is ended. */
  rowOf(group: GroupBytes): LabelEntry | undefined {
    const { rows } = this;
    let entry = rows.rowOf(group, this.frames.frame);
    if (entry === undefined) {
      const other = rows.otherDialect(group);
      if (other === null) return undefined;
      this.changeDialect(other);
      entry = rows.rowOf(group, this.frames.frame);
    }
    if (entry === undefined || entry.repeats || !this.frames.frame.has(entry)) return entry;
    if (rows.isInSecondPart(entry, group, this.frames.frame)) this.frames.frame.openSecondPart();
    else this.frames.split();
    return rows.rowOf(group, this.frames.frame);
  }

  /** False: the identity is held. A new one begins everything anew. */
  identify(id: string, arrival: number | null): boolean {
    const { clock, profile, signals } = this.known;
    const verdict = this.check.checkIdentity(id);
    if (verdict === 'held') return false;
    if (verdict === 'changed') {
      signals.meterReplaced(clock.moment(arrival));
      this.startOver(this.rows.dictionary);
    }
    if (verdict !== 'same' || profile.id !== id) profile.identify(id);
    signals.release(id);
    return true;
  }

  /** An address that does not come good leaves the stream to itself: what is known of the meter before is not of this one. */
  frameEnded(frame: Frame): void {
    const { check } = this;
    const { clock, profile, signals } = this.known;
    const spoken = this.rows.dialectOf(frame);
    if (spoken !== null) this.changeDialect(spoken);
    const withheld = frame.withheld(this.duties.identityPlace);
    frame.identityFault = withheld?.fault ?? (frame.identityHeld ? 'held' : null);
    if (withheld === null) return;
    const at = { arrival: frame.lastArrival, meter: clock.inFrame?.at ?? null };
    if (!check.identity.frameEnded(withheld, at)) return;
    signals.meterReplaced(clock.moment(frame.lastArrival));
    this.startOver(this.rows.dictionary);
    profile.forgetIdentity();
    signals.releaseToStream();
  }

  /** After a silence. */
  speaksAgain(arrival: number | null): void {
    const { carried, clock, signals } = this.known;
    carried.forgetRecent();
    this.run.forget();
    signals.heard(clock.moment(arrival));
  }

  private changeDialect(dictionary: Dictionary): void {
    this.frames.splitBefore(dictionary);
    // Without an address this may be another meter.
    if (this.check.identity.current !== null) this.check.identity.doubt();
    this.startOver(dictionary);
    this.rows.dictionary = dictionary;
    this.frames.frame.speaks(dictionary);
    this.frames.frame.identityHeld = this.check.identity.pending;
    this.duties = dutiesOf(dictionary);
  }

  private startOver(dictionary: Dictionary | null): void {
    const { profile, carried, clock, signals } = this.known;
    this.check.forget(dictionary);
    // Where labels are used again in a second part, bytes alone do not say which is which; and a list shows every group.
    this.forecasts = dictionary?.dialect.secondPart === undefined && !this.listGroups;
    profile.reset(dictionary?.dialect ?? null);
    carried.forget();
    this.frames.forgetOrder();
    this.run.forget();
    clock.forgetMeter();
    signals.restart(dictionary?.dialect ?? null);
  }
}
