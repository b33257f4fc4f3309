// The electric balance of Enedis' grid, national, on a grid of 15 minutes, in watts. Figures of our own, of the order of the real ones.
import { parisTime } from '../../paris-clock';
import { noiseAt } from '../../random';
import type { Column, Row, Table } from '../table';
import { moments, rowsBy, thisMorning } from './instants';

const watts = (key: string, title: string): Column => ({ key, type: 'number', title: `${title} (W)` });

const COLUMNS: readonly Column[] = [
  { key: 'horodate', type: 'datetime', title: 'Horodate' },
  { key: 'mois', type: 'text', title: 'Mois' },
  watts('injection_rte', "Puissance moyenne de l'injection RTE"),
  watts('soutirage_rte', 'Puissance moyenne du refoulement RTE'),
  watts('pertes', 'Puissance moyenne des pertes modélisées'),
  watts('consommation_totale', 'Puissance moyenne des consommations totales'),
  watts('consommation_hta', 'Puissance moyenne de la consommation totale HTA'),
  watts('production_totale', 'Puissance moyenne de la production totale'),
  watts('production_photovoltaique', 'Puissance moyenne de la production photovoltaïque'),
  watts('production_eolien', 'Puissance moyenne de la production éolienne'),
  { key: 'temperature_reelle_lissee', type: 'number', title: 'Température réelle lissée (°C)' },
  { key: 'temperature_normale_lissee', type: 'number', title: 'Température normale lissée (°C)' },
  { key: 'pseudo_rayonnement', type: 'text', title: 'Pseudo-rayonnement' },
];

function row(at: number, seed: number): Row {
  const { hour, minute, month } = parisTime(at);
  const clock = hour + minute / 60;
  const noise = noiseAt(seed, Math.floor(at / 900_000));
  const sun = Math.max(0, Math.sin(((clock - 7) / 12) * Math.PI));
  const use = 38e9 + 7e9 * Math.sin(((clock - 9) / 24) * 2 * Math.PI) + 4e8 * noise;
  const [solar, wind] = [Math.round(9e9 * sun * (1 + noise / 8)), Math.round(4e9 + 1e9 * noise)];
  const losses = Math.round(use * 0.06);
  const production = solar + wind + 2_400_000_000;
  return {
    horodate: at,
    mois: String(month).padStart(2, '0'),
    injection_rte: Math.round(use + losses - production + 8e8),
    soutirage_rte: Math.round(8e8 * sun),
    pertes: losses,
    consommation_totale: Math.round(use),
    consommation_hta: Math.round(use * 0.24),
    production_totale: production,
    production_photovoltaique: solar,
    production_eolien: wind,
    temperature_reelle_lissee: Math.round(90 + 30 * noise + 40 * sun) / 10,
    temperature_normale_lissee: Math.round(95 + 40 * sun) / 10,
    pseudo_rayonnement: String(Math.round(60 + 30 * sun)),
  };
}

export function nationalBalance(now: number): Table {
  return {
    slug: 'bilan-electrique-demi-heure',
    internalId: 'bilan-7k2d9q',
    title: 'Bilan électrique au pas demi-heure',
    description: 'Énergie injectée et soutirée sur le réseau géré par Enedis, moyennes par pas de temps.',
    columns: COLUMNS,
    sortedBy: 'horodate',
    changedAt: thisMorning(now),
    ...rowsBy(moments(now, 15), [0], (at) => row(at, 11)),
  };
}
