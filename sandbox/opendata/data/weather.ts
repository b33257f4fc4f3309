// Smoothed temperatures and pseudo radiation, half-hourly.
import { parisTime } from '../../paris-clock';
import { noiseAt } from '../../random';
import type { Row, Table } from '../table';
import { HORODATE, number, text } from './columns';
import { moments, rowsBy, thisMorning } from './instants';

export function weather(now: number): Table {
  return {
    slug: 'donnees-de-temperature-et-de-pseudo-rayonnement',
    title: 'Données de température et de pseudo-rayonnement',
    columns: [
      HORODATE,
      number('temperature_realisee_lissee_degc', 'Température réalisée lissée (°C)'),
      number('temperature_normale_lissee_degc', 'Température normale lissée (°C)'),
      number(
        'temperature_realisee_lissee_temperature_normale_lissee_degc',
        'Température réalisée lissée - Température normale lissée (°C)',
      ),
      number('pseudo_rayonnement', 'Pseudo-rayonnement (%)'),
      ...['annee', 'mois', 'jour', 'annee_mois_jour'].map((key) => text(key, key)),
    ],
    sortedBy: 'horodate',
    changedAt: thisMorning(now),
    ...rowsBy(moments(now, 30), [0], row),
  };
}

function row(at: number): Row {
  const { year, month, day, hour } = parisTime(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const tenth = (value: number): number => Math.round(value * 10) / 10;
  const normal = 12 - 8 * Math.cos(((month - 1) / 12) * 2 * Math.PI) + 2 * Math.sin(((hour - 9) / 24) * 2 * Math.PI);
  const real = normal + 3 * noiseAt(17, Math.floor(at / 86_400_000));
  return {
    horodate: at,
    temperature_realisee_lissee_degc: tenth(real),
    temperature_normale_lissee_degc: tenth(normal),
    temperature_realisee_lissee_temperature_normale_lissee_degc: tenth(tenth(real) - tenth(normal)),
    pseudo_rayonnement: Math.round(50 + 40 * noiseAt(19, Math.floor(at / 3_600_000))),
    annee: String(year),
    mois: two(month),
    jour: two(day),
    annee_mois_jour: `${year}-${two(month)}-${two(day)}`,
  };
}
