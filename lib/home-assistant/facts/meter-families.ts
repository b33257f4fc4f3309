// What differs by family of meter in Home Assistant. A new family does not compile without its row.
import type { MeterFamily } from '../../tic/families/family';

interface FamilyRow {
  /** As it is shown; empty where nobody knows. */
  readonly name: string;
  /** The most that can flow, W: what bounds how fast energies rise. */
  readonly mostW: number;
  /** Above 36 kVA: warns before the subscribed power is exceeded, names its identity late or never, sends some labels rarely. */
  readonly isBusiness: boolean;
  /** Its meters can play a test; readings say so only while one does. */
  readonly playsTests: boolean;
}

/** W. More than three phases of 60 A bring (41 kVA): a rise within it is consumption, one beyond it a step. */
export const MOST_W_OF_A_HOME = 45_000;
/** W. The CJE is for 36 to 250 kVA (tarif Jaune): four times as much is no consumption. */
const MOST_W_OF_A_CJE = 1_000_000;
/** W. No more is connected to HTA. */
const MOST_W_ON_HTA = 40_000_000;

const HOME = { mostW: MOST_W_OF_A_HOME, isBusiness: false, playsTests: false } as const;
const BUSINESS = { mostW: MOST_W_ON_HTA, isBusiness: true, playsTests: true } as const;

export const METER_FAMILIES: Readonly<Record<MeterFamily, FamilyRow>> = {
  linky: { name: 'Linky', ...HOME },
  cbemm: { name: 'CBEMM', ...HOME },
  'cbemm-icc': { name: 'CBEMM-ICC', ...HOME },
  cbetm: { name: 'CBETM', ...HOME },
  concentrateur: { name: 'Concentrateur', ...HOME },
  cje: { name: 'CJE', mostW: MOST_W_OF_A_CJE, isBusiness: true, playsTests: false },
  'ice-2q': { name: 'ICE-2Q', ...BUSINESS },
  'ice-4q': { name: 'ICE-4Q', ...BUSINESS },
  'pme-pmi': { name: 'PME-PMI', ...BUSINESS },
  saphir: { name: 'SAPHIR', ...BUSINESS },
  unknown: { name: '', mostW: MOST_W_ON_HTA, isBusiness: false, playsTests: false },
};
