// One frame of each family of business meters, with invented numbers, after the tables of the documents (spec/tic.md §2.3–2.6).
import { type FrameBuilder, historique, standard } from './tic-frames';

export const PME_ADDRESS = '041436000777';
export const SAPHIR_ADDRESS = '062066000888';

/** `JJ/MM/AA HH:MM:SS` of a day in November 2026. */
export function colons(time = '14:32:10', day = '24/11/26'): string {
  return `${day} ${time}`;
}

/** The same with slashes, as SAPHIR and ICE write it. */
export function slashes(time = '14/32/10', day = '24/11/26'): string {
  return `${day} ${time}`;
}

/** Palier 2010: no address. BT > 36 kVA, consumer. */
export function pmePmi2010(): FrameBuilder {
  return pmeBody(historique(), 'TJ LU      ', 'kVA', '108').without('ETATDYN1', 'ETATDYN2').set('TGPHI_s', '0.23');
}

/** Palier 2013, BT > 36 kVA, consumer. */
export function pmePmi(): FrameBuilder {
  return pmeBody(historique().group('ADS', PME_ADDRESS), 'BT 4 SUP36', 'kVA', '108');
}

/** Palier 2013, HTA metered in LV: subscribed in kW. */
export function pmePmiHta(): FrameBuilder {
  return pmeBody(historique().group('ADS', PME_ADDRESS), 'HTA 5     ', 'kW', '250');
}

/** Palier 2013, producer. */
export function pmePmiProducer(): FrameBuilder {
  const frame = pmePmiHta()
    .set('CONFIG', 'PROD')
    .after('EAPP_s', 'EAPP_i', '0VAh')
    .after('EAPP_s', 'ER-_i', '0varh')
    .after('EAPP_s', 'ER+_i', '12varh')
    .after('EAPP_s', 'EA_i', '340Wh')
    .after('EAP_s', 'EAP_i', '77kWh')
    .after('ER-P_s', 'ER-P_i', '0kvarh')
    .after('ER-P_s', 'ER+P_i', '3kvarh')
    .after('EaP-1_s', 'EaP-1_i', '55kWh')
    .after('ER-P-1_s', 'ER-P-1_i', '0kvarh')
    .after('ER-P-1_s', 'ER+P-1_i', '2kvarh')
    .after('PMAX_s', 'PMAX_i', '44kW')
    .after('TGPHI_s', 'TGPHI_i', '0,00');
  return [1, 2, 3, 4, 5, 6].reduce(
    (all, n) => all.after(`PA${String(n)}_s`, `PA${String(n)}_i`, `${String(n)}kW`),
    frame,
  );
}

/** What a PME-PMI plays while it is tested. */
export function pmePmiTest(...groups: (readonly [string, string])[]): FrameBuilder {
  const begin = historique().group('TRAME', 'TEST').group('ADS', '000000000000');
  return groups.reduce((frame, [label, data]) => frame.group(label, data), begin);
}

function pmeBody(begin: FrameBuilder, tariff: string, unit: 'kVA' | 'kW', subscribed: string): FrameBuilder {
  const head = begin
    .group('MESURES1', tariff)
    .group('DATE', colons())
    .group('EA_s', '3123Wh')
    .group('ER+_s', '210varh')
    .group('ER-_s', '0varh')
    .group('EAPP_s', '3201VAh')
    .group('PTCOUR1', 'HPH')
    .group('TARIFDYN', 'INACTIF')
    .group('ETATDYN1', '000')
    .group('CONFIG', 'CONSO');
  const points = [1, 2, 3, 4, 5, 6].reduce(
    (frame, n) =>
      frame
        .group(`DATEPA${String(n)}`, colons(`14:${String(30 - 5 * n).padStart(2, '0')}:00`))
        .group(`PA${String(n)}_s`, `9${String(n)}kW`),
    head,
  );
  return points
    .group('DebP', colons('00:00:00', '01/11/26'))
    .group('EAP_s', '1234kWh')
    .group('ER+P_s', '12kvarh')
    .group('ER-P_s', '0kvarh')
    .group('DebP-1', colons('00:00:00', '01/10/26'))
    .group('FinP-1', colons('00:00:00', '01/11/26'))
    .group('EaP-1_s', '1200kWh')
    .group('ER+P-1_s', '11kvarh')
    .group('ER-P-1_s', '0kvarh')
    .group('PS', `${subscribed}${unit}`)
    .group('PA1MN', '87kW')
    .group('PMAX_s', `110${unit}`)
    .group('TGPHI_s', '-0,23')
    .group('MESURES2', tariff)
    .group('PTCOUR2', 'HP ')
    .group('ETATDYN2', '000')
    .group('DebP_2', colons('00:00:00', '01/11/26'))
    .group('EaP_s2', '4321kWh')
    .group('DebP-1_2', colons('00:00:00', '01/10/26'))
    .group('FinP-1_2', colons('00:00:00', '01/11/26'))
    .group('EaP-1_s2', '4200kWh');
}

