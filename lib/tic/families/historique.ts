// Historique: Linky as delivered, CBEMM, CBEMM-ICC, CBETM, concentrateur (Enedis-NOI-CPT_02E §2.2–2.5, 54E §6.1;
// spec/tic.md §2.1). The rows stand in the order of emission.
import type { Dialect, Family, Traits } from './family';
import { code, number } from './row';

export const TARIFF_PERIODS = ['TH..', 'HC..', 'HP..', 'HN..', 'PM..', 'HCJB', 'HCJW', 'HCJR', 'HPJB', 'HPJW', 'HPJR'];
// Nine digits; eight on a concentrateur.
const INDEX: readonly [number, number] = [8, 9];
const withdrawn = { index: 'withdrawn' } as const;
const volume = { index: 'volume' } as const;
const short = { short: true } as const;
const shortThreePhase = { short: true, threePhase: true } as const;

/** The blue meters: of one phase, of one phase with a power, of three, and several meters in one. */
export const CBEMM: Family = { name: 'CBEMM', types: ['01', '05', '15', '20', '22', '23', '25', '28', '29'] };
export const CBEMM_ICC: Family = { name: 'CBEMM-ICC' };
export const CBETM: Family = { name: 'CBETM', types: ['09', '21', '26', '27', '30', '31'] };
export const CONCENTRATEUR: Family = { name: 'Concentrateur', types: ['03', '04', '19'], tellsNoOverrun: true };

/** A Linky and the blue meters speak alike: the type tells, and where it does not the labels. */
function familyOf({ listed, phases, sent }: Traits): ReturnType<Dialect['familyOf']> {
  if (listed !== undefined && listed !== 'cbemm') return listed;
  if (sent.has('GAZ') || sent.has('AUTRE')) return 'concentrateur';
  if (phases === 3) return 'cbetm';
  if (phases === null && listed === undefined) return 'unknown';
  return sent.has('PAPP') ? 'cbemm-icc' : 'cbemm';
}

export const HISTORIQUE: Dialect = {
  name: 'historique',
  mode: 'historique',
  separator: 'SP',
  tell: ['ADCO'],
  kin: 'blue',
  familyOf,
  marks: ['PAPP', 'GAZ', 'AUTRE'],
  phasesTold: (frame) => (frame.threePhase ? 3 : frame.seen('IINST') ? 1 : null),
  bound: { fused: true },
  flow: {
    subscribed: { label: 'ISOUSC', unit: 'A' },
    power: 'PAPP',
    current: 'IINST',
    currentOfPhase: ['IINST1', 'IINST2', 'IINST3'],
  },
  rows: [
    number('ADIR1', 3, 'A', 'current of phase 1, only while it exceeds ISOUSC (three-phase short frames)', {
      ...shortThreePhase,
      transient: true,
    }),
    number('ADIR2', 3, 'A', 'current of phase 2, only while it exceeds ISOUSC', {
      ...shortThreePhase,
      opens: true,
      transient: true,
    }),
    number('ADIR3', 3, 'A', 'current of phase 3, only while it exceeds ISOUSC', {
      ...shortThreePhase,
      opens: true,
      transient: true,
    }),
    code('ADCO', 12, 'digits', 'address of the meter', { ...short, identity: true, personal: true, opens: true }),
    code('OPTARIF', 4, 'tariff-option', 'tariff option: BASE, HC.., EJP., BBRx (x holds two programmes)'),
    number('ISOUSC', 2, 'A', 'subscribed current (PREF/200 on Linky, a third of it per phase)'),
    number('BASE', INDEX, 'Wh', 'index of option BASE; on Linky with another contract the total', withdrawn),
    number('HCHC', INDEX, 'Wh', 'index off-peak', withdrawn),
    number('HCHP', INDEX, 'Wh', 'index peak hours', withdrawn),
    number('EJPHN', INDEX, 'Wh', 'index EJP normal hours', withdrawn),
    number('EJPHPM', INDEX, 'Wh', 'index EJP mobile peak', withdrawn),
    number('BBRHCJB', INDEX, 'Wh', 'index Tempo blue, off-peak', withdrawn),
    number('BBRHPJB', INDEX, 'Wh', 'index Tempo blue, peak hours', withdrawn),
    number('BBRHCJW', INDEX, 'Wh', 'index Tempo white, off-peak', withdrawn),
    number('BBRHPJW', INDEX, 'Wh', 'index Tempo white, peak hours', withdrawn),
    number('BBRHCJR', INDEX, 'Wh', 'index Tempo red, off-peak', withdrawn),
    number('BBRHPJR', INDEX, 'Wh', 'index Tempo red, peak hours', withdrawn),
    number('GAZ', 7, 'dal', 'gas meter (concentrateur)', volume),
    number('AUTRE', 7, 'dal', 'water or other meter (concentrateur)', volume),
    number('PEJP', 2, 'min', 'EJP: notice of 30 minutes, sent during the peak too by some meters', { transient: true }),
    code('PTEC', 4, TARIFF_PERIODS, 'tariff period in force'),
    code('DEMAIN', 4, ['----', 'BLEU', 'BLAN', 'ROUG'], "tomorrow's Tempo colour"),
    number('IINST', 3, 'A', 'current, single-phase'),
    number('ADPS', 3, 'A', 'current, only while it exceeds ISOUSC (single-phase)', { transient: true }),
    number('IMAX', 3, 'A', 'highest current, single-phase'),
    number('IINST1', 3, 'A', 'current of phase 1', shortThreePhase),
    number('IINST2', 3, 'A', 'current of phase 2', shortThreePhase),
    number('IINST3', 3, 'A', 'current of phase 3', shortThreePhase),
    number('IMAX1', 3, 'A', 'highest current of phase 1'),
    number('IMAX2', 3, 'A', 'highest current of phase 2'),
    number('IMAX3', 3, 'A', 'highest current of phase 3'),
    number('PMAX', 5, 'W', 'highest power reached, three-phase (in VA, of the day before, on Linky)', {
      unitOf: { linky: 'VA' },
    }),
    number('PAPP', 5, 'VA', 'apparent power withdrawn'),
    code('HHPHC', 1, 'letters', 'schedule of peak hours'),
    code('MOTDETAT', [6, 10], 'hex', 'status word, reserved'),
    code('PPOT', 2, 'hex', 'potential of the phases (bits 1 to 3: phase missing)'),
  ],
};
