// Values of long frames that short frames do not repeat (three-phase meters in overrun send 20 short frames to a long one),
// and those of the frames before one that the meter broke off.
import type { AcceptedGroup } from '../belief/accepted-group';
import type { Frame } from './frame';

export interface CarriedGroup {
  readonly group: AcceptedGroup;
  /** When it came, at the host; null from a file. */
  readonly arrival: number | null;
  /** What came with it. */
  readonly from: readonly AcceptedGroup[];
  /** When it came, by the meter's clock; null where that is not known. */
  readonly meterAt: number | null;
}

/** Groups of one frame that are still the newest of their labels. Most are never asked for: a list is made when somebody is. */
class Part {
  private made: readonly CarriedGroup[] | null = null;

  constructor(
    /** All that the frame brought, newer values of which may be known since. */
    readonly from: readonly AcceptedGroup[],
    private readonly arrivals: readonly number[],
    private readonly meterAt: number | null,
  ) {}

  get groups(): readonly CarriedGroup[] {
    this.made ??= this.from.map((group, i) => this.carriedOf(group, i));
    return this.made;
  }

  get isEmpty(): boolean {
    return (this.made ?? this.from).length === 0;
  }

  /** Null: all of them. */
  private makeSome(isKept: (group: AcceptedGroup) => boolean): readonly CarriedGroup[] | null {
    const { from } = this;
    const first = from.findIndex((group) => !isKept(group));
    if (first < 0) return null;
    const kept = from.slice(0, first).map((group, i) => this.carriedOf(group, i));
    for (let i = first + 1; i < from.length; i++) {
      const group = from[i];
      if (group !== undefined && isKept(group)) kept.push(this.carriedOf(group, i));
    }
    return kept;
  }

  private carriedOf(group: AcceptedGroup, i: number): CarriedGroup {
    return { group, arrival: this.arrivals[i] ?? null, from: this.from, meterAt: this.meterAt };
  }

  /** The same part, where nothing is left out. */
  where(isKept: (group: AcceptedGroup) => boolean): Part {
    const kept = this.made?.filter(({ group }) => isKept(group)) ?? this.makeSome(isKept);
    if (kept === null || kept.length === this.made?.length) return this;
    if (kept.length === 0) return NO_PART;
    const part = new Part(this.from, this.arrivals, this.meterAt);
    part.made = kept;
    return part;
  }
}

const NO_PART = new Part([], [], null);
const NOTHING: readonly CarriedGroup[] = [];

export class CarriedValues {
  /** What damaged frames left of older ones, and last the newest frame. */
  private parts: readonly Part[] = [];
  /** The same of frames of every kind: what a whole frame would have brought where one is cut. */
  private recent: readonly Part[] = [];
  private hasWhole = false;
  /** What the last short frame lacked of which parts: the next one, of the same labels, lacks the same. */
  private missed: { parts: readonly Part[]; by: readonly AcceptedGroup[]; groups: readonly CarriedGroup[] } | null =
    null;

  /** A whole frame has come since the beginning, or since a silence: one that is cut can be filled up. */
  get knowsWhole(): boolean {
    return this.hasWhole;
  }

  /**
   * Takes over what a frame brought; `meterAt` in epoch milliseconds. A damaged long frame leaves what it did not bring as
   * it was.
   */
  keep(frame: Frame, meterAt: number | null): void {
    const { kind, valid } = frame;
    if (kind === 'none') return;
    const whole = new Part(frame.accepted, frame.arrivals, meterAt);
    this.hasWhole ||= !frame.cut && (kind === 'long' || frame.saysItsLength);
    const { parts, recent } = this;
    const last = recent.at(-1);
    const known = frame.unknown.length === 0 ? whole : whole.where(isKnown);
    if (kind === 'long' && valid && frame.opened) this.recent = [whole];
    else if (last !== undefined && saysAsMuch(frame, last.from)) this.recent = [...recent.slice(0, -1), whole];
    else this.recent = after(recent, known, (group) => !tells(frame, group));
    if (kind !== 'long') return;
    const isPlain = frame.unknown.length === 0;
    // On a bad line long frames alone leave the same of both.
    if (isPlain && (valid ? frame.opened : parts === recent)) this.parts = this.recent;
    else if (valid) this.parts = [whole];
    // On a loud line no long frame may ever be valid: what no dictionary has would heap up.
    else this.parts = after(parts, known, (group) => isKnown(group) && !has(frame, group));
  }

  /** What a short frame lacks, one that shows a part, or one that is not there as a whole; nothing for any other frame. */
  missingFrom(frame: Frame): readonly CarriedGroup[] {
    if (frame.partial || frame.cut || (frame.started && !(frame.complete && frame.opened)))
      return this.missingFromPart(frame);
    if (frame.kind !== 'short') return NOTHING;
    const { parts, missed } = this;
    if (missed?.parts === parts && saysAsMuch(frame, missed.by)) return missed.groups;
    const groups = gathered(
      parts,
      (group) => group.entry?.row.transient !== true && !belongsIn(frame, group) && !has(frame, group),
    );
    // A label that was held came, though it is not among those of the frame: one that was damaged lacks it.
    if (frame.held === 0) this.missed = { parts, by: frame.accepted, groups };
    return groups;
  }

  forget(): void {
    this.parts = [];
    this.missed = null;
    this.forgetRecent();
  }

  /** After a silence what came before it fills up nothing. */
  forgetRecent(): void {
    this.recent = [];
    this.hasWhole = false;
  }

  private missingFromPart(frame: Frame): readonly CarriedGroup[] {
    return gathered(
      this.recent.filter(({ from }) => from !== frame.accepted),
      (group) => group.entry?.row.transient !== true && !tells(frame, group),
    );
  }
}

/** What is left of older parts, and the newest. */
function after(parts: readonly Part[], newest: Part, isLeft: (group: AcceptedGroup) => boolean): readonly Part[] {
  const left: Part[] = [];
  for (const part of parts) {
    const rest = part.where(isLeft);
    if (!rest.isEmpty) left.push(rest);
  }
  left.push(newest);
  return left;
}

function gathered(parts: readonly Part[], isWanted: (group: AcceptedGroup) => boolean): readonly CarriedGroup[] {
  const found = parts.map((part) => part.where(isWanted).groups);
  return found.length === 1 ? (found[0] ?? NOTHING) : found.flat();
}

/** It brought the very labels that these are of, and nothing else. */
function saysAsMuch({ accepted, held }: Frame, groups: readonly AcceptedGroup[]): boolean {
  if (held > 0 || accepted.length !== groups.length) return false;
  for (let i = 0; i < groups.length; i++) {
    const entry = accepted[i]?.entry;
    if (entry === undefined || entry !== groups[i]?.entry) return false;
  }
  return true;
}

function isKnown({ entry }: AcceptedGroup): boolean {
  return entry !== undefined;
}

/** A SAPHIR sends much in both kinds of frames: what a short one lost is not what a long one said minutes ago. */
function belongsIn(frame: Frame, { entry }: AcceptedGroup): boolean {
  return frame.saysItsLength && entry?.row.short === true;
}

function has(frame: Frame, { entry }: AcceptedGroup): boolean {
  return entry !== undefined && frame.has(entry);
}

/** It brought the label. That it passed its place proves nothing: some meters have an order of their own. */
function tells(frame: Frame, group: AcceptedGroup): boolean {
  if (has(frame, group)) return true;
  return (group.entry === undefined || frame.unknown.length > 0) && frame.textOf(group.label) !== undefined;
}
