// One frame of each family of meters, with invented numbers, after the tables of the documents (spec/tic.md §2.1, §2.2).
import { type FrameBuilder, historique, standard } from './tic-frames';

// Maker, year, type, serial number: the types are those of the families (spec/tic.md §1.6).
export const ADDRESS = {
  linkyMono: '022061700123',
  linkyTri: '042271800456',
  cbemm: '021528100789',
  cbemmIcc: '020828200321',
  cbetm: '030930300654',
} as const;

/** Linky in historique, single-phase, HC/HP, 9 kVA. */
export function linkyHc(): FrameBuilder {
  return mono(ADDRESS.linkyMono, 'HC..', 'HC..', [
    ['HCHC', '012345678'],
    ['HCHP', '023456789'],
  ]);
}

export function linkyBase(): FrameBuilder {
  return mono(ADDRESS.linkyMono, 'BASE', 'TH..', [['BASE', '012345678']]);
}

export function linkyEjp(): FrameBuilder {
  return mono(ADDRESS.linkyMono, 'EJP.', 'HN..', [
    ['EJPHN', '012345678'],
    ['EJPHPM', '000456789'],
  ]);
}

export function linkyTempo(): FrameBuilder {
  return mono(ADDRESS.linkyMono, 'BBR(', 'HPJB', TEMPO_INDEXES).after('PTEC', 'DEMAIN', '----');
}

/** Linky in historique, three-phase, 12 kVA: 20 A per phase. */
export function linkyTri(): FrameBuilder {
  return tri(ADDRESS.linkyTri);
}

/** What a three-phase meter sends between long frames while a phase is exceeded, and a minute after. */
export function short(address: string, over: Readonly<Record<number, string>> = {}): FrameBuilder {
  const phases = [1, 2, 3];
  const exceeded = phases.reduce(
    (frame, n) => (over[n] === undefined ? frame : frame.group(`ADIR${String(n)}`, over[n])),
    historique(),
  );
  return phases.reduce(
    (frame, n) => frame.group(`IINST${String(n)}`, over[n] ?? '004'),
    exceeded.group('ADCO', address),
  );
}

/** Blue electronic single-phase meter: no PAPP. */
export function cbemm(): FrameBuilder {
  return mono(ADDRESS.cbemm, 'HC..', 'HP..', [
    ['HCHC', '034567890'],
    ['HCHP', '045678901'],
  ])
    .without('PAPP')
    .set('HHPHC', 'D')
    .set('MOTDETAT', '400000');
}

export function cbemmIcc(): FrameBuilder {
  return mono(ADDRESS.cbemmIcc, 'BASE', 'TH..', [['BASE', '034567890']]).set('HHPHC', 'E');
}

/** Blue electronic three-phase meter. */
export function cbetm(): FrameBuilder {
  return tri(ADDRESS.cbetm).set('HHPHC', 'Y');
}

/** Linky in standard, single-phase, HC/HP, 9 kVA. */
export function linkyStandard(at = 'H270112105501'): FrameBuilder {
  return standardBegin(ADDRESS.linkyMono, at, 'H PLEINE/CREUSE ', ' HEURE  CREUSE  ')
    .group('IRMS1', '005')
    .group('URMS1', '236')
    .group('PREF', '09')
    .group('PCOUP', '09')
    .group('SINSTS', '01240')
    .group('SMAXSN', '05120', 'H270112073402')
    .group('SMAXSN-1', '07030', 'H270111191955')
    .group('CCASN', '01130', 'H270112103000')
    .group('CCASN-1', '01120', 'H270112100000')
    .group('UMOY1', '235', 'H270112105000')
    .group('STGE', '002A0001')
    .group('MSG1', 'PAS DE          MESSAGE         ')
    .group('PRM', '19357204681357')
    .group('RELAIS', '000')
    .group('NTARF', '01')
    .group('NJOURF', '00')
    .group('NJOURF+1', '00')
    .group('PJOURF+1', dayProfile('0000C001', '06008002', '2200C001'));
}

export function linkyStandardTempo(at = 'H270112105501'): FrameBuilder {
  return linkyStandard(at)
    .set('NGTF', '     TEMPO      ')
    .set('LTARF', '    HP  BLEU    ')
    .set('NTARF', '02')
    .set('STGE', '012A0401');
}

export function linkyStandardEjp(at = 'H270112105501'): FrameBuilder {
  return linkyStandard(at).set('NGTF', '      EJP       ').set('LTARF', ' HEURE  NORMALE ');
}

/** A pilot of Linky, of type 67 or 68: three labels are spelt in another way. */
export function linkyPilot(type: '67' | '68', at?: string): FrameBuilder {
  return PILOT_LABELS.reduce(
    (frame, [label, spelling]) => frame.respelt(label, spelling),
    linkyStandard(at).set('ADSC', `0210${type}100123`),
  );
}

