// Frames as lines of JSON. Most groups of a frame say what they said in the frame before: what was written of them then is
// written again. The text is what JSON.stringify makes of the same frame, to the letter.
import type { AcceptedGroup } from '../../lib/tic/belief/accepted-group';
import type { DecodedFrame } from '../../lib/tic/decoded-frame';

/** One member of an object, `"EAST":35802467`; empty: the group has none there. */
type Member = string;

/** What a group adds to the objects of a line. */
interface Members {
  value: Member;
  unit: Member;
  horodate: Member;
  decoded: Member;
}

const SECTIONS = ['value', 'unit', 'horodate', 'decoded'] as const;
type Section = (typeof SECTIONS)[number];

export class NdjsonLines {
  private groups: readonly AcceptedGroup[] = [];
  private members: Members[] = [];
  /** Every label stands once, and none stands for a list: each group has its own member. */
  private isPlain = false;
  private family = '';
  private readonly sections: Record<Section, string> = { value: '{}', unit: '{}', horodate: '{}', decoded: '{}' };

  /** @param listGroups every group of the frame follows, refused ones too */
  constructor(private readonly listGroups: boolean) {}

  /**
   * Without a line feed. `signals` are the edges of this frame; budget, derived powers, Flex Ready and test are of meters above
   * 36 kVA alone.
   */
  line(frame: DecodedFrame): string {
    const { meter, time, edges, budget, derived, flexReady } = frame;
    this.look(frame, meter.family);
    const { groups, rejected, held, complete } = frame.counts;
    const isPlain = this.isPlain;
    const { value, unit, horodate, decoded } = this.sections;
    return (
      `{"meter":${JSON.stringify(meter)},"time":${JSON.stringify(time)}` +
      `,"values":${isPlain ? value : JSON.stringify(frame.values)}` +
      `,"units":${isPlain ? unit : JSON.stringify(frame.units)}` +
      `,"horodates":${isPlain ? horodate : JSON.stringify(frame.horodates)}` +
      `,"decoded":${isPlain ? decoded : JSON.stringify(frame.decoded)}` +
      `,"carried":${JSON.stringify(frame.carried)},"headroom":${JSON.stringify(frame.headroom)}` +
      (budget === null ? '' : `,"budget":${JSON.stringify(budget)}`) +
      (derived === null ? '' : `,"derived":${JSON.stringify(derived)}`) +
      (flexReady === null ? '' : `,"flexReady":${JSON.stringify(flexReady)}`) +
      (frame.test ? ',"test":true' : '') +
      `,"signals":${edges.length === 0 ? '[]' : JSON.stringify(edges)}` +
      `,"quality":{"groups":${groups},"rejected":${rejected},"held":${held},"complete":${complete}}` +
      (this.listGroups ? `,"groups":${JSON.stringify(frame.groups)}}` : '}')
    );
  }

  /** Brings the members up to date with what the frame says. */
  private look(frame: DecodedFrame, family: string): void {
    const shown = frame.shown;
    const before = this.groups;
    this.groups = shown;
    if (!haveSameLabels(before, shown) || family !== this.family) {
      this.family = family;
      this.isPlain = !frame.test && arePlain(shown);
      this.members = this.isPlain ? shown.map((group) => membersOf(group, frame)) : [];
      if (this.isPlain) for (const section of SECTIONS) this.join(section);
      return;
    }
    if (!this.isPlain) return;
    const stale: Record<Section, boolean> = { value: false, unit: false, horodate: false, decoded: false };
    for (let i = 0; i < shown.length; i++) {
      const [group, was, members] = [shown[i], before[i], this.members[i]];
      if (group === undefined || was === undefined || members === undefined) continue;
      // A date without a time of day, or without a year, is read beside the meter's clock.
      if (isSame(group, was) && group.entry?.row.form !== 'date') continue;
      const now = membersOf(group, frame);
      for (const section of SECTIONS) stale[section] ||= now[section] !== members[section];
      this.members[i] = now;
    }
    for (const section of SECTIONS) if (stale[section]) this.join(section);
  }

  private join(section: Section): void {
    let text = '';
    for (const members of this.members) {
      const member = members[section];
      if (member !== '') text += text === '' ? member : `,${member}`;
    }
    this.sections[section] = `{${text}}`;
  }
}

function membersOf(group: AcceptedGroup, frame: DecodedFrame): Members {
  const key = `${JSON.stringify(group.label)}:`;
  const member = (value: unknown): Member => (value === null || value === undefined ? '' : key + JSON.stringify(value));
  return {
    value: member(group.value),
    unit: member(frame.unitOf(group)),
    horodate: member(frame.horodateOf(group)),
    decoded: member(frame.decodedOf(group)),
  };
}

function isSame(one: AcceptedGroup, other: AcceptedGroup): boolean {
  if (one === other) return true;
  const { value, horodate, unit, mark } = one;
  return (
    one.entry === other.entry &&
    value === other.value &&
    horodate === other.horodate &&
    unit === other.unit &&
    mark === other.mark
  );
}

function haveSameLabels(before: readonly AcceptedGroup[], now: readonly AcceptedGroup[]): boolean {
  return before.length === now.length && now.every((group, i) => group.label === before[i]?.label);
}

function arePlain(groups: readonly AcceptedGroup[]): boolean {
  const labels = new Set(groups.map(({ label }) => label));
  return (
    labels.size === groups.length && groups.every(({ entry }) => entry !== undefined && entry.row.repeats !== true)
  );
}
