// Frames of one house whose meter may change: standard and historique, as bytes, with what the entities rest on.
import { frameOf, historiqueGroup, standardGroup } from './tic-bytes';

export const METER = '042161314159';
export const SUCCESSOR = '042361271828';

const digits = (value: number, size: number): string => String(value).padStart(size, '0');

export interface StandardHouse {
  readonly id?: string;
  readonly east?: number;
  /** The index of each period of the distributor: a quarter of `east` unless it has to stay while that rises. */
  readonly distributor?: number;
  readonly va?: number;
  /** Indexes 1 and 2: off-peak and peak hours. */
  readonly indexes?: readonly [number, number];
  readonly overrun?: boolean;
  readonly offPeak?: boolean;
}

/** A single-phase Linky in standard mode on a contract of off-peak and peak hours. */
export function standardHouse(house: StandardHouse = {}): Buffer {
  const { id = METER, east = 23_456_789, va = 1240, overrun = false, offPeak = true } = house;
  const { indexes: [hc, hp] = [9_000_000, 14_456_789], distributor = Math.floor(east / 4) } = house;
  return frameOf(
    standardGroup('ADSC', id),
    standardGroup('VTIC', '02'),
    standardGroup('DATE', '', 'H260115120000'),
    standardGroup('NGTF', 'H PLEINE/CREUSE '),
    standardGroup('LTARF', offPeak ? ' HEURE  CREUSE  ' : ' HEURE  PLEINE  '),
    standardGroup('EAST', digits(east, 9)),
    standardGroup('EASF01', digits(hc, 9)),
    standardGroup('EASF02', digits(hp, 9)),
    ...[3, 4, 5, 6, 7, 8, 9, 10].map((n) => standardGroup(`EASF${digits(n, 2)}`, '000000000')),
    ...[1, 2, 3, 4].map((n) => standardGroup(`EASD${digits(n, 2)}`, digits(distributor, 9))),
    standardGroup('IRMS1', digits(Math.floor(va / 234), 3)),
    standardGroup('URMS1', '234'),
    standardGroup('PREF', '09'),
    standardGroup('PCOUP', '09'),
    standardGroup('SINSTS', digits(va, 5)),
    standardGroup('SMAXSN', '04210', 'H260115073012'),
    standardGroup('SMAXSN-1', '06330', 'H260114194501'),
    standardGroup('CCASN', '00842', 'H260115113000'),
    standardGroup('CCASN-1', '00910', 'H260115110000'),
    standardGroup('UMOY1', '235', 'H260115115000'),
    standardGroup('STGE', overrun ? '003A4481' : '003A4401'),
    standardGroup('MSG1', 'PAS DE          MESSAGE         '),
    standardGroup('PRM', '19357204681357'),
    standardGroup('RELAIS', '001'),
    standardGroup('NTARF', offPeak ? '01' : '02'),
    standardGroup('NJOURF', '00'),
    standardGroup('NJOURF+1', '00'),
    standardGroup('PJOURF+1', `00004001 06004002 22004001${' NONUTILE'.repeat(8)}`),
  );
}

export interface HistoriqueHouse {
  readonly id?: string;
  readonly option?: 'BASE' | 'HC..' | 'BBR(';
  /** Indexes of the option, in its order. */
  readonly indexes?: readonly number[];
  readonly period?: string;
  readonly va?: number;
}

const LABELS = {
  BASE: ['BASE'],
  'HC..': ['HCHC', 'HCHP'],
  'BBR(': ['BBRHCJB', 'BBRHPJB', 'BBRHCJW', 'BBRHPJW', 'BBRHCJR', 'BBRHPJR'],
} as const;

/** The same meter in historique. */
export function historiqueHouse(house: HistoriqueHouse = {}): Buffer {
  const { id = METER, option = 'HC..', period = 'HC..', va = 1240, indexes = [9_000_000, 14_456_789] } = house;
  return frameOf(
    historiqueGroup('ADCO', id),
    historiqueGroup('OPTARIF', option),
    historiqueGroup('ISOUSC', '45'),
    ...LABELS[option].map((label, i) => historiqueGroup(label, digits(indexes[i] ?? 0, 9))),
    historiqueGroup('PTEC', period),
    ...(option === 'BBR(' ? [historiqueGroup('DEMAIN', 'ROUG')] : []),
    historiqueGroup('IINST', digits(Math.floor(va / 234), 3)),
    historiqueGroup('IMAX', '090'),
    historiqueGroup('PAPP', digits(va, 5)),
    historiqueGroup('HHPHC', 'A'),
    historiqueGroup('MOTDETAT', '000000'),
  );
}
