// Files of a company account and of SGE (R63 to R66), JSON and CSV: what their times are, what of them is a point, and what is none.
import assert from 'node:assert/strict';
import { readExport, type AboutFile, type ExportRead } from '../../../../lib/enedis/files/read-export';
import { LinkyRedError } from '../../../../lib/errors';
import { fluxJson, METER, truths, WRITERS } from '../../../support/enedis/export-writer';

const about: AboutFile = { direction: 'consumption' };
const OTHER = '00000000000007';
const at = (ms: number): string => new Date(ms).toISOString().slice(0, 16);
const read = (content: string | readonly string[], told: Partial<AboutFile> = {}): ExportRead =>
  readExport(typeof content === 'string' ? content : content.join('\n'), { ...about, ...told });
const told = ({ points }: ExportRead): string[] =>
  points.map(({ direction, kind, start, end, value, unit, quality, register = '-' }) =>
    [direction, kind, register, at(start), at(end), value, unit, quality].join(' '),
  );
function problem(content: string | readonly string[]): unknown {
  try {
    read(content);
  } catch (error) {
    assert.ok(error instanceof LinkyRedError && error.code === 'ERR_ENEDIS_FILE', String(error));
    return error.facts['problem'];
  }
  return assert.fail('it was read');
}

const HEAD =
  'Identifiant PRM;Date de début;Date de fin;Grandeur physique;Grandeur métier;Etape métier;Unité;Horodate;Valeur;Nature;Pas;' +
  'Indice de vraisemblance;Etat complémentaire';
const SPAN = '2026-05-01 00:00:00;2026-05-02 00:00:00';
const row = (
  clock: string,
  value: string,
  { quantity = 'PA', stage = 'BRUT', unit = 'W', rest = 'B;PT30M;0;0' } = {},
) => `${METER};${SPAN};${quantity};CONS;${stage};${unit};2026-05-01 ${clock}:00;${value};${rest}`;

describe('the times of a curve', () => {
  const list = truths('2026-05-04', '2026-05-06', 10, (n) => n + 1);
  const starts = ({ points }: ExportRead) => points.map(({ start, value }) => [start, value]);
  const truth = list.map(({ start, watts }) => [start, watts]);

  it('are those that fit the days that were asked for, where one edge lacks too', () => {
    for (const form of ['flux', 'flux by starts'] as const)
      for (const cut of [(lines: string[]) => lines.slice(3), (lines: string[]) => lines.slice(0, -3)]) {
        const [head = '', ...rows] = WRITERS[form](list);
        const kept = cut(rows);
        const from = truth.slice(rows.indexOf(kept[0] ?? ''), rows.indexOf(kept.at(-1) ?? '') + 1);
        assert.deepEqual(starts(read([head, ...kept])), from, form);
      }
  });

  it('are told by the file, then by its name: the days of a subscription are those of its publication', () => {
    const moved = (text: string): string =>
      text.replaceAll(
        /"periode":\{[^}]*\}/g,
        '"periode":{"dateDebut":"2026-05-06 06:00:00","dateFin":"2026-05-06 08:00:00"}',
      );
    for (const flux of ['R63A', 'R63B']) assert.deepEqual(starts(read(moved(fluxJson(list, flux)))), truth, flux);
    for (const [form, flux] of [
      ['flux', 'R63B'],
      ['flux by starts', 'R63A'],
    ] as const) {
      const lines = WRITERS[form](list).map((line) =>
        line.replace(/2026-05-04 00:00:00;2026-05-06 00:00:00/, '2026-05-06 06:00:00;2026-05-06 08:00:00'),
      );
      const fileName = `/data/Enedis_${flux}_Q_CdC_M0000KY9_00003_20260506060000.csv`;
      assert.deepEqual(starts(read(lines, { fileName })), truth, flux);
    }
  });

  it('are what the form says', () => {
    const shifted = list.map(({ start, watts }) => [start - 600_000, watts]);
    assert.deepEqual(starts(read(WRITERS['flux by starts'](list), { stamps: 'end' })), shifted);
    assert.deepEqual(starts(read(fluxJson(list, 'R63B'), { stamps: 'end' })), truth);
  });

  it('of the doubled hour are told apart in a day that was published twice', () => {
    const october = truths('2026-10-24', '2026-10-27', 30, (n) => n + 1);
    const later = october.map((one) => ({ ...one, watts: one.watts + 1000 }));
    const [head = '', ...rows] = WRITERS.flux(october);
    const found = read([head, ...rows, ...WRITERS.flux(later)]);
    assert.deepEqual(
      found.points.map(({ start, end, value }) => [start, end, value]),
      later.map(({ start, end, watts }) => [start, end, watts]),
    );
    assert.deepEqual(found.skipped, { contradicted: october.length });
  });
});

