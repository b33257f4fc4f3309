// Days, indexes and maxima, as they are written.
import assert from 'node:assert/strict';
import { readExport, type ExportRead } from '../../../../lib/enedis/files/read-export';
import type { Point } from '../../../../lib/grid/point';
import { METER } from '../../../support/enedis/export-writer';

const read = (...lines: string[]): ExportRead => readExport(lines.join('\n'), { direction: 'consumption', prm: METER });
const at = (ms: number): string => new Date(ms).toISOString().slice(0, 16);
const told = ({ points }: ExportRead, kind: Point['kind']) =>
  points
    .filter((point) => point.kind === kind)
    .map(({ start, end, value, unit }) => `${at(start)} ${at(end)} ${value} ${unit}`);

describe('daily energy', () => {
  const sheet = ['PRM :;25000000000002', 'Type de comptage :;Consommation Quotidienne', '', 'Date;Valeur (en kWh)'];

  it('is that of a civil day of 23, 24 or 25 hours', () => {
    const found = read(...sheet, '29/03/2026;9,7', '30/03/2026;0', '25/10/2026;11.32', '31/12/2026;"1 000,5"');
    assert.deepEqual(told(found, 'energy'), [
      '2026-03-28T23:00 2026-03-29T22:00 9700 Wh',
      '2026-03-29T22:00 2026-03-30T22:00 0 Wh',
      '2026-10-24T22:00 2026-10-25T23:00 11320 Wh',
      '2026-12-30T23:00 2026-12-31T23:00 1000500 Wh',
    ]);
    assert.deepEqual([found.form, found.prms, found.skipped], ['account-days', ['25000000000002'], {}]);
    assert.deepEqual(found.points[0], {
      prm: '25000000000002',
      direction: 'consumption',
      kind: 'energy',
      quantity: 'active',
      start: Date.parse('2026-03-28T23:00Z'),
      end: Date.parse('2026-03-29T22:00Z'),
      value: 9700,
      unit: 'Wh',
      step: 'P1D',
      quality: 'measured',
      source: 'enedis-file',
    });
  });

  it('what nobody has measured is missing; what is no day or below zero is skipped', () => {
    const rows = ['01/05/2026;NA', '02/05/2026;', '03/05/2026;null', '04/05/2026;-3', '31/04/2026;5', '05/05/2026;x'];
    const found = read(...sheet, ...rows, '06/05/2026;1', '07/05/2026;2');
    assert.deepEqual(told(found, 'energy').length, 2);
    assert.deepEqual(found.skipped, { empty: 3, negative: 1, unreadable: 2 });
  });

  it('said twice counts once, said otherwise the later time', () => {
    const found = read(...sheet, '01/05/2026;1', '01/05/2026;1', '02/05/2026;2', '02/05/2026;3');
    assert.deepEqual(
      found.points.map(({ value }) => value),
      [1000, 3000],
    );
    assert.deepEqual(found.skipped, { repeated: 1, contradicted: 1 });
  });

  it('has dates of a spreadsheet, too', () => {
    // 29 February 2028 is day 46812 since the end of 1899.
    for (const date of ['46812', '29/02/2028', '2028-02-29', '29/2/2028', '2028-02-29 00:00:00'])
      assert.deepEqual(told(read(...sheet, `${date};1`), 'energy'), ['2028-02-28T23:00 2028-02-29T23:00 1000 Wh']);
  });

  it('of SGE names its unit in the facts', () => {
    const head = 'Identifiant PRM;Type de donnees;Date de debut;Date de fin;Grandeur physique;Grandeur metier;Unite';
    const facts = `${METER};Energie quotidienne;01/05/2026;02/05/2026;Energie active;Production;kWh`;
    const found = read(head, facts, 'Horodate;Valeur', '2026-05-01T00:00:00+02:00;3');
    assert.deepEqual(told(found, 'energy'), ['2026-04-30T22:00 2026-05-01T22:00 3000 Wh']);
    assert.equal(found.points[0]?.direction, 'production');
  });
});

