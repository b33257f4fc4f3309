// How well customers are supplied: continuity by department (a column a year), outages of the whole country.
import { noiseAt } from '../../random';
import { listTable, type Row, type Table } from '../table';
import { DEPARTMENTS, number, text } from './columns';

const YEARS = Array.from({ length: 16 }, (_, n) => 2009 + n);

const CONTINUITY = listTable(
  {
    slug: 'indicateur-continuite-dalimentation',
    title: "Indicateur réglementaire de continuité d'alimentation",
    columns: [
      text('ndeg_departement', 'N° département'),
      text('nom_departement', 'Nom département'),
      ...YEARS.map((year) => number(`aaa${year}`, String(year))),
    ],
  },
  DEPARTMENTS.map(([code, name], d): Row => {
    const shares = YEARS.map((year, y) => [
      `aaa${year}`,
      // Nothing was told of Corsica in the first years.
      code === '2A' && year < 2012 ? null : Math.abs(2 * noiseAt(41, d * 100 + y)),
    ]);
    return { ndeg_departement: code, nom_departement: name, ...(Object.fromEntries(shares) as Row) };
  }),
);

function outages(
  slug: string,
  title: string,
  figures: readonly (readonly [key: string, title: string, mean: number])[],
): Table {
  const years = [...YEARS.map(String), '2025', '2026-T1'];
  const rows = years.map((annee, y): Row => {
    const values = figures.map(([key, , mean], f) => [
      key,
      Math.round(mean * (1 + noiseAt(43 + f, y) / 5) * 1000) / 1000,
    ]);
    return { annee, ...(Object.fromEntries(values) as Row) };
  });
  const columns = [text('annee', 'Année'), ...figures.map(([key, label]) => number(key, label))];
  return listTable({ slug, title, columns, sortedBy: 'annee' }, rows);
}

export const QUALITY: readonly Table[] = [
  CONTINUITY,
  outages('duree-moyenne-de-coupure-bt', 'Durée moyenne de coupure par client BT', [
    ['duree_annuelle_moyenne_de_coupure_planifiees_par_client_minutes', 'Coupures planifiées (minutes)', 18],
    ['duree_annuelle_moyenne_de_coupure_non_planifiees_par_client_minutes', 'Coupures non planifiées (minutes)', 52],
  ]),
  outages('frequence-moyenne-de-coupure-par-client-bt', 'Fréquence moyenne de coupure par client BT', [
    ['frequence_moyenne_de_coupure_longue_non_planifiee_par_client_bt', 'Coupures longues non planifiées', 0.57],
    ['frequence_moyenne_de_coupure_longue_planifiee_par_client_bt', 'Coupures longues planifiées', 0.13],
    ['frequence_moyenne_de_coupure_breve_par_client_bt', 'Coupures brèves', 1.3],
  ]),
  outages('duree-moyenne-de-coupure-par-client-hta', 'Durée moyenne de coupure par client HTA', [
    ['duree_annuelle_moyenne_de_coupure_planifiees_par_client_minutes', 'Coupures planifiées (minutes)', 9],
    ['duree_annuelle_moyenne_de_coupure_non_planifiees_par_client_minutes', 'Coupures non planifiées (minutes)', 38],
  ]),
  outages(
    'frequence-moyenne-annuelle-de-coupure-par-client-hta',
    'Fréquence moyenne annuelle de coupure par client HTA',
    [
      ['frequence_moyenne_de_coupure_longue_non_planifiee_par_client_hta', 'Coupures longues non planifiées', 0.7],
      ['frequence_moyenne_de_coupure_breve_par_client_hta', 'Coupures brèves', 1.9],
    ],
  ),
];
