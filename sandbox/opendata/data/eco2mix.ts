// éCO2mix in real time: a row a quarter of an hour for today and tomorrow; what has not happened yet has a forecast and nothing else.
import { parisDay, parisTime } from '../../paris-clock';
import { noiseAt } from '../../random';
import type { Column, Row, Table } from '../table';
import { REGIONS, text } from './columns';
import { dayOf, rowsBy, steps } from './instants';

const QUARTER = 900_000;
const two = (value: number): string => String(value).padStart(2, '0');
const megawatts = (key: string, title: string): Column => ({ key, type: 'integer', title: `${title} (MW)` });

const COLUMNS: readonly Column[] = [
  { key: 'perimetre', type: 'text', title: 'Périmètre' },
  { key: 'nature', type: 'text', title: 'Nature' },
  { key: 'date', type: 'date', title: 'Date' },
  { key: 'heure', type: 'text', title: 'Heure' },
  { key: 'date_heure', type: 'datetime', title: 'Date - Heure' },
  megawatts('consommation', 'Consommation'),
  megawatts('prevision_j1', 'Prévision J-1'),
  megawatts('nucleaire', 'Nucléaire'),
  megawatts('eolien', 'Éolien'),
  megawatts('solaire', 'Solaire'),
  megawatts('hydraulique', 'Hydraulique'),
  megawatts('gaz', 'Gaz'),
  { key: 'taux_co2', type: 'integer', title: 'Taux de CO2 (g/kWh)' },
];

/** What the set holds at this moment of the story: yesterday, today and tomorrow, known until half an hour ago. */
export function eco2mixNational(now: number): Table {
  return {
    ...realTime(now),
    slug: 'eco2mix-national-tr',
    title: 'Données éCO2mix nationales temps réel',
    description: 'Production, consommation et contenu CO2 au pas quart d’heure.',
    columns: COLUMNS,
  };
}

export function eco2mixRegional(now: number): Table {
  const title = 'Données éCO2mix régionales temps réel';
  return byRegion({ ...realTime(now), slug: 'eco2mix-regional-tr', title, columns: COLUMNS });
}

/** Consolidated and final: half-hours around the changes of the clock, without holes. */
function settled(slug: string, title: string): Table {
  const at = ['2026-03-27', '2026-10-24'].flatMap((first) => steps(dayOf(first), 4, 30));
  const made = rowsBy(at, [0], (moment): Row => ({ ...rowAt(moment, true), nature: 'Données définitives' }));
  return { slug, title, columns: COLUMNS, sortedBy: 'date_heure', ...made };
}

const SETTLED = 'consolidées et définitives';

export const ECO2MIX_SETTLED = [
  settled('eco2mix-national-cons-def', `Données éCO2mix nationales ${SETTLED}`),
  byRegion(settled('eco2mix-regional-cons-def', `Données éCO2mix régionales ${SETTLED}`)),
];

/** The same figures in every region: how green one is, is not told. */
function byRegion({ columns, count, row, ...about }: Table): Table {
  const kept = columns.filter(({ key }) => !['perimetre', 'taux_co2', 'prevision_j1'].includes(key));
  const places = [text('code_insee_region', 'Code INSEE région'), text('libelle_region', 'Région')];
  return {
    ...about,
    columns: [...places, ...kept],
    count: count * REGIONS.length,
    row: (index) => {
      const whole = row(Math.floor(index / REGIONS.length));
      const { region = '', code_region = '' } = REGIONS[index % REGIONS.length] ?? {};
      const own = kept.map(({ key }) => [key, whole[key] ?? null]);
      return { code_insee_region: code_region, libelle_region: region, ...(Object.fromEntries(own) as Row) };
    },
  };
}

function realTime(now: number): Pick<Table, 'count' | 'row' | 'sortedBy' | 'changedAt'> {
  const at = steps(parisDay(now) - 1, 3, 15);
  const known = now - 2 * QUARTER;
  return {
    ...rowsBy(at, [0], (moment) => rowAt(moment, moment <= known)),
    sortedBy: 'date_heure',
    changedAt: new Date(known - (known % QUARTER)).toISOString(),
  };
}

function rowAt(at: number, isKnown: boolean): Row {
  const { year, month, day, hour, minute } = parisTime(at);
  const sun = Math.max(0, Math.sin(((hour + minute / 60 - 7) / 12) * Math.PI));
  const noise = noiseAt(29, Math.floor(at / QUARTER));
  const forecast = Math.round(52_000 + 9000 * Math.sin(((hour - 9) / 12) * Math.PI));
  const real = (value: number): number | null => (isKnown ? Math.round(value) : null);
  return {
    perimetre: 'France',
    nature: 'Données temps réel',
    date: `${year}-${two(month)}-${two(day)}`,
    heure: `${two(hour)}:${two(minute)}`,
    date_heure: at,
    consommation: real(forecast + 800 * noise),
    prevision_j1: forecast,
    nucleaire: real(38_000 + 500 * noise),
    eolien: real(7000 + 2000 * noise),
    solaire: real(11_000 * sun),
    hydraulique: real(6000 - 900 * noise),
    gaz: real(2500 - 2000 * sun),
    taux_co2: real(32 - 14 * sun + 3 * noise),
  };
}
