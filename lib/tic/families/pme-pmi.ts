// PME-PMI, palier 2010 and 2013 (Enedis-NOI-CPT_02E §2.9, table 10; spec/tic.md §2.4). Units are glued to the numbers; the
// spelling of labels varies by make, so they are matched without case. The rows stand in the order of emission.
import type { Dialect, Family } from './family';
import type { LabelRow } from './label';
import { code, date, quantity } from './row';

const POINTS = [1, 2, 3, 4, 5, 6];
const PERIOD: readonly [number, number] = [1, 4];
const current1 = { indexOf: ['MESURES1', 'PTCOUR1'] } as const;
const current2 = { indexOf: ['MESURES2', 'PTCOUR2'] } as const;
const transient = { transient: true } as const;

/** Power points: kW, with the injected ones beside them on a producer's meter. */
const points: LabelRow[] = POINTS.flatMap((n) => [
  date(`DATEPA${String(n)}`, `date of point ${String(n)} of the load curve, 1 is the newest`),
  quantity(`PA${String(n)}_s`, ['kW'], `mean active power withdrawn, point ${String(n)}`),
  quantity(`PA${String(n)}_i`, ['kW'], `mean active power injected, point ${String(n)} (PROD)`),
]);

/** What each of the two calendars says of dynamic tariffs (palier 2013). */
const dynamic = (n: 1 | 2): LabelRow[] => [
  code(`ETATDYN${String(n)}`, PERIOD, 'capitals', 'dynamic period in progress, 000 for none'),
  code(`PREAVIS${String(n)}`, [4, 8], 'capitals', 'notice of a dynamic tariff: TD- and the period', transient),
  code(`TDYN${String(n)}CD`, [18, 24], 'date', 'begin of the dynamic period in progress, and its name', transient),
  code(`TDYN${String(n)}CF`, [18, 24], 'date', 'end of the dynamic period in progress', transient),
  code(`TDYN${String(n)}FD`, [18, 24], 'date', 'begin of the next dynamic period', transient),
  code(`TDYN${String(n)}FF`, [18, 24], 'date', 'end of the next dynamic period', transient),
];

export const PME_PMI_METER: Family = {
  name: 'PME-PMI',
  types: ['36'],
  flexReady: [
    { data: 'DATE', labels: /^DATE$/ },
    { data: 'PREAVIS', labels: /^PREAVIS$/, absenceCounts: true },
    { data: 'PS', labels: /^PS$/ },
    { data: 'EAPP_s', labels: /^EAPP_s$/, unit: 'kVA' },
    { data: 'EA_s', labels: /^EA_s$/, unit: 'kW' },
    { data: 'PTCOUR1', labels: /^PTCOUR1$/ },
    { data: 'PTCOUR2', labels: /^PTCOUR2$/ },
    { data: 'EAP_s', labels: /^EAP_s$/ },
    { data: 'EaP_s2', labels: /^EaP_s2$/ },
  ],
};

