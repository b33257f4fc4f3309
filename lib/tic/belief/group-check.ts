// Whether a group whose sum is right is believed: form by the dictionary, then identity, index and unknown labels by what
// this meter sent before. Lenient: the sum is enough, nothing is held.
import type { Dictionary } from '../families/dictionary';
import type { LabelEntry } from '../families/label';
import { Agreements } from './agreement';
import { dataFault, isPrintable } from './form';
import { readDigits, readText } from '../value/plain';
import { SaidBefore } from './said-before';
import { readQuantity } from '../value/quantity';
import { type AcceptedGroup, type RefusalReason, plainGroup } from './accepted-group';
import type { GroupBytes } from '../bytes/group';
import { sharedText } from '../bytes/shared-text';
import { fitsHorodate } from '../value/horodate';
import { IdentityWatch } from './identity-watch';
import { isMasked } from './mask';
import type { ParsedBy } from './parsed-by';
import { AGREEING_FRAMES, type Counter, IndexWatch, type Instants, UnknownLabels } from './plausibility';

/** Forms of what suppliers and distributors name as they like. */
const TEXTS: ReadonlySet<LabelEntry['row']['form']> = new Set(['text', 'capitals', 'fields', 'jaune']);

export class GroupCheck {
  readonly identity = new IdentityWatch();
  private indexes = new IndexWatch(0);
  /** Null until a label comes that no dictionary has. */
  private unknown: UnknownLabels | null = null;
  /** Texts with characters that damage makes. */
  private oddTexts: Agreements<string> | null = null;
  /** What this meter said before. */
  readonly said = new SaidBefore();

  constructor(
    private readonly lenient: boolean,
    /** Null: the bytes are those of the meter. */
    private readonly parsedBy: ParsedBy | null = null,
  ) {}

  /** Another meter, or another way of speaking. */
  forget(dictionary: Dictionary | null): void {
    this.indexes = new IndexWatch(dictionary?.counters ?? 0);
    this.unknown = null;
    this.oddTexts = null;
    this.said.forgetAll(dictionary);
  }

  /** What the dictionary says against the group. */
  formFault(entry: LabelEntry, group: GroupBytes): RefusalReason | null {
    if (this.lenient) return null;
    const { horodate } = entry.row;
    const isBare = group.horodateStart < 0;
    if (this.parsedBy !== null && isLessThanSent(entry, group)) return null;
    // Who parses a frame may leave the horodate of a value out.
    const fits = isBare ? horodate === 'none' || this.parsedBy !== null : horodate !== 'none';
    if (!fits || (!isBare && !fitsHorodate(group, horodate === 'blank-season'))) return 'horodate';
    if (this.said.isSameData(entry, group)) {
      this.saysAgain(entry);
      return null;
    }
    if (entry.row.personal === true && isMasked(group)) return null;
    const fault = dataFault(entry, group);
    if (!TEXTS.has(entry.row.form)) return fault;
    // From its third time in a row on an odd text is the meter's own.
    if (fault === 'value' && isPrintable(group)) {
      this.oddTexts ??= new Agreements(AGREEING_FRAMES);
      if (this.oddTexts.says(entry.label, group.data)) return null;
    }
    if (fault === null) this.oddTexts?.forget(entry.label);
    return fault;
  }

  /** A group says what it said when it was read last. */
  saysAgain({ label }: LabelEntry): void {
    this.oddTexts?.forget(label);
  }

  /** True: the index says what it said when it was believed last. `counter` names the counter behind the label, where there are several. */
  isSameIndex(value: number, at: Instants, counter: Counter): boolean {
    return this.lenient || this.indexes.isSame(counter, value, at);
  }

  /** False: the index is to be held. */
  acceptsIndex(entry: LabelEntry, value: number, at: Instants, powerW: number | null, counter: Counter): boolean {
    const slackWh = Math.max(entry.stepWh, this.parsedBy?.slackWh ?? 0);
    return this.lenient || this.indexes.accepts(counter, value, { stepWh: entry.stepWh, slackWh, powerW }, at);
  }

  /** What can be held against a group that no dictionary has: a horodate looks alike under every label. */
  unknownFault(group: GroupBytes): RefusalReason | null {
    return this.lenient || group.horodateStart < 0 || fitsHorodate(group, true) ? null : 'horodate';
  }

  /** @param frame its number: a second frame must bring the label */
  acceptsUnknown(label: string, frame: number, dictionary: Dictionary | null): boolean {
    if (this.lenient) return true;
    // No label of any meter begins with a digit; the rest of a horodate does, when one turned bit ends a group in it.
    if (/^\d/.test(label)) return false;
    if (dictionary?.isTurnedOver(label) === true) return false;
    this.unknown ??= new UnknownLabels();
    return this.unknown.accepts(label, frame);
  }

  /** In lenient mode another identity is believed at once. */
  checkIdentity(id: string): 'same' | 'first' | 'held' | 'changed' {
    if (!this.lenient) return this.identity.hear(id);
    const before = this.identity.current;
    this.identity.believe(id);
    return before === null ? 'first' : before === id ? 'same' : 'changed';
  }

  /**
   * The typed value of a group, and the unit that came with it; value null: the group carries no data. Text of a label
   * without unit keeps all but its outer blanks.
   */
  read(entry: LabelEntry, group: GroupBytes): AcceptedGroup {
    const { said } = this;
    const before = said.isSameData(entry, group) ? said.groupOf(entry) : undefined;
    const isDatedAlike = said.isSameHorodate(entry, group);
    const accepted =
      before !== undefined && isDatedAlike
        ? before
        : readAnew(entry, group, isDatedAlike ? said.groupOf(entry)?.horodate : undefined, before);
    said.note(entry, group, accepted);
    return accepted;
  }
}

/** Who parses a frame may pass on that an overrun is there without its current. */
function isLessThanSent({ row }: LabelEntry, group: GroupBytes): boolean {
  return row.transient === true && group.dataStart === group.dataEnd;
}

/**
 * @param horodate as a string, where it is at hand
 * @param before said the same data
 */
function readAnew(
  entry: LabelEntry,
  group: GroupBytes,
  horodate = horodateOf(group),
  before?: AcceptedGroup,
): AcceptedGroup {
  const { label, row } = entry;
  if (before !== undefined && row.glued === undefined) return plainGroup(entry, before.value, horodate);
  if (before !== undefined) {
    const { value, unit, mark } = before;
    return { label, entry, value, unit, mark, horodate };
  }
  if (row.personal === true && isMasked(group)) return plainGroup(entry, null, null);
  if (row.glued !== undefined) {
    const quantity = readQuantity(group);
    if (quantity !== null) {
      const { value, mark } = quantity;
      return { label, entry, value, unit: quantity.unit === '' ? row.unit : quantity.unit, mark, horodate };
    }
  } else if (row.unit !== null) {
    const value = readDigits(group);
    if (value !== null) return plainGroup(entry, value, horodate);
  }
  const text = readText(group);
  return plainGroup(entry, text === '' ? null : text, horodate);
}

function horodateOf(group: GroupBytes): string | null {
  return group.horodateStart < 0 ? null : sharedText(group, group.horodateStart, group.horodateEnd);
}

/** The same of a label that no dictionary has: its data is text. */
export function readUnknown(group: GroupBytes): AcceptedGroup {
  const { label, horodate } = group;
  const text = readText(group);
  return { label, entry: undefined, value: text === '' ? null : text, unit: null, mark: null, horodate };
}
