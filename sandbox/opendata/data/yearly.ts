// What is told once a year: consumption by sector with its thermosensitivity, production by source, installations.
import { noiseAt } from '../../random';
import { listTable, type Column, type Row, type Table } from '../table';
import { DEPARTMENTS, integer, number, PLACE_COLUMNS, places, text } from './columns';

const SECTORS = [
  ['RES', 'RESIDENTIEL'],
  ['PRO', 'TERTIAIRE'],
  ['ENT', 'INDUSTRIE'],
] as const;

const SECTOR_COLUMNS: readonly Column[] = [
  text('annee', 'Année'),
  ...PLACE_COLUMNS,
  text('code_categorie_consommation', 'Code catégorie consommation'),
  text('code_grand_secteur', 'Code grand secteur'),
  integer('nb_sites', 'Nb sites'),
  number('conso_totale_mwh', 'Conso totale (MWh)'),
  number('conso_moyenne_mwh', 'Conso moyenne (MWh)'),
  number('part_thermosensible', 'Part thermosensible (%)'),
  number('thermosensibilite_totale_kwh_dju', 'Thermosensibilité totale (kWh/DJU)'),
  number('thermosensibilite_moyenne_kwh_dju', 'Thermosensibilité moyenne (kWh/DJU)'),
];

function sectorRow(place: Row, annee: string, n: number, [category, sector]: (typeof SECTORS)[number]): Row {
  const sites = 40 + ((n * 37) % 900);
  const total = Math.round(sites * (sector === 'RESIDENTIEL' ? 4.6 : 31) * (1 + noiseAt(23, n) / 10) * 1000) / 1000;
  // Of a few sites nothing is told.
  const isHidden = sites < 60;
  const heat = sector === 'RESIDENTIEL' ? Math.round(22 + 9 * noiseAt(25, n)) : null;
  const perDegree = heat === null || isHidden ? null : Math.round((total * 10 * heat) / 1900) / 10;
  return {
    annee,
    ...place,
    code_categorie_consommation: category,
    code_grand_secteur: sector,
    nb_sites: sites,
    conso_totale_mwh: isHidden ? null : total,
    conso_moyenne_mwh: isHidden ? null : Math.round((total / sites) * 1000) / 1000,
    part_thermosensible: isHidden ? null : heat,
    thermosensibilite_totale_kwh_dju: perDegree,
    thermosensibilite_moyenne_kwh_dju: perDegree === null ? null : Math.round((perDegree / sites) * 1000) / 1000,
  };
}

function bySector(slug: string, mesh: string, districts: number): Table {
  const years = ['2021', '2022', '2023', '2024'];
  const rows = years.flatMap((year, y) =>
    places(districts).flatMap((place, p) =>
      SECTORS.map((sector, s) => sectorRow(place, year, y * 1000 + p * 10 + s, sector)),
    ),
  );
  const title = `Consommation électrique annuelle à la maille ${mesh} et thermosensibilité par secteur d’activité`;
  return listTable({ slug, title, columns: SECTOR_COLUMNS, sortedBy: 'annee' }, rows);
}

const SOURCES = ['photovoltaique', 'eolien', 'hydraulique', 'bio_energie', 'cogeneration', 'autres_filieres'];

function bySource(slug: string, mesh: string, districts: number, years: readonly string[]): Table {
  const columns = [
    text('annee', 'Année'),
    ...PLACE_COLUMNS,
    text('domaine_de_tension', 'Domaine de tension'),
    ...SOURCES.flatMap((source) => [
      integer(`nb_sites_${source}_enedis`, `Nb sites ${source}`),
      number(`energie_produite_annuelle_${source}_enedis_mwh`, `Énergie produite annuelle ${source} (MWh)`),
    ]),
  ];
  const rows = years.flatMap((annee, y) =>
    places(districts).flatMap((place, p) =>
      ['BT <= 36 kVA', 'HTA'].map((domaine_de_tension, d): Row => {
        const figures = SOURCES.map((source, s) => {
          const sites = s === 0 ? 30 + p * 3 + y : (p + s) % 3;
          const energy = sites === 0 ? null : Math.round(sites * 2870 * (1 + noiseAt(31, p * 10 + s + y)) + d) / 1000;
          return { [`nb_sites_${source}_enedis`]: sites, [`energie_produite_annuelle_${source}_enedis_mwh`]: energy };
        });
        return Object.assign({ annee, ...place, domaine_de_tension }, ...figures) as Row;
      }),
    ),
  );
  return listTable({ slug, title: `Production électrique annuelle par filière à la maille ${mesh}`, columns }, rows);
}

const REGISTER_COLUMNS: readonly Column[] = [
  ...['filiere', 'technologie', 'combustible', 'code_departement', 'nom_departement', 'code_region', 'nom_region'].map(
    (key) => text(key, key),
  ),
  integer('nbinstallations', 'Nombre d’installations'),
  number('puismaxinstallee', 'Puissance maximale installée (kW)'),
  { key: 'date_mise_en_service', type: 'date', title: 'Date de mise en service' },
];

function register(slug: string, title: string): Table {
  const rows = ['Solaire', 'Eolien', 'Hydraulique', 'Stockage'].flatMap((filiere, f) =>
    DEPARTMENTS.map(([code, name, region, regionName], d): Row => ({
      filiere,
      technologie: f === 3 ? 'Batterie' : null,
      combustible: null,
      code_departement: code,
      nom_departement: name,
      code_region: region,
      nom_region: regionName,
      nbinstallations: 1 + ((d * 7 + f) % 40),
      puismaxinstallee: Math.round(36 + (d + 1) * (f + 1) * 1234.5) / 10,
      date_mise_en_service: `20${String(12 + d)}-0${f + 1}-15`,
    })),
  );
  return listTable({ slug, title, columns: REGISTER_COLUMNS }, rows);
}

const REGISTER = "Registre national des installations de production et de stockage d'électricité";

export const YEARLY: readonly Table[] = [
  bySector('consommation-electrique-par-secteur-dactivite-commune', 'commune', 0),
  bySector('consommation-electrique-par-secteur-dactivite-iris', 'IRIS', 3),
  bySource('production-electrique-par-filiere-a-la-maille-commune', 'commune', 0, ['2022', '2023', '2024']),
  bySource('production-electrique-par-filiere-a-la-maille-iris', 'IRIS', 2, ['2014', '2015', '2016']),
  register('registre-national-installation-production-stockage-electricite-agrege-311225', `${REGISTER} (au 31/12/25)`),
];

export const NATIONAL_REGISTER = register(
  'registre-national-installation-production-stockage-electricite-agrege',
  `${REGISTER} (agrégé)`,
);