export interface SaphirForm {
  /** HISTO: blanks and sums without the last separator. STD: HT. */
  readonly format?: 'HISTO' | 'STD';
  readonly producer?: boolean;
}

const EIGHT = [1, 2, 3, 4, 5, 6, 7, 8].map(String);
const NAMES_D = ['P  ', 'HPH', 'HCH', 'HPE', 'HCE', 'XXX', 'XXX', 'XXX'];
const NAMES_F = ['P  ', 'HP ', 'HC ', 'XXX', 'XXX', 'XXX', 'XXX', 'XXX'];

export function saphirShort(form: SaphirForm = {}): FrameBuilder {
  return saphir(form, false);
}

/** Subscribed: 800 kW in HPH, 700 in HCH, the rest 600. */
export function saphirLong(form: SaphirForm = {}): FrameBuilder {
  return saphir(form, true);
}

function saphir({ format = 'HISTO', producer = false }: SaphirForm, long: boolean): FrameBuilder {
  type Row = readonly [label: string, data: string, when?: boolean];
  const eight = (label: (n: string) => string, data: (n: number) => string, when = true): Row[] =>
    EIGHT.map((n, i) => [label(n), data(i), when]);
  const reactive = (suffix: string, when: boolean): Row[] =>
    EIGHT.flatMap((n): Row[] => [
      [`ER+p${n}${suffix}`, '3kvarh', when],
      [`ER-p${n}${suffix}`, '0kvarh', when],
    ]);
  const points = [1, 2, 3, 4, 5, 6].map(String).flatMap((n): Row[] => [
    [`DATEPA${n}`, slashes(`14/${String(30 - 5 * Number(n)).padStart(2, '0')}/00`), long],
    [`PA${n}S`, n === '2' ? '702H.kW' : `70${n}kW`, long],
    [`PR+${n}S`, '10kvar', long],
    [`PR-${n}S`, '0kvar', long],
    [`PA${n}I`, '1kW', long && producer],
    [`PR+${n}I`, '0kvar', long && producer],
    [`PR-${n}I`, '0kvar', long && producer],
    [`UMOY${n}`, n === '3' ? '20120C.V' : '20120V', long],
  ]);
  const rows: Row[] = [
    ['LG_TRM', long ? 'TRM_LONGUE' : 'TRM_COURTE'],
    ['ADS', SAPHIR_ADDRESS],
    ['DATE', slashes()],
    ['TD', '10', long],
    ['TC', '10', long],
    ['EAS', '20000Wh'],
    ['ER+S', '1200varh'],
    ['ER-S', '0varh'],
    ['EAI', '5Wh', producer],
    ['ER+I', '0varh', producer],
    ['ER-I', '0varh', producer],
    ['I1I', '1,250A', producer],
    ['I2I', '0,000A', producer],
    ['I3I', '0,000A', producer],
    ['GRILLE_D', 'HTA5____', long],
    ['PTCOURD', 'HPH'],
    ['ETATDYND', '0'],
    ...points,
    ...eight(
      (n) => `EAp${n}SD`,
      (i) => `${String((i + 1) * 1000)}kWh`,
    ),
    ...reactive('SD', true),
    ...eight(
      (n) => `EAp${n}ID`,
      () => '9kWh',
      producer,
    ),
    ...reactive('ID', producer),
    ['FINP1', slashes('00/00/00', '01/11/26'), long],
    ...eight(
      (n) => `EAp${n}SD1`,
      () => '800kWh',
      long,
    ),
    ...reactive('SD1', long),
    ...eight(
      (n) => `EAp${n}ID1`,
      () => '8kWh',
      long && producer,
    ),
    ...reactive('ID1', long && producer),
    ['KDC', '90%', long],
    ['KDCD', '85%', long],
    ...eight(
      (n) => `PSp${n}`,
      (i) => `${String([600, 800, 700][i] ?? 600)}kW`,
      long,
    ),
    ...eight(
      (n) => `LIB_p${n}D`,
      (i) => NAMES_D[i] ?? 'XXX',
      long,
    ),
    ['PA1MN', '730kW', producer],
    ['PA10MN', '712kW', producer],
    ['PREA1MN', '-5kvar', producer],
    ['PREA10MN', '-4kvar', producer],
    ['IPA1MN', '0kW', producer],
    ['IPATMN', '0kW', producer],
    ['IPREA1MN', '0kvar', producer],
    ['IPREATMN', '0kvar', producer],
    ['TGPHIS', '-0,05'],
    ['TGPHII', '0,00', producer],
    ['U10MN', '20110V'],
    ['GRILLE_F', 'HTA3____', long],
    ['PTCOURF', 'HP '],
    ['ETATDYNF', '0'],
    ...eight(
      (n) => `EAp${n}SF`,
      (i) => `${String((i + 1) * 1500)}kWh`,
    ),
    ...eight(
      (n) => `EAp${n}SF1`,
      () => '700kWh',
      long,
    ),
    ...eight(
      (n) => `LIB_p${n}F`,
      (i) => NAMES_F[i] ?? 'XXX',
      long,
    ),
  ];
  return rows.reduce(
    (frame, [label, data, when = true]) => (when ? frame.group(label, data) : frame),
    format === 'STD' ? standard() : historique(),
  );
}

