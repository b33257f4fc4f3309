// One label of a meter as data, and the same made ready for bytes.
import type { MeterFamily } from './family';

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
  /** A number that leads to somebody: who passes frames on may have masked it. */
  readonly personal?: true;
  /** The first label of every frame, but for transient ones before it. */
  readonly opens?: true;
  /** May come several times in one frame: its value is an array then. */
  readonly repeats?: true;
  /** Only a three-phase meter has it. */
  readonly threePhase?: true;
  /** Unit where a meter of this family sends it, if another. */
  readonly unitOf?: Partial<Readonly<Record<MeterFamily, Unit>>>;
  /** Another spelling of the same label. */
  readonly alias?: string;
  /** Its absence means something, so it is never carried from a long frame into short ones. */
  readonly transient?: true;
  /** Sent in short frames too, where the family has them. */
  readonly short?: true;
  /** It says that nothing in its frame is real: the meter plays a test, or the distributor does. */
  readonly test?: true;
  /** What it says, and where it appears. */
  readonly meaning: string;
}

/** The name of a label behind the one that opens a section. A key with a dot is out of reach for a property path of Node-RED. */
export function labelInSection(section: string, label: string): string {
  return `${section}_${label}`;
}

const HORODATE_SIZE = 13;

/** A row made ready for bytes: its place in the frame and its closed list as a set. */
export class LabelEntry {
  readonly label: string;
  readonly values: ReadonlySet<string> | null;
  /** Wh (varh) that one step of an index stands for. */
  readonly stepWh: number;
  /** Characters of a group of it, at most. */
  readonly longest: number;
  // The same as in the row, where each group asks for it: rows are of many shapes, entries of one.
  readonly isIdentity: boolean;
  readonly isShort: boolean;
  readonly opens: boolean;
  readonly isThreePhase: boolean;
  readonly isClock: boolean;
  readonly repeats: boolean;
  readonly index: IndexKind | null;
  readonly indexOf: readonly string[] | null;
  readonly section: string | null;
  readonly unit: Unit | null;

  constructor(
    readonly row: LabelRow,
    /** Place in the order of emission; what lies between two neighbours was not sent. */
    readonly rank: number,
    /** Of a label that shows an index: its number among these. */
    readonly counter: number,
  ) {
    this.label = row.label;
    this.isIdentity = row.identity === true;
    this.isShort = row.short === true;
    this.opens = row.opens === true;
    this.isThreePhase = row.threePhase === true;
    this.isClock = row.clock === true;
    this.repeats = row.repeats === true;
    this.index = row.index ?? null;
    this.indexOf = row.indexOf ?? null;
    this.section = row.section ?? null;
    this.unit = row.unit;
    this.stepWh = row.unit?.startsWith('k') === true ? 1000 : 1;
    const spellings = [row.label, row.sentAs ?? '', row.alias ?? ''].map(({ length }) => length);
    const horodate = row.horodate === 'none' ? 0 : HORODATE_SIZE + 1;
    // Two separators and the sum stand around the data.
    this.longest = Math.max(...spellings) + horodate + row.size[1] + 3;
    this.values = typeof row.form === 'string' ? null : new Set(row.form);
  }
}
