// What a meter can have reached since it was heard last: learnt group by group from its clock and from what bounds its power,
// and asked of each index.
import type { CivilZone } from '../../grid/paris-time';
import type { AcceptedGroup } from '../belief/accepted-group';
import type { GroupCheck } from '../belief/group-check';
import type { Changing, Instants } from '../belief/plausibility';
import type { LabelEntry } from '../families/label';
import { decodeIndexes } from '../value/jaune';
import type { Frame } from './frame';
import type { MeterProfile } from './meter';
import type { StreamClock } from './stream-clock';

/** Of the group in hand: nobody keeps it. */
const AT: Changing<Instants> = { meter: null, arrival: null, degraded: false };

export class MeterLimits {
  constructor(
    private readonly check: GroupCheck,
    private readonly profile: MeterProfile,
    private readonly clock: StreamClock,
    private readonly zone: CivilZone,
  ) {}

  /**
   * False: an index that the meter cannot have reached.
   * @param trusted nothing near the group was damaged: the clock is believed at once; asked of no other group
   */
  fits(accepted: AcceptedGroup, entry: LabelEntry, arrival: number | null, frame: Frame, trusted: boolean): boolean {
    const { value } = accepted;
    const { index, indexOf, isClock } = entry;
    if (isClock) this.clock.read(accepted, arrival, this.zone, trusted);
    if (typeof value === 'number') this.profile.note(entry.label, value);
    if (index === null || value === null) return true;
    const counter = indexOf === null ? entry.counter : this.counterBehind(entry.label, indexOf, frame);
    if (counter === null) return true;
    const at = this.clock.instants(arrival, this.profile.clockDegraded, AT);
    if (typeof value === 'number' && this.check.isSameIndex(value, at, counter)) return true;
    const powerW = this.profile.strongestPower(index);
    if (typeof value === 'number') return this.check.acceptsIndex(entry, value, at, powerW, counter);
    // Several in one group, as a CJE sends them: each is judged, none is believed without the others.
    const counts = decodeIndexes(value) ?? [];
    return counts
      .map((count, i) => this.check.acceptsIndex(entry, count, at, powerW, `${entry.label} ${String(i)}`))
      .every((isBelieved) => isBelieved);
  }

  /** Which of several counters a label shows in this frame; null: the frame did not say. */
  private counterBehind(label: string, told: readonly string[], frame: Frame): string | null {
    let key = label;
    for (const name of told) {
      const text = frame.textOf(name);
      if (text === undefined) return null;
      key += ` ${text}`;
    }
    return key;
  }
}
