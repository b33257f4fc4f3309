// Whether a group whose sum is right is believed: form by the dictionary, then identity, index and unknown labels by what
// this meter sent before. Lenient: the sum is enough, nothing is held.
import type { Dictionary, LabelEntry } from './dictionary';
import { readDigits, readText } from './form';
import { type PointMark, readQuantity } from './quantity';
import type { RefusalReason, Value } from './frame';
import { type GroupBytes, HT } from './group';
import { fitsHorodate } from './horodate';
import { DICTIONARIES } from './meters';
import { IdentityWatch, IndexWatch, type Instants, UnknownLabels } from './plausibility';

export class Judge {
  dictionary: Dictionary | null = null;
  readonly identity = new IdentityWatch();
  private indexes = new IndexWatch();
  private unknown = new UnknownLabels();

  constructor(private readonly lenient: boolean) {}

  /** Another meter, or another way of speaking. */
  forget(): void {
    this.indexes = new IndexWatch();
    this.unknown = new UnknownLabels();
  }

  /** The row of a group in the dialect that is spoken; undefined: another separator, or no such label. */
  find(group: GroupBytes, section: string | null): LabelEntry | undefined {
    return this.speaksLike(group) ? this.dictionary?.find(group, section) : undefined;
  }

  /**
   * Another dialect that a group without a row shows to be spoken. While one is spoken, only a label that no other has can
   * change it (when lenient, another separator is enough).
   */
  otherDialect(group: GroupBytes): Dictionary | null {
    const present = this.dictionary;
    const separator = group.separator === HT ? 'HT' : 'SP';
    for (const dictionary of DICTIONARIES) {
      if (dictionary === present || dictionary.dialect.separator !== separator) continue;
      const entry = dictionary.find(group);
      if (entry === undefined) continue;
      if (
        present === null ||
        (this.lenient && !this.speaksLike(group)) ||
        dictionary.dialect.tell.includes(entry.label)
      )
        return dictionary;
    }
    return null;
  }

  /** False: the group has not the separator of the dialect that is spoken. */
  speaksLike(group: GroupBytes): boolean {
    return this.dictionary === null || (this.dictionary.dialect.separator === 'HT') === (group.separator === HT);
  }

  /** What the dictionary says against the group. */
  formFault(entry: LabelEntry, group: GroupBytes): RefusalReason | null {
    if (this.lenient) return null;
    const { horodate } = entry.row;
    if (horodate === 'none' ? group.horodateStart >= 0 : !fitsHorodate(group, horodate === 'blank-season'))
      return 'horodate';
    return entry.faultOf(group);
  }

  /** False: the index is to be held. `counter` tells which of the counters behind the label it is; null: not known. */
  acceptsIndex(
    entry: LabelEntry,
    value: Value | null,
    at: Instants,
    powerW: number | null,
    counter: string | null,
  ): boolean {
    if (this.lenient || entry.row.index === undefined || typeof value !== 'number' || counter === null) return true;
    return this.indexes.accepts(
      `${entry.label} ${counter}`,
      value,
      entry.row.unit?.startsWith('k') === true ? 1000 : 1,
      at,
      powerW,
    );
  }

  acceptsUnknown(label: string, frame: number): boolean {
    if (this.lenient) return true;
    return this.dictionary?.isTurnedOver(label) !== true && this.unknown.accepts(label, frame);
  }

  /** In lenient mode another identity is believed at once. */
  judgeIdentity(id: string): 'same' | 'first' | 'held' | 'changed' {
    if (!this.lenient) return this.identity.judge(id);
    const before = this.identity.current;
    this.identity.current = id;
    return before === null ? 'first' : before === id ? 'same' : 'changed';
  }
}

export interface Reading {
  readonly value: Value | null;
  readonly unit: string | null;
  readonly mark: PointMark | null;
}

/** The typed value and the unit that came with it; null: the group carries no data. Text of a label without unit keeps all but its outer blanks. */
export function readValue(entry: LabelEntry | undefined, group: GroupBytes): Reading {
  if (entry?.row.glued !== undefined) {
    const quantity = readQuantity(group);
    if (quantity !== null)
      return {
        value: quantity.value,
        unit: quantity.unit === '' ? entry.row.unit : quantity.unit,
        mark: quantity.mark,
      };
  }
  if (entry !== undefined && entry.row.unit !== null) {
    const number = readDigits(group);
    if (number !== null) return { value: number, unit: entry.row.unit, mark: null };
  }
  const text = readText(group);
  return { value: text === '' ? null : text, unit: null, mark: null };
}