const INDEX_HEAD =
  'Identifiant PRM;Type de donnees;Date de debut;Date de fin;Grandeur physique;Grandeur metier;Etape metier;Unite';
const INDEX = [
  INDEX_HEAD,
  `${METER};Index;01/10/2026;30/10/2026;Energie active;Consommation;Comptage Brut;Wh`,
  '',
  'Horodate;Type de releve;EAS F1;EAS F2;EAS F3;EAS D1;EAS T',
];
const CALENDARS = [
  'Periode;Identifiant calendrier fournisseur;Libelle calendrier fournisseur;Identifiant classe temporelle 1;' +
    'Libelle classe temporelle 1;Cadran classe temporelle 1;Identifiant classe temporelle 2;Libelle classe temporelle 2;' +
    'Cadran classe temporelle 2;Identifiant calendrier distributeur;Libelle calendrier distributeur;' +
    'Identifiant classe temporelle 1;Libelle classe temporelle 1;Cadran classe temporelle 1',
  'Du 2026-10-01T00:00:00+02:00 au 2026-10-27T23:00:00+01:00;INCONNU;INCONNU;;;EAS F1;;;EAS F2;INCONNU;INCONNU;;;EAS D1',
  'Du 2026-10-27T23:00:00+01:00 au;FC000014;Heures Pleines/Creuses;HC;Heures Creuses;EAS F1;HP;Heures Pleines;EAS F2;' +
    'DI000001;Sans;BASE;Base;EAS D1',
];

