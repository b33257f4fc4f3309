// Which meter speaks: family, mode, phases, producer, all found from what it sends, and found again when they change.
import { sharedStatusRegister, type StatusRegister } from '../value/status-register';
import type { Frame } from './frame';
import { familyOfType } from '../families';
import { type MeterAddress, readAddress } from '../families/address';
import type { Dialect, MeterFamily } from '../families/family';
import type { IndexKind } from '../families/label';
import { type LabelPlace, placeOf } from './label-place';
import { Agreement } from '../belief/agreement';
import { AGREEING_FRAMES, strongestPower } from '../belief/plausibility';

export interface Meter {
  id: string | null;
  family: MeterFamily;
  mode: 'historique' | 'standard' | null;
  phases: 1 | 3 | null;
  /** Null where the mode does not say (historique knows nothing of injection). */
  producer: boolean | null;
  maker: string | null;
  year: number | null;
  type: string | null;
}

const STATUS = placeOf('STGE');
const NONE: ReadonlySet<string> = new Set();
const NO_MARKS: readonly LabelPlace[] = [];
const MARKS = new WeakMap<Dialect, readonly LabelPlace[]>();

/** Worked out once for all meters that speak so. */
function marksOf(dialect: Dialect): readonly LabelPlace[] {
  const known = MARKS.get(dialect);
  if (known !== undefined) return known;
  const marks = (dialect.marks ?? []).map(placeOf);
  MARKS.set(dialect, marks);
  return marks;
}

export class MeterProfile {
  id: string | null = null;
  phases: 1 | 3 | null = null;
  private producer: boolean | null = null;
  /** What the meter says bounds its power, kVA or kW. */
  private boundKilowatts: number | null = null;
  private dialect: Dialect | null = null;
  /** Labels that it has sent, of those that tell the family. */
  private sent: ReadonlySet<string> = NONE;
  private marks = NO_MARKS;
  /** Another number of phases than is believed. */
  private otherPhases: Agreement<1 | 3> | null = null;
  /** Frames in a row that say that it injects nothing. */
  private consuming = 0;
  private address: MeterAddress | null = null;
  /** The last STGE, and what it says. */
  private statusText: string | null = null;
  private status: Readonly<StatusRegister> | null = null;
  private snapshot: Meter | null = null;

  /** Another meter, or another way of speaking: nothing of what was found holds. */
  reset(dialect: Dialect | null): void {
    this.dialect = dialect;
    this.marks = dialect === null ? NO_MARKS : marksOf(dialect);
    this.phases = null;
    this.producer = null;
    this.boundKilowatts = null;
    this.sent = NONE;
    this.otherPhases = null;
    this.consuming = 0;
    this.statusText = null;
    this.status = null;
    this.snapshot = null;
  }

  /** Figures that bound what can flow, kVA or kW. */
  note(label: string, value: number): void {
    if (label === this.dialect?.bound?.label) this.boundKilowatts = value;
  }

  /** The most that can flow, in W; null where nothing tells. */
  strongestPower(kind: IndexKind): number | null {
    const { boundKilowatts: kilowatts, phases, dialect } = this;
    return strongestPower(kind, { kilowatts, phases, fused: dialect?.bound?.fused === true });
  }

  /** It has sent this label, one of those that tell its family. */
  hasSent(label: string): boolean {
    return this.sent.has(label);
  }

  identify(id: string): void {
    this.id = id;
    this.address = readAddress(id);
    this.snapshot = null;
  }

  /** Nobody knows any more which meter it is. */
  forgetIdentity(): void {
    this.id = null;
    this.address = null;
    this.snapshot = null;
  }

  /** What the last status register says of the meter's clock. */
  get clockDegraded(): boolean {
    return this.status?.clockDegraded === true;
  }

  /** Learns from a frame that has just ended. */
  learn(frame: Frame): void {
    const status = frame.hasAt(STATUS) ? frame.textOf('STGE') : undefined;
    if (status !== undefined && status !== this.statusText) {
      this.statusText = status;
      this.status = sharedStatusRegister(status);
    }
    this.learnProducer(this.dialect?.producerTold?.(frame, this.status));
    if (frame.steady) return;
    this.learnPhases(this.dialect?.phasesTold?.(frame) ?? null);
    for (const place of this.marks)
      if (frame.hasAt(place) && !this.sent.has(place.label)) {
        this.sent = new Set([...this.sent, place.label]);
        this.snapshot = null;
      }
  }

  /** A fresh object each time something changed; shared until then. */
  get meter(): Meter {
    this.snapshot ??= this.describe();
    return this.snapshot;
  }

  private learnPhases(told: 1 | 3 | null): void {
    if (told === null || told === this.phases) {
      this.otherPhases = null;
      return;
    }
    this.otherPhases ??= new Agreement(AGREEING_FRAMES);
    if (!this.otherPhases.says(told) && this.phases !== null) return;
    this.phases = told;
    this.snapshot = null;
    this.otherPhases = null;
  }

  private learnProducer(told: boolean | undefined): void {
    const { producer } = this;
    if (told === true) {
      this.producer = true;
      this.consuming = 0;
    } else if (told === false) {
      this.consuming++;
      if (producer === null || this.consuming >= AGREEING_FRAMES) this.producer = false;
    }
    if (this.producer !== producer) this.snapshot = null;
  }

  private describe(): Meter {
    const { address } = this;
    return {
      id: this.id,
      family: this.family(address?.type),
      mode: this.dialect?.mode ?? null,
      phases: this.phases,
      producer: this.producer,
      maker: address?.maker ?? null,
      year: address?.year ?? null,
      type: address?.type ?? null,
    };
  }

  private family(type: string | undefined): MeterFamily {
    const { dialect, phases, sent } = this;
    const listed = type === undefined ? undefined : familyOfType(type);
    return dialect === null ? 'unknown' : dialect.familyOf({ listed, phases, sent });
  }
}