export const PILOT_LABELS = [
  ['SINSTS', 'SINST1'],
  ['SMAXSN', 'SMAXN'],
  ['SMAXSN-1', 'SMAXN-1'],
] as const;

/** Three-phase, producer: reactive indexes, injection, 12 kVA. */
export function linkyStandardTriProducer(at = 'H270112105501'): FrameBuilder {
  return standardBegin(ADDRESS.linkyTri, at, '   PRODUCTEUR   ', ' INDEX NON CONSO')
    .group('EAIT', '004567890')
    .group('ERQ1', '000000111')
    .group('ERQ2', '000000222')
    .group('ERQ3', '000000333')
    .group('ERQ4', '000000444')
    .group('IRMS1', '005')
    .group('IRMS2', '012')
    .group('IRMS3', '003')
    .group('URMS1', '236')
    .group('URMS2', '237')
    .group('URMS3', '235')
    .group('PREF', '12')
    .group('PCOUP', '12')
    .group('SINSTS', '04710')
    .group('SINSTS1', '01180')
    .group('SINSTS2', '02830')
    .group('SINSTS3', '00700')
    .group('SMAXSN', '05120', 'H270112073402')
    .group('SMAXSN1', '02120', 'H270112073402')
    .group('SMAXSN2', '03120', 'H270112073403')
    .group('SMAXSN3', '01120', 'H270112073404')
    .group('SMAXSN-1', '07030', 'H270111191955')
    .group('SMAXSN1-1', '03030', 'H270111191955')
    .group('SMAXSN2-1', '03130', 'H270111191955')
    .group('SMAXSN3-1', '02030', 'H270111191955')
    .group('SINSTI', '00000')
    .group('SMAXIN', '02500', 'H270112104800')
    .group('SMAXIN-1', '02600', 'H270111125900')
    .group('CCASN', '01130', 'H270112103000')
    .group('CCASN-1', '01120', 'H270112100000')
    .group('CCAIN', '00130', 'H270112103000')
    .group('CCAIN-1', '00120', 'H270112100000')
    .group('UMOY1', '235', 'H270112105000')
    .group('UMOY2', '236', 'H270112105000')
    .group('UMOY3', '237', 'H270112105000')
    .group('STGE', '002A0101')
    .group('MSG1', 'PAS DE          MESSAGE         ')
    .group('PRM', '25183947065821')
    .group('RELAIS', '000')
    .group('NTARF', '01')
    .group('NJOURF', '00')
    .group('NJOURF+1', '00')
    .group('PJOURF+1', dayProfile('00008001'));
}

/** Eleven blocks of eight characters. */
export function dayProfile(...steps: string[]): string {
  return [...steps, ...Array.from({ length: 11 - steps.length }, () => 'NONUTILE')].join(' ');
}

const TEMPO_INDEXES: readonly (readonly [string, string])[] = ['JB', 'JW', 'JR'].flatMap((day, n) => [
  [`BBRHC${day}`, `01${String(n)}345678`] as const,
  [`BBRHP${day}`, `02${String(n)}345678`] as const,
]);

function mono(
  address: string,
  option: string,
  period: string,
  indexes: readonly (readonly [string, string])[],
): FrameBuilder {
  const begin = historique().group('ADCO', address).group('OPTARIF', option).group('ISOUSC', '45');
  return indexes
    .reduce((frame, [label, wh]) => frame.group(label, wh), begin)
    .group('PTEC', period)
    .group('IINST', '005')
    .group('IMAX', '090')
    .group('PAPP', '01240')
    .group('HHPHC', 'A')
    .group('MOTDETAT', '000000');
}

function tri(address: string): FrameBuilder {
  return historique()
    .group('ADCO', address)
    .group('OPTARIF', 'BASE')
    .group('ISOUSC', '20')
    .group('BASE', '056789012')
    .group('PTEC', 'TH..')
    .group('IINST1', '005')
    .group('IINST2', '012')
    .group('IINST3', '003')
    .group('IMAX1', '060')
    .group('IMAX2', '060')
    .group('IMAX3', '060')
    .group('PMAX', '07350')
    .group('PAPP', '04710')
    .group('HHPHC', 'A')
    .group('MOTDETAT', '000000')
    .group('PPOT', '00');
}

function standardBegin(address: string, at: string, calendar: string, tariff: string): FrameBuilder {
  const begin = standard()
    .group('ADSC', address)
    .group('VTIC', '02')
    .group('DATE', '', at)
    .group('NGTF', calendar)
    .group('LTARF', tariff)
    .group('EAST', '035802467');
  const supplier = Array.from({ length: 10 }, (_, i) => [`EASF${two(i + 1)}`, i < 2 ? '017901233' : '000000000']);
  const distributor = Array.from({ length: 4 }, (_, i) => [`EASD${two(i + 1)}`, '008950616']);
  return [...supplier, ...distributor].reduce((frame, [label = '', wh = '']) => frame.group(label, wh), begin);
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
