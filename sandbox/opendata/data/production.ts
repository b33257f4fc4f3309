// Half-hourly production by region and in the whole country: totals over ranges (P0) and over sources (F0) among its rows.
import type { Table } from '../table';
import { REGION_COLUMNS, REGIONS, text } from './columns';
import { halfHours, type Category } from './half-hours';
import { CLOCK_DAYS } from './consumption';

const SOURCES = ['F0 : Total toutes filières', 'F4 : Eolien', 'F5 : Solaire', 'F6 : Autres'];
const RANGES = ['P0 : Total toutes puissances', 'P1 : ]0 - 3] kW', 'P4 : ]100 - 250] kW', 'P7 : > 12000 kW'];

const SPREAD = RANGES.flatMap((range) =>
  SOURCES.map((source): Category => ({ plage_de_puissance_injection: range, filiere_de_production: source })),
);

const FAMILY = {
  energy: 'total_energie_injectee_wh',
  energyTitle: 'Total énergie injectée',
  points: 'nb_points_injection',
  secrecy: (category: number) => (category % 13 === 12 ? 'S' : category % 11 === 7 ? 'mean' : 'open'),
} as const;

const COLUMNS = [
  text('plage_de_puissance_injection', 'Plage de puissance injection'),
  text('filiere_de_production', 'Filière de production'),
];

export const NATIONAL_PRODUCTION: Table = halfHours(
  {
    ...FAMILY,
    slug: 'prod',
    title: 'Agrégats segmentés de production électrique au pas 1/2 h',
    columns: COLUMNS,
    categories: SPREAD,
  },
  CLOCK_DAYS.october,
);

export const REGIONAL_PRODUCTION: Table = halfHours(
  {
    ...FAMILY,
    slug: 'prod-region',
    title: 'Agrégats segmentés de production électrique au pas 1/2 h - Maille régionale',
    columns: [...REGION_COLUMNS, ...COLUMNS],
    categories: REGIONS.flatMap((region) => SPREAD.map((spread) => ({ ...region, ...spread }))),
  },
  CLOCK_DAYS.march,
);
