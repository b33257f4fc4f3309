// Half-hourly consumption: up to 36 kVA and above, by region and in the whole country, and sets of any size for those who read millions.
import type { Table } from '../table';
import { REGION_COLUMNS, REGIONS, text } from './columns';
import { halfHours, type Category, type Extent } from './half-hours';
import { dayOf, steps } from './instants';

const PROFILES = ['RES1 (+ RES1WE)', 'RES11 (+ RES11WE)', 'RES2 (+ RES5)', 'PRO1 (+ PRO1WE)', 'ENT1 (+ ENT2)'];
const RANGES = ['P0: Total <= 36 kVA', 'P1: ]0-3] kVA', 'P2: ]3-6] kVA', 'P3: ]6-9] kVA'];
const RANGES_ABOVE = ['P0: Total > 36 kVA', 'P1: ]36-120] kVA', 'P2: ]120-250] kVA'];
const SECTORS = ['S1: Industrie', 'S2: Tertiaire', 'S3: Agriculture', 'S4: Non affecté'];

const SPREAD = PROFILES.flatMap((profil) =>
  RANGES.map((range): Category => ({ profil, plage_de_puissance_souscrite: range })),
);
const SPREAD_ABOVE = ['ENT1 (+ ENT2)', 'ENT3 (+ ENT4)'].flatMap((profil) =>
  RANGES_ABOVE.flatMap((range) =>
    SECTORS.map((secteur): Category => ({ profil, plage_de_puissance_souscrite: range, secteur_activite: secteur })),
  ),
);

const FAMILY = {
  energy: 'total_energie_soutiree_wh',
  energyTitle: 'Total énergie soutirée',
  points: 'nb_points_soutirage',
  secrecy: (category: number) => (category % 19 === 18 ? 'S' : category % 7 === 5 ? 'mean' : 'open'),
} as const;

const COLUMNS = [text('profil', 'Profil'), text('plage_de_puissance_souscrite', 'Plage de puissance souscrite')];
const COLUMNS_ABOVE = [...COLUMNS, text('secteur_activite', "Secteur d'activité")];

/** Days on which the clock changes, and some beside them. */
export const CLOCK_DAYS = {
  march: extent('2026-03-27', 5),
  october: extent('2026-10-24', 3),
} as const;

function extent(first: string, days: number): Extent {
  const all = steps(dayOf(first), days, 30);
  return { from: all[0] ?? 0, moments: all.length };
}

function by(regions: readonly Category[], spread: readonly Category[]): readonly Category[] {
  return regions.flatMap((region) => spread.map((one) => ({ ...region, ...one })));
}

const TITLE = 'Agrégats segmentés de consommation électrique au pas 1/2 h des points de soutirage';

const UP_TO_36 = { ...FAMILY, title: `${TITLE} <= 36kVA`, columns: COLUMNS };
const ABOVE_36 = { ...FAMILY, title: `${TITLE} > 36kVA`, columns: COLUMNS_ABOVE };
const REGIONAL = {
  ...UP_TO_36,
  title: `${UP_TO_36.title} - Maille régionale`,
  columns: [...REGION_COLUMNS, ...COLUMNS],
};

export const REGIONAL_CONSUMPTION: Table = halfHours(
  { ...REGIONAL, slug: 'conso-inf36-region', categories: by(REGIONS, SPREAD) },
  CLOCK_DAYS.march,
);

export const CONSUMPTION: readonly Table[] = [
  halfHours({ ...UP_TO_36, slug: 'conso-inf36', categories: SPREAD }, CLOCK_DAYS.october),
  REGIONAL_CONSUMPTION,
  halfHours({ ...ABOVE_36, slug: 'conso-sup36', categories: SPREAD_ABOVE }, CLOCK_DAYS.october),
  halfHours(
    {
      ...ABOVE_36,
      slug: 'conso-sup36-region',
      title: `${ABOVE_36.title} - Maille régionale`,
      columns: [...REGION_COLUMNS, ...COLUMNS_ABOVE],
      categories: by(REGIONS, SPREAD_ABOVE),
    },
    CLOCK_DAYS.october,
  ),
];

/** As the regional set, with so many rows (a multiple of 20), from the midnight of 2024-01-01 on. */
export function largeConsumption(rows: number, slug = `conso-inf36-${rows}`): Table {
  const from = Date.parse('2023-12-31T23:00:00Z');
  const categories = by(REGIONS.slice(0, 1), SPREAD);
  return halfHours({ ...REGIONAL, slug, categories }, { from, moments: Math.floor(rows / categories.length) });
}
