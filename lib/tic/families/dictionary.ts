// The labels of one way of speaking, found by the bytes of a group. The code that walks the rows is the same for every family.
import { type GroupBytes, HT, SP, hashLabel } from '../bytes/group';
import type { Dialect } from './family';
import { LabelEntry, labelInSection } from './label';

const NO_COUNTER = -1;

interface Spelling {
  readonly spelling: string;
  readonly hash: number;
  readonly entry: LabelEntry;
}

/** A dialect, indexed by the hash of the labels: no string is made to find a row. */
export class Dictionary {
  readonly entries: readonly LabelEntry[];
  /** How many labels show an index. */
  readonly counters: number;
  /** Characters of all its groups together, at most. */
  readonly longest: number;
  /** The byte that separates the fields of a group. */
  readonly separator: number;
  /** Of the label that says how long its frame is; null: there is none. */
  readonly lengthEntry: LabelEntry | null;
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
    let counters = 0;
    this.entries = dialect.rows.map(
      (row, rank) => new LabelEntry(row, rank, row.index === undefined ? NO_COUNTER : counters++),
    );
    this.counters = counters;
    this.longest = this.entries.reduce((sum, { longest }) => sum + longest, 0);
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
    this.lengthEntry = this.byLabel.get(dialect.lengthLabel ?? '') ?? null;
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
