// What a meter family may send, as data: one row per label. The code that walks the rows is the same for every family.
import { type GroupBytes, HT, SP, hashLabel } from '../bytes/group';
import type { MeterFamily } from './address';

/** Measuring units: a label with one is a number in readings, every other label a string. */
export type Unit =
  'A' | 'V' | 'VA' | 'kVA' | 'W' | 'kW' | 'Wh' | 'kWh' | 'varh' | 'kvarh' | 'kvar' | 'VAh' | 'min' | 'dal' | '%';

/**
 * How an index is fed, and so how fast it can rise: withdrawal is bounded by the breaker, other energy by the fuses, gas and
 * water by nothing that the meter knows.
 */
export type IndexKind = 'withdrawn' | 'injected' | 'reactive' | 'volume';

/** What the data of a label looks like. */
export type FormName =
  | 'digits'
  | 'hex'
  | 'letters'
  | 'text'
  | 'capitals'
  | 'fields'
  | 'jaune'
  | 'empty'
  | 'day-profile'
  | 'tariff-option'
  | 'quantity'
  | 'date';

export interface LabelRow {
  readonly label: string;
  readonly unit: Unit | null;
  /** Units of which one is glued to the number (`531Wh`): the one that came is the unit of the reading. */
  readonly glued?: readonly Unit[];
  /** Characters of the data, smallest and largest number. */
  readonly size: readonly [number, number];
  /** What the data looks like: a form, or the closed list of what may stand there (untrimmed). */
  readonly form: FormName | readonly string[];
  /** Horodate: none, `dated` (season and date), `blank-season` (local time: DPMn, FPMn). */
  readonly horodate: 'none' | 'dated' | 'blank-season';
  readonly index?: IndexKind;
  /** Labels whose values tell which counter the index shows: a PME-PMI sends that of the tariff period in force alone. */
  readonly indexOf?: readonly string[];
  /** The clock of the meter. */
  readonly clock?: true;
  /** Opens a section of the frame in which labels mean something else, see labelInSection. */
  readonly section?: string;
  /** In a section: how the line spells it. It is found there and nowhere else. */
  readonly sentAs?: string;
  /** The address of the meter. */
  readonly identity?: true;
  /** The first label of every frame, but for transient ones before it. */
  readonly opens?: true;
  /** May come several times in one frame: its value is an array then. */
  readonly repeats?: true;
  /** Only a three-phase meter has it. */
  readonly threePhase?: true;
  /** Unit where a Linky sends it, if another. */
  readonly linkyUnit?: Unit;
  /** Another spelling of the same label. */
  readonly alias?: string;
  /** Its absence means something, so it is never carried from a long frame into short ones. */
  readonly transient?: true;
  /** Sent in short frames too, where the family has them. */
  readonly short?: true;
  /** What it says, and where it appears. */
  readonly meaning: string;
}

export type DialectName = 'historique' | 'standard' | 'pme-pmi' | 'saphir-histo' | 'saphir-std' | 'ice' | 'cje';

/** A way of speaking: the separator and the labels, in the order in which a frame brings them. */
export interface Dialect {
  readonly name: DialectName;
  /** Mode of the meter that speaks it; null where the family has none. */
  readonly mode: 'historique' | 'standard' | null;
  /** Family of the meters that speak it; null: the address or the labels tell. */
  readonly family: MeterFamily | null;
  readonly separator: 'SP' | 'HT';
  readonly rows: readonly LabelRow[];
  /** A label that no other dialect has: seeing it says that this dialect is spoken. */
  readonly tell: readonly string[];
  /** Labels differ in case from make to make. */
  readonly foldCase?: true;
  /** The label whose value says whether the frame is a short one (`TRM_COURTE`). */
  readonly lengthLabel?: string;
}

/** The name of a label behind the one that opens a section. A key with a dot is out of reach for a property path of Node-RED. */
export function labelInSection(section: string, label: string): string {
  return `${section}_${label}`;
}

