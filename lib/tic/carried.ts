// Values of long frames that short frames do not repeat (three-phase meters in overrun send 20 short frames to a long one).
import type { AcceptedGroup, Frame } from './frame';

export class CarriedValues {
  /** The last whole long frame, then what damaged ones after it brought. */
  private groups: readonly AcceptedGroup[] = [];

  /** Takes over what a frame brought. A damaged long frame leaves what it did not bring as it was. */
  keep(frame: Frame): void {
    if (frame.kind !== 'long') return;
    if (frame.valid) {
      this.groups = frame.accepted;
      return;
    }
    // On a loud line no long frame may ever be valid: what no dictionary has would heap up.
    const kept = this.groups.filter(({ label }) => !frame.seen(label));
    this.groups = [...kept, ...frame.accepted].filter(({ entry }) => entry !== undefined);
  }

  /** What a short frame lacks; nothing for any other frame. */
  missingFrom(frame: Frame): AcceptedGroup[] {
    if (frame.kind !== 'short') return [];
    return this.groups.filter(({ label, entry }) => entry?.row.transient !== true && !frame.seen(label));
  }

  forget(): void {
    this.groups = [];
  }
}
