// Every family that sends indexes, with one or more of them as the test wants it: for tables over families.
import { cje, concentrateur, ice2q, ice4q, pmePmi, pmePmiProducer, saphirShort } from './business-meters';
import type { FrameBuilder } from './tic-frames';
import {
  cbemm,
  cbetm,
  linkyBase,
  linkyEjp,
  linkyHc,
  linkyStandard,
  linkyStandardTriProducer,
  linkyTempo,
} from './tic-meters';

export interface IndexFamily {
  readonly name: string;
  /** As sent. */
  readonly label: string;
  /** What Home Assistant calls it. */
  readonly entity: string;
  /** The value at the beginning, in the meter's own unit. */
  readonly start: number;
  /** Wh that a step of the index is. */
  readonly stepWh: number;
  /** Something bounds how fast it rises: in the decoder, in Home Assistant. */
  readonly bounded: { readonly decoder: boolean; readonly homeAssistant: boolean };
  /** Its frames carry the meter's clock. */
  readonly hasClock: boolean;
  /** The label of the address, and another meter of the family; null where it has none. */
  readonly identity: { readonly label: string; readonly other: string } | null;
  /** A frame with this index; `at`: the meter's clock, epoch milliseconds. */
  readonly frame: (count: number, at?: number) => FrameBuilder;
}

const digits = (count: number, size: number): string => String(count).padStart(size, '0');

/** 12 January 2027, 10:55:01 in Paris, when the meters of the tests speak. */
export const METER_NOON = Date.parse('2027-01-12T10:55:01+01:00');

const parts = (at: number): readonly [yy: string, mo: string, dd: string, hh: string, mi: string, ss: string] => {
  const [yy = '', mo = '', dd = '', hh = '', mi = '', ss = ''] = new Date(at + 3_600_000)
    .toISOString()
    .slice(2, 19)
    .split(/[-T:]/);
  return [yy, mo, dd, hh, mi, ss];
};

/** The horodate of a Linky in winter; in lower case while its clock is degraded. */
export function winterHorodate(at: number, season = 'H'): string {
  return `${season}${parts(at).join('')}`;
}

const civil = (at: number, colon: string): string => {
  const [yy, mo, dd, hh, mi, ss] = parts(at);
  return `${dd}/${mo}/${yy} ${[hh, mi, ss].join(colon)}`;
};

type Given = Partial<IndexFamily> & Pick<IndexFamily, 'name' | 'label'>;

const bounded = { decoder: true, homeAssistant: true };
const inHomeAssistant = { decoder: false, homeAssistant: true };

/** Nine digits of Wh under a label of a blue meter or of a Linky in historique. */
const historique = (given: Given, frame: () => FrameBuilder, size = 9): IndexFamily => ({
  entity: given.label.toLowerCase(),
  start: 12_345_678,
  stepWh: 1,
  bounded,
  hasClock: false,
  identity: { label: 'ADCO', other: '042361271828' },
  frame: (count) => frame().set(given.label, digits(count, size)),
  ...given,
});

const standard = (given: Given, frame: (at: string) => FrameBuilder): IndexFamily => ({
  ...historique(given, () => frame('')),
  hasClock: true,
  identity: { label: 'ADSC', other: '042361271828' },
  frame: (count, at = METER_NOON) => frame(winterHorodate(at)).set(given.label, digits(count, 9)),
  ...given,
});

/** A number with its unit glued to it. */
const business = (
  given: Given & { unit?: string; clock?: string; colon?: string },
  frame: () => FrameBuilder,
): IndexFamily => {
  const { label, unit = 'kWh', clock = 'DATE', colon = '/' } = given;
  return {
    entity: label.toLowerCase(),
    start: 1_234_567,
    stepWh: 1000,
    bounded: inHomeAssistant,
    hasClock: true,
    identity: null,
    frame: (count, at = METER_NOON) =>
      frame()
        .set(clock, civil(at, colon))
        .set(label, `${String(count)}${unit}`),
    ...given,
  };
};

const pme = { clock: 'DATE', colon: ':', identity: { label: 'ADS', other: '041436000778' } } as const;
const saphir = { clock: 'DATE', identity: { label: 'ADS', other: '062066000889' } } as const;
const ice = { clock: 'DATECOUR' } as const;

export const INDEX_FAMILIES: readonly IndexFamily[] = [
  historique({ name: 'a Linky in historique, BASE', label: 'BASE' }, linkyBase),
  historique({ name: 'a Linky in historique, HC/HP', label: 'HCHP' }, linkyHc),
  historique({ name: 'a Linky in historique, EJP', label: 'EJPHN' }, linkyEjp),
  historique({ name: 'a Linky in historique, Tempo', label: 'BBRHPJR' }, linkyTempo),
  historique({ name: 'a CBEMM', label: 'HCHC' }, cbemm),
  historique({ name: 'a CBETM', label: 'BASE' }, cbetm),
  historique({ name: 'a concentrateur', label: 'HCHC' }, concentrateur, 8),
  historique(
    {
      name: 'the gas of a concentrateur',
      label: 'GAZ',
      start: 12_345,
      bounded: { decoder: false, homeAssistant: false },
    },
    concentrateur,
    7,
  ),
  standard({ name: 'a Linky in standard, EAST', label: 'EAST' }, linkyStandard),
  standard({ name: 'a Linky in standard, EASF01', label: 'EASF01' }, linkyStandard),
  standard({ name: 'a Linky in standard, EASD04', label: 'EASD04' }, linkyStandard),
  standard({ name: 'a producer, EAIT', label: 'EAIT' }, linkyStandardTriProducer),
  standard({ name: 'a producer, ERQ1', label: 'ERQ1' }, linkyStandardTriProducer),
  business({ ...pme, name: 'a PME-PMI, EAP_s', label: 'EAP_s', entity: 'eap_s_hph', bounded }, pmePmi),
  business({ ...pme, name: 'a PME-PMI, calendar 2', label: 'EaP_s2', entity: 'eap_s2_hp', bounded }, pmePmi),
  business({ ...pme, name: 'a PME-PMI, reactive', label: 'ER+P_s', entity: 'er_plus_p_s_hph', unit: 'kvarh' }, pmePmi),
  business({ ...pme, name: 'a PME-PMI that injects', label: 'EAP_i', entity: 'eap_i_hph' }, pmePmiProducer),
  business({ ...saphir, name: 'a SAPHIR, distributor', label: 'EAp2SD' }, () => saphirShort()),
  business({ ...saphir, name: 'a SAPHIR, supplier', label: 'EAp1SF' }, () => saphirShort()),
  business({ ...saphir, name: 'a SAPHIR that injects', label: 'EAp2ID' }, () => saphirShort({ producer: true })),
  business({ ...ice, name: 'an ICE-2Q', label: 'EApHPH' }, ice2q),
  business({ ...ice, name: 'an ICE-4Q, injection', label: 'EApCour', entity: 'injection_eapcour_2' }, ice4q),
  {
    name: 'a CJE',
    label: 'ENERG',
    entity: 'energ_2',
    start: 234_567,
    stepWh: 1000,
    bounded: inHomeAssistant,
    hasClock: false,
    identity: null,
    frame: (count) => cje().set('ENERG', `123456:${digits(count, 6)}:345678:456789`),
  },
];

/** What a meter cannot have counted, from a right value. */
export const WRONG_KINDS: Readonly<Record<string, (count: number, family: IndexFamily) => number>> = {
  'a fall by little': (count) => count - 8,
  'a fall to zero': () => 0,
  'a leap': (count, { label }) => count + (label === 'ENERG' ? 500_000 : 5_000_000),
};
