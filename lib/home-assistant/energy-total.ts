// `energy_total` and `energy_returned`: a total that goes on over a change of meter, mode or tariff. Home Assistant counts
// the whole new value after a fall of a total_increasing entity, for good (spec/ha.md §00): nothing lower than what was told
// last ever leaves here.

export interface TotalState {
  /** Added to what the meter counts, in Wh. */
  offsetWh: number;
  /** What the sum was made of: meter, mode, tariff. A change means that the counting began anew. */
  basis: string;
  /** The billing period of the meter, where it names one: some count from 0 in each. */
  period?: string;
  /** The last value that was told, in Wh. */
  lastWh: number;
  /** When, epoch milliseconds. */
  at: number;
}

/** What a broker has of a total; its offset and basis lie under a topic of their own. */
export interface KnownTotal {
  readonly wh: number;
  readonly offsetWh?: number;
  readonly basis?: string;
}

export type TotalVerdict = { readonly wh: number } | { readonly held: true };

/** More than three phases of 60 A bring: a rise within it is consumption, one beyond it a step. */
export const MOST_W_OF_A_HOME = 45_000;
/** A fall or a leap within one meter that lasts so long is no accident: its counting began anew. */
const HELD_AT_MOST_MS = 15 * 60_000;
/** Without a time of its own a value that came with its offset may be as old as this: consumption since is no step. */
export const PATIENCE_MS = 7 * 86_400_000;
/** Readings come in irregular steps: a rise is measured over at least so long. */
const LEAST_ELAPSED_MS = 60_000;

export class EnergyTotal {
  private heldSince: number | null = null;
  private heldWh = 0;
  /** Nothing was remembered: the offset is a guess until something gives another one. */
  private guessed: boolean;

  constructor(private state: TotalState | undefined) {
    this.guessed = state === undefined;
  }

  /** What must outlive a restart. */
  get memory(): Readonly<TotalState> | undefined {
    return this.state;
  }

  get isHeld(): boolean {
    return this.heldSince !== null;
  }

  /**
   * @param sumWh what the meter counts now, all indexes of the tariff together
   * @param mostW the power that the connection can carry
   * @param period the billing period, as the meter names it
   * @returns the total to tell, or that it has to be held back
   */
  update(sumWh: number, basis: string, now: number, mostW = MOST_W_OF_A_HOME, period?: string): TotalVerdict {
    const named = period === undefined ? {} : { period };
    const { state } = this;
    if (state === undefined) return this.tell({ offsetWh: 0, basis, lastWh: sumWh, at: now, ...named });
    if (basis !== state.basis) {
      // Consumption since the last value is kept where the new sum goes on where the old one ended.
      const goesOn = fits(state, sumWh + state.offsetWh, now, mostW);
      const offsetWh = goesOn ? state.offsetWh : state.lastWh - sumWh;
      return this.tell({ offsetWh, basis, lastWh: sumWh + offsetWh, at: now, ...named });
    }
    const wh = sumWh + state.offsetWh;
    if (fits(state, wh, now, mostW)) return this.tell({ ...state, ...named, lastWh: wh, at: now });
    // A new period that began at 0: what it has counted since is added.
    const isNewPeriod = period !== undefined && state.period !== undefined && period !== state.period;
    if (isNewPeriod && fits(state, state.lastWh + sumWh, now, mostW))
      return this.tell({ ...state, ...named, offsetWh: state.lastWh, lastWh: state.lastWh + sumWh, at: now });
    return this.hold({ ...state, ...named }, sumWh, now);
  }

  /**
   * What a broker has retained is the floor, whatever was stored; and where nothing was, its offset holds.
   * @returns whether something has changed
   */
  raiseFloor({ wh, offsetWh, basis }: KnownTotal, now: number): boolean {
    const { state } = this;
    if (state === undefined || wh < state.lastWh) return false;
    if (this.guessed && offsetWh !== undefined && offsetWh !== state.offsetWh && basis === state.basis) {
      this.guessed = false;
      this.state = { ...state, offsetWh, lastWh: wh, at: now - PATIENCE_MS };
    } else if (wh > state.lastWh) this.state = { ...state, lastWh: wh };
    else return false;
    return true;
  }

  private hold(state: TotalState, sumWh: number, now: number): TotalVerdict {
    // Counts only while it does not fall any further: a meter that began anew rises.
    if (this.heldSince === null || sumWh < this.heldWh) this.heldSince = now;
    this.heldWh = sumWh;
    if (now - this.heldSince < HELD_AT_MOST_MS) return { held: true };
    return this.tell({ ...state, offsetWh: state.lastWh - sumWh, at: now });
  }

  private tell(state: TotalState): TotalVerdict {
    this.heldSince = null;
    if (this.state !== undefined && state.offsetWh !== this.state.offsetWh) this.guessed = false;
    this.state = state;
    return { wh: state.lastWh };
  }
}

/** True where this total may follow the last one: no fall, and no more than the connection can have carried since. */
function fits(state: TotalState, wh: number, now: number, mostW: number): boolean {
  const hours = Math.max(now - state.at, LEAST_ELAPSED_MS) / 3_600_000;
  return wh >= state.lastWh && wh <= state.lastWh + hours * mostW;
}

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
