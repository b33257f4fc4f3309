// Values of long frames that short frames do not repeat (three-phase meters in overrun send 20 short frames to a long one).
import type { LabelEntry } from './dictionary';
import type { AcceptedGroup, Frame } from './frame';

export class CarriedValues {
  /** The last whole long frame, then what damaged ones after it brought. */
  private groups: readonly AcceptedGroup[] = [];
  /** What the meter's clock said in the last long frame; null where it said nothing. */
  private meterAt: number | null = null;
  /** The same for what damaged frames left of older ones, by label. */
  private readonly olderAt = new Map<string, number | null>();

  /** Takes over what a frame brought. A damaged long frame leaves what it did not bring as it was. */
  keep(frame: Frame, meterAt: number | null): void {
    if (frame.kind !== 'long') return;
    if (frame.valid) {
      this.groups = frame.accepted;
      this.olderAt.clear();
    } else {
      // On a loud line no long frame may ever be valid: what no dictionary has would heap up.
      const kept = this.groups.filter(({ label }) => !frame.seen(label));
      for (const { label } of kept) this.olderAt.set(label, this.meterTimeOf(label));
      for (const { label } of frame.accepted) this.olderAt.delete(label);
      this.groups = [...kept, ...frame.accepted].filter(({ entry }) => entry !== undefined);
    }
    this.meterAt = meterAt;
  }

  /** When a label came, by the meter's clock. */
  meterTimeOf(label: string): number | null {
    return this.olderAt.has(label) ? (this.olderAt.get(label) ?? null) : this.meterAt;
  }

  /** What a short frame lacks; nothing for any other frame. */
  missingFrom(frame: Frame): AcceptedGroup[] {
    if (frame.kind !== 'short') return [];
    return this.groups.filter(
      ({ label, entry }) => entry?.row.transient !== true && !this.belongsIn(frame, entry) && !frame.seen(label),
    );
  }

  /** A SAPHIR sends much in both kinds of frames: what a short one lost is not what a long one said minutes ago. */
  private belongsIn(frame: Frame, entry: LabelEntry | undefined): boolean {
    return frame.saysItsLength && entry?.row.short === true;
  }

  forget(): void {
    this.groups = [];
    this.meterAt = null;
    this.olderAt.clear();
  }
}
