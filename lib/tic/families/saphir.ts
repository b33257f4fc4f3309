// SAPHIR (Enedis-NOI-CPT_02E §2.10, table 12; spec/tic.md §2.5). Long frames bring all labels, short ones those marked so;
// the format (SP or HT) and the speed are two settings of the meter. No capture of a real meter is known to us: these rows
// rest on the document alone. They stand in the order of emission.
import { type Dialect, type Family, inKilowatts } from './family';
import type { LabelRow } from './label';
import { code, date, quantity } from './row';

const short = { short: true } as const;
const transient = { short: true, transient: true } as const;
const EIGHT = [1, 2, 3, 4, 5, 6, 7, 8];
const SIX = [1, 2, 3, 4, 5, 6];

const reactive = (suffix: string, extras: Parameters<typeof quantity>[3]): LabelRow[] =>
  EIGHT.flatMap((n) => [
    quantity(
      `ER+p${String(n)}${suffix}`,
      ['kvarh'],
      `reactive energy, positive, index ${String(n)} (${suffix})`,
      extras,
    ),
    quantity(
      `ER-p${String(n)}${suffix}`,
      ['kvarh'],
      `reactive energy, negative, index ${String(n)} (${suffix})`,
      extras,
    ),
  ]);

const active = (suffix: string, what: string, extras: Parameters<typeof quantity>[3]): LabelRow[] =>
  EIGHT.map((n) => quantity(`EAp${String(n)}${suffix}`, ['kWh'], `active energy ${what}, index ${String(n)}`, extras));

/** The table of the document spells PA1S where its text has PAX1: both are taken. */
const points: LabelRow[] = SIX.flatMap((n) => {
  const i = String(n);
  return [
    date(`DATEPA${i}`, `date of point ${i} of the load curve, 1 is the newest`),
    quantity(`PA${i}S`, ['kW'], `mean active power withdrawn, point ${i}`, { alias: `PAX${i}` }),
    quantity(`PR+${i}S`, ['kvar'], `mean reactive power, positive, withdrawn, point ${i}`),
    quantity(`PR-${i}S`, ['kvar'], `mean reactive power, negative, withdrawn, point ${i}`),
    quantity(`PA${i}I`, ['kW'], `mean active power injected, point ${i} (producer)`),
    quantity(`PR+${i}I`, ['kvar'], `mean reactive power, positive, injected, point ${i} (producer)`),
    quantity(`PR-${i}I`, ['kvar'], `mean reactive power, negative, injected, point ${i} (producer)`),
    quantity(`UMOY${i}`, ['V'], `mean voltage, point ${i}`),
  ];
});

