// Values of long frames that short frames do not repeat (three-phase meters in overrun send 20 short frames to a long one),
// and those of the frames before one that the meter broke off.
import type { LabelEntry } from '../families/label';
import type { AcceptedGroup } from '../belief/accepted-group';
import type { Frame } from './frame';

/** Groups of one long frame, and what the meter's clock said in it; null where it said nothing. */
interface Part {
  readonly groups: readonly AcceptedGroup[];
  /** All that the frame brought, newer values of which may be known since. */
  readonly from: readonly AcceptedGroup[];
  readonly meterAt: number | null;
}

export interface CarriedGroup {
  readonly group: AcceptedGroup;
  /** What came with it. */
  readonly from: readonly AcceptedGroup[];
  /** When it came, by the meter's clock; null where that is not known. */
  readonly meterAt: number | null;
}

export class CarriedValues {
  /** What damaged frames left of older ones, and last the newest frame. */
  private parts: readonly Part[] = [];
  /** The same of frames of every kind: what a whole frame would have brought where one is cut. */
  private recent: readonly Part[] = [];
  private hasWhole = false;

  /** A whole frame has come since the beginning, or since a silence: one that is cut can be filled up. */
  get knowsWhole(): boolean {
    return this.hasWhole;
  }

  /**
   * Takes over what a frame brought; `meterAt` in epoch milliseconds. A damaged long frame leaves what it did not bring as
   * it was.
   */
  keep(frame: Frame, meterAt: number | null): void {
    this.keepRecent(frame, meterAt);
    if (frame.kind !== 'long') return;
    if (frame.valid) {
      this.parts = [{ groups: frame.accepted, from: frame.accepted, meterAt }];
      return;
    }
    // On a loud line no long frame may ever be valid: what no dictionary has would heap up.
    const known = ({ entry }: AcceptedGroup): boolean => entry !== undefined;
    const left = this.parts.map((part) => ({
      ...part,
      groups: part.groups.filter((group) => known(group) && !frame.seen(group.label)),
    }));
    const newest = { groups: frame.accepted.filter(known), from: frame.accepted, meterAt };
    this.parts = [...left.filter(({ groups }) => groups.length > 0), newest];
  }

  /** What a short frame lacks, one that shows a part, or one that is not there as a whole; nothing for any other frame. */
  missingFrom(frame: Frame): CarriedGroup[] {
    if (frame.partial || frame.cut || (frame.started && !(frame.complete && frame.opened)))
      return this.missingFromPart(frame);
    if (frame.kind !== 'short') return [];
    return this.parts.flatMap(({ groups, from, meterAt }) =>
      groups
        .filter(
          ({ label, entry }) => entry?.row.transient !== true && !this.belongsIn(frame, entry) && !frame.seen(label),
        )
        .map((group) => ({ group, from, meterAt })),
    );
  }

  /** A SAPHIR sends much in both kinds of frames: what a short one lost is not what a long one said minutes ago. */
  private belongsIn(frame: Frame, entry: LabelEntry | undefined): boolean {
    return frame.saysItsLength && entry?.row.short === true;
  }

  forget(): void {
    this.parts = [];
    this.forgetRecent();
  }

  /** After a silence what came before it fills up nothing. */
  forgetRecent(): void {
    this.recent = [];
    this.hasWhole = false;
  }

  private missingFromPart(frame: Frame): CarriedGroup[] {
    return this.recent
      .filter(({ from }) => from !== frame.accepted)
      .flatMap(({ groups, from, meterAt }) =>
        groups
          .filter(({ label, entry }) => entry?.row.transient !== true && !tells(frame, label))
          .map((group) => ({ group, from, meterAt })),
      );
  }

  private keepRecent(frame: Frame, meterAt: number | null): void {
    const { kind, accepted } = frame;
    if (kind === 'none') return;
    this.hasWhole ||= !frame.cut && (kind === 'long' || frame.saysItsLength);
    if (kind === 'long' && frame.valid && frame.opened) {
      this.recent = [{ groups: accepted, from: accepted, meterAt }];
      return;
    }
    const left = this.recent.map((part) => ({
      ...part,
      groups: part.groups.filter(({ label }) => !tells(frame, label)),
    }));
    const newest = { groups: accepted.filter(({ entry }) => entry !== undefined), from: accepted, meterAt };
    this.recent = [...left.filter(({ groups }) => groups.length > 0), newest];
  }
}

/** It brought the label. That it passed its place proves nothing: some meters have an order of their own. */
function tells(frame: Frame, label: string): boolean {
  return frame.seen(label) || frame.textOf(label) !== undefined;
}
