// Values of long frames that short frames do not repeat (three-phase meters in overrun send 20 short frames to a long one),
// and those of the frames before one that the meter broke off.
import type { AcceptedGroup } from '../belief/accepted-group';
import type { Frame } from './frame';
import { type CarriedGroup, NewestGroups, Part } from './newest-groups';

const NOTHING: readonly CarriedGroup[] = [];
/** Thousands of meters share it. */
const isAny = (): boolean => true;

export class CarriedValues {
  /** Of long frames: what damaged ones left of older ones, and last the newest. */
  private readonly long = new NewestGroups(isKnown);
  /** The same of frames of every kind: what a whole frame would have brought where one is cut. */
  private readonly recent = new NewestGroups(isAny);
  private hasWhole = false;
  private kept = 0;
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
    const { kind, valid, accepted } = frame;
    if (kind === 'none') return;
    const { long, recent } = this;
    const whole = new Part(accepted, frame.arrivals, meterAt, this.kept++);
    this.hasWhole ||= !frame.cut && (kind === 'long' || frame.saysItsLength);
    const isPlain = frame.unknown.length === 0 || accepted.every(isKnown);
    // What was held is not among what was accepted, and yet it came.
    const isTold = isPlain && frame.held === 0;
    const known = isPlain ? whole : whole.where(isKnown);
    if (kind === 'long' && valid && frame.opened) recent.set([whole]);
    else if (isTold) recent.add(whole);
    else recent.set(after(recent.parts, known, (group) => !tells(frame, group)));
    if (kind !== 'long') return;
    if (valid) long.set(isPlain && frame.opened ? recent.parts : [whole]);
    else if (isTold) long.add(whole);
    // On a loud line no long frame may ever be valid: what no dictionary has would heap up.
    else long.set(after(long.parts, known, (group) => isKnown(group) && !has(frame, group)));
  }

  /** What a short frame lacks, one that shows a part, or one that is not there as a whole; nothing for any other frame. */
  missingFrom(frame: Frame): readonly CarriedGroup[] {
    if (frame.partial || frame.cut || (frame.started && !(frame.complete && frame.opened)))
      return this.missingFromPart(frame);
    if (frame.kind !== 'short') return NOTHING;
    const { missed } = this;
    const { parts } = this.long;
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
    this.long.set([]);
    this.missed = null;
    this.forgetRecent();
  }

  /** After a silence what came before it fills up nothing. */
  forgetRecent(): void {
    this.recent.set([]);
    this.hasWhole = false;
  }

  private missingFromPart(frame: Frame): readonly CarriedGroup[] {
    return gathered(
      this.recent.parts.filter(({ from }) => from !== frame.accepted),
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
  const found: CarriedGroup[] = [];
  for (const part of parts) for (const carried of part.groups) if (isWanted(carried.group)) found.push(carried);
  return found;
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
