// Which labels of a reading count energy, by the manner in which its meter counts: a row each (spec/tic.md §2.1 to §2.6). A meter
// says by its labels how it counts; its family is known later. That all of them are labels of its families, a test says.

/** `total`: it only grows. `since-top`: from 0 with each Td period. */
type Manner = 'total' | 'since-top';

interface CountRow {
  readonly manner: Manner;
  /** Labels that make the energy withdrawn; a function where the tariff option says which. */
  readonly withdrawn: readonly string[] | ((values: Values) => readonly string[]);
  readonly injected: readonly string[];
  readonly unitWh: 1 | 1000;
  /** The value is packed as a list. */
  readonly packed?: true;
  /** The most that can flow, W. */
  readonly mostW: number;
}

export type Values = Readonly<Record<string, unknown>>;

/** What a reading counts. */
export interface MeterCount {
  readonly manner: Manner;
  /** Names what is counted: a difference of two others means nothing. */
  readonly counting: string;
  /** Wh; null: a member of it is missing. */
  readonly withdrawnWh: number | null;
  /** Wh; null: it does not inject, or did not say. */
  readonly injectedWh: number | null;
  readonly unitWh: number;
  readonly mostW: number;
}

/** W. More than three phases of 60 A bring (41 kVA). */
const HOME_W = 45_000;
/** W. Four times what a CJE is for (36 to 250 kVA). */
const CJE_W = 1_000_000;
/** W. No more is connected to HTA. */
const HTA_W = 40_000_000;

/** Historique, by OPTARIF. */
export const OPTIONS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^BASE$/, ['BASE']],
  [/^HC\.\.$/, ['HCHC', 'HCHP']],
  [/^EJP\.$/, ['EJPHN', 'EJPHPM']],
  [/^BBR/, ['BBRHCJB', 'BBRHPJB', 'BBRHCJW', 'BBRHPJW', 'BBRHCJR', 'BBRHPJR']],
];

/** The first whose labels a reading brings. */
export const COUNT_ROWS: readonly CountRow[] = [
  // Linky, standard mode.
  { manner: 'total', withdrawn: ['EAST'], injected: ['EAIT'], unitWh: 1, mostW: HOME_W },
  { manner: 'total', withdrawn: ofOption, injected: [], unitWh: 1, mostW: HOME_W },
  // PME-PMI, SAPHIR, ICE: of their indexes in kWh a PME-PMI sends that of the tariff in force alone.
  { manner: 'since-top', withdrawn: ['EA_s'], injected: ['EA_i'], unitWh: 1, mostW: HTA_W },
  { manner: 'since-top', withdrawn: ['EAS'], injected: ['EAI'], unitWh: 1, mostW: HTA_W },
  { manner: 'since-top', withdrawn: ['EA'], injected: ['injection_EA'], unitWh: 1, mostW: HTA_W },
  // CJE.
  { manner: 'total', withdrawn: ['ENERG'], injected: [], unitWh: 1000, mostW: CJE_W, packed: true },
];

/**
 * @param values by label
 * @param decoded what is packed inside values, by label
 * @param carried labels whose value is one of an earlier frame: it counted then, not now
 * @returns undefined: it counts no energy
 */
export function countOf(values: Values, decoded: Values, carried: Values): MeterCount | undefined {
  for (const row of COUNT_ROWS) {
    const labels = typeof row.withdrawn === 'function' ? row.withdrawn(values) : row.withdrawn;
    if (labels.length === 0 || labels.every((label) => values[label] === undefined)) continue;
    const sum = (members: readonly string[]): number | null =>
      members.length === 0 || members.some((label) => carried[label] !== undefined)
        ? null
        : added(row.packed ? packedIn(decoded, members) : members.map((label) => values[label]), row.unitWh);
    return {
      manner: row.manner,
      counting: labels.join('+'),
      withdrawnWh: sum(labels),
      injectedWh: sum(row.injected),
      unitWh: row.unitWh,
      mostW: row.mostW,
    };
  }
  return undefined;
}

function ofOption({ OPTARIF: option }: Values): readonly string[] {
  return typeof option === 'string' ? (OPTIONS.find(([pattern]) => pattern.test(option))?.[1] ?? []) : [];
}

function packedIn(decoded: Values, [label = '']: readonly string[]): readonly unknown[] {
  const packed = decoded[label];
  return Array.isArray(packed) && packed.length > 0 ? packed : [undefined];
}

/** No meter has so many digits. */
const MOST_WH = 1e15;

function added(counts: readonly unknown[], unitWh: number): number | null {
  let wh = 0;
  for (const count of counts) {
    if (typeof count !== 'number' || !(count >= 0 && count < MOST_WH)) return null;
    wh += count * unitWh;
  }
  return wh;
}