/** V2.7 and later. */
export function ice2q(contract = 'BASE_A5'): FrameBuilder {
  const head = historique()
    .group('CONTRAT', contract)
    .group('DATECOUR', slashes())
    .group('EA', '51234Wh')
    .group('ERP', '1234varh')
    .group('PTCOUR', 'HPH');
  const points = [1, 2, 3, 4, 5, 6].reduce(
    (frame, n) =>
      frame
        .group(`DATEPA${String(n)}`, slashes(`14/${String(30 - 5 * n).padStart(2, '0')}/00`))
        .group(`PA${String(n)}`, `40${String(n)}${n === 3 ? 'C.' : ''}kW`),
    head,
  );
  return points
    .group('DEBUTp', slashes('00/00/00', '01/11/26'))
    .group('FINp', slashes('00/00/00', '01/12/26'))
    .group('CAFp', '5')
    .group('EApP', '1234kWh')
    .group('EApHCE', '234567kWh')
    .group('EApHPH', '567890kWh')
    .group('ERPpHPH', '3456kvarh')
    .group('KDC', '90%')
    .group('KDCD', '85%')
    .group('PSP', '500kW')
    .group('PSHPH', '480kW')
    .group('PSHCE', '450kW')
    .group('PA1MN', '452kW')
    .group('PA10MN', '431kW')
    .group('PREA1MN', '-12kvar')
    .group('PREA10MN', '-9kvar')
    .group('TGPHI', '0,23');
}

/** V2.4: no contract, DATE for DATECOUR, TGPHI before the subscribed powers, MODE at the end. */
export function iceV24(): FrameBuilder {
  return historique()
    .group('DATE', slashes())
    .group('EA', '51234Wh')
    .group('ERP', '1234varh')
    .group('PTCOUR', 'HPH')
    .group('KDC', '90%')
    .group('KDCD', '85%')
    .group('TGPHI', '0,23')
    .group('PSP', '500kW')
    .group('PSHPH', '480kW');
}

export function ice4q(): FrameBuilder {
  return ice2q()
    .group('Appli', 'INJECTION')
    .group('U10MN', '20150V')
    .group('DATECOUR', slashes())
    .group('EA', '17Wh')
    .group('ERP', '1varh')
    .group('ERN', '2varh')
    .group('PTCOUR', '2')
    .group('DATEP1', slashes('14/30/00'))
    .group('P1', '12H.kW')
    .group('DEBUTp', slashes('00/00/00', '01/11/26'))
    .group('EApCour', '123kWh')
    .group('EAp1P1', '100kWh')
    .group('PrapCour', '400kW')
    .group('IPA1MN', '3kW')
    .group('I1', '1,250A')
    .group('TGPHI', '-0,05');
}

/** @param notice the two characters of an overrun notice */
export function cje(notice: 'DP' | '  ' = '  ', power = '03100', period = '21'): FrameBuilder {
  return historique()
    .group('JAUNE', `14:32:24:11:${period}:${notice}:${power}:80`)
    .group('ENERG', '123456:234567:345678:456789')
    .group('PERCC', '01:11:00:05')
    .group('PMAXC', '03600:02900')
    .group('TDEPA', '00012:00000')
    .group('PERCP', '01:10:00:05')
    .group('PMAXP', '03500:02800')
    .group('PSOUSC', '04200:04200')
    .group('PSOUSP', '04200:03600')
    .group('FCOU', '09:00:59');
}

export function concentrateur(): FrameBuilder {
  return historique()
    .group('ADCO', '021503000123')
    .group('OPTARIF', 'HC..')
    .group('HCHC', '01234567')
    .group('HCHP', '02345678')
    .group('GAZ', '0012345')
    .group('AUTRE', '0006789')
    .group('PTEC', 'HP..')
    .group('MOTDETAT', '0000000000');
}

/** All that a blue meter on stand-by says. */
export function standby(): FrameBuilder {
  return historique().group('ADCO', '021528100789');
}
