// Which indexes of a reading make up the energy that was withdrawn, and which the one that was injected.

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

const MEMBERS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^BASE$/, ['BASE']],
  [/^HC\.\.$/, ['HCHC', 'HCHP']],
  [/^EJP\.$/, ['EJPHN', 'EJPHPM']],
  [/^BBR/, ['BBRHCJB', 'BBRHPJB', 'BBRHCJW', 'BBRHPJW', 'BBRHCJR', 'BBRHPJR']],
];

/**
 * Energy withdrawn: EAST; the indexes of the tariff option in historique; all eight of a SAPHIR; those of an ICE; those of a
 * CJE. A PME-PMI sends the index of the period in force alone: no total can be made of it.
 * @param decoded what is packed inside values, by label
 */
export function withdrawnSum(
  values: Readonly<Record<string, unknown>>,
  decoded: Readonly<Record<string, unknown>> = {},
): EnergySum | null {
  if (values['EAST'] !== undefined) return sumOf(values, ['EAST'], 1);
  const option = values['OPTARIF'];
  if (typeof option === 'string') {
    const members = MEMBERS.find(([pattern]) => pattern.test(option))?.[1];
    return members === undefined ? null : sumOf(values, members, 1);
  }
  if (values['EAp1SD'] !== undefined) return within(values['FINP1'], sumOf(values, SAPHIR, 1000));
  const ice = ICE.filter((label) => values[label] !== undefined);
  if (ice.length > 0) {
    const sum = within(values['DEBUTp'], sumOf(values, ice, 1000));
    return sum === null ? null : { ...sum, needsWholeFrame: true };
  }
  const jaune = decoded['ENERG'];
  if (!Array.isArray(jaune)) return null;
  return within(
    values['PERCC'],
    sumOf(jaune as unknown as Readonly<Record<string, unknown>>, ['0', '1', '2', '3'], 1000),
  );
}

function within(period: unknown, sum: EnergySum | null): EnergySum | null {
  return sum === null || typeof period !== 'string' ? sum : { ...sum, period };
}

const EIGHT = [1, 2, 3, 4, 5, 6, 7, 8].map(String);
const SAPHIR = EIGHT.map((n) => `EAp${n}SD`);
const SAPHIR_INJECTED = EIGHT.map((n) => `EAp${n}ID`);
const ICE = ['P', 'PM', 'HPH', 'HCH', 'HPE', 'HCE', 'HPD', 'HCD', 'JA', 'HH', 'HD', 'HM', 'DSM', 'SCM'].map(
  (period) => `EAp${period}`,
);

/** No meter has so many digits. */
const MOST_WH = 1e15;

/** Beyond it no sum of these members can be: the digits of the indexes. `counting` as of EnergySum. */
export function capacityWh(counting: string): number {
  return counting.split('+').reduce((wh, label) => wh + (label.startsWith('EAp') ? 1e12 : 1e9), 0);
}

/** Null while a member is missing or no count. */
function sumOf(values: Readonly<Record<string, unknown>>, members: readonly string[], scale: number): EnergySum | null {
  let wh = 0;
  for (const label of members) {
    const value = values[label];
    if (typeof value !== 'number' || !(value >= 0 && value < MOST_WH)) return null;
    wh += value * scale;
  }
  return { wh, counting: members.join('+') };
}

/** Energy injected: EAIT of a Linky, all eight indexes of a SAPHIR, of producers. */
export function injectedSum(values: Readonly<Record<string, unknown>>): EnergySum | null {
  if (values['EAp1ID'] !== undefined) return within(values['FINP1'], sumOf(values, SAPHIR_INJECTED, 1000));
  return sumOf(values, ['EAIT'], 1);
}
