// Days, however their midnight is written.
import assert from 'node:assert/strict';
import { readExport } from '../../../../lib/enedis/files/read-export';

const FACTS = [
  'Identifiant PRM;Type de donnees;Date de debut;Date de fin;Grandeur physique;Grandeur metier;Etape metier;Unite',
  '25000000000017;Energie quotidienne;29/03/2026;30/03/2026;Energie active;Consommation;Comptage Brut;Wh',
];
const INDEX = ['Horodate;Type de releve;EAS F1;EAS T'];

const daysOf = (rows: readonly string[]): unknown[] =>
  readExport([...FACTS, ...rows].join('\n'), { direction: 'consumption' })
    .points.filter(({ kind }) => kind === 'energy')
    .map(({ start, end, value }) => [new Date(start).toISOString(), (end - start) / 3_600_000, value]);

describe('days of an export', () => {
  for (const [name, first, second] of [
    ['with the offset of Paris', '2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00'],
    ['in UTC', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00+00:00'],
    ['with a Z that means nothing', '2026-03-29T00:00:00Z', '2026-03-30T00:00:00Z'],
    ['with the offset of winter all year round', '2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+01:00'],
    ['without any', '2026-03-29 00:00:00', '30/03/2026'],
  ] as const) {
    it(`begin where they begin in Paris: ${name}`, () => {
      assert.deepEqual(daysOf(['Horodate;Valeur', `${first};5000`, `${second};6000`]), [
        ['2026-03-28T23:00:00.000Z', 23, 5000],
        ['2026-03-29T22:00:00.000Z', 24, 6000],
      ]);
    });
    it(`lie between their indexes: ${name}`, () => {
      const rows = [`${first};Arrêté quotidien;1000;1000`, `${second};Arrêté quotidien;1500;1500`];
      assert.deepEqual(daysOf([...INDEX, ...rows]), [['2026-03-28T23:00:00.000Z', 23, 500]]);
    });
  }
});
