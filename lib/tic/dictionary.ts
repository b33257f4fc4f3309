// What a meter family may send, as data: one row per label. The code that walks the rows is the same for every family.
import { type GroupBytes, hashLabel } from './group';
import { type FormName, fitsForm } from './form';

/** Measuring units: a label with one is a number in readings, every other label a string. */
export type Unit =
  'A' | 'V' | 'VA' | 'kVA' | 'W' | 'kW' | 'Wh' | 'kWh' | 'varh' | 'kvarh' | 'kvar' | 'VAh' | 'min' | 'dal' | '%';

/** How an index is fed, and so how fast it can rise: withdrawal is bounded by the breaker, the rest by the fuses. */
export type IndexKind = 'withdrawn' | 'injected' | 'reactive';

export interface LabelRow {
  readonly label: string;
  readonly unit: Unit | null;
  /** Characters of the data, smallest and largest number. */
  readonly size: readonly [number, number];
  /** What the data looks like: a form, or the closed list of what may stand there (untrimmed). */
  readonly form: FormName | readonly string[];
  /** Horodate: none, `dated` (season and date), `blank-season` (local time: DPMn, FPMn). */
  readonly horodate: 'none' | 'dated' | 'blank-season';
  readonly index?: IndexKind;
  /** The address of the meter. */
  readonly identity?: true;
  /** The first label of every frame, but for transient ones before it. */
  readonly opens?: true;
  /** May come several times in one frame: its value is an array then. */
  readonly repeats?: true;
  /** Unit where a Linky sends it, if another. */
  readonly linkyUnit?: Unit;
  /** Its absence means something, so it is never carried from a long frame into short ones. */
  readonly transient?: true;
  /** Sent in short frames too, where the family has them. */
  readonly short?: true;
  /** What it says, and where it appears. */
  readonly meaning: string;
}

export type DialectName = 'historique' | 'standard';

/** A way of speaking: the separator and the labels, in the order in which a frame brings them. */
export interface Dialect {
  readonly name: DialectName;
  readonly separator: 'SP' | 'HT';
  readonly rows: readonly LabelRow[];
  /** A label that no other dialect has: seeing it says that this dialect is spoken. */
  readonly tell: readonly string[];
}

/** A row made ready for bytes: its place in the frame and its closed list as a set. */
export class LabelEntry {
  readonly label: string;
  readonly values: ReadonlySet<string> | null;

  constructor(
    readonly row: LabelRow,
    /** Place in the order of emission; what lies between two neighbours was not sent. */
    readonly rank: number,
  ) {
    this.label = row.label;
    this.values = typeof row.form === 'string' ? null : new Set(row.form);
  }

  /** Why the data (not the horodate) cannot have been sent under this label, or null. */
  faultOf(group: GroupBytes): 'length' | 'value' | null {
    const { row } = this;
    const size = group.dataEnd - group.dataStart;
    if (size < row.size[0] || size > row.size[1]) return 'length';
    if (this.values !== null) return this.values.has(group.data) ? null : 'value';
    return fitsForm(row.form as FormName, group) ? null : 'value';
  }
}

/** A dialect, indexed by the hash of the labels: no string is made to find a row. */
export class Dictionary {
  readonly entries: readonly LabelEntry[];
  private readonly byHash = new Map<number, LabelEntry[]>();
  private readonly byLabel = new Map<string, LabelEntry>();

  constructor(readonly dialect: Dialect) {
    this.entries = dialect.rows.map((row, rank) => new LabelEntry(row, rank));
    for (const entry of this.entries) {
      const hash = hashLabel(entry.label);
      this.byHash.set(hash, [...(this.byHash.get(hash) ?? []), entry]);
      this.byLabel.set(entry.label, entry);
    }
  }

  find(group: GroupBytes): LabelEntry | undefined {
    const candidates = this.byHash.get(group.labelHash);
    if (candidates === undefined) return undefined;
    for (const entry of candidates) if (spells(group, entry.label)) return entry;
    return undefined;
  }

  byName(label: string): LabelEntry | undefined {
    return this.byLabel.get(label);
  }
}

function spells(group: GroupBytes, label: string): boolean {
  if (group.labelEnd !== label.length) return false;
  for (let i = 0; i < label.length; i++) if (group.bytes[i] !== label.charCodeAt(i)) return false;
  return true;
}
