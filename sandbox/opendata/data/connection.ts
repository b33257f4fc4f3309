// Who is connected and who waits for it: charging points, the fleet of production, requests in progress. Columns of the last two
// nobody has seen on the portal of today; they are made after the files of before.
import { listTable, type Column, type Row, type Table } from '../table';
import { DEPARTMENTS, integer, number, text } from './columns';

const CHARGING = listTable(
  {
    slug: 'nombre-total-de-points-de-charge',
    title: 'Nombre total de points de charge',
    columns: [
      text('trimestre', 'Trimestre'),
      integer('accessible_au_public', 'Accessible au public'),
      integer('particulier', 'Particulier'),
      integer('societe', 'Société'),
    ],
    sortedBy: 'trimestre',
  },
  Array.from({ length: 12 }, (_, n): Row => ({
    trimestre: `${2023 + Math.floor(n / 4)}-T${(n % 4) + 1}`,
    accessible_au_public: 98_000 + n * 6100,
    particulier: 780_000 + n * 74_000,
    societe: 590_000 + n * 31_000,
  })),
);

const RANGES = ['a-]0;36]', 'b-]36;100]', 'c-]100;250]', 'd-]250;…['];
const MODES = [
  ['1', 'Injection totale'],
  ['2', 'Injection du surplus'],
] as const;

const REGION: readonly Column[] = [text('code_region', 'Code région'), text('nom_region', 'Région')];
const DEPARTMENT: readonly Column[] = [
  text('code_departement', 'Code département'),
  text('nom_departement', 'Département'),
];

interface Set {
  readonly slug: string;
  readonly title: string;
  readonly mesh: 'region' | 'departement';
  readonly count: readonly [key: string, title: string];
}

function byMesh({ slug, title, mesh, count: [key, label] }: Set): Table {
  const known = new Map<string, Row>();
  for (const [code, name, region, regionName] of DEPARTMENTS) {
    const place = { code_region: region, nom_region: regionName };
    if (mesh === 'region') known.set(region, place);
    else known.set(code, { ...place, code_departement: code, nom_departement: name });
  }
  const rows = ['2026-03-31', '2026-06-30', '2026-09-30'].flatMap((fin_de_trimestre, t) =>
    [...known.values()].flatMap((place, p) =>
      RANGES.flatMap((tranche_de_puissance, r) =>
        MODES.map(([id, mode], m): Row => ({
          fin_de_trimestre,
          ...place,
          type_de_production: 'Photovoltaïque',
          code_type_injection: id,
          type_injection: mode,
          tranche_de_puissance,
          [key]: 900 - 200 * r + 13 * p + 5 * t + m,
          puissance_mw: Math.round((4 + p) * (r + 1) * 12.5 + t) / 10,
        })),
      ),
    ),
  );
  const columns: Column[] = [
    { key: 'fin_de_trimestre', type: 'date', title: 'Fin de trimestre' },
    ...REGION,
    ...(mesh === 'region' ? [] : DEPARTMENT),
    text('type_de_production', 'Type de production'),
    text('code_type_injection', "Code type d'injection"),
    text('type_injection', "Type d'injection"),
    text('tranche_de_puissance', 'Tranche de puissance'),
    integer(key, label),
    number('puissance_mw', 'Puissance (MW)'),
  ];
  return listTable({ slug, title, columns, sortedBy: 'fin_de_trimestre' }, rows);
}

const QUEUE_COLUMNS: readonly Column[] = [
  { key: 'date', type: 'date', title: 'Date' },
  text('filiere', 'Filière'),
  text('tranche_de_puissance', 'Tranche de puissance'),
  integer('nombre_de_demandes', 'Nombre de demandes'),
  number('puissance_mw', 'Puissance (MW)'),
];

function queue(slug: string, title: string, size: number): Table {
  const rows = Array.from({ length: 24 }, (_, month) =>
    RANGES.map((tranche_de_puissance, r): Row => ({
      date: `${2024 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`,
      filiere: 'Solaire',
      tranche_de_puissance,
      nombre_de_demandes: size + month * 11 - r * 40,
      puissance_mw: Math.round(size * (r + 1) + month) / 10,
    })),
  ).flat();
  return listTable({ slug, title, columns: QUEUE_COLUMNS, sortedBy: 'date' }, rows);
}

const NUMBER = ['nombre', 'Nombre'] as const;
const REQUESTS = ['nombre_de_demandes', 'Nombre de demandes'] as const;
const FLEET = 'Parc de production – Tranches de puissance et modalités d’injection';
const ASKED = 'Demandes de raccordement en cours par tranche de puissance et modalité d’injection';

export const CONNECTION: readonly Table[] = [
  CHARGING,
  byMesh({
    slug: 'parc-des-installations-de-production-raccordees-par-departement',
    title: `${FLEET} - Maille départementale`,
    mesh: 'departement',
    count: NUMBER,
  }),
  byMesh({
    slug: 'parc-des-installations-de-production-raccordees-maille-regionale',
    title: `${FLEET} - Maille région`,
    mesh: 'region',
    count: NUMBER,
  }),
  byMesh({
    slug: 'demandes-de-raccordement-en-cours-maille-region',
    title: `${ASKED} - Maille région`,
    mesh: 'region',
    count: REQUESTS,
  }),
  byMesh({
    slug: 'demandes-de-raccordement-en-cours-maille-departement',
    title: `${ASKED} - Maille département`,
    mesh: 'departement',
    count: REQUESTS,
  }),
  queue(
    'historique-file-dattente-des-demandes-de-raccordement-de-production',
    "Historique de la file d'attente des demandes de raccordement de production",
    900,
  ),
  queue('fa-entrees', "Entrées en file d'attente", 300),
  queue('fa-sorties', "Sorties de file d'attente", 260),
];
