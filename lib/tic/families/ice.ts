// ICE-2Q and ICE-4Q "Emeraude" (Enedis-NOI-CPT_02E §2.7, §2.8; spec/tic.md §2.6). A 4Q sends its withdrawal like a 2Q,
// then `Appli INJECTION`, after which labels are used again for injection: their rows are named `injection_…`.
import { type Dialect, type Family, inKilowatts } from './family';
import type { LabelRow } from './label';
import { code, date, inSection, quantity } from './row';

const PERIODS = ['P', 'PM', 'HPH', 'HCH', 'HPE', 'HCE', 'HPD', 'HCD', 'JA', 'HH', 'HD', 'HM', 'DSM', 'SCM'];
const test = { transient: true, test: true } as const;
const SIX = [1, 2, 3, 4, 5, 6];
const EIGHT = [1, 2, 3, 4, 5, 6, 7, 8];

const perPeriod = (
  prefix: string,
  unit: 'kWh' | 'kvarh' | 'kW',
  what: string,
  extras: Parameters<typeof quantity>[3] = {},
): LabelRow[] => PERIODS.map((period) => quantity(`${prefix}${period}`, [unit], `${what}, period ${period}`, extras));

const WITHDRAWAL: readonly LabelRow[] = [
  code('CONTRAT', [3, 8], 'capitals', 'contract: BASE_A5, BASE_A8, EJP_A5, EJP_A8, MOD (from V2.7 on)', {
    opens: true,
  }),
  date('DATECOUR', "the meter's clock", { clock: true, opens: true }),
  date('DATE', "the meter's clock (V2.4)", { clock: true, opens: true }),
  quantity('EA', ['Wh'], 'active energy since the last Td top'),
  quantity('ERP', ['varh'], 'reactive energy, positive, since the last Td top'),
  quantity('ERN', ['varh'], 'reactive energy, negative, since the last Td top'),
  code('PTCOUR', [1, 3], 'capitals', 'tariff period in force'),
  code(
    'PREAVIS',
    [2, 4],
    ['DEP', 'EJP', 'HM', 'DSM', 'SCM', 'DEP ', 'EJP ', 'HM '],
    'DEP: overrun warning; else notice of a tariff period',
    {
      transient: true,
      repeats: true,
    },
  ),
  code('MODE', [4, 9], 'capitals', "CONTROLE: distributor's tests, values are not to be trusted", test),
  ...SIX.flatMap((n) => [
    date(`DATEPA${String(n)}`, `date of point ${String(n)} of the load curve, 1 is the newest`),
    quantity(`PA${String(n)}`, ['kW'], `mean active power, point ${String(n)}`),
  ]),
  date('DEBUTp', 'begin of the period P'),
  date('FINp', 'end of the period P'),
  code('CAFp', [1, 4], 'capitals', 'closing code of the period P'),
  ...perPeriod('EAp', 'kWh', 'active energy', { index: 'withdrawn' }),
  ...perPeriod('ERPp', 'kvarh', 'reactive energy, positive (sent in turn)', { index: 'reactive' }),
  ...perPeriod('ERNp', 'kvarh', 'reactive energy, negative (sent in turn)', { index: 'reactive' }),
  date('DEBUTp1', 'begin of the period P-1'),
  date('FINp1', 'end of the period P-1'),
  code('CAFp1', [1, 4], 'capitals', 'closing code of the period P-1'),
  ...perPeriod('EAp1', 'kWh', 'active energy of the period P-1'),
  ...perPeriod('ERPp1', 'kvarh', 'reactive energy, positive, of the period P-1'),
  ...perPeriod('ERNp1', 'kvarh', 'reactive energy, negative, of the period P-1'),
  quantity('KDC', ['%'], 'share of the subscribed power above which PREAVIS DEP begins'),
  quantity('KDCD', ['%'], 'share of the subscribed power below which PREAVIS DEP ends'),
  ...perPeriod('PS', 'kW', 'subscribed power'),
  quantity('PA1MN', ['kW'], 'mean active power of the last minute'),
  quantity('PA10MN', ['kW'], 'mean active power of the last ten minutes'),
  quantity('PREA1MN', ['kvar'], 'mean reactive power of the last minute'),
  quantity('PREA10MN', ['kvar'], 'mean reactive power of the last ten minutes'),
  quantity('TGPHI', [], 'tangent phi'),
  quantity('U10MN', ['V'], 'mean voltage of the last ten minutes (a frame of its own on some makes)', { short: true }),
];