export const PME_PMI: Dialect = {
  name: 'pme-pmi',
  mode: null,
  separator: 'SP',
  tell: ['TRAME', 'ADS', 'MESURES1'],
  foldCase: true,
  kin: 'pme-pmi',
  familyOf: () => 'pme-pmi',
  producerTold: (frame) => {
    const config = frame.textOf('CONFIG');
    return config === undefined ? undefined : config === 'PROD';
  },
  test: { address: '000000000000', plays: new Set(['ADS', 'PTCOUR1', 'PTCOUR2', 'PREAVIS']) },
  isBusiness: true,
  bound: { label: 'PS', fused: false },
  subscribed: {
    tell: 'PS',
    binding: /^(PS|PTCOUR)/,
    inForce: (values, unit) => {
      const value = values.get('PS');
      return typeof value === 'number' ? { value, unit: unit === 'kW' ? 'kW' : 'kVA' } : null;
    },
  },
  rows: [
    code('TRAME', [4, 8], 'capitals', 'TEST: the meter plays a test, nothing in the frame is real', {
      opens: true,
      transient: true,
      test: true,
    }),
    code('ADS', 12, 'digits', 'address of the meter (palier 2013)', { identity: true, personal: true, opens: true }),
    code('MESURES1', [4, 12], 'capitals', "tariff of calendar 1, the distributor's", { opens: true }),
    date('DATE', "the meter's clock", { clock: true }),
    quantity('EA_s', ['Wh'], 'active energy withdrawn since the last Td top'),
    quantity('ER+_s', ['varh'], 'reactive energy, positive, withdrawn since the last Td top'),
    quantity('ER-_s', ['varh'], 'reactive energy, negative, withdrawn since the last Td top'),
    quantity('EAPP_s', ['VAh', 'Wh'], 'apparent energy withdrawn since the last Td top'),
    quantity('EA_i', ['Wh'], 'active energy injected since the last Td top (PROD)'),
    quantity('ER+_i', ['varh'], 'reactive energy, positive, injected since the last Td top (PROD)'),
    quantity('ER-_i', ['varh'], 'reactive energy, negative, injected since the last Td top (PROD)'),
    quantity('EAPP_i', ['VAh', 'Wh'], 'apparent energy injected since the last Td top (PROD)'),
    code('PTCOUR1', PERIOD, 'capitals', 'tariff period in force, calendar 1'),
    code('TARIFDYN', [5, 8], 'capitals', 'ACTIF while an external tariff signal is present, else INACTIF'),
    ...dynamic(1),
    code('MODE', [4, 9], 'capitals', "CONTROLE: distributor's tests, values are not to be trusted", {
      transient: true,
      test: true,
    }),
    code('CONFIG', [4, 6], 'capitals', 'CONSO or PROD'),
    ...points,
    date('DebP', 'begin of the period P'),
    quantity('EAP_s', ['kWh'], 'index of the tariff period in force, active, withdrawn', {
      index: 'withdrawn',
      ...current1,
    }),
    quantity('EAP_i', ['kWh'], 'index of the tariff period in force, active, injected', {
      index: 'injected',
      ...current1,
    }),
    quantity('ER+P_s', ['kvarh'], 'index, reactive positive, withdrawn', { index: 'reactive', ...current1 }),
    quantity('ER-P_s', ['kvarh'], 'index, reactive negative, withdrawn', { index: 'reactive', ...current1 }),
    quantity('ER+P_i', ['kvarh'], 'index, reactive positive, injected', { index: 'reactive', ...current1 }),
    quantity('ER-P_i', ['kvarh'], 'index, reactive negative, injected', { index: 'reactive', ...current1 }),
    date('DebP-1', 'begin of the period P-1'),
    date('FinP-1', 'end of the period P-1'),
    quantity('EaP-1_s', ['kWh'], 'active energy withdrawn in the period P-1'),
    quantity('EaP-1_i', ['kWh'], 'active energy injected in the period P-1'),
    quantity('ER+P-1_s', ['kvarh'], 'reactive energy, positive, withdrawn in the period P-1'),
    quantity('ER-P-1_s', ['kvarh'], 'reactive energy, negative, withdrawn in the period P-1'),
    quantity('ER+P-1_i', ['kvarh'], 'reactive energy, positive, injected in the period P-1'),
    quantity('ER-P-1_i', ['kvarh'], 'reactive energy, negative, injected in the period P-1'),
    quantity('PS', ['kVA', 'kW'], 'subscribed power of the tariff period in force: kVA on BT > 36, kW on HTA'),
    code('PREAVIS', [3, 4], ['DEP', 'DEP '], 'overrun warning: more than 90 % of PS over one minute', transient),
    quantity('PA1MN', ['kW'], 'mean active power of the last minute'),
    quantity('PMAX_s', ['kVA', 'kW'], 'highest power withdrawn in the tariff period'),
    quantity('PMAX_i', ['kVA', 'kW'], 'highest power injected in the tariff period'),
    quantity('TGPHI_s', [], 'tangent phi, withdrawal'),
    quantity('TGPHI_i', [], 'tangent phi, injection'),
    code('MESURES2', [4, 12], 'capitals', "tariff of calendar 2, the supplier's"),
    code('PTCOUR2', PERIOD, 'capitals', 'tariff period in force, calendar 2'),
    ...dynamic(2),
    date('DebP_2', 'begin of the period P, calendar 2'),
    quantity('EaP_s2', ['kWh'], 'index of the tariff period in force, calendar 2', { index: 'withdrawn', ...current2 }),
    date('DebP-1_2', 'begin of the period P-1, calendar 2'),
    date('FinP-1_2', 'end of the period P-1, calendar 2'),
    quantity('EaP-1_s2', ['kWh'], 'active energy withdrawn in the period P-1, calendar 2'),
  ],
};
