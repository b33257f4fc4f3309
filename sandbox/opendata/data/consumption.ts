// Half-hourly consumption up to 36 kVA: the region's extract, the national one, and sets of any size for those who read millions.
import type { Column, Table } from '../table';
import { halfHours, type Category, type Extent } from './half-hours';
import { steps } from './instants';

const text = (key: string, title: string): Column => ({ key, type: 'text', title });

const REGIONS: readonly Category[] = [
  { region: 'Auvergne-Rhône-Alpes', code_region: '84' },
  { region: 'Bretagne', code_region: '53' },
  { region: 'Île-de-France', code_region: '11' },
  { region: "Provence-Alpes-Côte d'Azur", code_region: '93' },
];

const PROFILES = ['RES1 (+ RES1WE)', 'RES11 (+ RES11WE)', 'RES2 (+ RES5)', 'PRO1 (+ PRO1WE)', 'ENT1 (+ ENT2)'];
const RANGES = ['P0: Total <= 36 kVA', 'P1: ]0-3] kVA', 'P2: ]3-6] kVA', 'P3: ]6-9] kVA'];

const SPREAD = PROFILES.flatMap((profil) =>
  RANGES.map((range): Category => ({ profil, plage_de_puissance_souscrite: range })),
);

const FAMILY = {
  energy: 'total_energie_soutiree_wh',
  energyTitle: 'Total énergie soutirée',
  points: 'nb_points_soutirage',
  secrecy: (category: number) => (category % 19 === 18 ? 'S' : category % 7 === 5 ? 'mean' : 'open'),
} as const;

const COLUMNS = [text('profil', 'Profil'), text('plage_de_puissance_souscrite', 'Plage de puissance souscrite')];
const REGION_COLUMNS = [text('region', 'Région'), text('code_region', 'Code région')];

/** Around the days on which the clock changes. */
const MARCH: Extent = { from: steps('2026-03-27', 1, 30)[0] ?? 0, moments: steps('2026-03-27', 5, 30).length };
const OCTOBER: Extent = { from: steps('2026-10-24', 1, 30)[0] ?? 0, moments: steps('2026-10-24', 3, 30).length };

function byRegion(extent: Extent, slug = 'conso-inf36-region', regions = REGIONS): Table {
  return halfHours(
    {
      ...FAMILY,
      slug,
      internalId: `${slug}-x4`,
      title:
        'Agrégats segmentés de consommation électrique au pas 1/2 h des points de soutirage <= 36kVA - Maille régionale',
      columns: [...REGION_COLUMNS, ...COLUMNS],
      categories: regions.flatMap((region) => SPREAD.map((spread) => ({ ...region, ...spread }))),
    },
    extent,
  );
}

export const REGIONAL_CONSUMPTION = byRegion(MARCH);

export const NATIONAL_CONSUMPTION = halfHours(
  {
    ...FAMILY,
    slug: 'conso-inf36',
    internalId: 'conso-inf36-n1',
    title: 'Agrégats segmentés de consommation électrique au pas 1/2 h des points de soutirage <= 36kVA',
    columns: COLUMNS,
    categories: SPREAD,
  },
  OCTOBER,
);

/** As the regional set, with so many rows (a multiple of 20), from the midnight of 2024-01-01 on. */
export function largeConsumption(rows: number, slug = `conso-inf36-${rows}`): Table {
  const from = Date.parse('2023-12-31T23:00:00Z');
  return byRegion({ from, moments: Math.floor(rows / 20) }, slug, REGIONS.slice(0, 1));
}