describe('the rows of a curve', () => {
  it('may be more than a call takes arguments', () => {
    const list = truths('2024-01-01', '2026-04-01', 5, (n) => n % 10);
    assert.ok(list.length > 200_000);
    const points = list.map(({ start, watts }) => ({
      v: watts,
      d: new Date(start).toISOString().slice(0, 19),
      p: 'PT5M',
    }));
    const grandeur = [{ grandeurMetier: 'CONS', grandeurPhysique: 'PA', unite: 'W', points }];
    const found = read(JSON.stringify([{ idPrm: METER, grandeur }]));
    assert.ok(found.points.length > 200_000);
  });

  it('that nobody has measured are missing; what is no active power is left out', () => {
    const found = read([
      HEAD,
      row('00:30', '100'),
      row('01:00', 'null'),
      row('01:30', ''),
      row('02:00', '1,5', { unit: 'kW' }),
      row('02:30', '-4'),
      row('03:00', 'x'),
      row('03:30', '200', { rest: 'B;;0;0' }),
      row('04:00', '50', { quantity: 'PRI', unit: 'VAr' }),
      row('04:30', '230', { quantity: 'E', unit: 'V' }),
      `${METER};${SPAN};PA;CONS;BRUT;W;2026-13-01 05:00:00;7;B;PT30M;0;0`,
    ]);
    assert.deepEqual(told(found), [
      'consumption load-curve - 2026-04-30T22:00 2026-04-30T22:30 100 W measured',
      'consumption load-curve - 2026-04-30T23:30 2026-05-01T00:00 1500 W measured',
    ]);
    assert.deepEqual(found.skipped, { empty: 2, negative: 1, unreadable: 2, lengthless: 1, other: 2 });
    assert.equal(found.form, 'flux-csv');
  });

  it('that are estimated say so, and what is corrected stands for what is raw', () => {
    const found = read([
      HEAD,
      row('00:30', '1', { rest: 'E;PT30M;0;0' }),
      row('01:00', '2', { rest: 'B;PT30M;1;0' }),
      row('01:30', '3', { rest: 'R;PT30M;null;null' }),
      row('01:00', '9', { stage: 'BEST', rest: 'R;PT30M;null;null' }),
      row('01:30', '8', { stage: 'BEST', rest: 'H;PT30M;null;null' }),
    ]);
    assert.deepEqual(
      found.points.map(({ value, quality, stage }) => [value, quality, stage]),
      [
        [1, 'estimated', 'raw'],
        [9, 'measured', 'corrected'],
        [8, 'estimated', 'corrected'],
      ],
    );
  });

  it('are those of many meters, in both directions, whose noughts a spreadsheet may have cut', () => {
    const lines = [row('00:30', '1'), row('00:30', '2').replace('CONS', 'PROD'), row('00:30', '3').replace(METER, '7')];
    assert.equal(problem([HEAD, ...lines]), 'no-meter');
    const found = read([HEAD, ...lines.map((line) => line.replace(/^7;/, `"${OTHER}";`))]);
    assert.deepEqual(found.prms, [METER, OTHER]);
    assert.deepEqual(
      found.points.map(({ prm, direction, value }) => `${prm} ${direction} ${value}`),
      [`${METER} consumption 1`, `${METER} production 2`, `${OTHER} consumption 3`],
    );
    const mangled = [HEAD, row('00:30', '1').replace(METER, '2,5E+13')];
    assert.equal(problem(mangled), 'no-meter');
    assert.deepEqual(read(mangled, { fileName: `${METER}.csv` }).prms, [METER]);
  });
});

const INDEX_HEAD =
  'Identifiant PRM;Date de début;Date de fin;Grandeur physique;Grandeur metier;Etape metier;Unite;Horodate;Contexte de relève;' +
  'Type de releve;Motif de relève;Grille;Identifiant calendrier;Libellé calendrier;Identifiant classe temporelle;' +
  'Libellé classe temporelle;Cadran;Valeur;Indice de vraisemblance';
const index = (moment: string, value: number, rest = 'T;null;null;null;null;IDX_EAS_T', quantity = 'EA', unit = 'Wh') =>
  `${METER};${SPAN};${quantity};CONS;BRUT;${unit};${moment};COL;AQ;null;${rest};${value};0`;
const PEAK = 'F;FC000014;Heures Pleines/Creuses;HP;Heures Pleines;IDX_EAS_F1';

