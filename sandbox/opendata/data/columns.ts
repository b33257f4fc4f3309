// Columns that many datasets have.
import type { Column, Row } from '../table';

export const text = (key: string, title: string): Column => ({ key, type: 'text', title });
export const number = (key: string, title: string): Column => ({ key, type: 'number', title });
export const integer = (key: string, title: string): Column => ({ key, type: 'integer', title });

export const HORODATE: Column = { key: 'horodate', type: 'datetime', title: 'Horodate' };
export const REGION_COLUMNS = [text('region', 'Région'), text('code_region', 'Code région')];

export const REGIONS: readonly Readonly<Record<string, string>>[] = [
  { region: 'Auvergne-Rhône-Alpes', code_region: '84' },
  { region: 'Bretagne', code_region: '53' },
  { region: 'Île-de-France', code_region: '11' },
  { region: "Provence-Alpes-Côte d'Azur", code_region: '93' },
];

/** A code with its zeros in front, its name, and the code of its region. */
export const DEPARTMENTS = [
  ['01', 'Ain', '84', 'Auvergne-Rhône-Alpes'],
  ['02', 'Aisne', '32', 'Hauts-de-France'],
  ['06', 'Alpes-Maritimes', '93', "Provence-Alpes-Côte d'Azur"],
  ['22', "Côtes-d'Armor", '53', 'Bretagne'],
  ['35', 'Ille-et-Vilaine', '53', 'Bretagne'],
  ['74', 'Haute-Savoie', '84', 'Auvergne-Rhône-Alpes'],
  ['75', 'Paris', '11', 'Île-de-France'],
  ['2A', 'Corse-du-Sud', '94', 'Corse'],
] as const;

export const PLACE_COLUMNS = [
  ...['iris', 'commune', 'epci'].flatMap((mesh) => [
    text(`code_${mesh}`, `Code ${mesh}`),
    text(`nom_${mesh}`, `Nom ${mesh}`),
  ]),
  text('code_departement', 'Code département'),
  text('nom_departement', 'Nom département'),
  text('code_region', 'Code région'),
  text('nom_region', 'Nom région'),
];

const COMMUNES = [
  ['01004', 'Ambérieu-en-Bugey', '240100883', "CC de la Plaine de l'Ain", 0],
  ['06088', 'Nice', '200030195', "Métropole Nice Côte d'Azur", 2],
  ['22113', 'Lannion', '200065928', 'CA Lannion-Trégor Communauté', 3],
  ['35238', 'Rennes', '243500139', 'Rennes Métropole', 4],
  ['74010', 'Annecy', '200066793', 'CA du Grand Annecy', 5],
  ['74267', 'Sevrier', '200066793', 'CA du Grand Annecy', 5],
  ['75056', 'Paris', '200054781', 'Métropole du Grand Paris', 6],
] as const;

/** Communes as the yearly sets name them; of each, so many districts (IRIS). */
export function places(districts: number): readonly Row[] {
  return COMMUNES.flatMap(([code, name, epci, epciName, department]) => {
    const [code_departement, nom_departement, code_region, nom_region] = DEPARTMENTS[department];
    return Array.from({ length: Math.max(1, districts) }, (_, n): Row => ({
      code_iris: districts === 0 ? null : `${code}${String(n + 101).padStart(4, '0')}`,
      nom_iris: districts === 0 ? null : `${name} ${n + 1}`,
      code_commune: code,
      nom_commune: name,
      code_epci: epci,
      nom_epci: epciName,
      code_departement,
      nom_departement,
      code_region,
      nom_region,
    }));
  });
}
