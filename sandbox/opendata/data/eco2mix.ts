// éCO2mix in real time: a row a quarter of an hour for today and tomorrow; what has not happened yet has a forecast and nothing else.
import { parisTime } from '../../paris-clock';
import { noiseAt } from '../../random';
import type { Column, Row, Table } from '../table';

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
export function eco2mix(now: number): Table {
  const today = parisTime(now);
  const from = now - (now % QUARTER) - (today.hour * 4 + Math.floor(today.minute / 15) + 96) * QUARTER;
  const known = now - 2 * QUARTER;
  return {
    slug: 'eco2mix-national-tr',
    title: 'Données éCO2mix nationales temps réel',
    description: 'Production, consommation et contenu CO2 au pas quart d’heure.',
    columns: COLUMNS,
    count: 3 * 96,
    row: (index) => rowAt(from + index * QUARTER, from + index * QUARTER <= known),
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
