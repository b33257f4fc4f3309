// Whether a group whose sum is right is believed: form by the dictionary, then identity, index and unknown labels by what
// this meter sent before. Lenient: the sum is enough, nothing is held.
import type { Dictionary, LabelEntry } from './dictionary';
import { readDigits, readText } from './form';
import type { RefusalReason, Value } from './frame';
import { type GroupBytes, HT } from './group';
import { fitsHorodate } from './horodate';
import { DICTIONARIES } from './meters';
import { IdentityWatch, IndexWatch, type Instants, type PowerBound, UnknownLabels } from './plausibility';

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

  /**
   * The dialect that this group is spoken in; null: none, the separator is not that of the stream. While one is spoken only
   * a label that no other dialect has can change it.
   */
  dialectOf(group: GroupBytes): Dictionary | null {
    const separator = group.separator === HT ? 'HT' : 'SP';
    const present = this.dictionary;
    if (present?.dialect.separator === separator) return present;
    for (const dictionary of DICTIONARIES) {
      if (dictionary.dialect.separator !== separator) continue;
      const entry = dictionary.find(group);
      if (entry !== undefined && (present === null || this.lenient || dictionary.dialect.tell.includes(entry.label)))
        return dictionary;
    }
    return null;
  }

  /** What the dictionary says against the group. */
  formFault(entry: LabelEntry, group: GroupBytes): RefusalReason | null {
    if (this.lenient) return null;
    const { horodate } = entry.row;
    if (horodate === 'none' ? group.horodateStart >= 0 : !fitsHorodate(group, horodate === 'blank-season'))
      return 'horodate';
    return entry.faultOf(group);
  }

  /** False: the index is to be held. */
  acceptsIndex(entry: LabelEntry, value: Value | null, at: Instants, bound: PowerBound): boolean {
    const kind = entry.row.index;
    if (this.lenient || kind === undefined || typeof value !== 'number') return true;
    return this.indexes.accepts(entry.label, kind, value, at, bound);
  }

  acceptsUnknown(label: string, frame: number): boolean {
    return this.lenient || this.unknown.accepts(label, frame);
  }

  /** In lenient mode another identity is believed at once. */
  judgeIdentity(id: string): 'same' | 'first' | 'held' | 'changed' {
    if (!this.lenient) return this.identity.judge(id);
    const before = this.identity.current;
    this.identity.current = id;
    return before === null ? 'first' : before === id ? 'same' : 'changed';
  }
}

/** The typed value; null: the group carries no data. Text of a label without unit keeps all but its outer blanks. */
export function readValue(entry: LabelEntry | undefined, group: GroupBytes): Value | null {
  if (entry !== undefined && entry.row.unit !== null) {
    const number = readDigits(group);
    if (number !== null) return number;
  }
  const text = readText(group);
  return text === '' ? null : text;
}