const ROWS: readonly LabelRow[] = [
  code('LG_TRM', [9, 12], ['TRM_COURTE', 'TRM_LONGUE'], 'whether this frame is a short or a long one', {
    ...short,
    opens: true,
  }),
  code('ADS', 12, 'digits', 'address of the meter', { ...short, identity: true, personal: true }),
  date('DATE', "the meter's clock", { ...short, clock: true }),
  code('MESSAGE', [1, 80], 'text', 'message', transient),
  quantity('TD', ['min'], 'length of a Td period'),
  quantity('TC', ['min'], 'length of a point of the load curve'),
  quantity('EAS', ['Wh'], 'active energy withdrawn since the last Td top', short),
  quantity('ER+S', ['varh'], 'reactive energy, positive, withdrawn since the last Td top', short),
  quantity('ER-S', ['varh'], 'reactive energy, negative, withdrawn since the last Td top', short),
  quantity('EAI', ['Wh'], 'active energy injected since the last Td top (producer)', short),
  quantity('ER+I', ['varh'], 'reactive energy, positive, injected since the last Td top (producer)', short),
  quantity('ER-I', ['varh'], 'reactive energy, negative, injected since the last Td top (producer)', short),
  quantity('I1I', ['A'], 'current injected, phase 1, HTA side (producer)', short),
  quantity('I2I', ['A'], 'current injected, phase 2, HTA side (producer)', short),
  quantity('I3I', ['A'], 'current injected, phase 3, HTA side (producer)', short),
  code('GRILLE_D', [1, 8], 'capitals', "name of the distributor's calendar"),
  code('PTCOURD', [1, 3], 'capitals', "tariff period in force, distributor's calendar", short),
  code(
    'PREAVIS',
    [3, 4],
    ['DEP', 'DEP '],
    'overrun warning: on above KDC % of the subscribed power, off below KDCD %',
    transient,
  ),
  code('PREAVISD', [4, 8], 'capitals', "notice of a dynamic day, distributor's calendar", transient),
  code('TDYND', [18, 24], 'date', "begin (d-) and end (f-) of dynamic periods, distributor's calendar", {
    repeats: true,
  }),
  code('ETATDYND', 1, 'digits', 'dynamic day in progress, 0 for none', short),
  code('MODE', [4, 9], 'capitals', "CONTROLE: distributor's tests, values are not to be trusted", {
    ...transient,
    test: true,
  }),
  ...points,
  ...active('SD', "withdrawn, distributor's calendar", { ...short, index: 'withdrawn' }),
  ...reactive('SD', { ...short, index: 'reactive' }),
  ...active('ID', "injected, distributor's calendar (producer)", { ...short, index: 'injected' }),
  ...reactive('ID', { ...short, index: 'reactive' }),
  date('FINP1', 'end of the period P-1'),
  ...active('SD1', 'withdrawn in the period P-1', {}),
  ...reactive('SD1', {}),
  ...active('ID1', 'injected in the period P-1 (producer)', {}),
  ...reactive('ID1', {}),
  quantity('KDC', ['%'], 'share of the subscribed power above which PREAVIS begins'),
  quantity('KDCD', ['%'], 'share of the subscribed power below which PREAVIS ends'),
  ...EIGHT.map((n) => quantity(`PSp${String(n)}`, ['kW'], `subscribed power of period ${String(n)}`)),
  ...EIGHT.map((n) =>
    code(`LIB_p${String(n)}D`, [1, 3], 'capitals', `name of period ${String(n)}, distributor's calendar`),
  ),
  quantity('PA1MN', ['kW'], 'mean active power of the last minute (producer)', short),
  quantity('PA10MN', ['kW'], 'mean active power of the last ten minutes (producer)', short),
  quantity('PREA1MN', ['kvar'], 'mean reactive power of the last minute (producer)', short),
  quantity('PREA10MN', ['kvar'], 'mean reactive power of the last ten minutes (producer)', short),
  quantity('IPA1MN', ['kW'], 'mean active power injected, last minute (producer)', short),
  quantity('IPATMN', ['kW'], 'mean active power injected, last ten minutes (producer)', short),
  quantity('IPREA1MN', ['kvar'], 'mean reactive power injected, last minute (producer)', short),
  quantity('IPREATMN', ['kvar'], 'mean reactive power injected, last ten minutes (producer)', short),
  quantity('TGPHIS', [], 'tangent phi over Tc, withdrawal', short),
  quantity('TGPHII', [], 'tangent phi over Tc, injection (producer)', short),
  quantity('U10MN', ['V'], 'mean voltage of the last ten minutes', short),
  code('GRILLE_F', [1, 8], 'capitals', "name of the supplier's calendar"),
  code('PTCOURF', [1, 3], 'capitals', "tariff period in force, supplier's calendar", short),
  code('PREAVISF', [4, 8], 'capitals', "notice of a dynamic day, supplier's calendar", transient),
  code('TDYNF', [18, 24], 'date', "begin (d-) and end (f-) of dynamic periods, supplier's calendar", { repeats: true }),
  code('ETATDYNF', 1, 'digits', "dynamic day in progress, supplier's calendar, 0 for none", short),
  ...active('SF', "withdrawn, supplier's calendar", { ...short, index: 'withdrawn' }),
  ...active('SF1', "withdrawn in the period P-1, supplier's calendar", {}),
  ...EIGHT.map((n) =>
    code(`LIB_p${String(n)}F`, [1, 3], 'capitals', `name of period ${String(n)}, supplier's calendar`),
  ),
];

export const SAPHIR_METER: Family = {
  name: 'SAPHIR',
  // The reference writes EAp_xSD where the meter sends EAp1SD.
  flexReady: [
    { data: 'DATE', labels: /^DATE$/ },
    { data: 'PREAVIS', labels: /^PREAVIS$/, absenceCounts: true },
    { data: 'KDC', labels: /^KDC$/ },
    { data: 'KDCD', labels: /^KDCD$/ },
    { data: 'PSpx', labels: /^PSp[1-8]$/ },
    { data: 'PTCOURD', labels: /^PTCOURD$/ },
    { data: 'LIB_pxD', labels: /^LIB_p[1-8]D$/ },
    { data: 'EAS', labels: /^EAS$/ },
    { data: 'PTCOURF', labels: /^PTCOURF$/ },
    { data: 'EAp_xSD', labels: /^EAp[1-8]SD$/ },
    { data: 'EAp_xSF', labels: /^EAp[1-8]SF$/ },
  ],
};

const saphir: Omit<Dialect, 'name' | 'mode' | 'separator'> = {
  tell: ['LG_TRM'],
  rows: ROWS,
  lengthLabel: 'LG_TRM',
  kin: 'saphir',
  familyOf: () => 'saphir',
  producerTold: (frame) => (frame.seen('EAI') ? true : frame.skipped('EAI') ? false : undefined),
  test: {},
  isBusiness: true,
  subscribed: {
    tell: 'PTCOURD',
    binding: /^(PSp|PTCOUR|LIB_p|KDC)/,
    inForce: (values) => {
      const period = values.get('PTCOURD');
      const n = period === undefined ? undefined : EIGHT.find((x) => values.get(`LIB_p${String(x)}D`) === period);
      return n === undefined ? null : inKilowatts(values.get(`PSp${String(n)}`));
    },
  },
};

export const SAPHIR_HISTO: Dialect = { ...saphir, name: 'saphir-histo', mode: 'historique', separator: 'SP' };
export const SAPHIR_STD: Dialect = { ...saphir, name: 'saphir-std', mode: 'standard', separator: 'HT' };