/** A row made ready for bytes: its place in the frame and its closed list as a set. */
export class LabelEntry {
  readonly label: string;
  readonly values: ReadonlySet<string> | null;
  /** Wh (varh) that one step of an index stands for. */
  readonly stepWh: number;

  constructor(
    readonly row: LabelRow,
    /** Place in the order of emission; what lies between two neighbours was not sent. */
    readonly rank: number,
  ) {
    this.label = row.label;
    this.stepWh = row.unit?.startsWith('k') === true ? 1000 : 1;
    this.values = typeof row.form === 'string' ? null : new Set(row.form);
  }
}

interface Spelling {
  readonly spelling: string;
  readonly hash: number;
  readonly entry: LabelEntry;
}

/** A dialect, indexed by the hash of the labels: no string is made to find a row. */
export class Dictionary {
  readonly entries: readonly LabelEntry[];
  /** A meter that speaks so says in MODE when it is under the distributor's control. */
  readonly hasMode: boolean;
  /** The byte that separates the fields of a group. */
  readonly separator: number;
  /** Spellings by the last bits of their hash. */
  private readonly byHash: readonly Spelling[][] = Array.from({ length: HASH_SLOTS }, () => []);
  private readonly byFolded = new Map<string, LabelEntry>();
  private readonly byLabel = new Map<string, LabelEntry>();
  /** Every label as it may be sent, in capitals. */
  private readonly spellings = new Set<string>();
  /** What is left of a label when one turned bit ends a group in it, and the sum does not see it (`SC` of `ISOUSC`). */
  private readonly tails = new Set<string>();

  constructor(readonly dialect: Dialect) {
    this.separator = dialect.separator === 'HT' ? HT : SP;
    this.entries = dialect.rows.map((row, rank) => new LabelEntry(row, rank));
    for (const entry of this.entries) {
      this.byLabel.set(entry.label, entry);
      for (const spelling of [entry.row.sentAs ?? entry.label, entry.row.alias]) {
        if (spelling === undefined) continue;
        this.spellings.add(spelling.toUpperCase());
        for (const tail of unseenTails(spelling)) this.tails.add(tail);
        if (entry.row.sentAs !== undefined) continue;
        const hash = hashLabel(spelling);
        this.byHash[slotOf(hash)]?.push({ spelling, hash, entry });
        this.byFolded.set(spelling.toUpperCase(), entry);
      }
    }
    this.hasMode = this.byLabel.has('MODE');
  }

  /** @param section in which the group stands, see LabelRow.section; null for the first part of a frame */
  find(group: GroupBytes, section: string | null = null): LabelEntry | undefined {
    if (section !== null) return this.byLabel.get(labelInSection(section, group.label));
    for (const { spelling, hash, entry } of this.byHash[slotOf(group.labelHash)] ?? [])
      if (hash === group.labelHash && group.spells(spelling, 0, group.labelEnd)) return entry;
    return this.dialect.foldCase === true ? this.byFolded.get(group.label.toUpperCase()) : undefined;
  }

  /**
   * A label of this dictionary with bit 6 of one character turned over, which no sum sees (`EASFp1` was `EASF01`, `SC` was
   * `ISOUSC`): on a loud line it comes often enough to be seen twice.
   */
  isTurnedOver(label: string): boolean {
    if (this.tails.has(label)) return true;
    for (let i = 0; i < label.length; i++) {
      const turned = String.fromCharCode(label.charCodeAt(i) ^ 0x40);
      if (this.spellings.has((label.slice(0, i) + turned + label.slice(i + 1)).toUpperCase())) return true;
    }
    return false;
  }

  byName(label: string): LabelEntry | undefined {
    return this.byLabel.get(label);
  }
}

function unseenTails(label: string): string[] {
  const tails: string[] = [];
  let sum = 0;
  for (let i = 0; i < label.length - 1; i++) {
    sum += label.charCodeAt(i);
    if ((sum & 0x3f) === 0) tails.push(label.slice(i + 1));
  }
  return tails;
}

/** A few times the labels of any dialect. */
const HASH_SLOTS = 512;

function slotOf(hash: number): number {
  return hash & (HASH_SLOTS - 1);
}
