// Values of long frames that short frames do not repeat (three-phase meters in overrun send 20 short frames to a long one).
import type { AcceptedGroup, Frame } from './frame';

export class CarriedValues {
  private readonly groups = new Map<string, AcceptedGroup>();

  /** Takes over what a frame brought. A damaged long frame leaves what it did not bring as it was. */
  keep(frame: Frame): void {
    if (frame.kind !== 'long') return;
    if (frame.valid) this.groups.clear();
    for (const group of frame.accepted) {
      // On a loud line no long frame may ever be valid: what no dictionary has would heap up.
      const keeps = group.entry === undefined ? frame.valid : group.entry.row.transient !== true;
      if (keeps) this.groups.set(group.label, group);
    }
  }

  /** What a short frame lacks; nothing for any other frame. */
  missingFrom(frame: Frame): AcceptedGroup[] {
    if (frame.kind !== 'short') return [];
    return [...this.groups.values()].filter(({ label }) => !frame.seen(label));
  }

  forget(): void {
    this.groups.clear();
  }
}