/** Second part of a 4Q's frame: the label of the period in force tells which counter an index shows. */
const inForce = { indexOf: ['injection_PTCOUR'] } as const;
const INJECTION: readonly LabelRow[] = [
  quantity('U10MN', ['V'], 'mean voltage of the last ten minutes'),
  date('DATECOUR', 'clock, injection part'),
  quantity('EA', ['Wh'], 'active energy injected since the last Td top'),
  quantity('ERP', ['varh'], 'reactive energy, positive, since the last Td top'),
  quantity('ERN', ['varh'], 'reactive energy, negative, since the last Td top'),
  code('PTCOUR', [1, 3], 'capitals', 'tariff period in force, 1 (P) to 5 (HCE)'),
  code('PREAVIS', [1, 4], 'capitals', 'notice (V1.01)', { transient: true, repeats: true }),
  code('MODE', [4, 9], 'capitals', "CONTROLE: distributor's tests", test),
  ...SIX.flatMap((n) => [
    date(`DATEP${String(n)}`, `date of point ${String(n)} of the load curve`),
    quantity(`P${String(n)}`, ['kW'], `mean active power injected, point ${String(n)}`),
  ]),
  date('DEBUTp', 'begin of the period P'),
  quantity('EApCour', ['kWh'], 'active energy injected, period in force', { index: 'injected', ...inForce }),
  quantity('ERPpCour', ['kvarh'], 'reactive energy, positive, period in force', { index: 'reactive', ...inForce }),
  quantity('ERNpCour', ['kvarh'], 'reactive energy, negative, period in force', { index: 'reactive', ...inForce }),
  date('DEBUTp1', 'begin of the period P-1'),
  ...(['EAp1P', 'ERPp1P', 'ERNp1P'] as const).flatMap((prefix) =>
    EIGHT.map((n) =>
      quantity(
        `${prefix}${String(n)}`,
        [prefix === 'EAp1P' ? 'kWh' : 'kvarh'],
        `period P-1, index ${String(n)} (sent in turn)`,
      ),
    ),
  ),
  quantity('PrapCour', ['kW'], 'power of connection, injection'),
  quantity('IPA1MN', ['kW'], 'mean active power injected, last minute'),
  quantity('IPATMN', ['kW'], 'mean active power injected, last ten minutes'),
  quantity('IPREA1MN', ['kvar'], 'mean reactive power injected, last minute'),
  quantity('IPREATMN', ['kvar'], 'mean reactive power injected, last ten minutes'),
  quantity('I1', ['A'], 'current injected, phase 1'),
  quantity('I2', ['A'], 'current injected, phase 2'),
  quantity('I3', ['A'], 'current injected, phase 3'),
  quantity('TGPHI', [], 'tangent phi, injection'),
];

export const ICE_2Q: Family = { name: 'ICE-2Q' };
export const ICE_4Q: Family = { name: 'ICE-4Q', types: ['34'] };

export const ICE: Dialect = {
  name: 'ice',
  mode: null,
  separator: 'SP',
  tell: ['CONTRAT', 'DATECOUR', 'EA', 'ERP', 'Appli'],
  kin: 'ice',
  marks: ['Appli'],
  familyOf: ({ sent }) => (sent.has('Appli') ? 'ice-4q' : 'ice-2q'),
  secondPart: { section: 'injection', opensWith: 'Appli', first: 'U10MN' },
  // V2.4 has DATE for DATECOUR.
  test: { lastBehind: 'DATE' },
  isBusiness: true,
  subscribed: {
    tell: 'PTCOUR',
    binding: /^(PS|PTCOUR|KDC)/,
    inForce: (values) => inKilowatts(values.get(`PS${String(values.get('PTCOUR'))}`)),
  },
  rows: [
    ...WITHDRAWAL,
    code('Appli', [4, 12], 'capitals', 'INJECTION: what follows is of injection', { section: 'injection' }),
    ...INJECTION.map((row) => inSection('injection', row)),
  ],
};