describe('indexes', () => {
  it('name their register and its class, and end the days between two midnights', () => {
    const found = read([
      INDEX_HEAD,
      index('2026-10-24 00:00:00', 1000),
      index('2026-10-24 00:00:00', 600, PEAK),
      index('2026-10-24 14:32:10', 1004),
      index('2026-10-25 00:00:00', 1010),
      index('2026-10-26 00:00:00', 1050),
      index('2026-10-26 00:00:00', 7, 'T;null;null;null;null;IDX_ERS_T', 'ERI', 'VArh'),
      index('2026-10-27 00:00:00', 9, 'T;null;null;null;null;IDX_ERS_T', 'ERI', 'VArh'),
      index('2026-10-28 00:00:00', 1100),
    ]);
    const energies = found.points.filter(({ kind }) => kind === 'energy');
    assert.deepEqual(
      energies.map(({ start, end, value, unit, quality, quantity }) => [
        at(start),
        at(end),
        value,
        unit,
        quality,
        quantity,
      ]),
      [
        ['2026-10-23T22:00', '2026-10-24T22:00', 10, 'Wh', 'derived', 'active'],
        ['2026-10-24T22:00', '2026-10-25T23:00', 40, 'Wh', 'derived', 'active'],
      ],
    );
    const peak = found.points.find(({ register }) => register === 'IDX_EAS_F1');
    assert.deepEqual([peak?.grid, peak?.calendar, peak?.tariffClass, peak?.value], ['supplier', 'FC000014', 'HP', 600]);
    assert.deepEqual(found.points.filter(({ grid }) => grid === 'total').length, 7);
  });

  it('are read from JSON as from CSV', () => {
    const register = (codeCadran: string, ...valeur: [string, number][]) => ({
      codeCadran,
      valeur: valeur.map(([d, v]) => ({ d, v, iv: 0 })),
    });
    const group = {
      grandeurMetier: 'PROD',
      grandeurPhysique: 'EA',
      unite: 'Wh',
      cadranTotalisateur: register('IDX_EAI_T', ['2026-10-24 00:00:00', 5], ['2026-10-25 00:00:00', 8]),
    };
    const contexte = [{ etapeMetier: 'BRUT', contexteReleve: 'COL', typeReleve: 'AQ', grandeur: [group] }];
    const mesures = [METER, OTHER].map((idPrm) => ({ idPrm, periode: {}, contexte }));
    const found = read(JSON.stringify({ header: { codeFlux: 'R64' }, mesures }));
    assert.deepEqual(found.prms, [METER, OTHER]);
    assert.deepEqual(told({ ...found, points: found.points.filter(({ prm }) => prm === OTHER) }), [
      'production index IDX_EAI_T 2026-10-23T22:00 2026-10-23T22:00 5 Wh measured',
      'production index IDX_EAI_T 2026-10-24T22:00 2026-10-24T22:00 8 Wh measured',
      'production energy - 2026-10-23T22:00 2026-10-24T22:00 3 Wh derived',
    ]);
  });
});

describe('days and maxima', () => {
  const file = (pas: string, grandeurPhysique: string, unite: string, points: readonly object[]): string =>
    JSON.stringify([
      {
        mesures: [
          {
            idPrm: METER,
            etapeMetier: 'BRUT',
            pas,
            grandeur: [{ grandeurMetier: 'CONS', grandeurPhysique, unite, points }],
          },
        ],
      },
    ]);

  it('are those of a day', () => {
    assert.deepEqual(told(read(file('P1D', 'EA', 'Wh', [{ v: '9700', d: '2026-10-25' }]))), [
      'consumption energy - 2026-10-24T22:00 2026-10-25T23:00 9700 Wh measured',
    ]);
    assert.deepEqual(told(read(file('P1D', 'PMA', 'VA', [{ v: '4680', d: '2026-10-25 13:03:35' }]))), [
      'consumption max-power - 2026-10-25T12:03 2026-10-25T12:03 4680 VA measured',
    ]);
  });

  it('are none where they are of a month, or of an interval', () => {
    for (const text of [
      file('P1M', 'PMA', 'VA', [{ v: '4680', d: '2026-10-25 13:03:35' }]),
      file('P1M', 'EA', 'Wh', [{ v: '300000', d: '2026-10-01' }]),
      file('P1D', 'EA', 'Wh', [{ v: '10', d: '2026-10-25 00:05:00', p: 'PT5M' }]),
    ])
      assert.deepEqual([read(text).points, read(text).prms, read(text).skipped], [[], [METER], { other: 1 }], text);
  });

  it('of an answer of Data Connect that somebody kept are read, too', () => {
    const body = {
      idPrm: METER,
      etapeMetier: 'BRUT',
      periode: {},
      grandeur: [
        { grandeurMetier: 'CONS', grandeurPhysique: 'EA', unite: 'Wh', points: [{ v: '1', d: '2026-10-26' }] },
      ],
    };
    assert.deepEqual(told(read(JSON.stringify(body))), [
      'consumption energy - 2026-10-25T23:00 2026-10-26T23:00 1 Wh measured',
    ]);
  });
});