describe('indexes', () => {
  const rows = [
    '2026-10-24T00:00:00+02:00;Arrêté quotidien;;;;;',
    '2026-10-25T00:00:00+02:00;Arrêté quotidien;100;50;;150;1150',
    '2026-10-25T23:00:00+01:00;Arrêté quotidien;100;50;;150;1150',
    '2026-10-26T23:00:00+01:00;Arrêté quotidien;110;55;;165;1165',
    '2026-10-27T23:00:00+01:00;Arrêté quotidien;120;60;;180;1180',
    '2026-10-29T23:00:00+01:00;Arrêté quotidien;140;70;;210;1210',
    '2026-10-30T23:00:00+01:00;Arrêté quotidien;1;0;;1;1',
    '2026-10-31T23:00:00+01:00;Arrêté quotidien;3;0;;3;3',
  ];
  const found = read(...INDEX, ...rows, ...CALENDARS);

  it('are those of the midnight of the written date, each once', () => {
    const totals = found.points.filter(({ register }) => register === 'IDX_EAS_T');
    assert.deepEqual(
      totals.map(({ start, end, value }) => [at(start), end - start, value]),
      [
        ['2026-10-24T22:00', 0, 1150],
        ['2026-10-25T23:00', 0, 1165],
        ['2026-10-26T23:00', 0, 1180],
        ['2026-10-28T23:00', 0, 1210],
        ['2026-10-29T23:00', 0, 1],
        ['2026-10-30T23:00', 0, 3],
      ],
    );
    assert.deepEqual(found.skipped, { empty: 1, repeated: 4 });
  });

  it('carry the tariff class that their register had then, and leave the unknown ones out', () => {
    assert.deepEqual(
      found.points.find(({ value }) => value === 110),
      {
        prm: METER,
        source: 'enedis-file',
        direction: 'consumption',
        kind: 'index',
        quantity: 'active',
        unit: 'Wh',
        stage: 'raw',
        start: Date.parse('2026-10-25T23:00Z'),
        end: Date.parse('2026-10-25T23:00Z'),
        value: 110,
        step: null,
        quality: 'measured',
        grid: 'supplier',
        register: 'IDX_EAS_F1',
      },
    );
    const classes = found.points
      .filter(({ start }) => start === Date.parse('2026-10-26T23:00Z'))
      .map(({ register, grid, calendar, tariffClass }) => [register, grid, calendar, tariffClass]);
    assert.deepEqual(classes.filter(([register]) => register !== undefined).sort(), [
      ['IDX_EAS_D1', 'distributor', 'DI000001', 'BASE'],
      ['IDX_EAS_F1', 'supplier', 'FC000014', 'HC'],
      ['IDX_EAS_F2', 'supplier', 'FC000014', 'HP'],
      ['IDX_EAS_T', 'total', undefined, undefined],
    ]);
  });

  it('give the energy of each day between two of them, none over a gap, none where another meter begins', () => {
    assert.deepEqual(told(found, 'energy'), [
      '2026-10-24T22:00 2026-10-25T23:00 15 Wh',
      '2026-10-25T23:00 2026-10-26T23:00 15 Wh',
      '2026-10-29T23:00 2026-10-30T23:00 2 Wh',
    ]);
    assert.deepEqual(
      [...new Set(found.points.filter(({ kind }) => kind === 'energy').map(({ quality }) => quality))],
      ['derived'],
    );
  });

  it('are followed by the maximum of each day, at its moment', () => {
    const maxima = (unit: string) =>
      read(
        ...INDEX,
        ...rows,
        ...CALENDARS,
        INDEX_HEAD,
        `${METER};Puissance maximale quotidienne;01/10/2026;30/10/2026;Puissance maximale atteinte;Consommation;;${unit}`,
        'Horodate;Valeur',
        '2026-10-25T02:30:00+01:00;5462',
        '2026-10-26T00:00:00+01:00;',
      );
    for (const [unit, as] of [
      ['VA', 'VA'],
      ['', 'VA'],
      ['W', 'W'],
    ] as const)
      assert.deepEqual(told(maxima(unit), 'max-power'), [`2026-10-25T01:30 2026-10-25T01:30 5462 ${as}`]);
    assert.equal(told(maxima('VA'), 'index').length, told(found, 'index').length);
  });

  it('of what is fed in are those of a producer', () => {
    const made = read('PRM :;' + METER, 'Horodate;Type de releve;EAI T', '2026-05-01T00:00:00+02:00;x;5');
    assert.deepEqual(
      made.points.map(({ direction, register, value }) => [direction, register, value]),
      [['production', 'IDX_EAI_T', 5]],
    );
  });
});

describe('other quantities under the same header', () => {
  it('are left out, and counted', () => {
    const head = 'Identifiant PRM;Type de donnees;Grandeur physique;Grandeur metier;Unite';
    for (const [quantity, unit] of [
      ['Energie réactive inductive positive', 'VAr'],
      ['Tension', 'V'],
    ] as const) {
      const facts = `${METER};Courbe de charge;${quantity};Consommation;${unit}`;
      const found = read(head, facts, 'Horodate;Valeur', '2026-05-01T00:30:00+02:00;3', '2026-05-01T01:00:00+02:00;3');
      assert.deepEqual([found.points, found.skipped], [[], { other: 2 }]);
    }
  });
});

describe('an export without rows', () => {
  it('is one with nothing in it', () => {
    assert.deepEqual(read(...INDEX), { form: 'sge-index', prms: [METER], points: [], skipped: {} });
    assert.deepEqual(read('Début;Fin;Valeur (en kW)').points, []);
  });
});

describe('the curve of EDF', () => {
  it('says of a value that it is estimated', () => {
    const found = read(
      'Date et heure de relève par le distributeur;Puissance atteinte (W);Nature de la donnée',
      '01/05/2026;;',
      '01:00:00;10;Réelle',
      '00:30:00;20;Estimée',
      '30/04/2026;;',
      '00:00:00;30;Réelle',
    );
    assert.deepEqual(
      found.points.map(({ value, quality }) => [value, quality]),
      [
        [30, 'measured'],
        [20, 'estimated'],
        [10, 'measured'],
      ],
    );
  });
});
