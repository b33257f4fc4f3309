// Which indexes of a reading make up the energy that was withdrawn, and which the one that was injected (spec/tic.md §2.1 to
// §2.6). The labels themselves say how a meter counts: they are there before its family is known.
import type { Reading } from '../facts/message/reading';

/** What the sum of a reading is made of; null while a member is missing. */
export interface EnergySum {
  readonly wh: number;
  /** Names the members, without the meter. */
  readonly counting: string;
  /** Only the meter knows how many members there are: a frame that lost some tells a smaller sum. */
  readonly needsWholeFrame?: true;
  /** The billing period that the meter is in: whether indexes begin at 0 in it the documents do not say. */
  readonly period?: string;
}

type Indexes = Readonly<Record<string, unknown>>;

/** One manner of counting. */
interface Manner {
  /** Members that a reading has to bring; undefined: this is not how it counts. */
  readonly members: (indexes: Indexes) => readonly string[] | undefined;
  readonly unitWh: 1 | 1000;
  /** Label of the billing period. */
  readonly period?: string;
  readonly needsWholeFrame?: true;
  /** Label of the value in which the indexes are packed, as a list. */
  readonly packedIn?: string;
}

const EIGHT = [1, 2, 3, 4, 5, 6, 7, 8].map(String);
const ICE_PERIODS = ['P', 'PM', 'HPH', 'HCH', 'HPE', 'HCE', 'HPD', 'HCD', 'JA', 'HH', 'HD', 'HM', 'DSM', 'SCM'];

/** Historique, by OPTARIF; of an option that is not here no total can be made. */
const OPTIONS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^BASE$/, ['BASE']],
  [/^HC\.\.$/, ['HCHC', 'HCHP']],
  [/^EJP\.$/, ['EJPHN', 'EJPHPM']],
  [/^BBR/, ['BBRHCJB', 'BBRHPJB', 'BBRHCJW', 'BBRHPJW', 'BBRHCJR', 'BBRHPJR']],
];

/** The first that fits. A PME-PMI sends the index of the period in force alone: no total can be made of it. */
const WITHDRAWN: readonly Manner[] = [
  { members: allOnce(['EAST']), unitWh: 1 },
  {
    members: ({ OPTARIF: option }) =>
      typeof option === 'string' ? (OPTIONS.find(([pattern]) => pattern.test(option))?.[1] ?? []) : undefined,
    unitWh: 1,
  },
  // SAPHIR.
  { members: allOnce(EIGHT.map((n) => `EAp${n}SD`)), unitWh: 1000, period: 'FINP1' },
  {
    members: (indexes) => {
      const sent = ICE_PERIODS.map((period) => `EAp${period}`).filter((label) => indexes[label] !== undefined);
      return sent.length === 0 ? undefined : sent;
    },
    unitWh: 1000,
    period: 'DEBUTp',
    needsWholeFrame: true,
  },
  // CJE.
  { packedIn: 'ENERG', members: () => ['0', '1', '2', '3'], unitWh: 1000, period: 'PERCC' },
];

const INJECTED: readonly Manner[] = [
  { members: allOnce(EIGHT.map((n) => `EAp${n}ID`)), unitWh: 1000, period: 'FINP1' },
  { members: allOnce(['EAIT']), unitWh: 1 },
];

/**
 * Energy withdrawn, Wh: EAST of a Linky in standard mode; the indexes of the tariff option in historique; all eight of the
 * distributor's calendar of a SAPHIR; those that an ICE sends; the four of a CJE.
 */
export function withdrawnSum(reading: Pick<Reading, 'values' | 'decoded'>): EnergySum | null {
  return sumOf(reading, WITHDRAWN);
}

/** Energy injected, Wh: EAIT of a Linky in standard mode; all eight indexes of a SAPHIR. Of producers. */
export function injectedSum(reading: Pick<Reading, 'values' | 'decoded'>): EnergySum | null {
  return sumOf(reading, INJECTED);
}

/** Beyond it no sum of these members can be, Wh: the digits of the indexes. @param counting as of EnergySum */
export function capacityWh(counting: string): number {
  return counting.split('+').reduce((wh, label) => wh + (label.startsWith('EAp') ? 1e12 : 1e9), 0);
}

/** All of them, as soon as the first is there. */
function allOnce(labels: readonly string[]): Manner['members'] {
  const [first = ''] = labels;
  return (indexes) => (indexes[first] === undefined ? undefined : labels);
}

function sumOf(reading: Pick<Reading, 'values' | 'decoded'>, manners: readonly Manner[]): EnergySum | null {
  for (const manner of manners) {
    const indexes = indexesOf(manner, reading);
    const members = indexes && manner.members(indexes);
    if (indexes === undefined || members === undefined) continue;
    const wh = added(indexes, members, manner.unitWh);
    if (wh === null) return null;
    const { needsWholeFrame, period: label } = manner;
    const period = label === undefined ? undefined : reading.values[label];
    return {
      wh,
      counting: members.join('+'),
      ...(needsWholeFrame && { needsWholeFrame }),
      ...(typeof period === 'string' && { period }),
    };
  }
  return null;
}

function indexesOf(
  { packedIn }: Manner,
  { values, decoded }: Pick<Reading, 'values' | 'decoded'>,
): Indexes | undefined {
  if (packedIn === undefined) return values;
  const packed = decoded[packedIn];
  return Array.isArray(packed) ? (packed as unknown as Indexes) : undefined;
}

/** No meter has so many digits. */
const MOST_WH = 1e15;

/** Null while a member is missing or no count, and where there is none. */
function added(indexes: Indexes, members: readonly string[], unitWh: number): number | null {
  let wh = 0;
  for (const label of members) {
    const value = indexes[label];
    if (typeof value !== 'number' || !(value >= 0 && value < MOST_WH)) return null;
    wh += value * unitWh;
  }
  return members.length === 0 ? null : wh;
}
